import { expect, test } from 'vitest';
import { isOfficeTime, mayTell, nextOpening, slotOf } from '../../../services/reminders/windows.ts';
import { unknownYears, windowsIn } from '../../../services/rounds/calendar.ts';

const typed = (firstFrom: string, firstTo: string, secondFrom = '', secondTo = '') =>
  windowsIn({ firstFrom, firstTo, secondFrom, secondTo });

test('windows are taken as people write times; what is wrong stands at its window', () => {
  expect(typed('9:00', '11：30', '14:00', '17:00')).toEqual({
    windows: [
      { from: '09:00', to: '11:30' },
      { from: '14:00', to: '17:00' },
    ],
  });
  expect(typed(' 08:00 ', '19:00')).toEqual({ windows: [{ from: '08:00', to: '19:00' }] });
  expect(typed('07:59', '11:00')).toEqual({ errors: { first: '请在 08:00 到 19:00 之间选时间。' } });
  expect(typed('09:00', '19:01')).toEqual({ errors: { first: '请在 08:00 到 19:00 之间选时间。' } });
  expect(typed('九点', '')).toEqual({ errors: { first: '请按 09:00 这样填写开始和结束的时间。' } });
  expect(typed('11:00', '11:00')).toEqual({ errors: { first: '结束的时间要晚于开始的时间。' } });
  expect(typed('11:00', '11:29')).toEqual({ errors: { first: '一段至少 30 分钟，太短会来不及发。' } });
  expect(typed('09:00', '12:00', '11:00', '17:00')).toEqual({ errors: { second: '第二段要在第一段结束以后开始。' } });
  expect(typed('09:00', '12:00', '13:00', '')).toEqual({ errors: { second: '请按 09:00 这样填写开始和结束的时间。' } });
});

test('years of a round that no calendar knows are named, until the round has the days off of the whole year', () => {
  const now = new Date('2026-03-02T12:00:00+08:00');
  const unknown = (dates: Partial<Parameters<typeof unknownYears>[0]>, at = now) =>
    unknownYears(
      { annex2DueOn: '2026-04-30', materialsDueOn: '2026-06-30', holidays: [], departments: [], ...dates },
      at,
    );
  const dates = { annex2DueOn: '2026-12-20', materialsDueOn: '2031-01-05' };
  expect(unknown(dates)).toEqual([2027, 2028, 2029, 2030, 2031]);
  const own = ['2027', '2028', '2029', '2031'].map((year) => ({ on: `${year}-10-01`, work: false, name: '国庆节' }));
  expect(unknown({ ...dates, holidays: own })).toEqual([2030]);
  // New Year's Day alone says nothing of the rest.
  const newYear = [{ on: '2027-01-01', work: false, name: '元旦' }];
  expect(unknown({ materialsDueOn: '2027-01-05', holidays: newYear })).toEqual([2027]);
  expect(unknown({})).toEqual([]);
  // An extension, and what is set in the last weeks of a year.
  expect(unknown({ departments: [{ extendedTo: '2027-01-10' }] })).toEqual([2027]);
  expect(unknown({}, new Date('2026-11-20T12:00:00+08:00'))).toEqual([2027]);
});

test('the next working time is the next window of today, or the first one of the next working day', () => {
  const at = (time: string) => new Date(`2026-04-30T${time}:00+08:00`);
  const usual = { holidays: [] };
  expect(isOfficeTime(usual, at('09:30'))).toBe(true);
  // On the half hour everybody sends: reminders wait, people are at work.
  expect(mayTell(usual, at('09:30'))).toBe(false);
  expect(isOfficeTime(usual, at('12:00'))).toBe(false);
  expect(nextOpening(usual, at('07:00'))).toEqual(at('09:00'));
  expect(nextOpening(usual, at('12:00'))).toEqual(at('14:00'));
  // 1 to 5 May 2026 are off.
  expect(nextOpening(usual, at('17:00'))).toEqual(new Date('2026-05-06T09:00:00+08:00'));
  const worked = {
    holidays: [{ on: '2026-05-01', work: true, name: '上班' }],
    windows: [{ from: '10:00', to: '12:00' }],
  };
  expect(nextOpening(worked, at('17:00'))).toEqual(new Date('2026-05-01T10:00:00+08:00'));
});

test('everybody has their own minute within the first window, however short it is', () => {
  const calendar = { holidays: [], windows: [{ from: '16:30', to: '17:00' }] };
  const slots = Array.from({ length: 200 }, (_, n) => slotOf(calendar, `person:t:${n}`, '2026-04-30').getTime());
  const [first, last] = [Math.min(...slots), Math.max(...slots)].map((ms) => new Date(ms).toISOString());
  expect([first, last]).toEqual(['2026-04-30T08:30:00.000Z', '2026-04-30T08:49:00.000Z']);
});
