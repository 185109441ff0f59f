import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Tx } from '../../prisma/client.ts';
import type { Who } from '../filing/filing.ts';
import { appendNotices, toPerson } from '../outbox.ts';
import type { Enqueue } from '../queue.ts';
import { addOperator, asRecipients, type OperatorEvent, operatorsNow } from './operators.ts';
import { personName } from './people.ts';
import { isOperator } from './roles.ts';

/** What was typed to find somebody by. */
export type Sought = { mobile: string; email: string };

const mobileRule = /^(?:1[3-9]\d{9})?$/;

/** What is wrong with what was typed, by field; nothing when it will do. */
export const soughtErrors = ({ mobile, email }: Sought): Partial<Sought> => {
  if (!mobile && !email) return { mobile: '请填写手机或邮箱，填一项就可以' };
  return {
    ...(!mobileRule.test(mobile) && { mobile: '请填 11 位手机号' }),
    ...(email && !z.email().safeParse(email).success && { email: '请填写完整的邮箱，例如 name@example.com' }),
  };
};

/** Begins the search for somebody who is to become an operator; what this person sought in vain before is forgotten. */
export const seekOperator = async (tx: Tx, enqueue: Enqueue, sought: Sought, by: Who, now: Date): Promise<void> => {
  const id = randomUUID();
  const { tenantKey, openId: byOpenId } = by;
  await tx.$executeRaw`
    WITH forgotten AS (
      DELETE FROM "OperatorSearch" WHERE "tenantKey" = ${tenantKey} AND "byOpenId" = ${byOpenId} AND "trouble" IS NOT NULL
    )
    INSERT INTO "OperatorSearch" ("id", "tenantKey", "byOpenId", "mobile", "email", "createdAt")
    VALUES (${id}, ${tenantKey}, ${byOpenId}, ${sought.mobile}, ${sought.email}, ${now})`;
  await enqueue(tx, 'lookUp', [{ operatorSearchId: id }]);
};

export type Search = Sought & { id: string; tenantKey: string; byOpenId: string; trouble: string | null };

/** Null when it is over. */
export const loadSearch = (tx: Tx, id: string): Promise<Search | null> =>
  tx.operatorSearch.findUnique({ where: { id }, omit: { createdAt: true } });

const SEARCH_DAYS = 14;

/** Mobiles and e-mails of people who were not found are not kept for ever. */
export const forgetSearches = async (tx: Tx, now: Date): Promise<void> => {
  const before = new Date(now.getTime() - SEARCH_DAYS * 86_400_000);
  await tx.operatorSearch.deleteMany({ where: { createdAt: { lt: before } } });
};

type Found = { openId: string; name: string } | { trouble: string };

/** The search's result: the person found is an operator from now on, and everyone concerned is told. */
export const settleSearch = async (
  tx: Tx,
  enqueue: Enqueue,
  search: Search,
  found: Found,
  now: Date,
): Promise<void> => {
  const { id, tenantKey } = search;
  const by = { tenantKey, openId: search.byOpenId };
  const before = await operatorsNow(tx);
  const news = (to: Who, event: OperatorEvent, name = '') => toPerson(to, { kind: 'operatorNews', event, name });
  // Whoever was removed while the search went on adds nobody.
  if (!isOperator(before, by)) return void (await tx.operatorSearch.deleteMany({ where: { id } }));
  if ('trouble' in found) {
    await tx.operatorSearch.update({ where: { id }, data: { trouble: found.trouble } });
    const notice = { kind: 'operatorNews', event: 'notFound', name: '', search: id } as const;
    return appendNotices(tx, enqueue, [toPerson(by, notice)], now);
  }
  await tx.operatorSearch.delete({ where: { id } });
  const who = { tenantKey, openId: found.openId };
  if (isOperator(before, who)) return appendNotices(tx, enqueue, [news(by, 'already', found.name)], now);
  await addOperator(tx, who, found.name, by, now);
  const told = asRecipients(before, tenantKey).map((one) => news(one, 'added', found.name));
  await appendNotices(tx, enqueue, [news(who, 'welcome', (await personName(tx, by)) ?? ''), ...told], now);
};
