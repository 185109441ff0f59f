import { z } from 'zod';
import type { Tx } from '../../prisma/client.ts';
import { statuses } from '../filing/status.ts';

/** Filings that one card lists. */
export const FOUND_MOST = 10;

const row = z.object({ id: z.string(), name: z.string(), creditCode: z.string(), status: z.enum(statuses) });
export type Found = z.infer<typeof row>;

/**
 * Filings of a round, in whatever state, whose institution's name holds these words, whose credit code or 查询号 they are;
 * one more than a card lists, so that it can say that there are more. None without words. One statement.
 */
export const findFilings = async (tx: Tx, roundId: string, words: string): Promise<Found[]> => {
  const sought = words.normalize('NFKC').trim().toLowerCase();
  if (!sought) return [];
  // A 查询号 is the year and the end of the filing's id.
  const [, reference = ''] = sought.match(/^(?:\d{4}-)?([0-9a-f]{8})$/) ?? [];
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT "id", "creditCode", "status",
      coalesce(nullif(left("answers" -> 'identity' ->> 'institutionName', 100), ''), "creditCode") AS "name"
    FROM "Filing"
    WHERE "roundId" = ${roundId} AND (
      strpos(lower(coalesce("answers" -> 'identity' ->> 'institutionName', '')), ${sought}) > 0
      OR lower("creditCode") = ${sought.replace(/[\s-]/g, '')} OR right("id", 8) = ${reference})
    ORDER BY "touchedAt" DESC, "id" LIMIT ${FOUND_MOST + 1}`;
  return z.array(row).parse(rows);
};
