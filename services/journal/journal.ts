import { createHash } from 'node:crypto';
import type { Tx } from '../../prisma/client.ts';

export type Entry = {
  subject: string;
  seq: number;
  at: Date;
  who: string;
  what: string;
  from?: string | null;
  to?: string | null;
  why?: string | null;
};

/**
 * The next link of a subject's history. The chain is per filing and its head stands on the filing's row, so that
 * changing, inserting or deleting any entry, the last one included, is found, and filings do not wait for each other.
 */
export const hashEntry = (prev: string, entry: Entry): string => {
  const [before, after] = around(entry);
  return createHash('sha256').update(`["${prev}${before}${entry.seq}${after}`).digest('hex');
};

/**
 * The text that is hashed, without the hash before it and the number in the chain: '["prev' + before + seq + after. So the
 * database can put an entry at the end of a chain whose end only it knows (chain.ts). A hash needs no escaping.
 */
export const around = (entry: Omit<Entry, 'seq'>): [before: string, after: string] => {
  const { subject, at, who, what, from = null, to = null, why = null } = entry;
  return [`",${JSON.stringify(subject)},`, `,${JSON.stringify([at.toISOString(), who, what, from, to, why]).slice(1)}`];
};

/** Appends one entry; the caller writes the returned head onto the subject's row in the same transaction. */
export const appendEntry = async (tx: Tx, prev: string, entry: Entry): Promise<string> => {
  const hash = hashEntry(prev, entry);
  await tx.journal.create({ data: { ...entry, prev, hash } });
  return hash;
};

/** Walks a chain entry by entry; `broken` becomes the number of the first one that does not hold. */
export const chainWalk = () => {
  let prev = '';
  let count = 0;
  let broken: number | undefined;
  return {
    take: (entry: Entry & { prev: string; hash: string }): void => {
      count += 1;
      const holds = entry.seq === count && entry.prev === prev && entry.hash === hashEntry(prev, entry);
      if (!holds) broken ??= count;
      prev = entry.hash;
    },
    /** The first number that does not hold once all entries were taken, or undefined when the chain ends in this head. */
    end: (head: string): number | undefined => broken ?? (prev === head ? undefined : count + 1),
  };
};

/** The first seq at which the stored history does not hold, or undefined when all of it does. */
export const firstBreak = async (tx: Tx, subject: string, head: string): Promise<number | undefined> => {
  const walk = chainWalk();
  for (const entry of await tx.journal.findMany({ where: { subject }, orderBy: { seq: 'asc' } })) walk.take(entry);
  return walk.end(head);
};
