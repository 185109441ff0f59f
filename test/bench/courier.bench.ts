import { performance } from 'node:perf_hooks';
import { test } from 'vitest';
import { expectWithinLimits, sendReminders } from '../bot/three-couriers.ts';

const REMINDERS = Number(process.env.REMINDERS ?? 5_000);

test('so many reminders through three couriers keep the pace and every limit of the platform', {
  timeout: 1_800_000,
}, async () => {
  const began = performance.now();
  const figures = await sendReminders(REMINDERS);
  console.log(`${REMINDERS} reminders in ${Math.round((performance.now() - began) / 1000)} s of real time:`, figures);
  expectWithinLimits(figures);
});
