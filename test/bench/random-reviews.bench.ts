import { performance } from 'node:perf_hooks';
import { afterAll, beforeAll, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../database.ts';
import { reviewAll } from '../services/review/random-reviews.ts';

const ACTS = Number(process.env.ACTS ?? 10_000);

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database?.close());

test('random acts of all sides come to what the rules say', { timeout: 7_200_000 }, async () => {
  const began = performance.now();
  const tally = await reviewAll(database.db, ACTS, 1000);
  const of = (outcome: string) =>
    Object.entries(tally).reduce((sum, [what, many]) => sum + (what.endsWith(` ${outcome}`) ? many : 0), 0);
  const seconds = Math.round((performance.now() - began) / 1000);
  const outcomes = ['done', 'unchanged', 'refused'].map((outcome) => `${of(outcome)} ${outcome}`).join(', ');
  console.log(`${ACTS} acts in ${seconds} s: ${outcomes}, ${tally['at once']} pairs at once`);
});
