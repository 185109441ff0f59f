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

/** The platform's limits: 50/s and 1000/min per API, 5/s per user or chat, 5/s per patched message. */
export function createLimits(clock: Clock) {
  return {
    perSecond: slidingWindow(50, 1000, clock),
    perMinute: slidingWindow(1000, 60_000, clock),
    perReceiver: slidingWindow(5, 1000, clock),
    perMessage: slidingWindow(5, 1000, clock),
  };
}

export type Limits = ReturnType<typeof createLimits>;
