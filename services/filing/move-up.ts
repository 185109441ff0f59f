import type { Tx } from '../../prisma/client.ts';
import type { Filing } from './filing.ts';
import { loadFiling } from './store.ts';

/** The one to move up: the first in the department's order that waits, while there is a place; undefined when there is neither. */
export const nextInLine = async (tx: Tx, roundId: string, departmentCode: string): Promise<Filing | undefined> => {
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    SELECT filing."id" FROM "Filing" AS filing
    JOIN "Department" AS department ON department."roundId" = filing."roundId" AND department."code" = filing."departmentCode"
    JOIN "Round" AS round ON round."id" = filing."roundId" AND round."closingAt" IS NULL AND round."closedAt" IS NULL
    WHERE filing."roundId" = ${roundId} AND filing."departmentCode" = ${departmentCode}
      AND filing."status" = 'waiting' AND department."taken" < department."softQuota"
    ORDER BY array_position(department."ranking", filing."id") LIMIT 1`;
  return row && loadFiling(tx, row.id);
};
