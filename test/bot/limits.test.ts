import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLimits } from '../../bot/limits.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { createVirtualClock } from '../feishu/clock.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database?.close());

/** Runs calls of two processes in virtual time; resolves with the instants at which each was let through. */
const letThrough = async (calls: ((limits: ReturnType<typeof createLimits>) => Promise<void>)[]): Promise<number[]> => {
  const clock = createVirtualClock(Date.parse('2026-03-02T09:12:00+08:00'));
  const time = { now: () => new Date(clock.now()), pause: clock.pause };
  const processes = [createLimits(database.db, time), createLimits(database.db, time)];
  const passed: number[] = [];
  const all = calls.map((call, index) => call(processes[index % 2]!).then(() => passed.push(clock.now())));
  let over = false;
  Promise.all(all).finally(() => {
    over = true;
  });
  while (!over) {
    await database.db.$queryRaw`SELECT 1`;
    const next = clock.nextTimer();
    if (next !== undefined) await clock.jump(next);
  }
  return passed.sort((a, b) => a - b);
};

const mostWithin = (ms: number, at: number[]): number =>
  Math.max(...at.map((start) => at.filter((one) => one >= start && one < start + ms).length));

test('two processes together send at most 1000 messages a minute and 50 a second, and at least 950 a minute', async () => {
  const passed = await letThrough(Array.from({ length: 400 }, (_, n) => (limits) => limits.beforeSend(`ou_${n}`)));
  expect(mostWithin(1000, passed)).toBeLessThanOrEqual(50);
  const perMinute = (399 / (passed.at(-1)! - passed[0]!)) * 60_000;
  expect(perMinute).toBeLessThanOrEqual(1000);
  expect(perMinute).toBeGreaterThanOrEqual(950);
});

test('one person gets at most 5 messages in any second, one card at most 5 changes', async () => {
  const toOne = await letThrough(Array.from({ length: 12 }, () => (limits) => limits.beforeSend('ou_one')));
  expect(mostWithin(1000, toOne)).toBeLessThanOrEqual(5);
  const ofOne = await letThrough(Array.from({ length: 12 }, () => (limits) => limits.beforePatch('om_one')));
  expect(mostWithin(1000, ofOne)).toBeLessThanOrEqual(5);
});
