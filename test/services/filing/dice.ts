/** Throws that follow from the seed alone (mulberry32): the same seed, the same throws. */
export const createDice = (seed: number) => {
  let state = seed | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  return {
    /** A whole number from 0 to most - 1. */
    below: (most: number): number => next() % most,
    pick: <T>(all: readonly T[]): T => all[next() % all.length]!,
  };
};
export type Dice = ReturnType<typeof createDice>;
