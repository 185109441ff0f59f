import type { Database, Tx } from '../../prisma/client.ts';
import type { Enqueue } from '../queue.ts';
import { openRounds } from '../rounds/store.ts';
import { CASES_AT_ONCE, escalateDue, settleSteps } from './escalating.ts';
import { planDue, SUBJECTS_AT_ONCE } from './planning.ts';
import { settleTold } from './settling.ts';
import { operatorsToTell } from './subjects.ts';
import { REMINDERS_AT_ONCE, roomFor, tellDue } from './telling.ts';

/** Any process may sweep at any time, as often as it likes: one at a time does, and each reminder is in the ledger once. */
const LOCK = 0x7265_6d69;

/** `unreadable`: subjects of which this release can make nothing, and why. */
export type Swept = { planned: number; told: number; escalated: number; unreadable: [string, unknown][] };

/** So long later what could not be read is looked at again. */
const PUT_OFF_MS = 3_600_000;

/**
 * What is due is planned, what is planned for now is told, and what has come to its last days is looked after. The queue's
 * alarm calls this every few minutes; a call that is missed, doubled or late changes nothing but when it happens. Costs by
 * what is due, a few statements when nothing is.
 */
export const sweepReminders = async (db: Database, enqueue: Enqueue, now: Date): Promise<Swept> => {
  const inTurn = <T>(what: (tx: Tx) => Promise<T>): Promise<T> =>
    db.$transaction(
      async (tx) => {
        await tx.$executeRaw`SELECT pg_advisory_xact_lock(${LOCK})`;
        return what(tx);
      },
      { timeout: 60_000, maxWait: 60_000 },
    );
  await inTurn(async (tx) => {
    await settleTold(tx, now);
    await settleSteps(tx, now);
  });
  const operators = await operatorsToTell(db);
  const swept = { planned: 0, told: 0, escalated: 0 };
  const aside = { subjects: new Map<string, unknown>(), until: new Date(now.getTime() + PUT_OFF_MS) };
  for (let more = true; more; ) {
    const planned = await inTurn((tx) => planDue(tx, operators, now, aside));
    swept.planned += planned;
    more = planned >= SUBJECTS_AT_ONCE;
  }
  const rounds = await openRounds(db);
  for (let room = roomFor(now); room > 0; ) {
    const told = await inTurn((tx) => tellDue(tx, enqueue, rounds, operators, now, aside));
    swept.told += told;
    if (told < REMINDERS_AT_ONCE) break;
    room -= told;
  }
  for (let more = true; more; ) {
    const looked = await inTurn((tx) => escalateDue(tx, enqueue, rounds, operators, now, aside));
    swept.escalated += looked;
    more = looked >= CASES_AT_ONCE;
  }
  return { ...swept, unreadable: [...aside.subjects] };
};
