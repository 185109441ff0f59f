import { expect, test } from 'vitest';
import { expectWithinLimits, sendReminders } from './three-couriers.ts';

test('300 reminders through three couriers keep the pace and every limit, and answers to people go before them', {
  timeout: 120_000,
}, async () => {
  const figures = await sendReminders(300);
  expectWithinLimits(figures);
  expect(figures.mostInAMinute).toBeGreaterThan(300);
});
