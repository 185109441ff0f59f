import { type Day, dayOf, isTime, minuteOf, opening, plus, walk } from './reminder-days.ts';
import { type Facts, type Line, milestones, type Span, type State, spansOf, type Thing } from './reminder-model.ts';

/** What was received otherwise than it had to be; nothing when all is well. */
export const faultsOf = (facts: Facts): string[] => {
  const { states, strikes, messages, later } = facts;
  const spans = spansOf(facts);
  const stateAt = (at: number): State => states.findLast((one) => one.at <= at)!.state;
  const holderAt = ({ recipient }: Thing, at: number) =>
    recipient.startsWith('contact:') ? stateAt(at).departments[recipient.slice(8)]?.contact : recipient;
  const toldOn = new Map<string, Day>();
  const again = new Map<string, { day: Day; at: number }>();
  const faults: string[] = [];
  const say = (what: string, at: number, person: string | undefined, line?: Line) =>
    faults.push(`${what}: ${dayOf(at)} ${minuteOf(at) / 60} ${person} ${line ? Object.values(line).join(' ') : ''}`);
  /** Milestones of a part that somebody has had since before its day began, up to this day and not told since. */
  const wanted = (span: Span, since: number, day: Day, askedSince = since): number[] => {
    const told = toldOn.get(span.key) ?? '';
    const theirs = (one: Day) => opening(one) > since && opening(one) < span.until;
    const all = milestones(facts, span).filter((one) => told < one.day && one.day <= day && theirs(one.day));
    const put = again.get(span.key);
    return [...all.map(({ n }) => n), ...(put && told < put.day && put.day <= day && put.at > askedSince ? [99] : [])];
  };
  /**
   * Whether another alarm struck after what somebody acts for has changed: a message that is on its way then is told anew, with
   * what is theirs, at the next alarm. The first alarm that ends after the change may be the one that it came into.
   */
  const isLeftAlone = (person: string, moments: number[]): boolean => {
    const rolesAt = (at: number) =>
      Object.entries(stateAt(at).departments).flatMap(([code, { contact }]) => (contact === person ? code : []));
    const changed = moments.findLast((at, i) => i > 0 && String(rolesAt(at)) !== String(rolesAt(moments[i - 1]!)));
    const later = (at: number) => changed && at >= changed && dayOf(at) === dayOf(changed) && isTime(facts, at);
    return !changed || strikes.filter(later).length > 1;
  };
  const isQuiet = (person: string, at: number) => (stateAt(at).quiet[person] ?? '') >= dayOf(at);
  const isUrgent = (n: number) => n === 0 || n === 1;

  for (let day = dayOf(states[0]!.at); day <= dayOf(states.at(-1)!.at); day = plus(day, 1)) {
    const digests: string[] = [];
    const due = spans.flatMap((span) => {
      const last = strikes.findLast((at) => dayOf(at) === day && isTime(facts, at) && minuteOf(at) >= 630);
      if (!last || span.from >= opening(day) || span.until <= last) return [];
      const moments = [opening(day), ...states.flatMap(({ at }) => (at > opening(day) && at <= last ? at : []))];
      const person = holderAt(span, last);
      const whole = moments.every(
        (at) => holderAt(span, at) === person && isQuiet(person!, at) === isQuiet(person!, last),
      );
      const milestones = wanted(span, span.from, day);
      const must =
        person &&
        whole &&
        isLeftAlone(person, moments) &&
        (isQuiet(person, last) ? milestones.some(isUrgent) : milestones.length > 0);
      return must ? [{ span, person }] : [];
    });
    const received = new Set<string>();
    for (const { at, person, lines } of messages.filter((one) => dayOf(one.at) === day)) {
      if (!isTime(facts, at)) say('outside working time', at, person);
      const urgent = lines.map((line) => {
        const held = spans.filter(
          (one) => isLine(one, line) && one.from <= at && at < one.until && holderAt(one, at) === person,
        );
        if (!held.length) say('not theirs any more', at, person, line);
        // Between two strikes it is not told apart what came first.
        const since = (span: Span) => strikes.findLast((strike) => strike < span.from) ?? 0;
        // What nobody could be told while they had it before may be told when they have it again.
        const had = spans.filter((one) => held.some(({ key, from }) => one.key === key && one.from <= from));
        const reasons = had.flatMap((span) => wanted(span, since(span), day, 0));
        if (held.length && !reasons.length) say('doubled', at, person, line);
        if (isQuiet(person, at) && !reasons.some(isUrgent)) say('on a quiet day', at, person, line);
        for (const { key } of held) received.add(key);
        return reasons.some(isUrgent);
      });
      for (const span of spans)
        if (lines.some((line) => isLine(span, line)) && received.has(span.key)) toldOn.set(span.key, day);
      if (urgent.some(Boolean)) continue;
      if (digests.includes(person)) say('a second digest', at, person, lines[0]);
      digests.push(person);
    }
    for (const { span, person } of due) if (!received.has(span.key)) say('missing', opening(day), person, span);
    for (const { at, person, lines } of later.filter((one) => dayOf(one.at) === day)) {
      const theirs = spans.filter((one) => lines.some((line) => isLine(one, line)) && holderAt(one, at) === person);
      const next = walk(facts, plus(day, 1), 1);
      // What is on its last day does not wait.
      for (const { key, dueOn } of theirs) if (day > dueOn || next <= dueOn) again.set(key, { day: next, at });
    }
  }
  return faults;
};

const isLine = (one: Line, { subject, rule, dueOn }: Line): boolean =>
  one.subject === subject && one.rule === rule && one.dueOn === dueOn;
