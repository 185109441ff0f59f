import { z } from 'zod';
import { Prisma, type Tx } from '../../prisma/client.ts';
import type { Who } from '../filing/filing.ts';
import { linked } from '../journal/chain.ts';
import type { Notice } from '../notice.ts';
import { appendNotices, toPerson } from '../outbox.ts';
import type { Enqueue } from '../queue.ts';
import { Refusal } from '../refusal.ts';
import type { Operators } from './roles.ts';

/** The history of who became an operator and who is none any more. */
export const OPERATORS = 'operators';
/** Stands for the setting BOT_OPERATORS where a history or a list says who added somebody. */
export const BY_SETTINGS = 'settings';

const readOperators = z.array(z.object({ openId: z.string(), tenantKey: z.string().optional() }));
/** The operators of this moment as one value of a statement, read by `operatorsIn`. */
export const operatorsSql = Prisma.sql`(
  SELECT coalesce(json_agg(json_strip_nulls(json_build_object('openId', "openId", 'tenantKey', nullif("tenantKey", '')))
    ORDER BY "addedAt", "openId"), '[]')
  FROM "Operator" WHERE "endedAt" IS NULL)`;
export const operatorsIn = (value: unknown): Operators => readOperators.parse(value);

/** The operators of this moment: read wherever rights matter, so that a removal counts at once in every process. */
export const operatorsNow = async (tx: Tx): Promise<Operators> => {
  const [row] = await tx.$queryRaw<[{ operators: unknown }]>`SELECT ${operatorsSql} AS operators`;
  return operatorsIn(row.operators);
};

/** Operators as recipients; one who serves in any tenant is written to in this one. */
export const asRecipients = (operators: Operators, tenantKey: string): Who[] =>
  operators.map((one) => ({ openId: one.openId, tenantKey: one.tenantKey ?? tenantKey }));

const named = (tenantKey: string, openId: string): string => (tenantKey ? `${tenantKey}:${openId}` : openId);

/**
 * Takes in the entries of the setting that name somebody the table has never seen: whoever was removed by a card stays
 * removed. Several processes may do so at once.
 */
export const seedOperators = async (tx: Tx, entries: Operators, now: Date): Promise<void> => {
  for (const { openId, tenantKey = '' } of entries) {
    const entry = { subject: OPERATORS, at: now, who: BY_SETTINGS, what: `add ${named(tenantKey, openId)}` };
    await tx.$queryRaw`
      WITH added AS (
        INSERT INTO "Operator" ("tenantKey", "openId", "name", "addedBy", "addedAt")
        SELECT ${tenantKey}, ${openId}, '', ${BY_SETTINGS}, ${now}
        WHERE NOT EXISTS (
          SELECT FROM "Operator" WHERE "openId" = ${openId} AND ("tenantKey" IN (${tenantKey}, '') OR ${tenantKey} = ''))
        ON CONFLICT DO NOTHING RETURNING "openId"
      ), ${linked(entry, Prisma.sql`added`)}
      SELECT "openId" FROM added`;
  }
};

export type OperatorEvent = Extract<Notice, { kind: 'operatorNews' }>['event'];

/** Gives somebody an operator's rights, again if they had them before. */
export const addOperator = async (
  tx: Tx,
  { tenantKey, openId }: Who,
  name: string,
  by: Who,
  now: Date,
): Promise<void> => {
  const addedBy = named(by.tenantKey, by.openId);
  const entry = { subject: OPERATORS, at: now, who: addedBy, what: `add ${named(tenantKey, openId)}` };
  await tx.$queryRaw`
    WITH added AS (
      INSERT INTO "Operator" AS old ("tenantKey", "openId", "name", "addedBy", "addedAt")
      VALUES (${tenantKey}, ${openId}, ${name}, ${addedBy}, ${now})
      ON CONFLICT ("tenantKey", "openId") DO UPDATE SET
        "name" = excluded."name", "addedBy" = excluded."addedBy", "addedAt" = excluded."addedAt", "endedAt" = NULL
      WHERE old."endedAt" IS NOT NULL
      RETURNING "openId"
    ), ${linked(entry, Prisma.sql`added`)}
    SELECT "openId" FROM added`;
};

/**
 * Ends an operator's rights. Never the last one's: the statement locks all who serve before it counts them, so that of
 * two who remove each other at the same moment one stays. The removed one and the others are told. Throws Refusal.
 */
export const removeOperator = async (
  tx: Tx,
  enqueue: Enqueue,
  target: { tenantKey: string; openId: string },
  by: Who,
  now: Date,
): Promise<void> => {
  const { tenantKey, openId } = target;
  const what = `remove ${named(tenantKey, openId)}`;
  const entry = { subject: OPERATORS, at: now, who: named(by.tenantKey, by.openId), what };
  const [row] = await tx.$queryRaw<[{ removed: string | null; serving: Serving[] }]>`
    WITH serving AS (
      SELECT "tenantKey", "openId", "addedAt" FROM "Operator" WHERE "endedAt" IS NULL ORDER BY "tenantKey", "openId" FOR UPDATE
    ), removed AS (
      UPDATE "Operator" SET "endedAt" = ${now}
      WHERE "tenantKey" = ${tenantKey} AND "openId" = ${openId} AND "endedAt" IS NULL
        AND (SELECT count(*) FROM serving) > 1
        AND EXISTS (
          SELECT FROM serving WHERE serving."openId" = ${by.openId} AND serving."tenantKey" IN (${by.tenantKey}, ''))
      RETURNING coalesce(nullif("name", ''), (
        SELECT max("name") FROM "Person" WHERE "openId" = ${openId} AND ${tenantKey} IN ("tenantKey", '')), '') AS "name"
    ), ${linked(entry, Prisma.sql`removed`)}
    SELECT (SELECT "name" FROM removed) AS removed,
      (SELECT coalesce(json_agg(json_build_object('tenantKey', "tenantKey", 'openId', "openId")), '[]') FROM serving) AS serving`;
  if (row.removed === null) throw whyNot(row.serving, target);
  const of = (event: OperatorEvent, one: Serving) =>
    toPerson({ openId: one.openId, tenantKey: one.tenantKey || by.tenantKey }, operatorNews(event, row.removed!));
  const others = row.serving.filter((one) => one.openId !== openId && one.openId !== by.openId);
  // Whoever removes themselves sees it on the card they clicked.
  const told = openId === by.openId ? [] : [of('dismissed', target)];
  await appendNotices(tx, enqueue, [...told, ...others.map((one) => of('removed', one))], now);
};

type Serving = { tenantKey: string; openId: string };

const operatorNews = (event: OperatorEvent, name: string): Notice => ({ kind: 'operatorNews', event, name });

const whyNot = (serving: Serving[], { tenantKey, openId }: Serving): Refusal =>
  serving.some((one) => one.tenantKey === tenantKey && one.openId === openId)
    ? new Refusal('last_operator', '没有移除：至少要留一位管理员。请先添加接手的人，再移除这一位。')
    : new Refusal('no_operator', '对方已经不是管理员，无需再移除。请刷新管理员列表。');
