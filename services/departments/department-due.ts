import { Prisma, type Tx } from '../../prisma/client.ts';
import { type Addressed, contactRole, toMembers } from '../filing/decision.ts';
import type { Who } from '../filing/filing.ts';
import { filingsIn, filingsStillOut } from '../filing/store.ts';
import { appendNotices } from '../outbox.ts';
import type { Enqueue } from '../queue.ts';
import { Refusal } from '../refusal.ts';
import { departmentIn, dueOfDepartment } from '../rounds/deadlines.ts';
import { extensionFault } from '../rounds/extension.ts';
import { lockRound, noteInRound } from '../rounds/history.ts';
import type { Department, Round } from '../rounds/round.ts';
import { loadRound } from '../rounds/store.ts';
import { type Day, dayOf, isDay, longDay } from '../time.ts';

/** Which department, how its date was on the card (`was`, '' for none), and who changes it. */
export type DueChange = { roundId: string; code: string; was: string; by: Who };
type Told = { contact: boolean };

/** The department's own date for handing in to it; null clears it. Not after the round's, as extended for it. */
export const setDepartmentDue = async (
  tx: Tx,
  enqueue: Enqueue,
  { on, told, ...change }: DueChange & { on: Day | null; told: Told },
  now: Date,
): Promise<void> => {
  const held = await hold(tx, change, 'dueOn');
  const last = dueOfDepartment(held.round, held.department).last;
  if (on !== null && !isDay(on)) throw new Refusal('due_on', '请选择一个日期。');
  if (on !== null && on > last) throw new Refusal('due_on', `不能晚于材料填报截止 ${longDay(last)}，请重新选择。`);
  if (on !== null && on < dayOf(now)) throw new Refusal('due_on', '不能早于今天，请重新选择。');
  await write(tx, held, change, { what: 'due', to: on ?? '' }, { ...datesOf(held.department), dueOn: on }, now);
  await tell(tx, enqueue, held, told.contact ? (on ? 'set' : 'cleared') : undefined, now);
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
): Promise<void> => {
  const held = await hold(tx, change, 'extendedTo');
  const fault = extension && extensionFault(extension, held.round.materialsDueOn, now);
  if (fault) throw fault;
  const { to = '', why = '' } = extension ?? {};
  const entry = { what: 'extension', to, ...(extension && { why: why.trim() }) };
  const dates = extension ? { extendedTo: to, extendedWhy: why.trim() } : { extendedTo: null, extendedWhy: null };
  await write(tx, held, change, entry, { ...dates, dueOn: null }, now);
  await tell(tx, enqueue, held, extension ? 'extended' : 'ended', now);
};

type Held = { round: Round; department: Department; locked: Awaited<ReturnType<typeof lockRound>> };

const hold = async (tx: Tx, { roundId, code, was }: DueChange, field: 'dueOn' | 'extendedTo'): Promise<Held> => {
  const locked = await lockRound(tx, roundId);
  const round = await loadRound(tx, roundId);
  const department = round.departments.find((one) => one.code === code);
  if (!department) throw new Refusal('no_department', '没有这个推荐部门，请返回列表重新选择。');
  if ((department[field] ?? '') !== was) {
    throw new Refusal('changed_since', '这个部门的日期刚被改过，请返回看最新的再操作。');
  }
  return { round, department, locked };
};

type Dates = Required<Pick<Department, 'dueOn' | 'extendedTo' | 'extendedWhy'>>;
const datesOf = ({ dueOn = null, extendedTo = null, extendedWhy = null }: Department): Dates => ({
  dueOn,
  extendedTo,
  extendedWhy,
});

const write = (
  tx: Tx,
  { locked, department }: Held,
  { roundId, code, was, by }: DueChange,
  { what, to, why }: { what: string; to: string; why?: string },
  { dueOn, extendedTo, extendedWhy }: Dates,
  now: Date,
): Promise<unknown> =>
  noteInRound(
    tx,
    locked,
    { what: `department ${department.code} ${what}`, from: was, to, ...(why && { why }), by },
    now,
    [
      Prisma.sql`dated AS (
      UPDATE "Department" SET "dueOn" = ${dueOn}, "extendedTo" = ${extendedTo}, "extendedWhy" = ${extendedWhy}
      WHERE "roundId" = ${roundId} AND "code" = ${code})`,
    ],
  );

type DepartmentEvent = 'set' | 'cleared' | 'extended' | 'ended';

/** Institutions that still have to hand in to it hear of the new date, and the department when others changed it. */
const tell = async (
  tx: Tx,
  enqueue: Enqueue,
  { round, department }: Held,
  event: DepartmentEvent | undefined,
  now: Date,
): Promise<void> => {
  const concerned = (await filingsStillOut(tx, round.id)).filter(
    (filing) => departmentIn(filing)?.code === department.code,
  );
  const toContact: Addressed[] = event
    ? [
        {
          to: { role: contactRole(round.id, department.code) },
          notice: { kind: 'departmentDue', roundId: round.id, departmentCode: department.code, event },
        },
      ]
    : [];
  const toInstitutions = concerned.flatMap((filing) =>
    toMembers(filing, { kind: 'dueChanged', filingId: filing.id, event: 'department' }),
  );
  await appendNotices(tx, enqueue, [...toContact, ...toInstitutions], now);
  await enqueue(tx, 'courier', await filingsIn(tx, round.id, department.code));
};
