import type { Tx } from '../prisma/client.ts';

/**
 * False when this event was taken before. Part of the effect's transaction; a second delivery that arrives meanwhile
 * waits for the first one's end. Keys are kept for 48 h (the platform redelivers for about 7.5 h).
 */
export const takeOnce = async (tx: Tx, key: string, now: Date): Promise<boolean> => {
  const { count } = await tx.taken.createMany({ data: { key, at: now }, skipDuplicates: true });
  return count === 1;
};

const KEPT_HOURS = 48;

export const forgetTaken = async (tx: Tx, now: Date): Promise<number> => {
  const { count } = await tx.taken.deleteMany({
    where: { at: { lt: new Date(now.getTime() - KEPT_HOURS * 3_600_000) } },
  });
  return count;
};
