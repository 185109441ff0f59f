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
  const spent = Prisma.sql`spent AS (
    UPDATE "DepartmentCode" SET "state" = 'used' WHERE "id" = ${code.id} AND "state" = 'open' RETURNING "id")`;
  const joined = await admit(tx, enqueue, locked, { departmentCode, who, name: code.name ?? NAMELESS, by, spent }, now);
  // Nothing of this is kept then: the refusal takes the whole transaction back.
  if (!joined) throw new Refusal('known_already', '您已经在这个部门的同事名单里，不用再发邀请码。');
};

/** `spent`: a query of this name, without whose rows nobody is let in. */
type Joining = { departmentCode: string; who: Who; name: string; by: Who; spent?: Prisma.Sql };

/** Makes somebody known to a department and tells them and whoever let them in; false when they are known already. */
export const admit = async (
  tx: Tx,
  enqueue: Enqueue,
  { round }: LockedDepartment,
  { departmentCode, who, name, by, spent = Prisma.sql`spent AS (SELECT 1)` }: Joining,
  now: Date,
): Promise<boolean> => {
  const roundId = round.id;
  const activeKey = `${roundId}:${departmentCode}:${guestKey(who)}`;
  const row = {
    ...{ id: randomUUID(), roundId, departmentCode, ...who, name },
    ...{ addedAt: now, addedBy: guestKey(by), activeKey },
  };
  const told = [who, by].map((one) => toPerson(one, { kind: 'colleagueNews', colleagueId: row.id, event: 'joined' }));
  // An entry is not for what did not happen.
  const known = await tx.colleague.count({ where: { activeKey } });
  if (known) return false;
  const rows = await noteInRound(
    ...([tx, round, { what: `colleague ${departmentCode} ${row.id}`, by: who }, now] as const),
    [
      spent,
      Prisma.sql`joined AS (
        INSERT INTO "Colleague" SELECT * FROM jsonb_populate_record(NULL::"Colleague", ${JSON.stringify(row)}::jsonb)
        WHERE EXISTS (SELECT FROM spent)
        ON CONFLICT DO NOTHING RETURNING "id")`,
      intended('told', told, now, Prisma.sql`EXISTS (SELECT FROM joined)`),
    ],
    Prisma.sql`SELECT "id" FROM joined`,
  );
  if (!rows.length) throw new Refusal('code_spent', '这个邀请码刚被别人用掉了，请联系给您邀请码的人再要一个。');
  await enqueue(tx, 'courier', wakingFor(told));
  return true;
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
