import { Prisma, type Tx } from '../../prisma/client.ts';
import type { Who } from '../filing/filing.ts';
import { hashEntry } from '../journal/journal.ts';
import { Refusal } from '../refusal.ts';

export type LockedRound = { id: string; rev: number; journalHead: string };

/**
 * An open round whose row is held until the transaction ends: changes that are not guarded by a rev come one after the
 * other, each on what the one before has left. One statement.
 */
export const lockRound = async (tx: Tx, id: string): Promise<LockedRound> => {
  const [round] = await tx.$queryRaw<(LockedRound & { closedAt: Date | null })[]>`
    SELECT "id", "rev", "journalHead", "closedAt" FROM "Round" WHERE "id" = ${id} FOR UPDATE`;
  if (!round || round.closedAt) throw new Refusal('round_closed', '这个年度已经结束，不能再改动。');
  return round;
};

type Change = { what: string; from?: string; to?: string; why?: string; by: Who };

/**
 * Writes an entry of a locked round's history together with what it tells of: `beside` is a list of WITH queries, and
 * `result` what to read of them. One statement, because it is part of a click.
 */
export const noteInRound = async <Row = unknown>(
  tx: Tx,
  round: LockedRound,
  { by, ...change }: Change,
  now: Date,
  beside: Prisma.Sql[] = [],
  result = Prisma.sql`SELECT 1`,
): Promise<Row[]> => {
  const rev = round.rev + 1;
  const entry = { subject: `round:${round.id}`, seq: rev, at: now, who: `${by.tenantKey}:${by.openId}`, ...change };
  const hash = hashEntry(round.journalHead, entry);
  const journal = { ...entry, prev: round.journalHead, hash };
  const parts = [
    Prisma.sql`changed AS (UPDATE "Round" SET "rev" = ${rev}, "journalHead" = ${hash} WHERE "id" = ${round.id})`,
    Prisma.sql`entered AS (
      INSERT INTO "Journal" SELECT * FROM jsonb_populate_record(NULL::"Journal", ${JSON.stringify(journal)}::jsonb))`,
    ...beside,
  ];
  return tx.$queryRaw<Row[]>`WITH ${Prisma.join(parts, ', ')} ${result}`;
};
