/** A number in [0, 1) that hangs on these words alone: the same words, the same number. */
export function chance(...words: (string | number)[]): number {
  // FNV-1a makes a seed of the words, one step of mulberry32 spreads it.
  let hash = 0x811c9dc5;
  for (const character of words.join('\0')) hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193);
  let mixed = (hash + 0x6d2b79f5) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}

/** The items in another order, given by the seed; two or more never stay as they were. */
export function shuffled<T>(items: T[], seed: string | number): T[] {
  const order = items
    .map((item, index) => ({ item, index, weight: chance(seed, index) }))
    .toSorted((a, b) => a.weight - b.weight);
  const same = order.every(({ index }, place) => index === place);
  const moved = order.map(({ item }) => item);
  return same ? [...moved.slice(1), ...moved.slice(0, 1)] : moved;
}
