import { Prisma, type Tx } from '../../prisma/client.ts';
import { around, type Entry } from './journal.ts';

type Link = Omit<Entry, 'seq'>;

/**
 * Two CTEs, `chained` and `entered`, that put one entry at the end of its subject's chain when the rows of `given` (a CTE
 * before them) are not none. The database computes the hash, because only it knows the end: whoever else adds to this
 * chain at the same moment waits for the row, so that both entries are recorded and none has to be tried again.
 */
export const linked = (entry: Link, given: Prisma.Sql): Prisma.Sql => {
  const { subject, at, who, what, from = null, to = null, why = null } = entry;
  const [before, after] = around(entry);
  const hash = (prev: Prisma.Sql, seq: Prisma.Sql) =>
    Prisma.sql`encode(sha256(convert_to('["' || ${prev} || ${before}::text || ${seq} || ${after}::text, 'UTF8')), 'hex')`;
  return Prisma.sql`
    chained AS (
      INSERT INTO "Chain" AS chain ("subject", "seq", "prev", "head")
      SELECT ${subject}, 1, '', ${hash(Prisma.sql`''`, Prisma.sql`1`)} WHERE EXISTS (SELECT FROM ${given})
      ON CONFLICT ("subject") DO UPDATE SET
        "seq" = chain."seq" + 1, "prev" = chain."head", "head" = ${hash(Prisma.sql`chain."head"`, Prisma.sql`(chain."seq" + 1)`)}
      RETURNING "seq", "prev", "head"
    ), entered AS (
      INSERT INTO "Journal" ("subject", "seq", "at", "who", "what", "from", "to", "why", "prev", "hash")
      SELECT ${subject}, "seq", ${at}, ${who}, ${what}, ${from}, ${to}, ${why}, "prev", "head" FROM chained
      RETURNING "seq"
    )`;
};

/** Puts one entry at the end of its subject's chain. One statement, whole by itself. */
export const extendChain = async (tx: Tx, entry: Link): Promise<void> => {
  await tx.$queryRaw`WITH given AS (SELECT 1), ${linked(entry, Prisma.sql`given`)} SELECT "seq" FROM entered`;
};
