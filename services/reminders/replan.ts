import { Prisma, type Tx } from '../../prisma/client.ts';

/**
 * When a subject is looked at again after a change: now. A look that is wanted already stays, for a part goes on since the
 * change that asked first; a millisecond later, so that whoever plans at this moment sees that there was another change.
 */
export const lookAgain = (at: Prisma.Sql): Prisma.Sql => Prisma.sql`
  CASE WHEN old."remindAt" <= ${at} THEN old."remindAt" + interval '1 millisecond' ELSE ${at} END`;

export const lookAgainNow = (now: Date): Prisma.Sql => lookAgain(Prisma.sql`${now}::timestamp(3)`);

/** Every reminder of a round is planned anew: its dates, days off or windows are others now. One statement. */
export const replanRound = async (tx: Tx, roundId: string, now: Date): Promise<void> => {
  await tx.$executeRaw`
    WITH filings AS (UPDATE "Filing" AS old SET "remindAt" = ${lookAgainNow(now)} WHERE "roundId" = ${roundId})
    UPDATE "Department" AS old SET "remindAt" = ${lookAgainNow(now)} WHERE "roundId" = ${roundId}`;
};

/** A round is over: what is planned in it is told nobody, and nothing of it is looked at again. One statement. */
export const endReminders = async (tx: Tx, roundId: string): Promise<void> => {
  await tx.$executeRaw`
    WITH planned AS (
      UPDATE "Reminder" SET "state" = 'dropped', "reason" = 'round_closed' WHERE "roundId" = ${roundId} AND "state" = 'planned')
    UPDATE "Escalation" SET "at" = NULL WHERE "roundId" = ${roundId} AND "at" IS NOT NULL`;
};

/** A WITH query: those of the filings that go to a department, drafts that may yet go to it among them. */
export const replanningFilings = (roundId: string, code: string, now: Date): Prisma.Sql => Prisma.sql`replanned AS (
  UPDATE "Filing" AS old SET "remindAt" = ${lookAgainNow(now)}
  WHERE "roundId" = ${roundId} AND ("departmentCode" = ${code} OR "departmentCode" IS NULL))`;

/** A WITH query: those about a department's 附件2. */
export const replanningDepartment = (roundId: string, code: string, now: Date): Prisma.Sql => Prisma.sql`replanned AS (
  UPDATE "Department" AS old SET "remindAt" = ${lookAgainNow(now)} WHERE "roundId" = ${roundId} AND "code" = ${code})`;

/** A WITH query: those of the filings of a round that are in one of these states, for they may have another department's date now. */
export const replanningDrafts = (
  roundId: string,
  drafts: readonly string[],
  now: Date,
): Prisma.Sql => Prisma.sql`replanned AS (
  UPDATE "Filing" AS old SET "remindAt" = ${lookAgainNow(now)}
  WHERE "roundId" = ${roundId} AND "status" = ANY(${[...drafts]}))`;
