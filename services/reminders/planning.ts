import { randomUUID } from 'node:crypto';
import type { Tx } from '../../prisma/client.ts';
import type { Who } from '../filing/filing.ts';
import { dayOf } from '../time.ts';
import { firstLook } from './escalation.ts';
import { departmentSubject, filingSubject } from './parts.ts';
import { type Part, planOf, workingDayFrom } from './plan.ts';
import { isUrgent, ruleAt } from './rules.ts';
import type { Aside, Standing } from './subjects.ts';
import { standingsOf } from './subjects.ts';
import { openingOf, slotOf } from './windows.ts';

/** Subjects planned in one go; where fewer were looked at, that was all. */
export const SUBJECTS_AT_ONCE = 200;

/** A subject whose reminders are to be planned: `at` since when it waits for that, and what was known of it. */
type Waiting = { subject: string; remindAt: Date; remindFrom: Date | null; remindFor: string | null };

/**
 * Writes the reminders that have become due into the ledger, each once, and notes when each subject is to be looked at
 * again. Costs by what is due, through the indexes of remindAt. Resolves with the number of subjects looked at.
 */
export const planDue = async (tx: Tx, operators: readonly Who[], now: Date, aside: Aside): Promise<number> => {
  const waiting = await waitingFor(tx, now);
  const standings = await standingsOf(
    tx,
    waiting.map(({ subject }) => subject),
    operators,
    aside,
  );
  const plans = waiting.map((one) =>
    aside.subjects.has(one.subject) ? putOff(one, aside.until) : planned(one, standings.get(one.subject), now),
  );
  await tx.reminder.createMany({ data: plans.flatMap(({ rows }) => rows), skipDuplicates: true });
  await tx.escalation.createMany({ data: plans.flatMap(({ cases }) => cases), skipDuplicates: true });
  await noteNext(tx, plans);
  return waiting.length;
};

const waitingFor = async (tx: Tx, now: Date): Promise<Waiting[]> => {
  const due = { where: { remindAt: { lte: now } }, orderBy: { remindAt: 'asc' }, take: SUBJECTS_AT_ONCE } as const;
  const known = { remindAt: true, remindFrom: true, remindFor: true } as const;
  const filings = await tx.filing.findMany({ ...due, select: { id: true, ...known } });
  const departments = await tx.department.findMany({ ...due, select: { roundId: true, code: true, ...known } });
  return [
    ...filings.map(({ id, remindAt, ...rest }) => ({ subject: filingSubject(id), remindAt: remindAt!, ...rest })),
    ...departments.map(({ roundId, code, remindAt, ...rest }) => ({
      ...{ subject: departmentSubject(roundId, code), remindAt: remindAt! },
      ...rest,
    })),
  ];
};

const planned = (waiting: Waiting, standing: Standing | undefined, now: Date) => {
  const parts = standing?.parts ?? [];
  const known = knownOf(waiting);
  // Another part, another day or another reviewer: it goes on since the change that asked for this look, or just before it.
  const sinceOf = (part: Part): Date => known.get(partKey(part)) ?? new Date(waiting.remindAt.getTime() - 1);
  const rows = standing ? parts.flatMap((part) => rowsOf(part, sinceOf(part), standing, now)) : [];
  const cases = standing ? parts.flatMap((part) => casesOf(part, sinceOf(part), standing, now)) : [];
  const next = standing ? parts.flatMap((part) => nextOf(part, sinceOf(part), standing, now)) : [];
  const remindAt = next.length ? new Date(Math.min(...next)) : null;
  const remindFrom = parts.length ? new Date(Math.max(...parts.map((part) => sinceOf(part).getTime()))) : null;
  const remindFor = parts.map((part) => `${partKey(part)}@${sinceOf(part).getTime()}`).join(' ') || null;
  return { waiting, rows, cases, remindAt, remindFrom, remindFor };
};

/** What was known of it stays. */
const putOff = (waiting: Waiting, remindAt: Date): Planned => {
  const { remindFrom, remindFor } = waiting;
  return { waiting, rows: [], cases: [], remindAt, remindFrom, remindFor };
};

/** What a part goes on as: those who fill, and the operators, have it together, each since they came. */
const partKey = ({ rule, dueOn, recipients }: Part): string => {
  const { to } = ruleAt(rule);
  return to === 'reviewer' ? `${rule}:${dueOn}:${recipients[0]?.key}` : `${rule}:${dueOn}`;
};

/** The parts that were known at the last look, and since when each goes on. */
const knownOf = ({ remindFrom, remindFor }: Waiting): Map<string, Date> =>
  new Map(
    remindFor?.split(' ').flatMap((one): [string, Date][] => {
      const [key = '', since] = one.split('@');
      const from = since ? new Date(Number(since)) : remindFrom;
      return from ? [[key, from]] : [];
    }),
  );

const nextOf = (part: Part, from: Date, { round }: Standing, now: Date): number[] => {
  const { next } = planOf(part, from, round, now);
  return next ? [openingOf(round, next.day).getTime()] : [];
};

/** What is due of a part by now: for each recipient the last milestone, the others merged into it. */
const rowsOf = (part: Part, from: Date, { round }: Standing, now: Date) =>
  part.recipients.flatMap(({ key, since }) => {
    const { due } = planOf(part, since && since > from ? since : from, round, now);
    const at = slotOf(round, key, workingDayFrom(dayOf(now), round));
    const { rule, subject, dueOn } = part;
    return due.map(({ n }, i) => ({
      ...{ id: randomUUID(), roundId: round.id, subject, rule, recipient: key, milestone: n, dueOn, at },
      state: i === due.length - 1 ? 'planned' : 'merged',
    }));
  });

/** On the last days it is looked at also whether they read it, and do it: also where there is nobody to remind. */
const casesOf = (part: Part, from: Date, { round }: Standing, now: Date) => {
  const { rule, subject, dueOn } = part;
  const last = planOf(part, from, round, now).due.some(({ n }) => isUrgent(n));
  if (!last || !ruleAt(rule).escalate.length) return [];
  const at = firstLook(part, round, now);
  return [{ roundId: round.id, subject, rule, dueOn, at }];
};

type Planned = ReturnType<typeof planned>;

/** A change that came meanwhile has asked for another look: that stands. */
const noteNext = async (tx: Tx, plans: Planned[]): Promise<void> => {
  if (!plans.length) return;
  const rows = JSON.stringify(
    plans.map(({ waiting, rows: _, cases: __, ...rest }) => ({
      subject: waiting.subject,
      was: waiting.remindAt,
      ...rest,
    })),
  );
  await tx.$executeRaw`
    WITH looked AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset(${rows}::jsonb)
        AS one (subject text, was timestamp(3), "remindAt" timestamp(3), "remindFrom" timestamp(3), "remindFor" text)
    ), departments AS (
      UPDATE "Department" AS old SET
        "remindAt" = looked."remindAt", "remindFrom" = looked."remindFrom", "remindFor" = looked."remindFor"
      FROM looked
      WHERE split_part(subject, ':', 1) = 'department' AND old."roundId" = split_part(subject, ':', 2)
        AND old."code" = split_part(subject, ':', 3) AND old."remindAt" = was
    )
    UPDATE "Filing" AS old SET
      "remindAt" = looked."remindAt", "remindFrom" = looked."remindFrom", "remindFor" = looked."remindFor"
    FROM looked
    WHERE split_part(subject, ':', 1) = 'filing' AND old."id" = split_part(subject, ':', 2) AND old."remindAt" = was`;
};
