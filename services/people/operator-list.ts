import { z } from 'zod';
import type { Tx } from '../../prisma/client.ts';
import type { Search } from './operator-search.ts';
import { BY_SETTINGS } from './operators.ts';

/** One who serves, as the list shows them. */
export type ListedOperator = { tenantKey: string; openId: string; name: string; addedBy: string; addedAt: Date };
export type Listed = { operators: ListedOperator[]; searches: (Search & { createdAt: Date })[] };

const listed = z.object({
  operators: z.array(
    z.object({
      ...{ tenantKey: z.string(), openId: z.string(), name: z.string(), addedBy: z.string() },
      addedAt: z.coerce.date(),
    }),
  ),
  searches: z.array(
    z.object({
      ...{ id: z.string(), tenantKey: z.string(), byOpenId: z.string(), mobile: z.string(), email: z.string() },
      ...{ trouble: z.string().nullable(), createdAt: z.coerce.date() },
    }),
  ),
});

/** All who serve, under their names as far as they are known, and who is being looked for. One statement. */
export const listOperators = async (tx: Tx): Promise<Listed> => {
  const [row] = await tx.$queryRaw<[object]>`
    WITH known AS (
      SELECT one."tenantKey", one."openId", one."addedBy", one."addedAt", one."endedAt", coalesce(nullif(one."name", ''), (
        SELECT max(person."name") FROM "Person" AS person
        WHERE person."openId" = one."openId" AND one."tenantKey" IN (person."tenantKey", '')), '') AS "name"
      FROM "Operator" AS one
    ), shown AS (
      SELECT one."tenantKey", one."openId", one."name", one."addedAt" AT TIME ZONE 'UTC' AS "addedAt", CASE
        WHEN one."addedBy" = ${BY_SETTINGS} THEN ${BY_SETTINGS}
        ELSE coalesce((
          SELECT max(adder."name") FROM known AS adder
          WHERE one."addedBy" IN (adder."tenantKey" || ':' || adder."openId")
            OR (adder."tenantKey" = '' AND split_part(one."addedBy", ':', 2) = adder."openId")), '') END AS "addedBy"
      FROM known AS one WHERE one."endedAt" IS NULL
    )
    SELECT (SELECT coalesce(json_agg(shown ORDER BY "addedAt", "openId"), '[]') FROM shown) AS operators,
      (SELECT coalesce(json_agg(sought ORDER BY "createdAt"), '[]') FROM (
        SELECT "id", "tenantKey", "byOpenId", "mobile", "email", "trouble", "createdAt" AT TIME ZONE 'UTC' AS "createdAt"
        FROM "OperatorSearch") AS sought) AS searches`;
  return listed.parse(row);
};
