import { expect, test } from 'vitest';
import { deadlineFile } from '../../../services/reminders/deadline-file.ts';
import { icsFile } from '../../../services/reminders/ics.ts';
import { noon, round } from '../filing/sample.ts';

/** Read back as RFC 5545 says: lines end in CRLF, folded ones are joined, signs unescaped. */
const parsed = (file: string) => {
  expect(file.endsWith('\r\n')).toBe(true);
  expect(file.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  for (const line of file.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  return file
    .replaceAll('\r\n ', '')
    .split('\r\n')
    .filter(Boolean)
    .map((line) => {
      const [name = '', ...rest] = line.split(':');
      const value = rest.join(':').replaceAll(/\\([\\;,n])/g, (_, sign) => (sign === 'n' ? '\n' : sign));
      return [name, value] as const;
    });
};
const valueIn = (lines: ReturnType<typeof parsed>, name: string) => lines.find(([one]) => one === name)?.[1];

test('a file of a whole day is read back as it was written, with long lines, rare characters and signs', () => {
  const words = `第一行，${'很长的说明𠮷'.repeat(30)}；\n第二行: a\\b; c, d`;
  const day = { uid: 'u1', day: '2027-06-30', title: '截止; 提交, 材料', words, link: 'https://example.com/a?b=c' };
  const lines = parsed(icsFile([day, { ...day, uid: 'u2', day: '2027-12-31' }], noon));
  expect(lines[0]).toEqual(['BEGIN', 'VCALENDAR']);
  expect(lines.at(-1)).toEqual(['END', 'VCALENDAR']);
  expect(valueIn(lines, 'VERSION')).toBe('2.0');
  expect(valueIn(lines, 'SUMMARY')).toBe(day.title);
  expect(valueIn(lines, 'DESCRIPTION')).toBe(words);
  expect(valueIn(lines, 'URL')).toBe(day.link);
  expect(valueIn(lines, 'DTSTAMP')).toBe('20261123T040000Z');
  const all = (name: string) => lines.filter(([one]) => one === name).map(([, value]) => value);
  expect(all('UID')).toEqual(['u1@filing-assistant', 'u2@filing-assistant']);
  expect(all('DTSTART;VALUE=DATE')).toEqual(['20270630', '20271231']);
  expect(all('DTEND;VALUE=DATE')).toEqual(['20270701', '20280101']);
  expect(all('TRIGGER')).toEqual(['-P2DT15H', '-PT15H', 'PT9H', '-P2DT15H', '-PT15H', 'PT9H']);
  const begun = all('BEGIN');
  expect(all('END').toSorted()).toEqual(begun.toSorted());
});

test('a deadline on a day off stands on the working day before it, and keeps its place when it is moved', () => {
  const mark = { rule: 'fill', of: 'f' };
  const of = (on: string) =>
    parsed(deadlineFile({ ...mark, on }, round, 'https://bot.example', noon).content.toString());
  const first = of('2026-10-03');
  expect(valueIn(first, 'DTSTART;VALUE=DATE')).toBe('20260930');
  expect(valueIn(first, 'DESCRIPTION')).toContain(
    '2026年10月3日星期六（不是工作日，请在 2026年9月30日星期三以前办好）',
  );
  expect(valueIn(of('2026-10-15'), 'UID')).toBe(valueIn(first, 'UID'));
  expect(() => deadlineFile({ rule: 'nothing', on: '2026-10-15' }, round, '', noon)).toThrow('没有找到这个截止日期');
  expect(() => deadlineFile({ ...mark, on: '2026-02-30' }, round, '', noon)).toThrow('没有找到这个截止日期');
});
