import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { Prisma, type Tx } from '../../prisma/client.ts';
import type { Who } from '../filing/filing.ts';
import type { Enqueue } from '../queue.ts';
import { Refusal } from '../refusal.ts';
import { type LockedRound, mustBeOpen, noteInRound } from '../rounds/history.ts';
import type { Holiday } from '../time.ts';
import { SPENT } from '../undelivered.ts';
import { type AudienceKey, peopleIn } from './audiences.ts';

/** What an operator may write, in characters. */
export const MOST_WORDS = 500;
/** What goes out in a minute; the platform takes a thousand, and what people wait for goes before. */
export const PER_MINUTE = 900;
/** Names of those not reached, on one card. */
const NAMED = 15;

export type BroadcastState = 'preview' | 'scheduled' | 'listing' | 'sending' | 'written' | 'stopped';
/** A broadcast as it stands now: what has become of its messages, and who was not reached and why. */
export type Broadcast = {
  id: string;
  roundId: string;
  audience: AudienceKey;
  text: string;
  state: BroadcastState;
  tenantKey: string;
  openId: string;
  createdAt: Date;
  startAt: Date | null;
  round: { title: string; call: string; holidays: Holiday[]; windows?: unknown };
  /** By the state of the message (services/outbox.ts) and the reason; '' where it is not written yet. */
  tally: { state: string; reason: string | null; count: number }[];
  lost: { name: string; reason: string }[];
};

const later = z.array(z.object({ state: z.string(), reason: z.string().nullable(), count: z.int() }));

/** One statement. */
export const loadBroadcast = async (tx: Tx, id: string): Promise<Broadcast> => {
  const [row] = await tx.$queryRaw<Broadcast[]>`
    SELECT one.*, json_build_object('title', round."title", 'call', round."call", 'holidays', round."holidays",
        'windows', round."windows") AS round,
      (SELECT coalesce(json_agg(part), '[]') FROM (
        SELECT coalesce(message."state", '') AS state, message."reason", count(*)::int AS count
        FROM "BroadcastTo" AS listed LEFT JOIN "Outbox" AS message ON message."id" = listed."message"
        WHERE listed."broadcastId" = one."id" GROUP BY 1, 2 ORDER BY 1, 2) AS part) AS tally,
      (SELECT coalesce(json_agg(part), '[]') FROM (
        SELECT coalesce(nullif(person."name", ''), listed."name") AS name, coalesce(message."reason", '') AS reason
        FROM "BroadcastTo" AS listed JOIN "Outbox" AS message ON message."id" = listed."message"
          LEFT JOIN "Person" AS person
            ON person."tenantKey" = listed."tenantKey" AND person."openId" = listed."openId"
        WHERE listed."broadcastId" = one."id" AND message."state" = 'parked' AND coalesce(message."reason", '') NOT LIKE ${`${SPENT}%`}
        ORDER BY message."seq" LIMIT ${NAMED}) AS part) AS lost
    FROM "Broadcast" AS one JOIN "Round" AS round ON round."id" = one."roundId" WHERE one."id" = ${id}`;
  if (!row) throw noBroadcast();
  return { ...row, tally: later.parse(row.tally) };
};

const noBroadcast = () => new Refusal('no_broadcast', '没有找到这次群发，请从“群发通知”重新开始。');

/** The newest of a round, with how many each is for. One statement. */
export const broadcastsOf = (tx: Tx, roundId: string, most: number) =>
  tx.broadcast.findMany({
    where: { roundId, state: { not: 'preview' } },
    include: { _count: { select: { recipients: true } } },
    orderBy: { createdAt: 'desc' },
    take: most,
  });

export type Sent = Awaited<ReturnType<typeof broadcastsOf>>;

type Draft = { roundId: string; audience: AudienceKey; text: string };

/** Keeps what is looked at before it is sent. One statement. */
export const draftBroadcast = async (tx: Tx, draft: Draft, by: Who, now: Date): Promise<string> => {
  const id = randomUUID();
  const { tenantKey, openId } = by;
  await tx.broadcast.create({ data: { id, ...draft, state: 'preview', tenantKey, openId, createdAt: now } });
  return id;
};

type Confirmed = { id: string; roundId: string; audience: AudienceKey; startAt: Date; by: Who };

