import { z } from 'zod';
import type { Tx } from '../../prisma/client.ts';
import { officeSchema } from '../filing/filing.ts';
import { intakeStates } from './states.ts';

const row = z.object({
  id: z.string(),
  status: z.enum(intakeStates),
  departmentCode: z.string(),
  creditCode: z.string(),
  version: z.int(),
  name: z.string(),
  office: officeSchema,
  over: z.boolean(),
});
/** One filing as a list or a batch shows it: no answers but its name. */
export type IntakeRow = z.infer<typeof row>;

/**
 * Filings from the national system on, in the departments' order and within a department in its own; direct ones stand last.
 * One statement, however many.
 */
export const intakeOf = async (tx: Tx, roundId: string): Promise<IntakeRow[]> => {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT one."id", one."status", one."departmentCode", one."creditCode", one."version", one."office",
      coalesce(nullif(left(one."answers" -> 'identity' ->> 'institutionName', 100), ''), one."creditCode") AS "name",
      one."review" ->> 'over' IS NOT NULL AS "over"
    FROM "Filing" AS one
    LEFT JOIN "Department" AS at ON at."roundId" = one."roundId" AND at."code" = one."departmentCode"
    WHERE one."roundId" = ${roundId} AND one."status" = ANY(${[...intakeStates]})
    ORDER BY at."order" NULLS LAST, array_position(at."ranking", one."id"), one."office" -> 'filed' ->> 'on', one."id"`;
  return z.array(row).parse(rows);
};
