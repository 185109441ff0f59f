import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { Holiday } from '../../services/time.ts';
import {
  addDays,
  addWorkingDays,
  calendarKnows,
  dayOf,
  daysBetween,
  isDay,
  isWorkingDay,
  lastWorkingDayOnOrBefore,
  longDay,
  timeOf,
  weekday,
  workingDaysLeft,
} from '../../services/time.ts';

const machineZone = process.env.TZ;
afterAll(() => {
  if (machineZone === undefined) delete process.env.TZ;
  else process.env.TZ = machineZone;
});

const instants = fc.date({
  min: new Date('1992-01-01T00:00:00Z'),
  max: new Date('2099-12-31T23:59:59Z'),
  noInvalidDate: true,
});
const days = instants.map((instant) => instant.toISOString().slice(0, 10));

describe.each(['UTC', 'Asia/Shanghai', 'America/New_York', 'Pacific/Kiritimati'])('on a machine in %s', (zone) => {
  const inZone = (check: () => void) => () => {
    process.env.TZ = zone;
    expect(Intl.DateTimeFormat().resolvedOptions().timeZone).toBe(zone);
    check();
  };

  test(
    'an instant falls on the day and the minute it has in Shanghai',
    inZone(() => {
      const clock = new Intl.DateTimeFormat('sv-SE', {
        timeZone: 'Asia/Shanghai',
        dateStyle: 'short',
        timeStyle: 'short',
      });
      fc.assert(
        fc.property(instants, (instant) => {
          expect(`${dayOf(instant)} ${timeOf(instant)}`).toBe(clock.format(instant));
        }),
      );
      expect(dayOf(new Date('2023-06-30T15:59:59Z'))).toBe('2023-06-30');
      expect(dayOf(new Date('2023-06-30T16:00:00Z'))).toBe('2023-07-01');
      expect(timeOf(new Date('2023-06-30T16:00:00Z'))).toBe('00:00');
    }),
  );

  test(
    'the deadline of Annex 2, a Sunday in the May holiday, falls on Friday 28 April',
    inZone(() => {
      expect(lastWorkingDayOnOrBefore('2023-04-30', [])).toBe('2023-04-28');
      expect(weekday('2023-04-28')).toBe('星期五');
      expect(lastWorkingDayOnOrBefore('2023-06-30', [])).toBe('2023-06-30');
    }),
  );

  test(
    'days add and subtract without skipping or repeating one',
    inZone(() => {
      fc.assert(
        fc.property(days, fc.integer({ min: -4000, max: 4000 }), (day, n) => {
          const other = addDays(day, n);
          expect(isDay(other)).toBe(true);
          expect(daysBetween(day, other)).toBe(n);
          expect(addDays(other, -n)).toBe(day);
        }),
      );
    }),
  );
});

test('dates are written as official documents write them', () => {
  expect(longDay('2023-06-02')).toBe('2023年6月2日');
  expect(longDay('2023-12-12')).toBe('2023年12月12日');
});

test.each([
  ['2023-06-25', '星期日'],
  ['2023-06-26', '星期一'],
  ['2024-02-29', '星期四'],
  ['2023-07-01', '星期六'],
])('%s is a %s', (day, name) => {
  expect(weekday(day)).toBe(name);
});

test.each(['2023-02-29', '2023-6-2', '2023-13-01', '', '二〇二三年', '2023-06-30T00:00'])('%j is not a day', (text) => {
  expect(isDay(text)).toBe(false);
  expect(() => addDays(text, 1)).toThrow(RangeError);
  expect(() => isWorkingDay(text, [])).toThrow(RangeError);
  expect(() => workingDaysLeft('2023-06-01', text, [])).toThrow(RangeError);
});

