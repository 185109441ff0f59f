import { describe, expect, test } from 'vitest';
import { callOf, calls } from '../../../services/rounds/calls.ts';
import { addDays, calendarKnows, isDay, isWorkingDay, lastWorkingDayOnOrBefore } from '../../../services/time.ts';

test('a key that no release knew is a bug, not a silent default', () => {
  expect(() => callOf('notice-1999')).toThrow('no such call: notice-1999');
  expect(() => callOf('toString')).toThrow('no such call: toString');
});

describe.each(Object.entries(calls))('the call %s', (key, call) => {
  test('is found by its own key', () => {
    expect(call.key).toBe(key);
    expect(callOf(key)).toBe(call);
  });

  test('names every department once', () => {
    const codes = call.departments.map(({ code }) => code);
    const names = call.departments.map(({ name }) => name);
    expect(new Set(codes).size).toBe(codes.length);
    expect(new Set(names).size).toBe(names.length);
  });

  test('has rows that each go somewhere known, and a last one that always holds', () => {
    const codes: string[] = call.departments.map(({ code }) => code);
    for (const { goes } of call.routes) {
      if (goes.kind === 'department' && typeof goes.to === 'object') expect(codes).toContain(goes.to.code);
    }
    expect(call.routes.at(-1)?.when).toEqual([]);
    expect(new Set(call.routes.map(({ rule }) => rule)).size).toBe(call.routes.length);
  });

  test('binds questions only to its own categories', () => {
    for (const categories of Object.values(call.arisesFor))
      expect(call.categories).toEqual(expect.arrayContaining([...categories]));
  });

  test('has real days in a year whose calendar is known', () => {
    const { annex2On, materialsOn } = call.deadlines;
    for (const day of [annex2On, materialsOn, ...call.holidays.map(({ on }) => on)]) expect(isDay(day)).toBe(true);
    expect(calendarKnows(call.year, [])).toBe(true);
  });
});

describe('the 2023 notice', () => {
  const call = callOf('notice-2023');

  test('has 8 central bodies with 3 places and 32 provincial units with 2', () => {
    const places = call.departments.map(({ kind, softQuota }) => `${kind} ${softQuota}`);
    expect(places.filter((one) => one === 'ministry 3')).toHaveLength(8);
    expect(places.filter((one) => one === 'province 2')).toHaveLength(32);
    expect(places).toHaveLength(40);
  });

  test.each([
    ['510000', '四川省知识产权服务促进中心'],
    ['XPCC', '新疆生产建设兵团知识产权局'],
    ['650000', '新疆维吾尔自治区知识产权局'],
    ['110000', '北京市知识产权局'],
    ['CAST', '中国科协'],
  ])('%s is %s', (code, name) => {
    expect(call.departments.find((one) => one.code === code)?.name).toBe(name);
  });

  test('its holidays say what the public calendar says', () => {
    for (const { on, work } of call.holidays) expect(isWorkingDay(on, [])).toBe(work);
    const between = Array.from({ length: 80 }, (_, i) => addDays('2023-04-15', i));
    for (const day of between) expect(isWorkingDay(day, call.holidays)).toBe(isWorkingDay(day, []));
  });

  test('its contact deadline falls in the May holiday, so 28 April is the day to keep', () => {
    expect(lastWorkingDayOnOrBefore(call.deadlines.annex2On, call.holidays)).toBe('2023-04-28');
    expect(lastWorkingDayOnOrBefore(call.deadlines.materialsOn, call.holidays)).toBe('2023-06-30');
  });

  test('its quoted deadlines and filing address are the ones the program uses', () => {
    expect(call.sentences.online?.text).toContain(call.filingUrl);
    expect(call.sentences.online?.text).toContain('2023年6月30日');
    expect(call.sentences.contact?.text).toContain('2023年4月30日');
    expect(call.sentences.quota?.text).toContain('不超过3个');
  });
});
