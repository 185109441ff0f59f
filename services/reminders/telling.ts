import { randomUUID } from 'node:crypto';
import type { Tx } from '../../prisma/client.ts';
import { actingIn, recipientNow } from '../departments/acting.ts';
import type { Who } from '../filing/filing.ts';
import { appendNotices, personKey } from '../outbox.ts';
import type { Enqueue } from '../queue.ts';
import { type Day, dayOf, endOf } from '../time.ts';
import { nextWorkingDay } from './plan.ts';
import { isUrgent } from './rules.ts';
import { type Aside, type Standing, standingsOf } from './subjects.ts';
import { minutesLeft, type OpenRound, openNow, slotOf } from './windows.ts';

/** Reminders told in one go; where fewer were looked at, that was all. */
export const REMINDERS_AT_ONCE = 1000;
/** Messages of a minute, a little under what the platform takes (feishu: 1000/min per API). */
const PER_MINUTE = 900;

export type Row = Awaited<ReturnType<typeof dueRows>>[number];

const dueRows = (tx: Tx, rounds: string[], now: Date) =>
  tx.reminder.findMany({
    where: { state: 'planned', at: { lte: now }, roundId: { in: rounds } },
    orderBy: [{ at: 'asc' }, { recipient: 'asc' }, { id: 'asc' }],
    take: REMINDERS_AT_ONCE,
  });

/**
 * Puts what is due of the ledger into messages, one a day for each person, on working days and within the windows of the
 * rounds. A last day is told also beside the day's message. Resolves with the reminders looked at.
 */
export const tellDue = async (
  tx: Tx,
  enqueue: Enqueue,
  rounds: readonly OpenRound[],
  operators: readonly Who[],
  now: Date,
  aside: Aside,
): Promise<number> => {
  const open = openNow(rounds, now);
  if (!open.size) return 0;
  const today = dayOf(now);
  const all = await dueRows(tx, [...open.keys()], now);
  if (!all.length) return 0;
  const whom = await resolved(tx, all, now);
  const beside = await ownRows(tx, [...open.keys()], [...whom.values()], now);
  for (const { recipient } of beside) whom.set(recipient, whoOf(recipient));
  const looked = [...all, ...beside];
  const standings = await standingsOf(
    tx,
    looked.map(({ subject }) => subject),
    operators,
    aside,
  );
  const unreadable = looked.filter(({ subject }) => aside.subjects.has(subject));
  await settle(tx, unreadable, { at: aside.until });
  const read = looked.filter((row) => !unreadable.includes(row));
  const over = read.filter((row) => !stillStands(row, standings.get(row.subject)));
  await settle(tx, over, { state: 'dropped', reason: 'done' });
  const rows = read.filter((row) => !over.includes(row));
  const nobody = rows.filter((row) => !whom.has(row.recipient));
  await putOff(tx, nobody, open, now, 'nobody');
  const perPerson = Map.groupBy(
    rows.filter((row) => whom.has(row.recipient)),
    (row) => personKey(whom.get(row.recipient)!),
  );
  const quiet = await quietNow(tx, [...perPerson.keys()], today);
  const addressed = [];
  const told = [];
  for (const [person, theirs] of perPerson) {
    const due = quiet.has(person) ? theirs.filter(({ milestone }) => isUrgent(milestone)) : theirs;
    const later = theirs.filter((row) => !due.includes(row));
    await putOff(tx, later, open, now, null);
    if (!due.length) continue;
    const digest = randomUUID();
    told.push(...due.map(({ id }) => ({ id, person, digest })));
    const who = whom.get(due[0]!.recipient)!;
    addressed.push({ id: digest, to: { who }, notice: { kind: 'reminder', digest } as const });
  }
  if (!addressed.length) return all.length;
  // Named once more by their ids, so that the index is used however many the database takes them to be.
  await tx.$executeRaw`
    UPDATE "Reminder" AS old SET "state" = 'told', "reason" = NULL, "toldTo" = person, "toldOn" = ${today}, "digest" = new.digest
    FROM jsonb_to_recordset(${JSON.stringify(told)}::jsonb) AS new (id text, person text, digest text)
    WHERE old."id" = new.id AND old."id" = ANY(${told.map(({ id }) => id)})`;
  await mergeOlder(
    tx,
    addressed.map(({ id }) => id),
  );
  await appendNotices(tx, enqueue, addressed, now);
  return all.length;
};

/** How many may be put into messages before the next minute in which everybody sends. */
export const roomFor = (now: Date): number => minutesLeft(now) * PER_MINUTE;