test.each([
  ['2023-04-23', true, 'a Sunday worked for the May holiday'],
  ['2023-04-28', true, 'the Friday before it'],
  ['2023-04-29', false, 'its first day'],
  ['2023-05-03', false, 'its last day, a Wednesday'],
  ['2023-05-04', true, 'the day after it'],
  ['2023-05-06', true, 'a Saturday worked for it'],
  ['2023-06-22', false, '端午, a Thursday'],
  ['2023-06-24', false, 'a Saturday'],
  ['2023-06-25', true, 'a Sunday worked for 端午'],
  ['2023-07-01', false, 'a plain Saturday'],
  ['2024-02-04', true, 'a Sunday worked for 春节 2024'],
  ['2024-02-12', false, 'a Monday of 春节 2024'],
  ['2025-01-26', true, 'a Sunday worked for 春节 2025'],
  ['2025-10-08', false, '国庆 and 中秋 2025, a Wednesday'],
  ['2026-02-16', false, '除夕 2026, a Monday'],
  ['2026-10-10', true, 'a Saturday worked for 国庆 2026'],
])('%s is worked: %s (%s)', (day, worked) => {
  expect(isWorkingDay(day, [])).toBe(worked);
});

test("the round's own holidays win over the public calendar", () => {
  const own: Holiday[] = [
    { on: '2023-06-30', work: false, name: '停电检修' },
    { on: '2023-07-01', work: true, name: '补班' },
  ];
  expect(isWorkingDay('2023-06-30', own)).toBe(false);
  expect(isWorkingDay('2023-07-01', own)).toBe(true);
  expect(isWorkingDay('2023-06-29', own)).toBe(true);
  expect(lastWorkingDayOnOrBefore('2023-06-30', own)).toBe('2023-06-29');
});

test('a year that nobody knows counts plain weekdays and says so', () => {
  expect(calendarKnows(2040, [])).toBe(false);
  expect(isWorkingDay('2040-10-01', [])).toBe(true);
  expect(isWorkingDay('2040-10-06', [])).toBe(false);
  expect(calendarKnows(2040, [{ on: '2040-10-01', work: false, name: '国庆节' }])).toBe(true);
  expect(calendarKnows(2041, [{ on: '2040-10-01', work: false, name: '国庆节' }])).toBe(false);
});

test.each([2023, 2024, 2025, 2026])('the calendar of %i is known', (year) => {
  expect(calendarKnows(year, [])).toBe(true);
});

test.each([
  ['2023-06-29', '2023-06-30', 1, 'the day before'],
  ['2023-06-30', '2023-06-30', 0, 'the day itself'],
  ['2023-07-01', '2023-06-30', 0, 'after it'],
  ['2023-06-21', '2023-06-30', 6, 'over 端午 with its worked Sunday'],
  ['2023-04-24', '2023-04-30', 4, 'to a due day inside a holiday'],
  ['2023-04-28', '2023-04-30', 0, 'on the last working day before that'],
])('from %s to %s there are %i working days left (%s)', (from, due, left) => {
  expect(workingDaysLeft(from, due, [])).toBe(left);
});

test.each([
  ['2023-06-26', 5, '2023-07-03'],
  ['2023-04-27', 5, '2023-05-08'],
  ['2023-06-30', -10, '2023-06-15'],
  ['2023-07-01', 0, '2023-07-01'],
  ['2023-07-01', 1, '2023-07-03'],
  ['2023-07-02', -1, '2023-06-30'],
])('%s and %i working days is %s', (day, n, expected) => {
  expect(addWorkingDays(day, n, [])).toBe(expected);
});

test('adding working days and counting what is left agree', () => {
  fc.assert(
    fc.property(days, fc.integer({ min: 1, max: 60 }), (day, n) => {
      const due = addWorkingDays(day, n, []);
      expect(isWorkingDay(due, [])).toBe(true);
      expect(workingDaysLeft(day, due, [])).toBe(n);
      expect(workingDaysLeft(day, addDays(due, -1), [])).toBe(n - 1);
    }),
  );
});

test('the last working day on or before a day is worked, not later, and skips no worked day', () => {
  fc.assert(
    fc.property(days, (day) => {
      const last = lastWorkingDayOnOrBefore(day, []);
      expect(isWorkingDay(last, [])).toBe(true);
      expect(last <= day).toBe(true);
      expect(workingDaysLeft(last, day, [])).toBe(0);
    }),
  );
});
