import type { Database } from '../../prisma/client.ts';
import type { Who } from '../filing/filing.ts';
import { Refusal } from '../refusal.ts';
import { loadRound } from '../rounds/store.ts';
import { linesOf } from './lines.ts';
import { mayTell } from './windows.ts';

/** Tries of one buzz of which no answer came: more than this is a platform that does not work, and the next step is not far. */
const TRIES = 6;
/** So long after trouble that passes it is tried again: a little less than the alarm needs to strike twice. */
const PAUSE_MS = 9.5 * 60_000;

const waitingFor = (message: string) => ({ message, step: 'buzz', state: 'waiting' }) as const;

/**
 * Whether a message is to be pressed on its person now, and that it is tried: noted before the call, so that a process that
 * dies in it is counted. What was read or done meanwhile is settled; outside the window it is looked at anew.
 */
export const beginBuzz = async (
  db: Database,
  id: string,
  now: Date,
): Promise<{ messageId: string; openId: string } | undefined> => {
  const step = await db.escalationStep.findFirst({ where: waitingFor(id) });
  const message = step && (await db.outbox.findUnique({ where: { id } }));
  if (!step || !message) return undefined;
  const { messageId, tenantKey, openId, readAt } = message;
  const reached = messageId && tenantKey && openId ? { messageId, tenantKey, openId } : undefined;
  if (!reached || readAt) await settleBuzz(db, id, { state: 'dropped', reason: 'read' });
  else if (!mayTell(await loadRound(db, step.roundId), now)) await lookAnew(db, id, now);
  else if (step.attempts >= TRIES) await settleBuzz(db, id, { state: 'failed', reason: 'transient' });
  else if (await isOver(db, id, reached, now)) await settleBuzz(db, id, { state: 'dropped', reason: 'done' });
  else {
    await db.escalationStep.updateMany({ where: waitingFor(id), data: { attempts: { increment: 1 } } });
    return reached;
  }
  return undefined;
};

const isOver = (db: Database, id: string, me: Who, now: Date): Promise<boolean> =>
  linesOf(db, id, me, now).then(
    () => false,
    (error: unknown) => {
      if (error instanceof Refusal) return true;
      throw error;
    },
  );

/** What has come of it, for everything that the message was about. */
export const settleBuzz = async (
  db: Database,
  id: string,
  outcome: { state: 'done'; doneAt: Date } | { state: 'failed' | 'dropped'; reason: string },
): Promise<void> => {
  await db.escalationStep.updateMany({ where: waitingFor(id), data: outcome });
};

/** The trouble passes by itself: its case is looked at again soon, within the window, and it is tried then. `counts`: it may have had its effect. */
export const putOffBuzz = async (db: Database, id: string, counts: boolean, now: Date): Promise<void> => {
  const soon = new Date(now.getTime() + PAUSE_MS);
  await db.$executeRaw`
    WITH buzz AS (
      UPDATE "EscalationStep" SET "attempts" = greatest(0, "attempts" - ${counts ? 0 : 1}::int)
      WHERE "message" = ${id} AND "step" = 'buzz' AND "state" = 'waiting' RETURNING "subject", "rule", "dueOn")
    UPDATE "Escalation" AS old SET "at" = least(old."at", ${soon}) FROM buzz
    WHERE old."subject" = buzz."subject" AND old."rule" = buzz."rule" AND old."dueOn" = buzz."dueOn"`;
};

const lookAnew = async (db: Database, id: string, now: Date): Promise<void> => {
  await db.$executeRaw`
    WITH again AS (
      DELETE FROM "EscalationStep" WHERE "message" = ${id} AND "step" = 'buzz' AND "state" = 'waiting'
      RETURNING "subject", "rule", "dueOn")
    UPDATE "Escalation" AS old SET "at" = ${now} FROM again
    WHERE old."subject" = again."subject" AND old."rule" = again."rule" AND old."dueOn" = again."dueOn"`;
};
