import { randomUUID } from 'node:crypto';
import type { Tx } from '../../prisma/client.ts';
import type { Who } from '../filing/filing.ts';
import { appendNotices } from '../outbox.ts';
import type { Enqueue } from '../queue.ts';
import { type Case, caseKey, type Deed, deedsOf, type Taken, type Told } from './escalation.ts';
import { type Aside, actingAt, standingsOf } from './subjects.ts';
import { type OpenRound, openNow } from './windows.ts';

/** Cases looked at in one go; where fewer were looked at, that was all. */
export const CASES_AT_ONCE = 200;

/**
 * Looks at what has come to its last days, and does what rules.ts says where it is not read or not done, within the windows
 * of the rounds. Each step stands in the ledger before anything leaves, in the same transaction as the message or the job
 * that carries it out. Resolves with the cases looked at.
 */
export const escalateDue = async (
  tx: Tx,
  enqueue: Enqueue,
  rounds: readonly OpenRound[],
  operators: readonly Who[],
  now: Date,
  aside: Aside,
): Promise<number> => {
  const open = openNow(rounds, now);
  if (!open.size) return 0;
  const cases = (await tx.escalation.findMany({
    where: { at: { lte: now }, roundId: { in: [...open.keys()] } },
    orderBy: { at: 'asc' },
    take: CASES_AT_ONCE,
  })) as Case[];
  if (!cases.length) return 0;
  const subjects = cases.map(({ subject }) => subject);
  const standings = await standingsOf(tx, subjects, operators, aside);
  const told = Map.groupBy(await toldOf(tx, subjects), caseKey);
  const steps = await tx.escalationStep.findMany({ where: { subject: { in: subjects } } });
  const taken = steps.map((step) => ({ ...step, waits: step.state === 'waiting' }));
  const done = Map.groupBy(taken, caseKey) as Map<string, Taken[]>;
  const acting = await actingAt(tx, standings);
  const looked = cases.map((one) => {
    if (aside.subjects.has(one.subject)) return { one, deeds: [], next: aside.until };
    const standing = standings.get(one.subject);
    const key = caseKey(one);
    const facts = { standing, told: told.get(key) ?? [], done: done.get(key) ?? [], operators };
    const calendar = open.get(one.roundId)!;
    return { one, ...deedsOf(one, { ...facts, acting: acting(standing) }, calendar, now) };
  });
  await carryOut(
    tx,
    enqueue,
    looked.flatMap(({ one, deeds }) => deeds.map((deed) => ({ ...one, ...deed }))),
    now,
  );
  await lookAgain(
    tx,
    looked.map(({ one, next }) => ({ ...one, at: next })),
  );
  return cases.length;
};

/** The reminders of the last days, the newest of each recipient. */
export const toldOf = (tx: Tx, subjects: string[]): Promise<(Case & Told)[]> => tx.$queryRaw`
  SELECT DISTINCT ON (told."subject", told."rule", told."dueOn", told."recipient")
    told."subject", told."rule", told."dueOn", told."recipient", told."toldTo" AS person, message."id" AS message,
    coalesce(message."state" = 'waiting', false) AS waits, message."sentAt", message."readAt"
  FROM "Reminder" AS told LEFT JOIN "Outbox" AS message ON message."id" = told."digest"
  WHERE told."subject" = ANY(${subjects}) AND told."milestone" IN (0, 1) AND told."state" <> 'merged'
  ORDER BY told."subject", told."rule", told."dueOn", told."recipient", told."digest" IS NULL, told."at" DESC`;

/** The courier presses each message once, whatever it is about; and each person is told of all that is theirs in one. */
const carryOut = async (tx: Tx, enqueue: Enqueue, deeds: (Case & Deed)[], now: Date): Promise<void> => {
  if (!deeds.length) return;
  const messages = new Map<string, string>();
  for (const { step, person, message } of deeds)
    if (!message && !messages.has(`${step} ${person}`)) messages.set(`${step} ${person}`, randomUUID());
  await tx.escalationStep.createMany({
    data: deeds.map(({ roundId, subject, rule, dueOn, step, person, message }) => ({
      ...{ id: randomUUID(), roundId, subject, rule, dueOn, step, person, state: 'waiting', at: now },
      message: message ?? messages.get(`${step} ${person}`)!,
    })),
    skipDuplicates: true,
  });
  const told = [...messages].map(([key, id]) => {
    const [, tenantKey = '', openId = ''] = key.split(' ')[1]!.split(':');
    return { id, to: { who: { tenantKey, openId } }, notice: { kind: 'escalated', digest: id } as const };
  });
  await appendNotices(tx, enqueue, told, now);
  const pressed = new Set(deeds.flatMap(({ message }) => message ?? []));
  await enqueue(
    tx,
    'courier',
    [...pressed].map((buzz) => ({ buzz })),
  );
};

const lookAgain = async (tx: Tx, cases: (Case & { at: Date | null })[]): Promise<void> => {
  await tx.$executeRaw`
    UPDATE "Escalation" AS old SET "at" = looked."at"
    FROM jsonb_to_recordset(${JSON.stringify(cases)}::jsonb)
      AS looked (subject text, rule text, "dueOn" text, "at" timestamp(3))
    WHERE old."subject" = looked.subject AND old."rule" = looked.rule AND old."dueOn" = looked."dueOn"`;
};

/**
 * What has become of the messages is taken into the ledger, also of those that could not be delivered and were tried again.
 * What could not go within the window is looked at anew.
 */
export const settleSteps = async (tx: Tx, now: Date): Promise<void> => {
  await tx.$executeRaw`
    WITH settled AS MATERIALIZED (
      SELECT step."id", message."state", message."reason", message."sentAt",
        message."state" = 'dropped' AND message."reason" = 'window' AS again
      FROM "EscalationStep" AS step JOIN "Outbox" AS message ON message."id" = step."message"
      WHERE step."step" <> 'buzz' AND (step."state" = 'waiting' AND message."state" <> 'waiting'
        OR step."state" = 'failed' AND message."state" IN ('sent', 'retired', 'dropped'))
    ), over AS (
      UPDATE "EscalationStep" AS step SET
        "state" = CASE settled."state" WHEN 'dropped' THEN 'dropped' WHEN 'parked' THEN 'failed' ELSE 'done' END,
        "reason" = CASE WHEN settled."state" IN ('dropped', 'parked') THEN settled."reason" END,
        "doneAt" = settled."sentAt"
      FROM settled WHERE step."id" = settled."id" AND NOT again
    ), again AS (
      DELETE FROM "EscalationStep" AS step USING settled WHERE step."id" = settled."id" AND again
      RETURNING step."subject", step."rule", step."dueOn")
    UPDATE "Escalation" AS old SET "at" = ${now} FROM again
    WHERE old."subject" = again."subject" AND old."rule" = again."rule" AND old."dueOn" = again."dueOn"`;
};
