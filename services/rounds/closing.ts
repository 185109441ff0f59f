import type { Tx } from '../../prisma/client.ts';
import type { Who } from '../filing/filing.ts';
import { endsWithRound, isWithOffice, type Status, statuses } from '../filing/status.ts';
import { appendNotices, toPerson } from '../outbox.ts';
import type { Enqueue } from '../queue.ts';
import { Refusal } from '../refusal.ts';
import { endReminders } from '../reminders/replan.ts';
import { lockRound, noteInRound } from './history.ts';
import { changeRound } from './open.ts';

/** How many filings of a round stand where, in the order of the states. */
export type Tally = { status: Status; count: number }[];

const ending = statuses.filter((status) => endsWithRound({ status }));

export const tallyOf = async (tx: Tx, roundId: string): Promise<Tally> => {
  const rows = await tx.filing.groupBy({ by: ['status'], where: { roundId }, _count: { id: true } });
  const counts = new Map(rows.map(({ status, _count }) => [status, _count.id]));
  return statuses.flatMap((status) => (counts.has(status) ? [{ status, count: counts.get(status)! }] : []));
};

/** What of a tally the closing ends, what it has to wait for, and what stays as it is. */
export const shares = (tally: Tally) => ({
  ends: tally.filter(endsWithRound),
  withOffice: tally.filter(isWithOffice),
  stays: tally.filter((one) => !endsWithRound(one) && !isWithOffice(one)),
});

export const totalOf = (tally: Tally): number => tally.reduce((sum, { count }) => sum + count, 0);

/** The numbers a card showed: whoever confirms has confirmed these and no others. */
export const markOf = (tally: Tally): string => tally.map(({ status, count }) => `${status}:${count}`).join(',');

/**
 * Begins the end of a round, if its filings still stand as the operator saw them: from now on nothing in it changes but
 * that what is unfinished expires, filing by filing, in the queue. False when the numbers are others: nothing was done.
 */
export const startClosing = async (
  tx: Tx,
  enqueue: Enqueue,
  { roundId, rev, seen, by }: { roundId: string; rev: number; seen: string; by: Who },
  now: Date,
): Promise<boolean> => {
  // Held, so that no draft is begun between the counting and the closing.
  await lockRound(tx, roundId);
  const tally = await tallyOf(tx, roundId);
  if (markOf(tally) !== seen) return false;
  const waiting = totalOf(shares(tally).withOffice);
  if (waiting) {
    throw new Refusal('with_office', `还有 ${waiting} 份材料在国家知识产权局办理，先办完它们才能结束本年度。`);
  }
  await changeRound(tx, roundId, rev, { closingAt: now }, 'closing', by, now);
  const { tenantKey, openId } = by;
  await enqueue(tx, 'closing', [{ roundId, by: { tenantKey, openId } }]);
  return true;
};

/** Filings that still have to expire, at most `most`. */
export const unfinishedIn = async (tx: Tx, roundId: string, most: number): Promise<string[]> => {
  const rows = await tx.filing.findMany({
    where: { roundId, status: { in: [...ending] } },
    select: { id: true },
    orderBy: { id: 'asc' },
    take: most,
  });
  return rows.map(({ id }) => id);
};

/** The round is over, once nothing in it is unfinished. False when something still is, or it was over before. */
export const finishClosing = async (
  tx: Tx,
  enqueue: Enqueue,
  { roundId, by }: { roundId: string; by: Who },
  now: Date,
): Promise<boolean> => {
  const [row] = await tx.$queryRaw<{ closedAt: Date | null }[]>`
    SELECT "closedAt" FROM "Round" WHERE "id" = ${roundId} FOR UPDATE`;
  if (!row || row.closedAt || (await unfinishedIn(tx, roundId, 1)).length) return false;
  const round = await tx.round.findUniqueOrThrow({ where: { id: roundId } });
  await noteInRound(tx, round, { what: 'close', by }, now);
  await tx.round.update({ where: { id: roundId }, data: { closedAt: now, openKey: null } });
  await endReminders(tx, roundId);
  await appendNotices(tx, enqueue, [toPerson(by, { kind: 'closing', roundId })], now);
  await enqueue(tx, 'courier', [{ roundId }]);
  return true;
};
