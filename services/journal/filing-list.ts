import type { Tx } from '../../prisma/client.ts';
import type { Status } from '../filing/status.ts';

/** A filing as a list needs it. */
export type FilingLine = { id: string; name: string; status: Status };

/** Filings a page of the list holds. */
export const PAGE = 18;

/** One page of a round's filings, the last touched first, and how many there are. One statement that reads no answers but the name. */
export const filingPage = async (
  tx: Tx,
  roundId: string,
  page: number,
): Promise<{ filings: FilingLine[]; total: number }> => {
  const [row] = await tx.$queryRaw<[{ filings: FilingLine[]; total: number }]>`
    SELECT (SELECT count(*)::int FROM "Filing" WHERE "roundId" = ${roundId}) AS total, (
      SELECT coalesce(json_agg(one), '[]') FROM (
        SELECT "id", "status", coalesce("answers"->'identity'->>'institutionName', '') AS "name" FROM "Filing"
        WHERE "roundId" = ${roundId} ORDER BY "touchedAt" DESC, "id" LIMIT ${PAGE} OFFSET ${(page - 1) * PAGE}
      ) AS one) AS filings`;
  return row;
};