/** Whether the part that a reminder is about is still somebody's, and counted back from the same day. */
export const stillStands = (row: Pick<Row, 'rule' | 'recipient' | 'dueOn'>, standing: Standing | undefined): boolean =>
  standing?.parts.some(
    ({ rule, dueOn, recipients }) =>
      rule === row.rule && dueOn === row.dueOn && recipients.some(({ key }) => key === row.recipient),
  ) ?? false;

const settle = async (tx: Tx, rows: Row[], data: { state: string; reason: string } | { at: Date }): Promise<void> => {
  if (rows.length) await tx.reminder.updateMany({ where: { id: { in: rows.map(({ id }) => id) } }, data });
};

/** What was put off of a thing that is told now is told with it: nobody hears of it once more for that. */
const mergeOlder = (tx: Tx, digests: string[]): Promise<number> => tx.$executeRaw`
  UPDATE "Reminder" AS old SET "state" = 'merged', "reason" = NULL
  FROM "Reminder" AS told
  WHERE told."digest" = ANY(${digests}) AND old."state" = 'planned' AND old."recipient" = told."recipient"
    AND old."subject" = told."subject" AND old."rule" = told."rule" AND old."dueOn" = told."dueOn"`;

/**
 * On to the person's minute of the next working day; whoever has asked for quiet days may end them by then. Where nobody was
 * found for what cannot wait, it is looked at again within the hour: somebody may be found while there is time.
 */
const putOff = async (
  tx: Tx,
  rows: Row[],
  rounds: Map<string, OpenRound>,
  now: Date,
  reason: string | null,
): Promise<void> => {
  if (!rows.length) return;
  const moved = rows.map(({ id, recipient, roundId, milestone, dueOn }) => {
    const round = rounds.get(roundId)!;
    if (reason === 'nobody' && isUrgent(milestone) && dayOf(now) <= dueOn) return { id, at: soon(now) };
    return { id, at: slotOf(round, recipient, nextWorkingDay(now, round)) };
  });
  await tx.$executeRaw`
    UPDATE "Reminder" AS old SET "at" = new."at", "reason" = ${reason}
    FROM jsonb_to_recordset(${JSON.stringify(moved)}::jsonb) AS new (id text, at timestamp(3))
    WHERE old."id" = new.id AND old."id" = ANY(${moved.map(({ id }) => id)})`;
};

/** What is due later today of whoever is told now, for their role or of what a day before has left: it comes with the day's one message. */
const ownRows = async (tx: Tx, rounds: string[], people: Who[], now: Date): Promise<Row[]> => {
  if (!people.length) return [];
  const today = { gt: now, lt: endOf(dayOf(now)) };
  return tx.reminder.findMany({
    where: {
      recipient: { in: [...new Set(people.map(personKey))] },
      state: 'planned',
      at: today,
      roundId: { in: rounds },
    },
  });
};

const soon = (now: Date): Date => new Date(now.getTime() + 30 * 60_000);

const isPerson = (recipient: string): boolean => recipient.startsWith('person:');
const whoOf = (person: string): Who => {
  const [, tenantKey = '', openId = ''] = person.split(':');
  return { tenantKey, openId };
};

/** Whom each recipient's messages reach now: the person, or who holds the role. */
const resolved = async (tx: Tx, rows: Row[], now: Date): Promise<Map<string, Who>> => {
  const found = new Map<string, Who>();
  for (const { recipient } of rows) if (isPerson(recipient)) found.set(recipient, whoOf(recipient));
  const roles = [...new Set(rows.map(({ recipient }) => recipient))].filter((key) => !found.has(key));
  for (const [role, acting] of await actingIn(tx, roles)) {
    const who = recipientNow(acting, now);
    if (who) found.set(role, who);
  }
  return found;
};

/** Those who get nothing more today but last days: who has been told already, or has asked for quiet days. */
const quietNow = async (tx: Tx, people: string[], today: Day): Promise<Set<string>> => {
  const rows = await tx.$queryRaw<{ person: string }[]>`
    SELECT "toldTo" AS person FROM "Reminder" WHERE "toldOn" = ${today} AND "toldTo" = ANY(${people})
    UNION
    SELECT person FROM unnest(${people}::text[]) AS person
    JOIN "Person" ON "tenantKey" = split_part(person, ':', 2) AND "openId" = split_part(person, ':', 3)
    WHERE "quietUntil" >= ${today}`;
  return new Set(rows.map(({ person }) => person));
};
