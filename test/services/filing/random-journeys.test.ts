import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../database.ts';
import { openSeason } from '../../season.ts';
import { playAll, told } from './random-journeys.ts';
import { noon } from './sample.ts';

const JOURNEYS = 300;

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database?.close());

test(`${JOURNEYS} random journeys end in the answers of the plain way, and nothing confirmed is missing`, {
  timeout: 120_000,
}, async () => {
  const roundId = await openSeason(database.db, noon);
  const seeds = Array.from({ length: JOURNEYS }, (_, n) => n + 1);
  const tally = await playAll({ url: database.url, roundId, seeds, most: 9, lanes: 4 });
  console.log(`seeds 1–${JOURNEYS}: ${told(tally)}`);
  // What the journeys are about has come up in them.
  const least = [
    'save done',
    'save conflict',
    'undo done',
    'removeItem done',
    'bringBack done',
    'land done',
    'take done',
  ];
  const more = ['takeOut done', 'restore done', 'freeze done', 'reopen done', 'abandon done', 'at once', 'redelivered'];
  for (const what of [...least, ...more, 'restarts', 'choose done'])
    expect([what, tally[what] ?? 0]).not.toEqual([what, 0]);
});
