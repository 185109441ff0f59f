import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Tx } from '../../prisma/client.ts';
import { type Raw, rawValue } from '../form/define.ts';
import { type Found, type Proposal, proposalSchema } from './proposals.ts';

const takenSchema = z.record(
  z.string(),
  z.object({
    rev: z.number(),
    /** What stood there; fields that had not been asked yet are listed in `absent`. */
    before: z.record(z.string(), rawValue),
    absent: z.array(z.string()),
  }),
);
export type Taken = z.infer<typeof takenSchema>;

/** Answers found elsewhere, until somebody decides; `taken` are the sections that were. */
export type Brought = Found & { id: string; filingId: string; source: string; taken: Taken };

/** Notes what was found for a filing; an older find gives way. Resolves with its id. One statement. */
export const keepBrought = async (
  tx: Tx,
  { filingId, source, found }: { filingId: string; source: string; found: Found },
  now: Date,
): Promise<string> => {
  const row = { id: randomUUID(), source, ...found, taken: {}, changedAt: now };
  await tx.brought.upsert({ where: { filingId }, create: { filingId, ...row }, update: row });
  return row.id;
};

/** Null when it has been decided, or a newer one has taken its place. */
export const loadBrought = async (tx: Tx, id: string): Promise<Brought | null> => {
  const row = await tx.brought.findUnique({ where: { id } });
  return (
    row && {
      ...row,
      proposals: z.array(proposalSchema).parse(row.proposals),
      unread: z.array(z.string()).parse(row.unread),
      taken: takenSchema.parse(row.taken),
    }
  );
};

export const setTaken = async (tx: Tx, id: string, taken: Taken, now: Date): Promise<void> => {
  await tx.brought.updateMany({ where: { id }, data: { taken, changedAt: now } });
};

export const dropBrought = async (tx: Tx, id: string): Promise<void> => {
  await tx.brought.deleteMany({ where: { id } });
};

/** A card can be clicked for 14 days; what nobody decided about by then goes. */
export const forgetBrought = async (tx: Tx, now: Date): Promise<void> => {
  await tx.brought.deleteMany({ where: { changedAt: { lt: new Date(now.getTime() - 14 * 86_400_000) } } });
};

/** The answers of one section as they are offered. */
export const valuesOf = (proposals: Proposal[], step: string): Record<string, Raw> =>
  Object.fromEntries(proposals.filter((one) => one.step === step).map(({ field, value }) => [field, value]));
