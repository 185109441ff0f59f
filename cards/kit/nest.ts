/** Elements as a card's author likes to write them: lists may hold lists, and `condition && element` where nothing is to be shown. */
export type Nest<T> = T | false | '' | null | undefined | readonly Nest<T>[];

/** The elements themselves, in order. */
export function flatten<T>(nest: Nest<T>): T[] {
  if (Array.isArray(nest)) return nest.flatMap((it: Nest<T>) => flatten(it));
  return nest ? [nest as T] : [];
}
