import { Prisma, type Tx } from '../../prisma/client.ts';
import type { Who } from '../filing/filing.ts';
import { hashEntry } from '../journal/journal.ts';
import { Refusal } from '../refusal.ts';

export type LockedRound = { id: string; rev: number; journalHead: string };

/**
 * An open round (that has this department) whose row is held until the transaction ends: changes that are not guarded by a rev come one after the
 * other, each on what the one before has left. One statement.
 */
export const lockRound = async (tx: Tx, id: string, department?: string): Promise<LockedRound> => {
  const [round] = await tx.$queryRaw<(LockedRound & { closedAt: Date | null; known: boolean })[]>`
    SELECT "id", "rev", "journalHead", coalesce("closingAt", "closedAt") AS "closedAt",
      EXISTS (SELECT FROM "Department" WHERE "roundId" = ${id} AND "code" = ${department ?? ''}) AS "known"
    FROM "Round" WHERE "id" = ${id} FOR UPDATE`;
  mustBeOpen(round);
  if (department !== undefined && !round.known) throw noDepartment();
  return round;
};

/** Throws a Refusal when nothing in the round may be changed any more. */
export function mustBeOpen(round: { closedAt: Date | null } | undefined): asserts round {
  if (!round || round.closedAt) throw new Refusal('round_closed', '这个年度已经结束，不能再改动。');
}

export const noDepartment = (): Refusal => new Refusal('no_department', '没有这个推荐部门，请返回列表重新选择。');

/** `set`: columns of the round itself that change with it, each with a comma behind. */
type Change = { what: string; from?: string; to?: string; why?: string; by: Who; set?: Prisma.Sql };

/**
 * Writes an entry of a locked round's history together with what it tells of: `beside` is a list of WITH queries, and
 * `result` what to read of them. One statement, because it is part of a click.
 */
export const noteInRound = async <Row = unknown>(
  tx: Tx,
  round: LockedRound,
  { by, set = Prisma.empty, ...change }: Change,
  now: Date,
  beside: Prisma.Sql[] = [],
  result = Prisma.sql`SELECT 1`,
): Promise<Row[]> => {
  const rev = round.rev + 1;
  const entry = { subject: `round:${round.id}`, seq: rev, at: now, who: `${by.tenantKey}:${by.openId}`, ...change };
  const hash = hashEntry(round.journalHead, entry);
  const journal = { ...entry, prev: round.journalHead, hash };
  const parts = [
    Prisma.sql`changed AS (UPDATE "Round" SET ${set} "rev" = ${rev}, "journalHead" = ${hash} WHERE "id" = ${round.id})`,
    Prisma.sql`entered AS (
      INSERT INTO "Journal" SELECT * FROM jsonb_populate_record(NULL::"Journal", ${JSON.stringify(journal)}::jsonb))`,
    ...beside,
  ];
  return tx.$queryRaw<Row[]>`WITH ${Prisma.join(parts, ', ')} ${result}`;
};
