import type { Tx } from '../../prisma/client.ts';
import type { Who } from '../filing/filing.ts';
import { isOperator, type Operators } from '../people/roles.ts';
import { Refusal } from '../refusal.ts';
import { type LockedRound, mustBeOpen, noDepartment } from '../rounds/history.ts';

type Holder = { tenantKey: string | null; openId: string | null; name: string };

/**
 * An open round, held until the transaction ends, with who works for one of its departments as it was when the lock was
 * asked for: what must not be changed under others' hands is asked again by the statement that writes.
 */
export type LockedDepartment = {
  round: LockedRound;
  contact: Holder | null;
  deputies: (Holder & { id: string; fromOn: string; toOn: string; begunAt: string | null })[];
};

/** One statement. */
export const lockDepartment = async (tx: Tx, roundId: string, code: string): Promise<LockedDepartment> => {
  type Row = LockedRound & Omit<LockedDepartment, 'round'> & { closedAt: Date | null; known: boolean };
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT "id", "rev", "journalHead", "closedAt",
      EXISTS (SELECT FROM "Department" WHERE "roundId" = ${roundId} AND "code" = ${code}) AS "known",
      (SELECT to_jsonb(one) FROM "Contact" AS one
        WHERE "roundId" = ${roundId} AND "departmentCode" = ${code} AND "endedAt" IS NULL) AS "contact",
      coalesce((SELECT jsonb_agg(to_jsonb(one) ORDER BY one."fromOn") FROM "Deputy" AS one
        WHERE "roundId" = ${roundId} AND "departmentCode" = ${code} AND "endedAt" IS NULL), '[]') AS "deputies"
    FROM "Round" WHERE "id" = ${roundId} FOR UPDATE`;
  mustBeOpen(row);
  if (!row.known) throw noDepartment();
  const { id, rev, journalHead, contact, deputies } = row;
  return { round: { id, rev, journalHead }, contact, deputies };
};

/** Throws a Refusal unless this person runs the round or is the department's contact: a deputy names no deputies. */
export const mustLead = (operators: Operators, contact: Holder | null, who: Who): void => {
  const theirs = contact !== null && contact.openId === who.openId && contact.tenantKey === who.tenantKey;
  if (!theirs && !isOperator(operators, who)) {
    throw new Refusal('not_contact', '代理只能由这个部门的联系人或主办方指定和结束，您的点击没有改动任何内容。');
  }
};