/**
 * What was looked at is to go out: whom it is for is settled now, and stands in the round's history with the words. Refusal
 * when it has begun before, or when it is for nobody. Three statements.
 */
export const confirmBroadcast = async (
  tx: Tx,
  enqueue: Enqueue,
  { id, roundId, audience, startAt, by }: Confirmed,
  now: Date,
): Promise<number> => {
  const state = startAt > now ? 'scheduled' : 'sending';
  type Row = LockedRound & { closedAt: Date | null; text: string | null; listed: number };
  const [row] = await tx.$queryRaw<Row[]>`
    WITH held AS (SELECT "id", "rev", "journalHead", coalesce("closingAt", "closedAt") AS "closedAt"
      FROM "Round" WHERE "id" = ${roundId} FOR UPDATE
    ), begun AS (
      UPDATE "Broadcast" SET "state" = ${state}, "startAt" = ${startAt} FROM held
      WHERE "Broadcast"."id" = ${id} AND "roundId" = ${roundId} AND "audience" = ${audience} AND "state" = 'preview'
      RETURNING "text"
    ), listed AS (
      INSERT INTO "BroadcastTo" ("broadcastId", "tenantKey", "openId", "name")
      SELECT ${id}, meant."tenantKey", meant."openId", meant."name"
      FROM begun, (${peopleIn(audience, roundId, now)}) AS meant
      RETURNING 1 AS one
    )
    SELECT held.*, (SELECT "text" FROM begun) AS text, (SELECT count(*)::int FROM listed) AS listed FROM held`;
  mustBeOpen(row);
  if (row.text === null) throw new Refusal('begun', '这次群发已经在发了，没有再发一遍。请点“群发通知”看进度。');
  if (!row.listed) throw new Refusal('nobody', '没有发送：现在没有符合条件的人。请换一个范围再看看。');
  const change = { what: `broadcast ${audience} ${row.listed}`, why: row.text, by };
  await noteInRound(tx, row, change, now);
  if (state === 'sending') await enqueue(tx, 'broadcast', [{ broadcastId: id }]);
  return row.listed;
};

/**
 * What has not gone out yet does not, also what was tried in vain; one that is just being sent, or whose answer was lost,
 * may have arrived. Resolves with how many messages were held back. Two statements.
 */
export const stopBroadcast = async (tx: Tx, id: string, roundId: string): Promise<number> => {
  const { count } = await tx.broadcast.updateMany({
    where: { id, roundId, state: { in: ['scheduled', 'listing', 'sending', 'written'] } },
    data: { state: 'stopped' },
  });
  if (!count) throw new Refusal('stopped', '这次群发没有在发，没有什么要停的。');
  const [row] = await tx.$queryRaw<[{ held: number }]>`
    WITH dropped AS (
      UPDATE "Outbox" AS message SET "state" = 'dropped', "reason" = 'stopped' FROM "BroadcastTo" AS listed
      WHERE listed."broadcastId" = ${id} AND message."id" = listed."message"
        AND (message."state" = 'waiting' OR message."state" = 'parked' AND message."reason" LIKE ${`${SPENT}%`})
      RETURNING 1
    )
    SELECT (SELECT count(*) FROM dropped)::int
      + (SELECT count(*) FROM "BroadcastTo" WHERE "broadcastId" = ${id} AND "message" IS NULL)::int AS held`;
  return row.held;
};

/** The list of whoever is told of an opening: written in the queue, for many may have filed before. */
export const listing = (id: string, roundId: string, audience: AudienceKey, now: Date): Prisma.Sql => Prisma.sql`
  INSERT INTO "BroadcastTo" ("broadcastId", "tenantKey", "openId", "name")
  SELECT ${id}, "tenantKey", "openId", "name" FROM (${peopleIn(audience, roundId, now)}) AS meant
  ON CONFLICT DO NOTHING`;

/** What was looked at and never sent; the rest stays, as the history of the round does. */
export const forgetPreviews = async (tx: Tx, now: Date): Promise<void> => {
  const before = new Date(now.getTime() - PREVIEW_DAYS * 86_400_000);
  await tx.broadcast.deleteMany({ where: { state: 'preview', createdAt: { lt: before } } });
};
const PREVIEW_DAYS = 30;
