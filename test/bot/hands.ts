import { setTimeout as pause } from 'node:timers/promises';
import type { VirtualClock } from '../feishu/clock.ts';

/**
 * So many hands work through a list, each taking the next item when it is done. Time moves only while every hand waits for
 * it: what happens in the database and on the way to the platform takes none.
 */
export const workOff = async <T>(
  clock: VirtualClock,
  hands: number,
  items: readonly T[],
  work: (item: T, hand: number) => Promise<void>,
): Promise<void> => {
  let next = 0;
  let busy = 0;
  const one = async (hand: number): Promise<void> => {
    busy += 1;
    try {
      while (next < items.length) await work(items[next++]!, hand);
    } finally {
      busy -= 1;
    }
  };
  const all = Promise.all(Array.from({ length: hands }, (_, hand) => one(hand)));
  let over = false;
  const done = all.finally(() => {
    over = true;
  });
  done.catch(() => {});
  while (!over) {
    await pause(1);
    if (busy > 0 && clock.pausing() >= busy) await clock.jump(clock.nextTimer()!);
  }
  await done;
};

/** The most of these instants that lie within any window of so many ms. */
export const mostWithin = (ms: number, at: readonly number[]): number => {
  let from = 0;
  let most = 0;
  at.forEach((instant, index) => {
    while (instant - at[from]! >= ms) from += 1;
    most = Math.max(most, index - from + 1);
  });
  return most;
};
