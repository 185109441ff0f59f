import type { Clock } from './clock.ts';

/** Allows `max` hits in any window of `windowMs`. */
export function slidingWindow(max: number, windowMs: number, clock: Clock) {
  const hits = new Map<string, number[]>();
  return {
    /** Returns 0 and counts the hit, or the ms to wait; a refused hit is not counted. */
    hit(key: string): number {
      const at = clock.now();
      const recent = (hits.get(key) ?? []).filter((earlier) => at - earlier < windowMs);
      hits.set(key, recent);
      if (recent.length >= max) return windowMs - (at - recent[0]!);
      recent.push(at);
      return 0;
    },
  };
}

/** At most `max` calls in any `windowMs`. */
export type Rate = { max: number; windowMs: number };

/** The platform's limits: the rates of each API, 5/s per user or chat, 5/s per patched message. */
export function createLimits(clock: Clock) {
  const windows = new Map<string, ReturnType<typeof slidingWindow>>();
  return {
    /** Counts a call of an API against its rates; tells the rate that is used up and the ms until it is not. */
    api(name: string, rates: Rate[]): (Rate & { waitMs: number }) | undefined {
      for (const { max, windowMs } of rates) {
        const key = `${name} ${windowMs}`;
        const window = windows.get(key) ?? slidingWindow(max, windowMs, clock);
        windows.set(key, window);
        const waitMs = window.hit(name);
        if (waitMs > 0) return { max, windowMs, waitMs };
      }
      return undefined;
    },
    perReceiver: slidingWindow(5, 1000, clock),
    perMessage: slidingWindow(5, 1000, clock),
  };
}

export type Limits = ReturnType<typeof createLimits>;
