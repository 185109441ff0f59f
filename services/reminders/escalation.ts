import { type Acting, recipientNow } from '../departments/acting.ts';
import type { Who } from '../filing/filing.ts';
import { personKey } from '../outbox.ts';
import { addWorkingDays, type Day, dayOf, instantOf, lastWorkingDayOnOrBefore } from '../time.ts';
import { ruleAt, type StepKey } from './rules.ts';
import type { Standing } from './subjects.ts';
import { type Calendar, openingOf, windowsOf } from './windows.ts';

/** A thing with a deadline that has come to its last days. */
export type Case = { roundId: string; subject: string; rule: string; dueOn: Day };
/** What became of the reminder of a last day, the newest of each recipient; `person`: whom it went to. */
export type Told = {
  recipient: string;
  person: string | null;
  message: string | null;
  /** Whether the message is still on its way. */
  waits: boolean;
  sentAt: Date | null;
  readAt: Date | null;
};
export type Step = { step: StepKey; person: string };
/** A step that was taken; `waits`: it has not succeeded yet. */
export type Taken = Step & { waits?: boolean };
/** A step to be taken; `message`: the one to be sent with urgency. */
export type Deed = Step & { message?: string };

const HOUR_MS = 3_600_000;
const UNREAD_MS = 2 * HOUR_MS;
const ON_ITS_WAY_MS = HOUR_MS / 2;
/** Afterwards, in working days, a thing that was missed in an outage is nobody's surprise any more. */
const LATE_DAYS = 3;
/** An hour that would end after the window still leaves time to telephone. */
const LEFT_MINUTES = 20;

/** When the afternoon of the last working day begins, and an hour later: both within a window. */
export const lastMoments = (dueOn: Day, calendar: Calendar): { afternoon: Date; hourLater: Date } => {
  const windows = windowsOf(calendar);
  const last = lastWorkingDayOnOrBefore(dueOn, calendar.holidays);
  const { from, to } = windows.at(-1)!;
  const [begin, end] = [instantOf(last, from), instantOf(last, to)];
  // Where there is one window only, its second half is the afternoon.
  const afternoon = windows.length > 1 ? begin : new Date((begin.getTime() + end.getTime()) / 2);
  const latest = end.getTime() - LEFT_MINUTES * 60_000;
  const hourLater = new Date(Math.max(afternoon.getTime(), Math.min(afternoon.getTime() + HOUR_MS, latest)));
  return { afternoon, hourLater };
};

/** When a case that begins now is looked at first: two hours after its reminders have gone out. */
export const firstLook = ({ dueOn }: Pick<Case, 'dueOn'>, calendar: Calendar, now: Date): Date | null =>
  earliest([new Date(now.getTime() + UNREAD_MS), ...Object.values(lastMoments(dueOn, calendar))], now);

export type Facts = {
  standing: Standing | undefined;
  told: Told[];
  done: Taken[];
  acting: Acting;
  operators: readonly Who[];
};

/**
 * What is to be done about a case now, and when it is looked at next; nothing of what was done before is done again, but a
 * buzz that has not got through is tried again.
 */
export const deedsOf = (
  one: Case,
  facts: Facts,
  calendar: Calendar,
  now: Date,
): { deeds: Deed[]; next: Date | null } => {
  const { afternoon, hourLater } = lastMoments(one.dueOn, calendar);
  if (dayOf(now) > addWorkingDays(one.dueOn, LATE_DAYS, calendar.holidays)) return { deeds: [], next: null };
  const looks = [afternoon, hourLater];
  const part = facts.standing?.parts.find(({ rule, dueOn }) => rule === one.rule && dueOn === one.dueOn);
  // Done, or not theirs any more: should it come back, the last moments count again.
  if (!part || !facts.standing) return { deeds: [], next: earliest(looks, now) };
  const told = facts.told.filter(({ recipient }) => part.recipients.some(({ key }) => key === recipient));
  const unread = told.filter(({ readAt, message, person }) => message && person && !readAt);
  const deeds: Deed[] = [];
  for (const step of ruleAt(one.rule).escalate) {
    if (step === 'buzz') {
      for (const { sentAt, person, message } of unread)
        if (sentAt && sentAt.getTime() + UNREAD_MS <= now.getTime())
          deeds.push({ step, person: person!, message: message! });
    } else if (now >= (step === 'operators' ? hourLater : afternoon))
      deeds.push(...whom(step, facts, told, now).map((who) => ({ step, person: personKey(who) })));
  }
  const soon = unread.map(({ sentAt, waits }) =>
    sentAt ? sentAt.getTime() + UNREAD_MS : waits ? now.getTime() + ON_ITS_WAY_MS : 0,
  );
  const lastDay = lastWorkingDayOnOrBefore(one.dueOn, calendar.holidays);
  const onLastDay = new Date(openingOf(calendar, lastDay).getTime() + UNREAD_MS);
  const isDone = ({ step, person }: Step) =>
    facts.done.some((was) => was.step === step && was.person === person && !(step === 'buzz' && was.waits));
  return {
    deeds: deeds.filter((deed) => !isDone(deed)),
    next: earliest([...soon.map((ms) => new Date(ms)), onLastDay, ...looks], now),
  };
};

/** Who is told next, of those who have not been told. */
const whom = (step: Exclude<StepKey, 'buzz'>, facts: Facts, told: Told[], now: Date): Who[] => {
  const { standing, acting, operators } = facts;
  const hasBeen = (who: Who) => told.some(({ person }) => person === personKey(who));
  if (step === 'operators') return operators.filter((who) => !hasBeen(who));
  if (step === 'heads') {
    const members = standing?.filing?.members ?? [];
    const hasRead = (who: Who) => told.some(({ person, readAt }) => person === personKey(who) && readAt);
    const missed = told.some(({ readAt }) => !readAt) || members.some(({ lostAt }) => lostAt);
    return members.filter((who) => !who.lostAt && (who.role === 'head' || (missed && hasRead(who))));
  }
  const { contact, deputies } = acting;
  // A colleague to whom it was handed: the department itself.
  const acts = recipientNow(acting, now);
  if (acts && !hasBeen(acts)) return [acts];
  const others = [contact, ...deputies.filter(({ toOn }) => dayOf(now) <= toOn)];
  return others
    .flatMap((one) => (one?.tenantKey && one.openId ? [{ tenantKey: one.tenantKey, openId: one.openId }] : []))
    .filter((who) => !hasBeen(who));
};

const earliest = (instants: Date[], now: Date): Date | null => {
  const later = instants.filter((at) => at > now).map((at) => at.getTime());
  return later.length ? new Date(Math.min(...later)) : null;
};

/** What an escalation is about, for a map. */
export const caseKey = ({ subject, rule, dueOn }: Omit<Case, 'roundId'>): string => `${subject} ${rule} ${dueOn}`;
