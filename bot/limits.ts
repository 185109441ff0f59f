import type { Database } from '../prisma/client.ts';
import type { Urgency } from '../services/urgency.ts';
import { FeishuError } from './feishu-error.ts';

type Call<T> = () => Promise<T>;

/**
 * The platform's limits, kept before they are hit and across processes (feishu: 1000/min and 50/s per API, 5/s to one
 * person, 5/s patches of one message; a self-built app has one tenant, so they are the app's). Each call takes the next free
 * slot of its line and waits for it, so whoever came first goes first and nobody asks twice. What is urgent takes its slot
 * at once; what can wait stands in a line of its own first, and moves on only while the common one is nearly empty.
 *
 * Should the platform ask for a wait all the same, the line itself is moved for every process. A short wait is sat out; for
 * a longer one the call rejects as `limited`, without another question to the platform.
 *
 * Written here because the well-kept limiters do something else (rate-limiter-flexible 11.4 was read): they tell time by
 * `Date.now()` alone, count in windows of which two neighbours let through the double, answer with a refusal instead of a
 * place in the line, and their queue (RateLimiterQueue) lives in the memory of one process.
 */
export type Limits = {
  send: <T>(openId: string, urgency: Urgency, call: Call<T>) => Promise<T>;
  patch: <T>(messageId: string, call: Call<T>) => Promise<T>;
  upload: <T>(call: Call<T>) => Promise<T>;
  read: <T>(call: Call<T>) => Promise<T>;
  document: <T>(call: Call<T>) => Promise<T>;
};

/** 960 a minute: what is left of the thousand is for calls that were slow on their way. */
const API_GAP_MS = 62.5;
/** A little over three a second, so that two that were held up do not meet three others. */
const RECEIVER_GAP_MS = 300;
/** Documents are read at most five times a second, wiki nodes a hundred times a minute: one line for both. */
const DOCUMENT_GAP_MS = 620;
/** How far the common line may be taken ahead by what can wait. */
const ROOM_MS = 250;
/**
 * What an eighth of its wait adds to that, at most, so that of those who can wait the longest waiting comes first. Whoever is
 * urgent waits behind both at most.
 */
const AGE_ROOM_MS = 125;
/** A wait the platform asks for that is sat out; a longer one is left to the queue. */
const SHORT_WAIT_MS = 5_000;
/** How long the line itself may be. */
const LINE_MS = 20_000;
/** After a wait this long the line may have been moved meanwhile. */
const LOOK_AGAIN_MS = 1_000;
/** So long does one that can wait give way, before it leaves its worker to others. */
const PATIENCE_MS = 30_000;
const TRIES = 5;
/** One trial a minute while the month's number of calls is used up. */
const SPENT_WAIT_S = 60;
/** Too often to one person or chat; every other code speaks of the API. */
const RECEIVER_LIMIT = 230020;

type Line = { key: string; gapMs: number };
/** The API's line, behind the one to stand in before, and in front of that of one receiver. */
type Way = { before?: Line; api: Line; own?: Line };
type Time = { now: () => Date; pause: (ms: number) => Promise<void> };

