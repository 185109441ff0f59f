import { randomUUID } from 'node:crypto';
import { Prisma, type Tx } from '../../prisma/client.ts';
import type { Who } from '../filing/filing.ts';
import { intended, recipientKey, toPerson } from '../outbox.ts';
import type { Enqueue } from '../queue.ts';
import { Refusal } from '../refusal.ts';
import { type LockedRound, noteInRound } from '../rounds/history.ts';
import type { Days } from './deputies.ts';

export const CODE_DAYS = 14;
const DAY_MS = 86_400_000;

/** A code with which one person registers as a department's contact, or as a deputy for some days, or is let in as a colleague. */
export type DepartmentCode = {
  id: string;
  roundId: string;
  departmentCode: string;
  role: string;
  code: string;
  /** What a colleague is called. */
  name: string | null;
  fromOn: string | null;
  toOn: string | null;
  tenantKey: string;
  invitedBy: string;
  guests: string[];
  state: string;
  endsAt: Date;
};
export type CodeRole = 'contact' | 'deputy' | 'colleague';
type Issue = {
  departmentCode: string;
  role: CodeRole;
  code: string;
  name?: string;
  days?: Days;
  by: Who;
};

/** A code to hand on, for two weeks and one person; a former one of the same department and role is worth nothing then. */
export const issueCode = async (
  tx: Tx,
  enqueue: Enqueue,
  round: LockedRound,
  issue: Issue,
  now: Date,
): Promise<void> => {
  const { departmentCode, role, code, name = null, days, by } = issue;
  const roundId = round.id;
  const row = {
    ...{
      id: randomUUID(),
      roundId,
      departmentCode,
      role,
      code,
      name,
      fromOn: days?.fromOn ?? null,
      toOn: days?.toOn ?? null,
    },
    ...{ tenantKey: by.tenantKey, invitedBy: by.openId, guests: [], state: 'open', createdAt: now },
    endsAt: new Date(now.getTime() + CODE_DAYS * DAY_MS),
  };
  const words = toPerson(by, { kind: 'departmentCode', codeId: row.id });
  await noteInRound(tx, round, { what: `code ${departmentCode} ${role}`, by }, now, [
    withdrawn(Prisma.sql`"roundId" = ${roundId} AND "departmentCode" = ${departmentCode} AND "role" = ${role}`),
    Prisma.sql`issued AS (
      INSERT INTO "DepartmentCode" SELECT * FROM jsonb_populate_record(NULL::"DepartmentCode", ${JSON.stringify(row)}::jsonb))`,
    intended('told', [words], now),
  ]);
  await enqueue(tx, 'courier', [{ recipient: recipientKey(words.to) }]);
};

const withdrawn = (which: Prisma.Sql): Prisma.Sql => Prisma.sql`withdrawn AS (
  UPDATE "DepartmentCode" SET "state" = 'withdrawn' WHERE ${which} AND "state" = 'open' RETURNING "id")`;

/** Takes a code back, if it is one of those that this person gives out. */
export const withdrawCode = async (
  tx: Tx,
  round: LockedRound,
  { departmentCode, id, roles, by }: Pick<Issue, 'departmentCode' | 'by'> & { id: string; roles: CodeRole[] },
  now: Date,
): Promise<void> => {
  const which = Prisma.sql`"id" = ${id} AND "roundId" = ${round.id} AND "departmentCode" = ${departmentCode}
    AND "role" = ANY(${roles})`;
  const change = { what: `code ${departmentCode} withdrawn`, by };
  const rows = await noteInRound(tx, round, change, now, [withdrawn(which)], Prisma.sql`SELECT "id" FROM withdrawn`);
  if (!rows.length) throw new Refusal('no_code', '这个邀请码已经用掉或收回了，没有再改动。');
};

/** The open code that was sent, after noting by whom; null when there is none. One or two statements. */
export const takeCode = async (tx: Tx, code: string, who: Who, now: Date): Promise<DepartmentCode | null> => {
  const found = await tx.departmentCode.findFirst({
    where: { code, state: 'open', endsAt: { gt: now }, department: { round: { closedAt: null } } },
  });
  const guest = guestKey(who);
  if (!found || found.guests.includes(guest)) return found;
  return tx.departmentCode.update({ where: { id: found.id }, data: { guests: { push: guest } } });
};

export const guestKey = ({ tenantKey, openId }: Who): string => `${tenantKey}:${openId}`;

/** The code behind a registration card, for whoever has sent it; a Refusal for everybody else, and once it is spent. */
export const codeFor = async (tx: Tx, id: string, who: Who | null, now: Date) => {
  const found = await tx.departmentCode.findUnique({
    where: { id },
    include: { department: { include: { round: { select: { title: true, closedAt: true } } } } },
    relationLoadStrategy: 'join',
  });
  if (!found || (who && !found.guests.includes(guestKey(who))))
    throw new Refusal('not_invited', '没有登记：请把收到的邀请码发给我，再填写登记卡片。');
  if (found.state !== 'open' || found.endsAt <= now || found.department.round.closedAt) {
    throw new Refusal('code_spent', '没有登记：这个邀请码已经用掉、过期或被收回，请联系给您邀请码的人再要一个。');
  }
  return found;
};
