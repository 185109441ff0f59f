import { describe, expect, test } from 'vitest';
import { milestonesOf, planOf } from '../../../services/reminders/plan.ts';
import { mayTell, minutesLeft, slotOf } from '../../../services/reminders/windows.ts';
import { timeOf } from '../../../services/time.ts';

const calendar = { holidays: [] };
const at = (text: string) => new Date(`${text}:00+08:00`);
/** In the spring of 2023: the call of 2023 was issued in March, its materials were due on Friday 30 June. */
const opened = at('2023-03-20T10:00');

describe('the timetable counts back from the deadline', () => {
  test('附件2, due on Sunday 30 April 2023 within the holiday: the last day and the day before it fall on Friday the 28th', () => {
    const days = milestonesOf('annex2', '2023-04-30', calendar);
    // The 23rd was a Sunday that was worked.
    expect(days).toEqual([
      { n: 30, day: '2023-03-31' },
      { n: 14, day: '2023-04-14' },
      { n: 7, day: '2023-04-23' },
      { n: 3, day: '2023-04-27' },
      { n: 1, day: '2023-04-28' },
      { n: 0, day: '2023-04-28' },
    ]);
    const { due, next } = planOf({ rule: 'annex2', dueOn: '2023-04-30' }, opened, calendar, at('2023-04-28T09:03'));
    expect(due.at(-1)).toEqual({ n: 0, day: '2023-04-28' });
    expect(next).toBeUndefined();
  });

  test('days before the round opened, or before somebody had the part, are skipped; one that begins at noon starts the next day', () => {
    const on = (from: Date, now: Date) => planOf({ rule: 'fill', dueOn: '2023-06-30' }, from, calendar, now);
    expect(on(at('2023-06-20T09:00'), at('2023-06-20T12:00'))).toEqual({ due: [], next: { n: 7, day: '2023-06-21' } });
    expect(on(at('2023-06-21T11:00'), at('2023-06-21T16:00'))).toEqual({ due: [], next: { n: 3, day: '2023-06-27' } });
    expect(on(at('2023-06-21T08:59'), at('2023-06-21T16:00')).due).toEqual([{ n: 7, day: '2023-06-21' }]);
  });

  test('the first working day after a publicity has ended is named after the holiday', () => {
    expect(milestonesOf('publicity', '2023-09-28', calendar).at(-1)).toEqual({ n: -1, day: '2023-10-07' });
  });
});

describe('reminders are sent when people work', () => {
  test.each([
    ['2023-04-28T09:01', true],
    ['2023-04-28T08:59', false],
    ['2023-04-28T10:00', false],
    ['2023-04-28T10:30', false],
    ['2023-04-28T11:29', true],
    ['2023-04-28T11:31', false],
    ['2023-04-28T13:59', false],
    ['2023-04-28T16:59', true],
    ['2023-04-28T17:01', false],
    ['2023-04-29T10:10', false],
    ['2023-05-06T10:10', true],
  ])('%s: %s', (moment, may) => expect(mayTell(calendar, at(moment))).toBe(may));

  test('a round may have windows and days off of its own', () => {
    const own = {
      windows: [{ from: '08:30', to: '09:30' }],
      holidays: [{ on: '2023-04-28', work: false, name: '本省假日' }],
    };
    expect(mayTell(own, at('2023-04-27T08:45'))).toBe(true);
    expect(mayTell(own, at('2023-04-27T10:45'))).toBe(false);
    expect(mayTell(own, at('2023-04-28T08:45'))).toBe(false);
  });

  test('a thousand people are spread over the first ninety minutes, each at the same minute every day', () => {
    const slots = Array.from({ length: 1000 }, (_, i) => slotOf(calendar, `person:tenant:ou_${i}`, '2023-04-28'));
    const times = slots.map(timeOf);
    expect(new Set(times).size).toBeGreaterThan(80);
    expect(times.every((time) => time >= '09:00' && time < '10:30')).toBe(true);
    expect(timeOf(slotOf(calendar, 'person:tenant:ou_1', '2023-04-27'))).toBe(times[1]);
  });

  test.each([
    ['2023-04-28T09:03', 27],
    ['2023-04-28T09:28', 2],
    ['2023-04-28T10:58', 2],
  ])('at %s there are %i minutes until everybody sends', (moment, minutes) =>
    expect(minutesLeft(at(moment))).toBe(minutes),
  );
});
