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
export const hashEntry = (prev: string, entry: Entry): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        prev,
        entry.subject,
        entry.seq,
        entry.at.toISOString(),
        entry.who,
        entry.what,
        entry.from ?? null,
        entry.to ?? null,
        entry.why ?? null,
      ]),
    )
    .digest('hex');

/** Appends one entry; the caller writes the returned head onto the subject's row in the same transaction. */
export const appendEntry = async (tx: Tx, prev: string, entry: Entry): Promise<string> => {
  const hash = hashEntry(prev, entry);
  await tx.journal.create({ data: { ...entry, prev, hash } });
  return hash;
};

/** The first seq at which the stored history does not hold, or undefined when all of it does. */
export const firstBreak = async (tx: Tx, subject: string, head: string): Promise<number | undefined> => {
  const entries = await tx.journal.findMany({ where: { subject }, orderBy: { seq: 'asc' } });
  let prev = '';
  for (const [index, entry] of entries.entries()) {
    const expected = hashEntry(prev, entry);
    if (entry.seq !== index + 1 || entry.prev !== prev || entry.hash !== expected) return index + 1;
    prev = entry.hash;
  }
  return prev === head ? undefined : entries.length + 1;
};
