/** Days and minutes in Beijing, in plain JavaScript: instants in ms since 1970. */
export type Day = string;
export type Calendar = { off: ReadonlySet<Day>; worked: ReadonlySet<Day> };

const MINUTE = 60_000;

export const dayOf = (at: number): Day => new Date(at + 480 * MINUTE).toISOString().slice(0, 10);
export const instant = (day: Day, minute = 0): number => Date.parse(`${day}T00:00:00+08:00`) + minute * MINUTE;
export const minuteOf = (at: number): number => Math.floor((at + 480 * MINUTE) / MINUTE) % 1440;
export const plus = (day: Day, days: number): Day => dayOf(instant(day, days * 1440));
/** When the first window of a day opens. */
export const opening = (day: Day): number => instant(day, 540);

export const works = ({ off, worked }: Calendar, day: Day): boolean =>
  worked.has(day) || (!off.has(day) && new Date(`${day}T12:00:00Z`).getUTCDay() % 6 !== 0);
/** The day itself when it is worked, else the nearest one after or before it. */
export const walk = (calendar: Calendar, day: Day, by: number): Day => {
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
