import { RateLimiterPrisma, type RateLimiterRes } from 'rate-limiter-flexible';
import type { Database } from '../prisma/client.ts';

/**
 * The platform's limits, kept before they are hit and across processes (feishu: 1000/min and 50/s per API, 5/s to one
 * person, 5/s patches of one message). The windows are fixed ones: any minute touches at most 61 of a second, any second two.
 */
export type Limits = {
  beforeSend: (openId: string) => Promise<void>;
  beforePatch: (messageId: string) => Promise<void>;
  beforeUpload: () => Promise<void>;
};

const WINDOW_SECONDS = 1;
const PER_API = 16;
const PER_PERSON = 2;
const PER_MESSAGE = 2;

type Time = { now: () => Date; pause: (ms: number) => Promise<void> };

export const createLimits = (db: Database, time: Time): Limits => {
  const storeClient = { rateLimiterFlexible: countersInOurTime(db, time.now) };
  const limit = (keyPrefix: string, points: number) =>
    inLine(
      new RateLimiterPrisma({ storeClient, tableName: 'rateLimiterFlexible', ...{ keyPrefix, points, ...WINDOW } }),
      time.pause,
    );
  const api = limit('api', PER_API);
  const person = limit('person', PER_PERSON);
  const message = limit('message', PER_MESSAGE);
  return {
    beforeSend: async (openId) => {
      await person(openId);
      await api('send');
    },
    beforePatch: async (messageId) => {
      await message(messageId);
      await api('patch');
    },
    beforeUpload: () => api('upload'),
  };
};

const WINDOW = { duration: WINDOW_SECONDS, clearExpiredByTimeout: false };

/** Waits for one of the window's points; within this process whoever came first goes first. */
const inLine = (limiter: RateLimiterPrisma, pause: Time['pause']) => {
  const lines = new Map<string, Promise<void>>();
  const takePoint = async (key: string): Promise<void> => {
    for (;;) {
      const refused = await limiter.consume(key).then(
        () => undefined,
        (reason: Error | RateLimiterRes) => reason,
      );
      if (!refused) return;
      if (refused instanceof Error) throw refused;
      await pause(refused.msBeforeNext);
    }
  };
  return (key: string): Promise<void> => {
    const turn = (lines.get(key) ?? Promise.resolve()).catch(() => {}).then(() => takePoint(key));
    lines.set(key, turn);
    return turn.finally(() => lines.get(key) === turn && lines.delete(key));
  };
};

type Counted = { key: string; points: number; expire: Date };

/**
 * The table the limiter counts in, kept by our clock: the limiter reads the machine's, and a window that ends by another
 * clock than everything else would end too early or never. Counting and beginning a new window are one statement.
 */
const countersInOurTime = (db: Database, now: () => Date) => ({
  deleteMany: async () => ({ count: 0 }),
  upsert: async ({ create: { key, points } }: { create: Counted }): Promise<Counted> => {
    const at = now();
    const end = new Date(at.getTime() + WINDOW_SECONDS * 1000);
    const [row] = await db.$queryRaw<Counted[]>`
      INSERT INTO "RateLimiterFlexible" AS counter (key, points, expire) VALUES (${key}, ${points}, ${end})
      ON CONFLICT (key) DO UPDATE SET
        points = CASE WHEN counter.expire <= ${at} THEN ${points} ELSE counter.points + ${points} END,
        expire = CASE WHEN counter.expire <= ${at} THEN ${end} ELSE counter.expire END
      RETURNING key, points, expire`;
    const machineTime = performance.timeOrigin + performance.now();
    return { ...row!, expire: new Date(Math.ceil(machineTime + row!.expire.getTime() - at.getTime())) };
  },
});
