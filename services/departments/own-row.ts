import { Prisma, type Tx } from '../../prisma/client.ts';
import type { Who } from '../filing/filing.ts';
import { Refusal } from '../refusal.ts';
import { lockRound, noteInRound } from '../rounds/history.ts';
import { type ContactForm, formOf } from './contacts.ts';

type Place = { roundId: string; departmentCode: string; who: Who };

/** A person's own row of 附件2, or that of a deputy; a Refusal for everybody else. One statement. */
export const ownRow = async (tx: Tx, { roundId, departmentCode, who }: Place): Promise<ContactForm> => {
  const theirs = { where: { tenantKey: who.tenantKey, openId: who.openId, endedAt: null } };
  const found = await tx.department.findUnique({
    where: { roundId_code: { roundId, code: departmentCode } },
    select: { contacts: theirs, deputies: theirs },
    relationLoadStrategy: 'join',
  });
  const row = found?.contacts[0] ?? found?.deputies[0];
  if (!row) throw new Refusal('not_registered', '您没有在这个部门登记，不能更正。如有变化，请联系主办方。');
  return formOf(row);
};

/** Corrects a person's own row; the history says which columns changed, never what they say. */
export const correctOwnRow = async (
  tx: Tx,
  { roundId, departmentCode, who }: Place,
  before: ContactForm,
  after: ContactForm,
  now: Date,
): Promise<void> => {
  const columns = (Object.keys(before) as (keyof ContactForm)[]).filter((column) => before[column] !== after[column]);
  if (!columns.length) return;
  const round = await lockRound(tx, roundId, departmentCode);
  const { name, position, officePhone, mobile, email } = after;
  const values = Prisma.sql`"name" = ${name}, "position" = ${position}, "officePhone" = ${officePhone}, "mobile" = ${mobile}, "email" = ${email}`;
  const theirs = Prisma.sql`"roundId" = ${roundId} AND "departmentCode" = ${departmentCode} AND "endedAt" IS NULL
    AND "tenantKey" = ${who.tenantKey} AND "openId" = ${who.openId}`;
  await noteInRound(tx, round, { what: `contact ${departmentCode} corrected ${columns.join(',')}`, by: who }, now, [
    Prisma.sql`corrected AS (UPDATE "Contact" SET ${values} WHERE ${theirs})`,
    Prisma.sql`corrected_deputy AS (UPDATE "Deputy" SET ${values} WHERE ${theirs})`,
  ]);
};
