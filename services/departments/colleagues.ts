import { randomUUID } from 'node:crypto';
import { Prisma, type Tx } from '../../prisma/client.ts';
import type { Who } from '../filing/filing.ts';
import { intended, personKey, toPerson, wakingFor } from '../outbox.ts';
import { NAMELESS } from '../people/people.ts';
import type { Enqueue } from '../queue.ts';
import { Refusal } from '../refusal.ts';
import { noteInRound } from '../rounds/history.ts';
import { actsNow } from './acting.ts';
import { type DepartmentCode, guestKey } from './codes.ts';
import { type LockedDepartment, lockDepartment } from './lock.ts';

/** Somebody of a department whom its contact has let in by a code. */
export type Colleague = Who & {
  id: string;
  roundId: string;
  departmentCode: string;
  name: string;
  addedAt: Date;
  addedBy: string;
};

/** Whoever sends the code is known to the department from now on; they and the one who gave it out are told. */
export const letIn = async (
  tx: Tx,
  enqueue: Enqueue,
  code: DepartmentCode,
  { tenantKey, openId }: Who,
  now: Date,
): Promise<void> => {
  const { roundId, departmentCode } = code;
  const who = { tenantKey, openId };
  const locked = await lockDepartment(tx, roundId, departmentCode);
  if (actsNow(locked, who, now)) {
    throw new Refusal('acts_already', '您已经是这个部门的联系人或代理，不需要邀请码。请把它转给同事。');
  }
  const by = { tenantKey: code.tenantKey, openId: code.invitedBy };
  const activeKey = `${roundId}:${departmentCode}:${guestKey(who)}`;
  const row = {
    ...{ id: randomUUID(), roundId, departmentCode, ...who, name: code.name ?? NAMELESS },
    ...{ addedAt: now, addedBy: guestKey(by), activeKey },
  };
  const told = [who, by].map((one) => toPerson(one, { kind: 'colleagueNews', colleagueId: row.id, event: 'joined' }));
  const joined = Prisma.sql`EXISTS (SELECT FROM joined)`;
  const rows = await noteInRound(
    ...([tx, locked.round, { what: `colleague ${departmentCode} ${row.id}`, by: who }, now] as const),
    [
      Prisma.sql`spent AS (
        UPDATE "DepartmentCode" SET "state" = 'used' WHERE "id" = ${code.id} AND "state" = 'open' RETURNING "id")`,
      Prisma.sql`joined AS (
        INSERT INTO "Colleague" SELECT * FROM jsonb_populate_record(NULL::"Colleague", ${JSON.stringify(row)}::jsonb)
        WHERE EXISTS (SELECT FROM spent)
        ON CONFLICT DO NOTHING RETURNING "id")`,
      intended('told', told, now, joined),
    ],
    Prisma.sql`SELECT "id" FROM joined`,
  );
  // Nothing of this is kept then: the refusal takes the whole transaction back.
  if (!rows.length) throw new Refusal('known_already', '您已经在这个部门的同事名单里，不用再发邀请码。');
  await enqueue(tx, 'courier', wakingFor(told));
};

/** Takes somebody off the list; only once nothing is in their hands. */
export const dismiss = async (
  tx: Tx,
  enqueue: Enqueue,
  { round }: LockedDepartment,
  { id, departmentCode, by }: { id: string; departmentCode: string; by: Who },
  now: Date,
): Promise<void> => {
  const notice = JSON.stringify({ colleagueId: id, event: 'ended' });
  const [found] = await noteInRound<Who & { held: boolean }>(
    ...([tx, round, { what: `colleague ${departmentCode} ${id} ended`, by }, now] as const),
    [
      Prisma.sql`known AS (
        SELECT one.*, EXISTS (
          SELECT FROM "Filing" WHERE "roundId" = one."roundId" AND "departmentCode" = one."departmentCode"
            AND "assignee" ->> 'openId' = one."openId" AND "assignee" ->> 'tenantKey' = one."tenantKey"
            AND "assignee" ->> 'departmentCode' = one."departmentCode") AS "held"
        FROM "Colleague" AS one
        WHERE "id" = ${id} AND "roundId" = ${round.id} AND "departmentCode" = ${departmentCode} AND "endedAt" IS NULL)`,
      Prisma.sql`ended AS (
        UPDATE "Colleague" AS old SET "endedAt" = ${now}, "activeKey" = NULL
        FROM known WHERE old."id" = known."id" AND NOT known."held" RETURNING old."tenantKey", old."openId")`,
      Prisma.sql`farewell AS (
        INSERT INTO "Outbox" ("id", "tenantKey", "openId", "kind", "notice", "state", "createdAt")
        SELECT gen_random_uuid()::text, "tenantKey", "openId", 'colleagueNews', ${notice}::jsonb, 'waiting', ${now} FROM ended)`,
    ],
    Prisma.sql`SELECT "tenantKey", "openId", "held" FROM known`,
  );
  if (!found) throw new Refusal('colleague_ended', '这位同事已经不在名单里，没有再改动。');
  if (found.held) throw new Refusal('still_holds', '还有材料转交在这位同事手里，请先在材料里收回，再移出名单。');
  await enqueue(tx, 'courier', [{ recipient: personKey(found) }]);
};

export const loadColleague = (tx: Tx, id: string) =>
  tx.colleague.findUniqueOrThrow({
    where: { id },
    include: { department: { include: { round: { select: { title: true } } } } },
    relationLoadStrategy: 'join',
  });
