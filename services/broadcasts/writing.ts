import { randomUUID } from 'node:crypto';
import type { Database, Tx } from '../../prisma/client.ts';
import type { Addressed } from '../filing/decision.ts';
import type { Who } from '../filing/filing.ts';
import type { Notice } from '../notice.ts';
import { appendNotices, toPerson } from '../outbox.ts';
import type { Enqueue, Job } from '../queue.ts';
import { isOfficeTime, nextSending, type OpenRound } from '../reminders/windows.ts';
import { openRounds } from '../rounds/store.ts';
import type { AudienceKey } from './audiences.ts';
import { listing } from './broadcasts.ts';

/** Messages written in one go; a job that is killed takes back what it had not finished, and is done again. */
const AT_ONCE = 200;
/** A broadcast whose job was lost goes on after this long. */
const LOST_MINUTES = 10;

/**
 * Tells those known from before that a round is open, in its next working time: in the queue, for they may be many. Two
 * statements.
 */
export const announceOpening = async (
  tx: Tx,
  enqueue: Enqueue,
  round: OpenRound,
  by: Who,
  now: Date,
): Promise<void> => {
  const id = randomUUID();
  const { tenantKey, openId } = by;
  const timely = isOfficeTime(round, now);
  const begun = timely ? { state: 'listing', startAt: now } : { state: 'scheduled', startAt: nextSending(round, now) };
  const opening = { id, roundId: round.id, audience: 'opening', text: '', createdAt: now };
  await tx.broadcast.create({ data: { ...opening, tenantKey, openId, ...begun } });
  if (timely) await enqueue(tx, 'broadcast', [{ broadcastId: id }]);
};

/**
 * Puts the next messages of a broadcast into the outbox and asks for the rest, all in one transaction: whoever is listed has
 * one message or none, however often the job runs and wherever it is killed. Two at once come one after the other.
 */
export const writeBroadcast = (
  db: Database,
  enqueue: Enqueue,
  { broadcastId: id }: Job<'broadcast'>,
  now: Date,
): Promise<void> =>
  db.$transaction(async (tx) => {
    const broadcast = await held(tx, id);
    if (!broadcast || (broadcast.state !== 'listing' && broadcast.state !== 'sending')) return;
    const { roundId, audience } = broadcast;
    if (broadcast.over) return settle(tx, id, 'stopped');
    if (broadcast.state === 'listing') {
      await tx.$executeRaw`${listing(id, roundId, audience, now)}`;
      await settle(tx, id, 'sending');
    }
    const rows = await tx.broadcastTo.findMany({
      where: { broadcastId: id, message: null },
      orderBy: [{ tenantKey: 'asc' }, { openId: 'asc' }],
      take: AT_ONCE,
    });
    const notice: Notice =
      audience === 'opening' ? { kind: 'roundOpened', roundId } : { kind: 'broadcast', broadcastId: id };
    const addressed = rows.map((who) => ({ ...toPerson(who, notice), id: randomUUID() }));
    await noteMessages(tx, id, addressed);
    await appendNotices(tx, enqueue, addressed, now);
    if (rows.length < AT_ONCE) await settle(tx, id, 'written');
    else await enqueue(tx, 'broadcast', [{ broadcastId: id }]);
  });

const held = async (tx: Tx, id: string) => {
  const [row] = await tx.$queryRaw<{ roundId: string; audience: AudienceKey; state: string; over: boolean }[]>`
    SELECT one."roundId", one."audience", one."state", coalesce(round."closingAt", round."closedAt") IS NOT NULL AS over
    FROM "Broadcast" AS one JOIN "Round" AS round ON round."id" = one."roundId"
    WHERE one."id" = ${id} FOR UPDATE OF one`;
  return row;
};

const settle = async (tx: Tx, id: string, state: string): Promise<void> => {
  await tx.broadcast.update({ where: { id }, data: { state } });
};

const noteMessages = async (tx: Tx, id: string, addressed: (Addressed & { id: string })[]): Promise<void> => {
  const rows = addressed.map(({ id: message, to }) => ({ message, ...('who' in to && to.who) }));
  await tx.$executeRaw`
    UPDATE "BroadcastTo" AS listed SET "message" = made."message"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS made ("message" text, "tenantKey" text, "openId" text)
    WHERE listed."broadcastId" = ${id} AND listed."tenantKey" = made."tenantKey" AND listed."openId" = made."openId"`;
};

/**
 * What was put off until now begins, and what was left lying goes on; both in working time only, for after an outage it may
 * be night. Resolves with how many there were.
 */
export const startDueBroadcasts = async (db: Database, enqueue: Enqueue, now: Date): Promise<number> => {
  const lostSince = new Date(now.getTime() - LOST_MINUTES * 60_000);
  return db.$transaction(async (tx) => {
    const resting = (await openRounds(tx)).filter((round) => !isOfficeTime(round, now)).map(({ id }) => id);
    const rows = await tx.$queryRaw<{ id: string }[]>`
      UPDATE "Broadcast" SET "state" = CASE WHEN "state" <> 'scheduled' THEN "state"
        WHEN "audience" = 'opening' THEN 'listing' ELSE 'sending' END
      WHERE "roundId" <> ALL(${resting}) AND (
        "state" = 'scheduled' AND "startAt" <= ${now} OR "state" IN ('listing', 'sending') AND "startAt" <= ${lostSince})
      RETURNING "id"`;
    await enqueue(
      tx,
      'broadcast',
      rows.map(({ id }) => ({ broadcastId: id })),
    );
    return rows.length;
  });
};
