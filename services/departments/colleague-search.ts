import { randomUUID } from 'node:crypto';
import type { Tx } from '../../prisma/client.ts';
import type { Who } from '../filing/filing.ts';
import { appendNotices, toPerson } from '../outbox.ts';
import type { Sought } from '../people/operator-search.ts';
import type { Enqueue } from '../queue.ts';
import { actsNow } from './acting.ts';
import { admit } from './colleagues.ts';
import { lockDepartment } from './lock.ts';

/** Somebody who is to become a colleague and is looked for by mobile or e-mail. */
export type ColleagueSearch = Sought & {
  id: string;
  roundId: string;
  departmentCode: string;
  name: string;
  tenantKey: string;
  byOpenId: string;
  trouble: string | null;
};
type Wanted = Sought & { roundId: string; departmentCode: string; name: string; by: Who };

/** Begins the search; what this person sought in vain for this department before is forgotten. */
export const seekColleague = async (tx: Tx, enqueue: Enqueue, wanted: Wanted, now: Date): Promise<void> => {
  const id = randomUUID();
  const { roundId, departmentCode, name, mobile, email, by } = wanted;
  const { tenantKey, openId: byOpenId } = by;
  await tx.$executeRaw`
    WITH forgotten AS (
      DELETE FROM "ColleagueSearch" WHERE "roundId" = ${roundId} AND "departmentCode" = ${departmentCode}
        AND "tenantKey" = ${tenantKey} AND "byOpenId" = ${byOpenId} AND "trouble" IS NOT NULL
    )
    INSERT INTO "ColleagueSearch"
      ("id", "roundId", "departmentCode", "name", "mobile", "email", "tenantKey", "byOpenId", "createdAt")
    VALUES (${id}, ${roundId}, ${departmentCode}, ${name}, ${mobile}, ${email}, ${tenantKey}, ${byOpenId}, ${now})`;
  await enqueue(tx, 'lookUp', [{ colleagueSearchId: id }]);
};

/** With its department and round; null when it is over. */
export const loadColleagueSearch = (tx: Tx, id: string) =>
  tx.colleagueSearch.findUnique({
    where: { id },
    include: { department: { include: { round: { select: { title: true, closedAt: true } } } } },
    relationLoadStrategy: 'join',
  });
type Loaded = NonNullable<Awaited<ReturnType<typeof loadColleagueSearch>>>;

const SEARCH_DAYS = 14;

/** Mobiles and e-mails of people who were not found are not kept for ever. */
export const forgetColleagueSearches = async (tx: Tx, now: Date): Promise<void> => {
  const before = new Date(now.getTime() - SEARCH_DAYS * 86_400_000);
  await tx.colleagueSearch.deleteMany({ where: { createdAt: { lt: before } } });
};

type Found = { openId: string; name: string } | { trouble: string };

/**
 * The search's result: whoever was found is known to the department from now on, under the name Feishu has for them, so
 * that a slip in the number is seen; they and the one who asked are told.
 */
export const settleColleagueSearch = async (
  tx: Tx,
  enqueue: Enqueue,
  search: Loaded,
  found: Found,
  now: Date,
): Promise<void> => {
  const { id, roundId, departmentCode, tenantKey } = search;
  const by = { tenantKey, openId: search.byOpenId };
  const over = () => tx.colleagueSearch.deleteMany({ where: { id } });
  if (search.department.round.closedAt) return void (await over());
  const locked = await lockDepartment(tx, roundId, departmentCode);
  // Whoever was replaced while the search went on lets nobody in.
  if (!actsNow(locked, by, now)) return void (await over());
  const failed = async (trouble: string): Promise<void> => {
    await tx.colleagueSearch.update({ where: { id }, data: { trouble } });
    const notice = { kind: 'colleagueSought', roundId, departmentCode, searchId: id } as const;
    await appendNotices(tx, enqueue, [toPerson(by, notice)], now);
  };
  if ('trouble' in found) return failed(found.trouble);
  const who = { tenantKey, openId: found.openId };
  if (actsNow(locked, who, now)) return failed('找到的是这个部门的联系人或代理，不用加入同事名单');
  const joining = { departmentCode, who, name: found.name || search.name, by };
  if (!(await admit(tx, enqueue, locked, joining, now))) return failed('找到的同事已经在名单里');
  await over();
};
