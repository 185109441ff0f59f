import { z } from 'zod';
import type { Tx } from '../../prisma/client.ts';
import { officeSchema } from '../filing/filing.ts';
import { statuses } from '../filing/status.ts';
import type { Round } from '../rounds/round.ts';
import { loadRound } from '../rounds/store.ts';
import { departmentName } from './batch.ts';

const row = z.object({
  ...{ id: z.string(), creditCode: z.string(), status: z.enum(statuses), version: z.int() },
  ...{ name: z.string(), category: z.string(), province: z.string() },
  ...{ contactName: z.string(), contactMobile: z.string(), contactEmail: z.string() },
  departmentCode: z.string().nullable(),
  office: officeSchema.nullable(),
  ...{ placed: z.boolean(), over: z.string(), opinion: z.string(), admitted: z.string() },
  ...{ createdAt: z.coerce.date(), frozenAt: z.coerce.date().nullable(), submittedAt: z.coerce.date().nullable() },
});
/** A filing as lists and workbooks name it; `department` and `provinceName` in words. */
export type FilingRecord = z.infer<typeof row> & { department: string; provinceName: string };
export type Records = { round: Round; filings: FilingRecord[] };

/** Every filing of a round, in the order of its departments, each department's in its own; direct ones last. Two statements. */
export const recordsOf = async (tx: Tx, roundId: string): Promise<Records> => {
  const round = await loadRound(tx, roundId);
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT one."id", one."creditCode", one."status", one."version", one."departmentCode", one."office", one."placed",
      coalesce(one."review" ->> 'over', '') AS "over", coalesce(one."review" ->> 'opinion', '') AS "opinion",
      coalesce(one."admission" ->> 'reason', '') AS "admitted",
      one."createdAt" AT TIME ZONE 'UTC' AS "createdAt", one."frozenAt" AT TIME ZONE 'UTC' AS "frozenAt",
      one."submittedAt" AT TIME ZONE 'UTC' AS "submittedAt",
      coalesce(one."answers" -> 'identity' ->> 'institutionName', '') AS "name",
      coalesce(one."answers" -> 'identity' ->> 'category', '') AS "category",
      coalesce(one."answers" -> 'identity' ->> 'province', '') AS "province",
      coalesce(one."answers" -> 'staff' ->> 'contactName', '') AS "contactName",
      coalesce(one."answers" -> 'staff' ->> 'contactMobile', '') AS "contactMobile",
      coalesce(one."answers" -> 'staff' ->> 'contactEmail', '') AS "contactEmail"
    FROM "Filing" AS one
    LEFT JOIN "Department" AS at ON at."roundId" = one."roundId" AND at."code" = one."departmentCode"
    WHERE one."roundId" = ${roundId}
    ORDER BY at."order" NULLS LAST, array_position(at."ranking", one."id"), one."createdAt", one."id"`;
  const nameOf = (code: string) => round.departments.find((one) => one.code === code)?.name ?? '';
  const filings = z
    .array(row)
    .parse(rows)
    .map((one) => ({
      ...one,
      department: one.departmentCode ? departmentName(round, one.departmentCode) : '',
      // A province is named as its department begins: “某省知识产权局” is of 某省.
      provinceName: nameOf(one.province).replace(/(?:知识产权局|市场监督管理局).*$/, ''),
    }));
  return { round, filings };
};

/** On the published list, or to be: approved and listed ones. On the 公示 list: those that stand in 公示. */
export const listedIn = ({ filings }: Records, what: 'list' | 'publicity'): FilingRecord[] =>
  filings.filter(({ status }) =>
    what === 'list' ? status === 'approved' || status === 'listed' : status === 'publicity' || status === 'objection',
  );
