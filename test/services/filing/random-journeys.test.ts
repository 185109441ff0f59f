import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../database.ts';
import { openSeason } from '../../season.ts';
import { playAll } from './random-journeys.ts';
import { noon } from './sample.ts';

const JOURNEYS = 300;

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database?.close());

test('300 random journeys end in the answers of the plain way, and nothing confirmed is missing', async () => {
  const roundId = await openSeason(database.db, noon);
  const seeds = Array.from({ length: JOURNEYS }, (_, n) => n + 1);
  const tally = await playAll(database.url, roundId, seeds, 4);
  console.log(tally);
  expect(tally['save done']).toBeGreaterThan(0);
}, 120_000);
