import publicCalendar from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import dayjs from 'dayjs';
import utc from 'dayjs/plugin/utc.js';

dayjs.extend(utc);

// Every date of the product is a Beijing date, whatever zone the machine is set to. Asia/Shanghai has kept one offset
// since daylight saving ended in 1991, so a fixed offset is exact here and free of the machine's own clock changes.
const SHANGHAI_OFFSET_MINUTES = 8 * 60;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

// The table of chinese-days is read, not its functions: those mix UTC and the machine's zone and are a day off west of
// Greenwich.
const publicDaysOff: Record<string, string> = publicCalendar.holidays;
const publicWorkedWeekends: Record<string, string> = publicCalendar.workdays;

const WEEKDAYS = ['星期日', '星期一', '星期二', '星期三', '星期四', '星期五', '星期六'] as const;

/** A calendar day in Asia/Shanghai, 'yyyy-MM-dd'. Days compare as text: a < b means a is earlier. */
export type Day = string;

/** One day that differs from the plain week: `work: false` is a day off, `work: true` a weekend day that is worked. */
export type Holiday = { on: Day; work: boolean; name: string };

/** The Shanghai day of an instant. */
export function dayOf(instant: Date): Day {
  return inShanghai(instant).format('YYYY-MM-DD');
}

/** The Shanghai time of an instant, 'HH:mm'. */
export function timeOf(instant: Date): string {
  return inShanghai(instant).format('HH:mm');
}

/** The instant at which a day ends in Shanghai. */
export function endOf(day: Day): Date {
  return new Date(startOf(day) + DAY_MS - SHANGHAI_OFFSET_MINUTES * MINUTE_MS);
}

/** The instant of a day's time of day in Shanghai, 'HH:mm'. */
export function instantOf(day: Day, time: string): Date {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return new Date(startOf(day) + (hours * 60 + minutes - SHANGHAI_OFFSET_MINUTES) * MINUTE_MS);
}

/** '2023年6月12日': Arabic digits, full year, no leading zeros, as official documents write dates (GB/T 9704—2012). */
export function longDay(day: Day): string {
  return dayjs.utc(startOf(day)).format('YYYY年M月D日');
}

/** '星期五'. */
export function weekday(day: Day): string {
  return WEEKDAYS[new Date(startOf(day)).getUTCDay()]!;
}

/** The day `days` calendar days later, or earlier when negative. */
export function addDays(day: Day, days: number): Day {
  return dayStartingAt(startOf(day) + days * DAY_MS);
}

/** Calendar days from `from` to `to`: 0 on the same day, negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return (startOf(to) - startOf(from)) / DAY_MS;
}

/** Whether the text is a real day written 'yyyy-MM-dd': '2023-02-29' is not. */
export function isDay(text: string): boolean {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(ms) && dayStartingAt(ms) === text;
}

/**
 * Whether the day is worked. The round's own holidays come first, then the public calendar (State Council), then the
 * plain week for a year that neither knows: ask `calendarKnows` before trusting that last one.
 */
export function isWorkingDay(day: Day, holidays: readonly Holiday[]): boolean {
  const ownRule = holidays.find((holiday) => holiday.on === day);
  if (ownRule) return ownRule.work;
  if (publicWorkedWeekends[day]) return true;
  if (publicDaysOff[day]) return false;
  const inWeek = new Date(startOf(day)).getUTCDay();
  return inWeek >= 1 && inWeek <= 5;
}

/**
 * Whether the year's holidays are known, from the public calendar or from the round's own list. National Day is the last of a
 * year's: whoever has put that in is taken to have put in all, and a single day of their own says nothing of the others.
 */
export function calendarKnows(year: number, holidays: readonly Holiday[]): boolean {
  if (holidays.some((holiday) => holiday.on === `${year}-10-01`)) return true;
  // A year's table is published in the autumn before it and may already hold the next New Year's Day; National Day
  // stands only in the table of its own year.
  return publicDaysOff[`${year}-10-01`] !== undefined;
}

/**
 * N of "还有 N 个工作日": the working days after `from` up to and including `due`. Today does not count, as in Chinese
 * reckoning of periods (民法典第二百零一条), so a Thursday has 1 left to Friday, and 0 means that today is the last
 * chance. Never negative: compare the days to learn whether `due` has passed.
 */
export function workingDaysLeft(from: Day, due: Day, holidays: readonly Holiday[]): number {
  const days = Array.from({ length: Math.max(0, daysBetween(from, due)) }, (_, i) => addDays(from, i + 1));
  return days.filter((day) => isWorkingDay(day, holidays)).length;
}

/** The day itself if it is worked, else the nearest worked day before it: the day a deadline really falls on. */
export function lastWorkingDayOnOrBefore(day: Day, holidays: readonly Holiday[]): Day {
  return isWorkingDay(day, holidays) ? day : addWorkingDays(day, -1, holidays);
}

/**
 * The n-th working day after `day`, or before it when n is negative; the day itself when n is 0, worked or not. The
 * first day does not count, so a return of 5 working days made on a Monday is due on the next Monday.
 */
export function addWorkingDays(day: Day, n: number, holidays: readonly Holiday[]): Day {
  const step = Math.sign(n);
  let reached = day;
  for (let remaining = Math.abs(n); remaining > 0; ) {
    reached = addDays(reached, step);
    if (isWorkingDay(reached, holidays)) remaining -= 1;
  }
  return reached;
}

function inShanghai(instant: Date): dayjs.Dayjs {
  // Not utcOffset(): that goes through the machine's zone and is an hour off in the night its clocks change.
  return dayjs.utc(instant).add(SHANGHAI_OFFSET_MINUTES, 'minute');
}

/**
 * Where a day begins if it were one in UTC, in ms since 1970: days are counted on these, for cards count many. A day that is
 * no day would spread as 'Invalid Date' into cards and pass every comparison, so it stops here.
 */
function startOf(day: Day): number {
  if (!isDay(day)) throw new RangeError(`not a day: ${day}`);
  return Date.parse(`${day}T00:00:00Z`);
}

function dayStartingAt(ms: number): Day {
  return new Date(ms).toISOString().slice(0, 10);
}