export const createLimits = (db: Database, { now, pause }: Time): Limits => {
  const along = async <T>(way: Way, call: Call<T>): Promise<T> => {
    for (let tried = 1; ; tried++) {
      // The long line first: who came through it together would stand close in the short one.
      if (way.before) await passThrough(way.before);
      await passThrough(way.api, way.before);
      if (way.own) await passThrough(way.own);
      try {
        return await call();
      } catch (error) {
        const waitMs = waitOf(error);
        if (waitMs === undefined) throw error;
        const { key } = ((error as FeishuError).code === RECEIVER_LIMIT && way.own) || way.api;
        await moveLine(db, key, now().getTime() + waitMs);
        if (waitMs > SHORT_WAIT_MS || tried === TRIES) throw error;
      }
    }
  };

  /** `before`: the line come from: the next ones in it need not come before there is room, and no more room is taken ahead. */
  const passThrough = async ({ key, gapMs }: Line, before?: Line): Promise<void> => {
    const since = now().getTime();
    for (;;) {
      const roomMs = before ? ROOM_MS + Math.min((now().getTime() - since) / 8, AGE_ROOM_MS) : LINE_MS;
      const { waitMs, busyMs } = await takeSlot(db, { key, gapMs, roomMs }, now());
      if (busyMs === undefined) {
        if (waitMs > 0) await pause(waitMs);
        if (waitMs < LOOK_AGAIN_MS || !(await isHeld(db, key, now()))) return;
        continue;
      }
      if (busyMs > LINE_MS || now().getTime() - since > PATIENCE_MS)
        throw new FeishuError({ kind: 'limited', words: '发送太多，要等一会儿', retryAfterSeconds: busyMs / 1000 });
      if (before) await moveLine(db, before.key, now().getTime() + busyMs, { held: false });
      await pause(Math.max(busyMs - roomMs, gapMs));
    }
  };

  const receiver = (key: string): Line => ({ key, gapMs: RECEIVER_GAP_MS });
  const api = (key: string, gapMs = API_GAP_MS): Line => ({ key, gapMs });
  return {
    send: (openId, urgency, call) => {
      const own = receiver(`person:${openId}`);
      if (urgency === 0) return along({ api: api('send'), own }, call);
      return along({ before: api('bulk'), api: api('send'), own }, call);
    },
    patch: (messageId, call) => along({ api: api('patch'), own: receiver(`message:${messageId}`) }, call),
    upload: (call) => along({ api: api('upload') }, call),
    read: (call) => along({ api: api('read') }, call),
    document: (call) => along({ api: api('document', DOCUMENT_GAP_MS) }, call),
  };
};

/** How long nobody in the line may call, by what the platform has answered. */
const waitOf = (error: unknown): number | undefined => {
  if (!(error instanceof FeishuError)) return undefined;
  if (error.kind === 'quota') return SPENT_WAIT_S * 1000;
  return error.kind === 'limited' ? (error.retryAfterSeconds ?? 1) * 1000 : undefined;
};

/**
 * Takes the line's next slot and resolves with the ms to wait for it, or with how long the line is taken when that is further
 * ahead than `roomMs`. One statement: two processes never get the same slot.
 */
const takeSlot = async (
  db: Database,
  { key, gapMs, roomMs }: Line & { roomMs: number },
  at: Date,
): Promise<{ waitMs: number; busyMs?: undefined } | { waitMs?: undefined; busyMs: number }> => {
  const atMs = at.getTime();
  const [slot] = await db.$queryRaw<{ freeAtMs: number }[]>`
    INSERT INTO "RateSlot" AS line (key, "freeAtMs") VALUES (${key}, ${atMs}::float8 + ${gapMs}::float8)
    ON CONFLICT (key) DO UPDATE SET "freeAtMs" = greatest(line."freeAtMs", ${atMs}::float8) + ${gapMs}::float8
    WHERE line."freeAtMs" <= ${atMs}::float8 + ${roomMs}::float8
    RETURNING "freeAtMs"`;
  if (slot) return { waitMs: Math.ceil(slot.freeAtMs - gapMs - atMs) };
  const line = await db.rateSlot.findUnique({ where: { key } });
  return { busyMs: Math.max(1, Math.ceil((line?.freeAtMs ?? atMs) - atMs)) };
};

/** Nobody takes a slot before then, in any process; `held`: because the platform wants no call until then. */
const moveLine = async (db: Database, key: string, toMs: number, { held = true } = {}): Promise<void> => {
  const heldMs = held ? toMs : 0;
  await db.$executeRaw`
    INSERT INTO "RateSlot" AS line (key, "freeAtMs", "heldUntilMs") VALUES (${key}, ${toMs}::float8, ${heldMs}::float8)
    ON CONFLICT (key) DO UPDATE
    SET "freeAtMs" = greatest(line."freeAtMs", ${toMs}::float8), "heldUntilMs" = greatest(line."heldUntilMs", ${heldMs}::float8)`;
};

const isHeld = async (db: Database, key: string, at: Date): Promise<boolean> =>
  (await db.rateSlot.count({ where: { key, heldUntilMs: { gt: at.getTime() } } })) > 0;
