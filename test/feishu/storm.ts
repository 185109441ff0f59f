import { chance } from './chance.ts';
import type { FaultKind } from './faults.ts';

/**
 * Faults that come by themselves: `share` is how likely each kind strikes one call or event (0 to 1). The n-th call of
 * an API always meets the same fate under the same seed, whatever other calls come in between.
 */
export type Storm = {
  seed: number;
  share: Partial<Record<FaultKind | 'latency', number>>;
  /** Where `latency` strikes, an answer takes between these two, in ms; 50 to 500. */
  latencyMs?: [number, number];
};

export type Gale = ReturnType<typeof createGale>;

/** A storm as it blows: `strikes` counts the calls, so it is asked once for each kind and call. */
export function createGale(storm: Storm) {
  const counts = new Map<string, number>();
  const next = (what: string) => {
    const count = (counts.get(what) ?? 0) + 1;
    counts.set(what, count);
    return count;
  };
  const between = ([from, to]: [number, number], ...words: (string | number)[]) =>
    Math.round(from + (to - from) * chance(storm.seed, ...words));

  return {
    storm,
    strikes(kind: FaultKind, point: string): boolean {
      return chance(storm.seed, kind, point, next(`${kind} ${point}`)) < (storm.share[kind] ?? 0);
    },
    /** How long the next answer of an API takes, in ms. */
    latencyMs(point: string): number {
      const count = next(`latency ${point}`);
      if (chance(storm.seed, 'latency', point, count) >= (storm.share.latency ?? 0)) return 0;
      return between(storm.latencyMs ?? [50, 500], 'latency ms', point, count);
    },
    /** How many events the next window of another order holds: 2 to 4. */
    windowSize: () => between([2, 4], 'window', next('window')),
  };
}
