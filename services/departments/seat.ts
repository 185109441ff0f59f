import { Prisma } from '../../prisma/client.ts';
import type { Who } from '../filing/filing.ts';
import { isWithDepartment, statuses } from '../filing/status.ts';
import { intended, toPerson } from '../outbox.ts';
import { replanningDepartment } from '../reminders/replan.ts';
import type { Contact } from './contacts.ts';

export type Seated = Omit<Contact, 'tenantKey' | 'openId' | 'trouble'> & Partial<Who>;

/**
 * WITH queries that seat a department's contact in the place of the former one, whose access ends at once, and with it
 * that of those who stand in for them; each of them is told. Read `GONE` to learn whom to wake.
 */
export const seating = (contact: Seated, now: Date): Prisma.Sql[] => {
  const { roundId, departmentCode, tenantKey = '', openId = '' } = contact;
  const row = { ...contact, appointedAt: now, activeKey: `${roundId}:${departmentCode}` };
  const theirs = Prisma.sql`"roundId" = ${roundId} AND "departmentCode" = ${departmentCode} AND "endedAt" IS NULL`;
  return [
    Prisma.sql`ended AS (
      UPDATE "Contact" SET "endedAt" = ${now}, "activeKey" = NULL WHERE ${theirs}
      RETURNING "id", "tenantKey", "openId", "mobile")`,
    replanningDepartment(roundId, departmentCode, now),
    Prisma.sql`relieved AS (
      UPDATE "Deputy" SET "endedAt" = ${now} WHERE ${theirs} RETURNING "id", "tenantKey", "openId")`,
    // Counting makes the former one end first: the database allows one active contact.
    Prisma.sql`seated AS (
      INSERT INTO "Contact" SELECT made.* FROM (SELECT count(*) FROM ended) AS first,
        jsonb_populate_record(NULL::"Contact", ${JSON.stringify(row)}::jsonb) AS made)`,
    // Whoever is put in anew under the same mobile does not go.
    Prisma.sql`gone AS (
      SELECT "tenantKey", "openId", 'contactEnded' AS "kind", jsonb_build_object('contactId', "id") AS "notice" FROM ended
      WHERE ${openId} <> '' OR "mobile" <> ${contact.mobile}
      UNION ALL
      SELECT "tenantKey", "openId", 'deputyNews', jsonb_build_object('deputyId', "id", 'event', 'ended') FROM relieved)`,
    Prisma.sql`farewells AS (
      INSERT INTO "Outbox" ("id", "tenantKey", "openId", "kind", "notice", "state", "createdAt")
      SELECT gen_random_uuid()::text, "tenantKey", "openId", "kind", "notice", 'waiting', ${now} FROM gone
      WHERE "openId" IS NOT NULL AND NOT ("openId" = ${openId} AND "tenantKey" = ${tenantKey}))`,
  ];
};

/** Those whose access a seating ends. */
export const GONE = Prisma.sql`SELECT "tenantKey", "openId" FROM gone WHERE "openId" IS NOT NULL`;

const WITH_THE_DEPARTMENT = statuses.filter((status) => isWithDepartment({ status }));

/** WITH queries for the one who takes the work over, behind what `told` says: the list when there is something on it, and what was parked goes out. */
export const handingOver = (roundId: string, departmentCode: string, role: string, who: Who, now: Date) => [
  intended(
    'handed',
    [toPerson(who, { kind: 'desk', roundId, departmentCode })],
    now,
    Prisma.sql`(SELECT count(*) FROM told) > 0 AND EXISTS (SELECT FROM "Filing" WHERE "roundId" = ${roundId} AND "departmentCode" = ${departmentCode}
      AND "handedIn" > 0 AND "status" = ANY(${WITH_THE_DEPARTMENT}))`,
  ),
  Prisma.sql`unparked AS (
    UPDATE "Outbox" SET "state" = 'waiting', "reason" = NULL WHERE "role" = ${role} AND "state" = 'parked')`,
];
