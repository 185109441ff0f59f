import { createHash } from 'node:crypto';
import { z } from 'zod';
import { Refusal } from '../refusal.ts';
import { addWorkingDays, type Day, dayOf, type Holiday, instantOf, isWorkingDay, timeOf } from '../time.ts';

/** When reminders may be sent, 'HH:mm' in Asia/Shanghai; `to` is the first minute after it. */
export type Windows = { from: string; to: string }[];
export const windowsSchema = z.array(z.object({ from: z.string(), to: z.string() })).min(1);

const officeHours: Windows = [
  { from: '09:00', to: '11:30' },
  { from: '14:00', to: '17:00' },
];

/** The round's own windows, or the usual office hours. */
export const windowsOf = ({ windows }: { windows?: unknown }): Windows =>
  windows ? windowsSchema.parse(windows) : officeHours;

/** What of a round says when people may be reminded. */
export type Calendar = { holidays: readonly Holiday[]; windows?: unknown };

/** People's own reminders are spread over this many minutes from the opening on, so that nobody is far from the morning. */
const SPREAD_MINUTES = 90;
/** What is due so long before a window ends is still told within it: it is looked for every few minutes. */
const TO_SPARE_MINUTES = 10;

/** Whether a reminder may be sent now: on a working day, within a window, and not on :00 or :30, when everybody sends. */
export const mayTell = (calendar: Calendar, now: Date): boolean =>
  isOfficeTime(calendar, now) && !/:[03]0$/.test(timeOf(now));

/** The code of a Refusal because of the minute alone: a minute later it may be sent. */
export const BUSY_MINUTE = 'minute';

/** Why what is on its way may not be told now: Refusal 'window', or BUSY_MINUTE. */
export const notNow = (calendar: Calendar, now: Date): Refusal =>
  isOfficeTime(calendar, now) && !mayTell(calendar, now)
    ? new Refusal(BUSY_MINUTE, '整点和半点不发提醒，过一分钟再发。')
    : new Refusal('window', '现在不是发送提醒的时间。');

/** Until when people are at work: the end of this window of a working day; undefined when they are not. */
export const officeUntil = (calendar: Calendar, now: Date): Date | undefined => {
  const today = dayOf(now);
  const time = timeOf(now);
  const window = windowsOf(calendar).find(({ from, to }) => from <= time && time < to);
  return window && isWorkingDay(today, calendar.holidays) ? instantOf(today, window.to) : undefined;
};

export const isOfficeTime = (calendar: Calendar, now: Date): boolean => officeUntil(calendar, now) !== undefined;

/** When people are at work next, from now on: the opening of a window, today or on the next working day. */
export const nextOpening = (calendar: Calendar, now: Date): Date => {
  const today = dayOf(now);
  const ahead = windowsOf(calendar).find(({ from }) => from > timeOf(now));
  return ahead && isWorkingDay(today, calendar.holidays)
    ? instantOf(today, ahead.from)
    : openingOf(calendar, addWorkingDays(today, 1, calendar.holidays));
};

/** A few minutes into the next window, for what goes out to many: never on :00 or :30, when everybody sends. */
export const nextSending = (calendar: Calendar, now: Date): Date =>
  new Date(nextOpening(calendar, now).getTime() + 180_000);

export type OpenRound = Calendar & { id: string };

/** Those of the rounds in which reminders may be sent now, by their ids. */
export const openNow = (rounds: readonly OpenRound[], now: Date): Map<string, OpenRound> =>
  new Map(rounds.filter((round) => mayTell(round, now)).map((round) => [round.id, round]));

/** The minutes from now until reminders have to pause: the next :00 or :30, where every window ends. Whole minutes, 0 to 30. */
export const minutesLeft = (now: Date): number => 30 - (Number(timeOf(now).slice(3)) % 30);

/** When the first window of a day opens. */
export const openingOf = (calendar: Calendar, day: Day): Date => instantOf(day, windowsOf(calendar)[0]!.from);

/**
 * When somebody's reminders of a day are due: their own minute after the opening, the same on every day. A department's, being
 * few, come first, so that whoever acts for it gets what else they have to do in the same message.
 */
export const slotOf = (calendar: Calendar, recipient: string, day: Day): Date => {
  if (!recipient.startsWith('person:')) return openingOf(calendar, day);
  const { from, to } = windowsOf(calendar)[0]!;
  const minutes = (instantOf(day, to).getTime() - instantOf(day, from).getTime()) / 60_000 - TO_SPARE_MINUTES;
  const number = createHash('sha256').update(recipient).digest().readUInt32BE();
  return new Date(instantOf(day, from).getTime() + (number % Math.min(SPREAD_MINUTES, minutes)) * 60_000);
};
