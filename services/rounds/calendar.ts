import { z } from 'zod';
import type { Tx } from '../../prisma/client.ts';
import type { Who } from '../filing/filing.ts';
import { Refusal } from '../refusal.ts';
import { replanRound } from '../reminders/replan.ts';
import { type Windows, windowsOf } from '../reminders/windows.ts';
import { addDays, calendarKnows, type Day, dayOf, type Holiday, isDay } from '../time.ts';
import { changeRound } from './open.ts';
import type { Department, Round } from './round.ts';

/** Days of its own that a round may have, and the length of their names. */
export const MOST_DAYS = 60;
export const DAY_NAME_LENGTH = 20;
const EARLIEST = '08:00';
const LATEST = '19:00';
/** A shorter window ends before everybody's reminders are on their way. */
const SHORTEST_MINUTES = 30;

/** 补正, 公示 and extensions that are set today may reach so far. */
const AHEAD_DAYS = 60;

type Dates = Pick<Round, 'annex2DueOn' | 'materialsDueOn' | 'holidays'> & {
  departments: Pick<Department, 'extendedTo'>[];
};

/**
 * The years of a round's dates, and of those that may be set now, whose days off nobody knows: reminders then take every
 * weekday for a working day.
 */
export const unknownYears = ({ annex2DueOn, materialsDueOn, holidays, departments }: Dates, now: Date): number[] => {
  const days = [annex2DueOn, materialsDueOn, addDays(dayOf(now), AHEAD_DAYS)];
  const extended = departments.flatMap(({ extendedTo }) => extendedTo ?? []);
  const years = [...days, ...extended].map((day) => Number(day.slice(0, 4)));
  const [first, last] = [Math.min(...years), Math.max(...years)];
  return Array.from({ length: last - first + 1 }, (_, i) => first + i).filter((year) => !calendarKnows(year, holidays));
};

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** '9：30' as it may be typed becomes '09:30'. */
const timeIn = (typed: string): string => {
  const [hours = '', minutes = ''] = typed.normalize('NFKC').trim().split(':');
  return `${hours.padStart(2, '0')}:${minutes}`;
};

/** The windows as typed: one, or two in their order; or what is wrong, by field. Pure. */
export const windowsIn = (typed: Record<string, string>): { windows: Windows } | { errors: Record<string, string> } => {
  const errors: Record<string, string> = {};
  const windows: Windows = [];
  for (const place of ['first', 'second'] as const) {
    const [from, to] = [typed[`${place}From`] ?? '', typed[`${place}To`] ?? ''];
    // One window will do.
    if (place === 'second' && !from.trim() && !to.trim()) continue;
    const window = { from: timeIn(from), to: timeIn(to) };
    const fault = faultIn(window, windows.at(-1)?.to);
    if (fault) errors[place] = fault;
    else windows.push(window);
  }
  return Object.keys(errors).length ? { errors } : { windows };
};

const faultIn = ({ from, to }: Windows[number], after: string | undefined): string | undefined => {
  if (![from, to].every((one) => time.safeParse(one).success)) return '请按 09:00 这样填写开始和结束的时间。';
  if (from < EARLIEST || to > LATEST) return `请在 ${EARLIEST} 到 ${LATEST} 之间选时间。`;
  if (from >= to) return '结束的时间要晚于开始的时间。';
  if (minutesAt(to) - minutesAt(from) < SHORTEST_MINUTES) return `一段至少 ${SHORTEST_MINUTES} 分钟，太短会来不及发。`;
  return after && from < after ? '第二段要在第一段结束以后开始。' : undefined;
};

const minutesAt = (at: string): number => Number(at.slice(0, 2)) * 60 + Number(at.slice(3));

/** When reminders are sent, guarded by the rev that the card showed; all of them are planned anew. */
export const setWindows = async (
  tx: Tx,
  { id, rev, windows }: { id: string; rev: number; windows: Windows },
  by: Who,
  now: Date,
): Promise<void> => {
  const what = `windows ${windows.map(({ from, to }) => `${from}-${to}`).join(' ')}`;
  await changeRound(tx, id, rev, { windows }, what, by, now);
  await replanRound(tx, id, now);
};

/** One more day off, or weekend day that is worked; a day that is there already is what is said now. Refusal `day` when it cannot be. */
export const setOwnDay = async (tx: Tx, round: Round, rev: number, day: Holiday, by: Who, now: Date): Promise<void> => {
  if (!isDay(day.on)) throw new Refusal('day', '请选择日期。');
  if (day.name.length > DAY_NAME_LENGTH) throw new Refusal('day', `名称请控制在 ${DAY_NAME_LENGTH} 字以内。`);
  const others = round.holidays.filter(({ on }) => on !== day.on);
  if (others.length >= MOST_DAYS) throw new Refusal('day', `最多 ${MOST_DAYS} 天，请先删掉用不到的日子。`);
  const holidays = [...others, day].toSorted((a, b) => (a.on < b.on ? -1 : 1));
  await changeRound(tx, round.id, rev, { holidays }, `day ${day.on} ${day.work ? 'worked' : 'off'}`, by, now, day.name);
  await replanRound(tx, round.id, now);
};

/** The public calendar holds for this day again. */
export const dropOwnDay = async (tx: Tx, round: Round, rev: number, on: Day, by: Who, now: Date): Promise<void> => {
  const holidays = round.holidays.filter((one) => one.on !== on);
  if (holidays.length === round.holidays.length) throw new Refusal('day', '请选择要删掉的日子。');
  await changeRound(tx, round.id, rev, { holidays }, `day ${on} dropped`, by, now);
  await replanRound(tx, round.id, now);
};

export const windowsTyped = (round: Pick<Round, 'windows'>): Record<string, string> => {
  const [first, second] = windowsOf(round);
  return {
    ...{ firstFrom: first?.from ?? '', firstTo: first?.to ?? '' },
    ...{ secondFrom: second?.from ?? '', secondTo: second?.to ?? '' },
  };
};
