/**
 * Who has to be reminded of what on which day, told in plain JavaScript from what happened in a season and from the days off
 * alone: nothing here calls the product. What was received is compared with it day by day.
 */
export type Day = string;
export type FilingFacts = {
  status: string;
  /** A department's code, or DIRECT: then the operators decide. */
  to: string;
  members: string[];
  handedTo?: string;
  /** Given back with remarks, by a day or (null) by the usual one. */
  correction?: { by: Day | null };
  extended?: Day;
  publicUntil?: Day;
};
export type DepartmentFacts = { due?: Day; extended?: Day; contact?: string; sent: boolean };
/** Everything that matters at one moment. */
export type State = {
  annex2: Day;
  materials: Day;
  departments: Record<string, DepartmentFacts>;
  filings: Record<string, FilingFacts>;
  operators: string[];
  /** The last day on which somebody wants to be left alone. */
  quiet: Record<string, Day>;
};
/** One thing told by a message; `subject` is a filing or a department. */
export type Line = { subject: string; rule: string; dueOn: Day };
export type Message = { at: number; person: string; lines: Line[] };
export type Facts = {
  off: ReadonlySet<Day>;
  worked: ReadonlySet<Day>;
  states: { at: number; state: State }[];
  /** When the alarm struck for a process that lived to do its work. */
  strikes: number[];
  messages: Message[];
  /** 明早再说, of what a message told. */
  later: { at: number; person: string; lines: Line[] }[];
};

type Thing = Line & { recipient: string };
type Span = Thing & { key: string; from: number; until: number };

const MINUTE = 60_000;
const ALL = [30, 14, 7, 3, 1, 0];
const DAYS: Record<string, number[]> = { correct: [7, 3, 1, 0], publicity: [1, -1] };
const BEING_FILLED = ['draft', 'frozen', 'inst_sealed', 'returned'];

export const dayOf = (at: number): Day => new Date(at + 480 * MINUTE).toISOString().slice(0, 10);
export const instant = (day: Day, minute = 0): number => Date.parse(`${day}T00:00:00+08:00`) + minute * MINUTE;
export const minuteOf = (at: number): number => Math.floor((at + 480 * MINUTE) / MINUTE) % 1440;
export const plus = (day: Day, days: number): Day => dayOf(instant(day, days * 1440));
const opening = (day: Day): number => instant(day, 540);

type Calendar = Pick<Facts, 'off' | 'worked'>;
export const works = ({ off, worked }: Calendar, day: Day): boolean =>
  worked.has(day) || (!off.has(day) && new Date(`${day}T12:00:00Z`).getUTCDay() % 6 !== 0);
const walk = (calendar: Calendar, day: Day, by: number): Day => {
  let reached = day;
  while (!works(calendar, reached)) reached = plus(reached, by);
  return reached;
};
/** 9:00–11:30 and 14:00–17:00 on working days, never on :00 or :30. */
export const isTime = (calendar: Calendar, at: number): boolean => {
  const minute = minuteOf(at);
  const within = (minute >= 540 && minute < 690) || (minute >= 840 && minute < 1020);
  return within && minute % 30 !== 0 && works(calendar, dayOf(at));
};
/** T-n, and the working day on which it is told. */
export const milestones = (calendar: Calendar, { rule, dueOn }: Line): { n: number; day: Day }[] =>
  (DAYS[rule] ?? ALL).map((n) => ({ n, day: walk(calendar, plus(dueOn, -n), n < 0 ? 1 : -1) }));

