import { performance } from 'node:perf_hooks';
import { afterAll, beforeAll, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../database.ts';
import { type House, openHouse, playSeason } from '../services/reminders/random-seasons.ts';
import type { Tally } from '../services/reminders/season-course.ts';

const SEASONS = Number(process.env.SEASONS ?? 1000);
const FIRST_SEED = Number(process.env.SEED ?? 1);
/** Seasons wait for their database half of the time: so many are played side by side, each with a database of its own. */
const LANES = 3;

let lanes: { database: TestDatabase; house: House }[] = [];
beforeAll(async () => {
  lanes = await Promise.all(
    Array.from({ length: LANES }, async () => {
      const database = await testDatabase();
      return { database, house: await openHouse(database.url) };
    }),
  );
});
afterAll(async () => {
  for (const { house, database } of lanes) {
    await house.close();
    await database.close();
  }
});

test('in random seasons nobody misses a reminder, gets one twice, after it is done, or outside working time', {
  timeout: 14_400_000,
}, async () => {
  const began = performance.now();
  const tally: Tally = {};
  const faults: string[] = [];
  let next = FIRST_SEED;
  const play = async ({ house }: (typeof lanes)[number]) => {
    while (next < FIRST_SEED + SEASONS) {
      const seed = next++;
      await playSeason(house, seed, tally).catch((error: unknown) => {
        faults.push(String(error));
        console.log(String(error).split('\n')[0]);
      });
      if ((seed - FIRST_SEED + 1) % 100 === 0) console.log(`${seed} seasons, ${faults.length} with faults`);
    }
  };
  await Promise.all(lanes.map(play));
  const seconds = Math.round((performance.now() - began) / 1000);
  const figures = Object.entries(tally).map(([what, many]) => `${many} × ${what}`);
  console.log(`${SEASONS} seasons in ${seconds} s, ${faults.length} with faults: ${figures.join(', ')}`);
  if (faults.length) throw new Error(faults.join('\n\n'));
});
