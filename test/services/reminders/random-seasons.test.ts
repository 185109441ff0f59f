import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../database.ts';
import { type House, openHouse, playSeason } from './random-seasons.ts';
import type { Tally } from './season-course.ts';

const SEASONS = 20;

let database: TestDatabase;
let house: House;
beforeAll(async () => {
  database = await testDatabase();
  house = await openHouse(database.url);
});
afterAll(async () => {
  await house?.close();
  await database?.close();
});

test(`in ${SEASONS} random seasons everybody is reminded as the rules say, whatever happens to the processes`, {
  timeout: 300_000,
}, async () => {
  const tally: Tally = {};
  for (let seed = 1; seed <= SEASONS; seed++) await playSeason(house, seed, tally);
  console.log(tally);
  for (const what of ['strike for all', 'strike, killed', 'move dates', 'later', 'quiet'])
    expect(tally[what]).toBeGreaterThan(0);
});
