import type { Database } from '../prisma/client.ts';

/**
 * The platform's limits, kept before they are hit and across processes (feishu: 1000/min and 50/s per API, 5/s to one
 * person, 5/s patches of one message). Each call takes the next free slot of its line and waits for it, so whoever came
 * first goes first and nobody asks twice. Written here because the limiters at hand tell time by the machine alone, count
 * in windows of which two neighbours let through the double, and refuse instead of giving a place in the line.
 */
export type Limits = {
  beforeSend: (openId: string) => Promise<void>;
  beforePatch: (messageId: string) => Promise<void>;
  beforeUpload: () => Promise<void>;
  beforeRead: () => Promise<void>;
  beforeDocument: () => Promise<void>;
};

/** 960 a minute: what is left of the thousand is for calls that were slow on their way. */
const API_GAP_MS = 62.5;
/** A little over three a second, so that two that were held up do not meet three others. */
const RECEIVER_GAP_MS = 300;
/** Documents are read at most five times a second, wiki nodes a hundred times a minute: one line for both. */
const DOCUMENT_GAP_MS = 620;

type Time = { now: () => Date; pause: (ms: number) => Promise<void> };

export const createLimits = (db: Database, { now, pause }: Time): Limits => {
  const inLine = async (key: string, gapMs: number): Promise<void> => {
    const waitMs = await takeSlot(db, key, gapMs, now());
    if (waitMs > 0) await pause(waitMs);
  };
  return {
    beforeSend: async (openId) => {
      // The long line first: who came through it together would stand close in the short one.
      await inLine('send', API_GAP_MS);
      await inLine(`person:${openId}`, RECEIVER_GAP_MS);
    },
    beforePatch: async (messageId) => {
      await inLine('patch', API_GAP_MS);
      await inLine(`message:${messageId}`, RECEIVER_GAP_MS);
    },
    beforeUpload: () => inLine('upload', API_GAP_MS),
    beforeRead: () => inLine('read', API_GAP_MS),
    beforeDocument: () => inLine('document', DOCUMENT_GAP_MS),
  };
};

/** Takes the line's next slot and resolves with the ms to wait for it. One statement: two processes never get the same one. */
const takeSlot = async (db: Database, key: string, gapMs: number, at: Date): Promise<number> => {
  const atMs = at.getTime();
  const [slot] = await db.$queryRaw<[{ freeAtMs: number }]>`
    INSERT INTO "RateSlot" AS line (key, "freeAtMs") VALUES (${key}, ${atMs}::float8 + ${gapMs}::float8)
    ON CONFLICT (key) DO UPDATE SET "freeAtMs" = greatest(line."freeAtMs", ${atMs}::float8) + ${gapMs}::float8
    RETURNING "freeAtMs"`;
  return Math.ceil(slot.freeAtMs - gapMs - atMs);
};
