import type { Tx } from '../../prisma/client.ts';
import { type Change, changesBetween } from './compare.ts';
import { askedAnswers, contextOf, type Filing, formOf, othersUpTo, stored } from './filing.ts';

/** What is different in the filing as it is now from an earlier version. */
export type Changes = { from: number; list: Change[] };

/** From this version, whoever saw it. One statement. */
export const changesFrom = async (tx: Tx, filing: Filing, version: number): Promise<Changes | null> => {
  const row = await tx.version.findUnique({ where: { filingId_version: { filingId: filing.id, version } } });
  return row && since(filing, row);
};

/** From the version that was handed in to the same department before; null when this is its first. One statement. */
export const changesSinceHandedIn = async (tx: Tx, filing: Filing): Promise<Changes | null> => {
  if (filing.version < 2) return null;
  const row = await tx.version.findFirst({
    where: {
      filingId: filing.id,
      version: { gt: othersUpTo(filing), lt: filing.version },
      NOT: { scans: { equals: [] } },
    },
    orderBy: { version: 'desc' },
  });
  return row && since(filing, row);
};

const since = (filing: Filing, row: { version: number; answers: unknown }): Changes => ({
  from: row.version,
  list: changesBetween(
    formOf(filing.round),
    stored.answers.parse(row.answers),
    askedAnswers(filing),
    contextOf(filing),
  ),
});
