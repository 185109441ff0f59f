import { Prisma, type Tx } from '../../prisma/client.ts';
import type { Who } from '../filing/filing.ts';
import type { Enqueue } from '../queue.ts';
import { Refusal } from '../refusal.ts';
import { replanningFilings } from '../reminders/replan.ts';
import { dueOfDepartment } from '../rounds/deadlines.ts';
import { extensionFault } from '../rounds/extension.ts';
import { type LockedRound, mustBeOpen, noDepartment, noteInRound } from '../rounds/history.ts';
import type { Department } from '../rounds/round.ts';
import { type Day, dayOf, type Holiday, isDay, longDay } from '../time.ts';
import { type Acting, actingOf, mustAct } from './acting.ts';

/** Which department, how its date was on the card (`was`, '' for none), and who changes it: an operator, or its own people. */
export type DueChange = { roundId: string; code: string; was: string; by: Who; operator: boolean };

/** The round's days off, so that it can be said what the new date is worth. */
type Changed = { holidays: Holiday[] };

/** The department's own date for handing in to it; null clears it. Not after the round's, as extended for it. */
export const setDepartmentDue = async (
  tx: Tx,
  enqueue: Enqueue,
  { on, ...change }: DueChange & { on: Day | null },
  now: Date,
): Promise<Changed> => {
  const held = await hold(tx, change, 'dueOn', now);
  const { last } = dueOfDepartment(held, held.department);
  if (on !== null && !isDay(on)) throw new Refusal('due_on', '请选择一个日期。');
  if (on !== null && on > last) throw new Refusal('due_on', `不能晚于材料填报截止 ${longDay(last)}，请重新选择。`);
  if (on !== null && on < dayOf(now)) throw new Refusal('due_on', '不能早于今天，请重新选择。');
  const dates = { ...datesOf(held.department), dueOn: on };
  await write(tx, enqueue, held, change, { what: 'due', to: on ?? '', event: on ? 'set' : 'cleared' }, dates, now);
  return held;
};

/**
 * The national office puts another day in the place of the round's for one department; null takes that back. The
 * department's own date was made for the day before, so it goes: the contact is told and may set a new one.
 */
export const extendDepartment = async (
  tx: Tx,
  enqueue: Enqueue,
  { extension, ...change }: DueChange & { extension: { to: Day; why: string } | null },
  now: Date,
): Promise<Changed> => {
  const held = await hold(tx, change, 'extendedTo', now);
  const fault = extension && extensionFault(extension, held.materialsDueOn, now);
  if (fault) throw fault;
  const { to, why } = extension ? { to: extension.to, why: extension.why.trim() } : { to: null, why: null };
  const said = { what: 'extension', to: to ?? '', ...(why && { why }), event: to ? 'extended' : 'ended' } as const;
  await write(tx, enqueue, held, change, said, { extendedTo: to, extendedWhy: why, dueOn: null }, now);
  return held;
};

type Held = { locked: LockedRound; department: Department; acting: Acting; materialsDueOn: Day; holidays: Holiday[] };

/** The round, held until the transaction ends, with the department and who acts for it. One statement. */
const hold = async (
  tx: Tx,
  { roundId, code, was, by, operator }: DueChange,
  field: 'dueOn' | 'extendedTo',
  now: Date,
): Promise<Held> => {
  type Row = LockedRound & { closedAt: Date | null; materialsDueOn: Day; holidays: Holiday[] };
  type Beside = { department: Department | null; contacts: Acting['deputies']; deputies: Acting['deputies'] };
  const of = Prisma.sql`one."roundId" = ${roundId} AND one."departmentCode" = ${code} AND one."endedAt" IS NULL`;
  const [row] = await tx.$queryRaw<(Row & Beside)[]>`
    SELECT "id", "rev", "journalHead", coalesce("closingAt", "closedAt") AS "closedAt", "materialsDueOn", "holidays",
      (SELECT to_jsonb(one) FROM "Department" AS one WHERE one."roundId" = ${roundId} AND one."code" = ${code}) AS "department",
      (SELECT coalesce(jsonb_agg(to_jsonb(one)), '[]') FROM "Contact" AS one WHERE ${of}) AS "contacts",
      (SELECT coalesce(jsonb_agg(to_jsonb(one)), '[]') FROM "Deputy" AS one WHERE ${of}) AS "deputies"
    FROM "Round" WHERE "id" = ${roundId} FOR UPDATE`;
  mustBeOpen(row);
  const { department, materialsDueOn, holidays } = row;
  if (!department) throw noDepartment();
  const acting = actingOf({ ...row, colleagues: [] });
  if (!operator) mustAct(acting, by, now, '只有主办方和这个部门的备案工作联系人可以办理，您的点击没有改动任何内容。');
  if ((department[field] ?? '') !== was) {
    throw new Refusal('changed_since', '这个部门的日期刚被改过，请返回看最新的再操作。');
  }
  return { locked: row, department, acting, materialsDueOn, holidays };
};

type Dates = Required<Pick<Department, 'dueOn' | 'extendedTo' | 'extendedWhy'>>;
const datesOf = ({ dueOn = null, extendedTo = null, extendedWhy = null }: Department): Dates => ({
  dueOn,
  extendedTo,
  extendedWhy,
});

type Said = { what: string; to: string; why?: string; event: 'set' | 'cleared' | 'extended' | 'ended' };

/** The change with its entry; whom it concerns is found and told in the queue, for a round may hold thousands. */
const write = async (
  tx: Tx,
  enqueue: Enqueue,
  { locked }: Held,
  { roundId, code, was, by, operator }: DueChange,
  { what, to, why, event }: Said,
  { dueOn, extendedTo, extendedWhy }: Dates,
  now: Date,
): Promise<void> => {
  const change = { what: `department ${code} ${what}`, from: was, to, ...(why && { why }), by };
  await noteInRound(tx, locked, change, now, [
    Prisma.sql`dated AS (
      UPDATE "Department" SET "dueOn" = ${dueOn}, "extendedTo" = ${extendedTo}, "extendedWhy" = ${extendedWhy}
      WHERE "roundId" = ${roundId} AND "code" = ${code})`,
    replanningFilings(roundId, code, now),
  ]);
  // The department's own people know what they have set.
  const news = { roundId, departmentCode: code, rev: locked.rev + 1, ...(operator && { event }) };
  await enqueue(tx, 'dues', [news]);
};
