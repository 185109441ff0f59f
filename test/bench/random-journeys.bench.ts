import { performance } from 'node:perf_hooks';
import { afterAll, beforeAll, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../database.ts';
import { openSeason } from '../season.ts';
import { playAll, told } from '../services/filing/random-journeys.ts';
import { noon } from '../services/filing/sample.ts';

const JOURNEYS = Number(process.env.JOURNEYS ?? 5000);

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database?.close());

// Other seeds each time would find more and could not be found again; a longer run is had by JOURNEYS=50000.
test('random journeys end in the answers of the plain way', { timeout: 7_200_000 }, async () => {
  const roundId = await openSeason(database.db, noon);
  const seeds = Array.from({ length: JOURNEYS }, (_, n) => 10_000 + n);
  const began = performance.now();
  const tally = await playAll({ url: database.url, roundId, seeds, most: 12, lanes: 4 });
  const seconds = Math.round((performance.now() - began) / 1000);
  console.log(`${JOURNEYS} journeys (seeds from 10000) in ${seconds} s: ${told(tally)}`);
});
