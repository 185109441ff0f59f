import { expect, test } from 'vitest';
import type { Filing } from '../../../services/filing/filing.ts';
import { dueOf, lateDays } from '../../../services/rounds/deadlines.ts';
import type { Department, Round } from '../../../services/rounds/round.ts';
import { yunhan } from '../../season.ts';
import { noon, round, sampleFiling } from '../filing/sample.ts';

const national = '2027-01-18';
const dated = (dates: Partial<Department>): Round => ({
  ...round,
  materialsDueOn: national,
  departments: round.departments.map((one) => (one.code === yunhan.code ? { ...one, ...dates } : one)),
});
const own = { dueOn: '2027-01-04' };
const later = { extendedTo: '2027-02-01', extendedWhy: '春节' };
const single = { extendedTo: '2027-01-11', extendedWhy: '搬迁' };
const returned = { version: 1, remarks: '补', dueOn: '2027-01-08', opinion: '', by: '', at: noon.toISOString() };

type Row = [what: string, department: Partial<Department>, filing: Partial<Filing>, due: object];
const rows: Row[] = [
  ['nothing said, the round', {}, {}, { on: national, why: 'round', last: national }],
  ['a department its own, that', own, {}, { on: '2027-01-04', why: 'department', last: national }],
  ['the same day as the round, the round', { dueOn: national }, {}, { on: national, why: 'round' }],
  ['its own overtaken by an earlier round, the round', { dueOn: '2027-01-25' }, {}, { on: national, why: 'round' }],
  [
    'a department extended, that',
    later,
    {},
    { on: '2027-02-01', why: 'extension', reason: '春节', last: '2027-02-01' },
  ],
  [
    'extended with its own again, its own',
    { ...later, dueOn: '2027-01-25' },
    {},
    { on: '2027-01-25', last: '2027-02-01' },
  ],
  ['an extension overtaken by the round, the round', { extendedTo: '2027-01-10' }, {}, { on: national, why: 'round' }],
  [
    'one filing extended beyond its department, that',
    own,
    single,
    { on: '2027-01-11', why: 'extension', last: national },
  ],
  ['one filing extended less than its department, the department', later, single, { on: '2027-02-01', reason: '春节' }],
  ['one filing extended beyond all, that', {}, { extendedTo: '2027-03-01' }, { on: '2027-03-01', last: '2027-03-01' }],
  ['given back with a date, that', own, { status: 'returned', review: returned }, { on: '2027-01-08', why: 'return' }],
  [
    'given back, then extended, the extension',
    own,
    { review: returned, ...single },
    { on: '2027-01-11', why: 'extension' },
  ],
];
test.each(rows)('%s', (_what, department, filing, due) => {
  const status = filing.status ?? 'frozen';
  expect(dueOf(sampleFiling(status, { round: dated(department), ...filing }))).toMatchObject(due);
});

test('a draft goes by the department that its answers lead to', () => {
  expect(dueOf(sampleFiling('draft', { round: dated(own) }))).toMatchObject({ on: '2027-01-04', why: 'department' });
  const answers = { ...sampleFiling().answers, identity: {}, standing: {} };
  expect(dueOf(sampleFiling('draft', { round: dated(own), answers })).why).toBe('round');
});

test('late is what came in after its day, counted to the day it came in, and what is still out, to today', () => {
  const day = (on: string) => new Date(`${on}T12:00:00+08:00`);
  const late = (filing: Partial<Filing>, today: string) =>
    lateDays(sampleFiling(filing.status ?? 'submitted', { round: dated({}), ...filing }), day(today));
  expect(late({ submittedAt: day(national) }, '2027-03-01')).toBe(0);
  expect(late({ submittedAt: day('2027-01-21') }, '2027-03-01')).toBe(3);
  expect(late({ submittedAt: day('2027-01-21'), extendedTo: '2027-01-25' }, '2027-03-01')).toBe(0);
  expect(late({ status: 'draft' }, national)).toBe(0);
  expect(late({ status: 'draft' }, '2027-01-19')).toBe(1);
  // Given back after it came in late, it is out again; a date for 补正 takes the place of the one it missed.
  expect(late({ status: 'returned', submittedAt: day('2027-01-21') }, '2027-01-28')).toBe(10);
  expect(late({ status: 'returned', review: { ...returned, dueOn: '2027-01-27' } }, '2027-01-28')).toBe(1);
});
