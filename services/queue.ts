import { fromPrisma, type PgBoss } from 'pg-boss';
import { z } from 'zod';
import type { Tx } from '../prisma/client.ts';
import { ownRoutes } from './rounds/own-routes.ts';

/** Work that follows a change: queued in the change's own transaction, so both happen or neither does. */
export const jobs = {
  /**
   * Send what waits in the outbox for one recipient, in order; or bring the live cards of one filing, of a round's contacts, or of one registration up to date. One queue,
   * because a change often asks for both and one statement then does.
   */
  courier: z.union([
    z.object({ recipient: z.string(), urgency: z.int().optional() }),
    z.object({ filingId: z.string() }),
    z.object({ roundId: z.string() }),
    z.object({ registrationId: z.string() }),
    /** Whatever was left waiting goes on. */
    z.object({ left: z.literal(true) }),
    /** What a click shows that was answered before its end: bot/late.ts. */
    z.object({ messageId: z.string(), openId: z.string(), mark: z.string(), untilMs: z.number() }),
    /** 加急: press a message of the outbox on whom it was sent to. */
    z.object({ buzz: z.string() }),
  ]),
  /** Fetch the files of one message and put them where they belong. */
  fetch: z.object({
    messageId: z.string(),
    who: z.object({ tenantKey: z.string(), openId: z.string() }),
    filingId: z.string(),
    /** When the message was sent, in ms since 1970. */
    sentAtMs: z.number().optional(),
    /** The section on the person's screen, '' for none; jobs of an older release do not say. */
    step: z.string().optional(),
    /** Where the file belongs, settled when it was sent: the person may have moved on since. */
    target: z.union([
      z.object({ kind: z.literal('scan'), version: z.int(), replaces: z.string().optional() }),
      z.object({
        kind: z.literal('field'),
        step: z.string(),
        field: z.string(),
        replaces: z.string().optional(),
      }),
      z.object({ kind: z.literal('ask') }),
      z.object({ kind: z.literal('complete'), version: z.int() }),
    ]),
    files: z.array(z.object({ fileKey: z.string(), name: z.string(), type: z.enum(['file', 'image']) })),
  }),
  /** Put long text where it belongs, after a last look at the messages it came from; or read a document for it. */
  longText: z.union([
    z.object({ land: z.string(), rev: z.int(), replace: z.boolean() }),
    z.object({ messageId: z.string(), key: z.string() }),
  ]),
  /** Join the photographs of the signed form into one PDF. */
  join: z.object({
    filingId: z.string(),
    version: z.int(),
    who: z.object({ tenantKey: z.string(), openId: z.string() }),
  }),
  /** A department's date is another one, since the round's `rev`: whom it concerns is told; `event`: the department too. */
  dues: z.union([
    z.object({
      roundId: z.string(),
      departmentCode: z.string(),
      rev: z.int(),
      event: z.enum(['set', 'cleared', 'extended', 'ended']).optional(),
    }),
    /** The round's routes are others since its `roundRev`, and were as said: whoever they lead elsewhere is found. */
    z.object({
      rerouted: z.string(),
      roundRev: z.int(),
      was: ownRoutes.nullable(),
      by: z.object({ tenantKey: z.string(), openId: z.string() }),
    }),
    /** They lead this filing elsewhere than `from`, where it went before; older jobs do not say. */
    z.object({
      filingId: z.string(),
      roundRev: z.int(),
      from: z.string().optional(),
      by: z.object({ tenantKey: z.string(), openId: z.string() }),
    }),
  ]),
  /** What is unfinished in a round that is being ended expires, and then the round is over. */
  closing: z.object({ roundId: z.string(), by: z.object({ tenantKey: z.string(), openId: z.string() }) }),
  /** A department's place has become free: the first that waits for one moves up. */
  places: z.object({ roundId: z.string(), departmentCode: z.string() }),
  /** One decision of the national office on several filings: services/office/batch.ts. */
  office: z.object({ batchId: z.string() }),
  /** The next messages of a broadcast are put into the outbox: services/broadcasts/writing.ts. */
  broadcast: z.object({ broadcastId: z.string() }),
  /** Find the Feishu user behind the mobile or e-mail of a contact, of a colleague who is invited or let in, or of who is to be an operator. */
  lookUp: z.union([
    /** `wake`: recipients whose messages were written with the change. */
    z.object({ contactId: z.string(), wake: z.array(z.string()).optional() }),
    z.object({ deputyId: z.string() }),
    z.object({ filingId: z.string(), invitationId: z.string() }),
    z.object({ operatorSearchId: z.string() }),
    z.object({ colleagueSearchId: z.string() }),
  ]),
} as const;
export type JobName = keyof typeof jobs;
export type Job<J extends JobName = JobName> = z.infer<(typeof jobs)[J]>;

/** The courier is woken for one recipient; `urgency` as in services/urgency.ts, 0 when absent. */
export type Waking = { recipient: string; urgency?: number };

export type Enqueue = <J extends JobName>(tx: Tx, name: J, data: Job<J>[], behind?: boolean) => Promise<void>;

/** One INSERT through pg-boss inside the caller's transaction; it rolls back with it. What is less urgent is taken up later. */
export const createEnqueue =
  (boss: PgBoss): Enqueue =>
  async (tx, name, data, behind = false) => {
    if (!data.length) return;
    const urgencyOf = (one: object) => Math.max('urgency' in one ? Number(one.urgency ?? 0) : 0, behind ? 1 : 0);
    await boss.insert(
      name,
      data.map((one) => ({ data: one, ...(urgencyOf(one) && { priority: -urgencyOf(one) }) })),
      { db: fromPrisma(tx) },
    );
  };

/**
 * For what concerns many at once: a decision on a hundred filings asks for hundreds of messages, a minute's work within the
 * platform's limits, and whoever clicks meanwhile is not to wait for all of them. Urgent they are nevertheless: only their
 * turn comes later.
 */
export const behindOthers =
  (enqueue: Enqueue): Enqueue =>
  (tx, name, data) =>
    enqueue(tx, name, data, true);

/**
 * For several changes in one transaction: what they ask for is queued together by `flush`, one statement for each queue, and
 * each job once.
 */
export const gathered = (enqueue: Enqueue): { enqueue: Enqueue; flush: (tx: Tx) => Promise<void> } => {
  const asked = new Map<JobName, Map<string, Job>>();
  return {
    enqueue: async (_tx, name, data) => {
      const jobs = asked.get(name) ?? new Map<string, Job>();
      for (const one of data) jobs.set(JSON.stringify(one), one);
      asked.set(name, jobs);
    },
    flush: async (tx) => {
      for (const [name, jobs] of asked) await enqueue(tx, name, [...jobs.values()] as Job<typeof name>[]);
    },
  };
};
