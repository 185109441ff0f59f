import { afterAll, beforeAll, expect, test } from 'vitest';
import { numbersFrom } from '../../../services/office/numbers.ts';
import { type TestDatabase, testDatabase } from '../../database.ts';
import { creditCode } from '../../journeys/ready-made.ts';
import { openSeason } from '../../season.ts';
import { give, keptFiling } from './kept.ts';
import { noon } from './sample.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database?.close());

test('a number is given once in a round, whoever gives it at the same moment', async () => {
  const { db } = database;
  const roundId = await openSeason(db, noon);
  const [one, two] = await Promise.all([1, 2].map((n) => keptFiling(db, roundId, creditCode(n))));
  const office = { objections: [], publicity: { from: '2026-11-02', until: '2026-11-06', link: '', by: '', at: '' } };
  await db.filing.updateMany({ data: { status: 'publicity', office } });
  const approve = (id: string) => give(db, id, { type: 'approve', version: 0, number: 'WD-2026-001' });
  const outcomes = await Promise.allSettled([approve(one!.id), approve(two!.id)]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const refused = outcomes.find((it) => it.status === 'rejected');
  expect(refused?.reason).toMatchObject({ code: 'number_taken' });
  expect(await db.filing.count({ where: { status: 'approved' } })).toBe(1);
});

test.each<[string, number, string[], string[] | undefined]>([
  ['WD-2026-001', 3, [], ['WD-2026-001', 'WD-2026-002', 'WD-2026-003']],
  ['WD-2026-009', 2, [], ['WD-2026-009', 'WD-2026-010']],
  ['99', 2, [], ['99', '100']],
  ['WD-001', 3, ['WD-002'], ['WD-001', 'WD-003', 'WD-004']],
  ['特', 1, [], ['特']],
  ['特', 1, ['特'], undefined],
  ['特', 2, [], undefined],
])('%s and so on for %i, without %j', (first, count, taken, expected) => {
  expect(numbersFrom(first, count, new Set(taken))).toEqual(expected);
});
