import { addDays, addWorkingDays, type Day, dayOf, lastWorkingDayOnOrBefore } from '../time.ts';
import { type RuleKey, ruleAt } from './rules.ts';
import { type Calendar, openingOf } from './windows.ts';

/** What somebody has to do by a day: one rule, as it holds for one subject now. */
export type Part = { rule: RuleKey; subject: string; dueOn: Day; recipients: Recipient[] };
/** `since`: they have taken part only from then on. */
export type Recipient = { key: string; since?: Date };
/** T-`n`, and the working day on which it is told. */
export type Milestone = { n: number; day: Day };

/** The days on which a rule reminds of a deadline, the earliest first; several may fall on one working day. */
export const milestonesOf = (rule: RuleKey, dueOn: Day, { holidays }: Calendar): Milestone[] =>
  ruleAt(rule)
    .days.map((n) => ({
      n,
      day: n < 0 ? addWorkingDays(dueOn, -n, holidays) : lastWorkingDayOnOrBefore(addDays(dueOn, -n), holidays),
    }))
    .sort((a, b) => (a.day === b.day ? b.n - a.n : a.day < b.day ? -1 : 1));

/**
 * Of a part that somebody has `from` then on: the milestones due by now, the one to tell last (the others merge into it),
 * and the day of the next one. A day whose window was open already when the part began is skipped.
 */
export const planOf = (
  { rule, dueOn }: Pick<Part, 'rule' | 'dueOn'>,
  from: Date,
  calendar: Calendar,
  now: Date,
): { due: Milestone[]; next: Milestone | undefined } => {
  const to = milestonesOf(rule, dueOn, calendar).filter(({ day }) => openingOf(calendar, day) > from);
  return {
    due: to.filter(({ day }) => openingOf(calendar, day) <= now),
    next: to.find(({ day }) => openingOf(calendar, day) > now),
  };
};

/** The first working day from this one on. */
export const workingDayFrom = (day: Day, { holidays }: Calendar): Day => addWorkingDays(addDays(day, -1), 1, holidays);

/** The working day after today. */
export const nextWorkingDay = (now: Date, { holidays }: Calendar): Day => addWorkingDays(dayOf(now), 1, holidays);