/** What is to be done at this moment, and by whom. */
export const thingsOf = (state: State): Thing[] => [
  ...Object.entries(state.departments).flatMap(([code, { contact, sent }]): Thing[] => {
    const of = { subject: code, dueOn: state.annex2 };
    if (sent || code === 'DIRECT') return [];
    if (contact) return [{ ...of, rule: 'annex2', recipient: `contact:${code}` }];
    return state.operators.map((recipient) => ({ ...of, rule: 'annex2Missing', recipient }));
  }),
  ...Object.entries(state.filings).flatMap(([subject, one]): Thing[] => {
    const { last, handIn } = dueDays(state, one);
    const reviewers = one.to === 'DIRECT' ? state.operators : [one.handedTo ?? `contact:${one.to}`];
    const told = (rule: string, dueOn: Day, recipients: string[]) =>
      recipients.map((recipient) => ({ subject, rule, dueOn, recipient }));
    if (BEING_FILLED.includes(one.status)) return told(one.correction ? 'correct' : 'fill', handIn, one.members);
    if (['submitted', 'under_review'].includes(one.status)) return told('review', last, reviewers);
    if (one.status === 'publicity') return told('publicity', one.publicUntil!, state.operators);
    if (!['recommended', 'dept_sealed'].includes(one.status)) return [];
    return [...told('sealByInstitution', last, one.members), ...told('sealByDepartment', last, reviewers)];
  }),
];

/** The department's own day comes before the round's; an extension replaces what is earlier; a correction has a day of its own. */
const dueDays = ({ materials, departments }: State, { to, correction, extended = '' }: FilingFacts) => {
  const later = (a: Day, b: Day) => (a > b ? a : b);
  const department = departments[to];
  const last = later(materials, department?.extended ?? '');
  const usual = department?.due && department.due < last ? department.due : last;
  return { handIn: later(correction?.by ?? usual, extended), last: later(last, extended > usual ? extended : '') };
};

/** From when to when each thing was somebody's to do. */
const spansOf = ({ states }: Facts): Span[] => {
  const spans: Span[] = [];
  const open = new Map<string, Span>();
  for (const { at, state } of states) {
    const now = new Map(thingsOf(state).map((thing) => [keyOf(thing), thing]));
    for (const [key, span] of open) if (!now.has(key)) open.delete(key) && Object.assign(span, { until: at });
    for (const [key, thing] of now) {
      if (open.has(key)) continue;
      const span = { ...thing, key, from: at, until: Number.POSITIVE_INFINITY };
      open.set(key, span);
      spans.push(span);
    }
  }
  return spans;
};
const keyOf = ({ recipient, subject, rule, dueOn }: Thing) => `${recipient} ${subject} ${rule} ${dueOn}`;

/** What was received otherwise than it had to be; nothing when all is well. */
export const faultsOf = (facts: Facts): string[] => {
  const { states, strikes, messages, later } = facts;
  const spans = spansOf(facts);
  const stateAt = (at: number): State => states.findLast((one) => one.at <= at)!.state;
  const holderAt = ({ recipient }: Thing, at: number) =>
    recipient.startsWith('contact:') ? stateAt(at).departments[recipient.slice(8)]?.contact : recipient;
  const toldOn = new Map<string, Day>();
  const again = new Map<string, Day>();
  const faults: string[] = [];
  const say = (what: string, at: number, person: string | undefined, line?: Line) =>
    faults.push(`${what}: ${dayOf(at)} ${minuteOf(at) / 60} ${person} ${line ? Object.values(line).join(' ') : ''}`);
  /** Milestones of a part that somebody has had since before its day began, up to this day and not told since. */
  const wanted = (span: Span, since: number, day: Day): number[] => {
    const told = toldOn.get(span.key) ?? '';
    const all = milestones(facts, span).filter((one) => told < one.day && one.day <= day && opening(one.day) > since);
    const put = again.get(span.key) ?? '';
    return [...all.map(({ n }) => n), ...(told < put && put <= day ? [99] : [])];
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
      const must = person && whole && (isQuiet(person, last) ? milestones.some(isUrgent) : milestones.length > 0);
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
        const since = (span: Span) => strikes.findLast((strike) => strike < span.from) ?? span.from;
        const reasons = held.flatMap((span) => wanted(span, Math.min(since(span), span.from), day));
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
      for (const { key } of theirs) again.set(key, walk(facts, plus(day, 1), 1));
    }
  }
  return faults;
};

const isLine = (one: Line, { subject, rule, dueOn }: Line): boolean =>
  one.subject === subject && one.rule === rule && one.dueOn === dueOn;
