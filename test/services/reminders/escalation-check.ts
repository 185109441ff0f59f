import { dayOf, instant, isTime, minuteOf, opening, plus, walk } from './reminder-days.ts';
import { type Facts, type Span, spansOf } from './reminder-model.ts';

/** One thing told by an escalation; its words do not tell the rules apart that ask for the same. */
export type EscalatedLine = { subject: string; rules: string[]; dueOn: string };
export type Escalated = { at: number; person: string; lines: EscalatedLine[]; whole: boolean };

/** What the operators are not called for: their own, and what is not escalated to them. */
const NOT_CALLED = ['annex2Missing', 'publicity'];
/** 15:00: an hour after the afternoon of the last working day has begun. */
const HOUR_LATER = 15 * 60;

/**
 * What was told to others on the last days otherwise than the rules say: outside working time, twice, too early, of what was
 * done by then; and what the operators were not called for although the alarm struck in time.
 */
export const escalationFaults = (facts: Facts, escalated: readonly Escalated[], operator: string): string[] => {
  const faults: string[] = [];
  const say = (what: string, at: number, person: string, about: object = {}) =>
    faults.push(`${what}: ${dayOf(at)} ${minuteOf(at) / 60} ${person} ${Object.values(about).join(' ')}`);
  const spans = spansOf(facts);
  /** Who has no rights in a department now is told only that there is something in it, by the department's name. */
  const isVague = ({ subject, rules }: EscalatedLine) =>
    subject in facts.states[0]!.state.departments && !rules.includes('annex2');
  const isOf = (line: EscalatedLine, span: Span) =>
    (span.subject === line.subject || isVague(line)) && span.dueOn === line.dueOn && line.rules.includes(span.rule);
  const times = new Map<string, number>();
  for (const { at, person, lines } of escalated) {
    if (!isTime(facts, at)) say('escalated outside working time', at, person);
    for (const line of lines) {
      if (!spans.some((one) => isOf(line, one) && one.from <= at && at < one.until))
        say('escalated though done', at, person, line);
      if (dayOf(at) < walk(facts, line.dueOn, -1)) say('escalated too early', at, person, line);
      if (isVague(line)) continue;
      const key = `${person} ${Object.values(line).join(' ')}`;
      times.set(key, (times.get(key) ?? 0) + 1);
      // Once for each rule that asks for this.
      if (times.get(key)! > line.rules.length) say('escalated twice', at, person, line);
    }
  }
  for (const span of spans) {
    if (NOT_CALLED.includes(span.rule) || span.recipient === operator) continue;
    const day = walk(facts, span.dueOn, -1);
    const looks = facts.strikes.filter((at) => isTime(facts, at) && dayOf(at) === day);
    const calls = looks.findLast((at) => minuteOf(at) >= HOUR_LATER);
    // Who came to it on that day has it looked at later.
    if (!calls || span.from >= opening(day) || span.until <= calls) continue;
    if (!looks.some((at) => minuteOf(at) < HOUR_LATER)) continue;
    const called = escalated.filter(
      ({ at, person }) => person === operator && dayOf(at) >= day && at < instant(plus(day, 1)),
    );
    // A long card names only the first.
    if (called.some(({ whole, lines }) => !whole || lines.some((line) => isOf(line, span)))) continue;
    say('the operators were not called', calls, operator, {
      subject: span.subject,
      rule: span.rule,
      dueOn: span.dueOn,
    });
  }
  return faults;
};
