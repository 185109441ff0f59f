import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../database.ts';
import { reviewAll } from './random-reviews.ts';

const ACTS = 500;

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database?.close());

test(`${ACTS} random acts of institutions, departments and the national office come to what the rules say`, {
  timeout: 120_000,
}, async () => {
  const tally = await reviewAll(database.db, ACTS, 1);
  const outcomes = ['done', 'unchanged', 'refused'].map((outcome) => {
    const many = Object.entries(tally).reduce((sum, [what, n]) => sum + (what.endsWith(outcome) ? n : 0), 0);
    return `${many} ${outcome}`;
  });
  console.log(`${outcomes.join(', ')}, ${tally['at once']} pairs at once`);
  // What it is about has come up.
  const least = ['recommend done', 'recommend refused', 'wait done', 'takeBack done', 'rank done', 'fileOnline done'];
  for (const what of [...least, 'officeReturn done', 'publicise done', 'return done', 'reroute done', 'at once'])
    expect([what, tally[what] ?? 0]).not.toEqual([what, 0]);
});
