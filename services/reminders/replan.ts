import { Prisma, type Tx } from '../../prisma/client.ts';

/** Every reminder of a round is planned anew: its dates, days off or windows are others now. Two statements. */
export const replanRound = async (tx: Tx, roundId: string, now: Date): Promise<void> => {
  await tx.filing.updateMany({ where: { roundId }, data: { remindAt: now } });
  await tx.department.updateMany({ where: { roundId }, data: { remindAt: now } });
};

/** A WITH query: those of the filings that go to a department, drafts that may yet go to it among them. */
export const replanningFilings = (roundId: string, code: string, now: Date): Prisma.Sql => Prisma.sql`replanned AS (
  UPDATE "Filing" SET "remindAt" = ${now}
  WHERE "roundId" = ${roundId} AND ("departmentCode" = ${code} OR "departmentCode" IS NULL))`;

/** A WITH query: those about a department's 附件2. */
export const replanningDepartment = (roundId: string, code: string, now: Date): Prisma.Sql => Prisma.sql`replanned AS (
  UPDATE "Department" SET "remindAt" = ${now} WHERE "roundId" = ${roundId} AND "code" = ${code})`;
