import type { Time } from '../feishu/types.ts';
import type { Pace } from './play.ts';

type Waiting = { atMs: number; go: () => void };

/**
 * Lets several people live side by side in virtual time: each waits before an act for as long as it likes, and always the
 * one whose moment comes first acts, alone, until it waits again. So the same waits give the same course of things.
 */
export const createCalendar = (time: Time, nowMs: () => number) => {
  const waiting: Waiting[] = [];
  let acting = 0;
  let idle = Promise.withResolvers<void>();

  const rest = () => {
    acting -= 1;
    if (acting === 0) idle.resolve();
  };

  return {
    /** Waits until so many ms from now have passed and nobody else acts. */
    wait: (ms: number): Promise<void> => {
      const turn = Promise.withResolvers<void>();
      waiting.push({ atMs: nowMs() + ms, go: turn.resolve });
      rest();
      return turn.promise;
    },
    /** Runs all lives to their ends; each must wait before its first act. */
    async live(lives: (() => Promise<void>)[]): Promise<void> {
      const ends = lives.map(async (life) => {
        acting += 1;
        await life().finally(rest);
      });
      const all = Promise.all(ends);
      let over = false;
      all
        .catch(() => {})
        .finally(() => {
          over = true;
        });
      while (!over) {
        await Promise.race([idle.promise, all]);
        waiting.sort((a, b) => a.atMs - b.atMs);
        const first = waiting.shift();
        if (!first) break;
        await time.advance(first.atMs);
        idle = Promise.withResolvers();
        acting = 1;
        first.go();
      }
      await all;
    },
  };
};

export type Calendar = ReturnType<typeof createCalendar>;

/** A pace of waits drawn from `fromMs` to `toMs`. */
export const paceOf =
  (calendar: Calendar, draw: () => number, fromMs: number, toMs: number): Pace =>
  () =>
    calendar.wait(Math.round(fromMs + draw() * (toMs - fromMs)));
