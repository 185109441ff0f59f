import type { Tx } from '../prisma/client.ts';
import { operatorsIn, operatorsSql } from './people/operators.ts';
import type { Operators } from './people/roles.ts';

/**
 * False when this event was taken before. Part of the effect's transaction; a second delivery that arrives meanwhile
 * waits for the first one's end. Keys are kept for 48 h (the platform redelivers for about 7.5 h).
 */
export const takeOnce = async (tx: Tx, key: string, now: Date): Promise<boolean> => {
  const { count } = await tx.taken.createMany({ data: { key, at: now }, skipDuplicates: true });
  return count === 1;
};

/**
 * The same for what a person does, with who is an operator at this moment, in one statement: rights are read afresh in every
 * transaction, and it costs a click nothing. Undefined when the event was taken before.
 */
export const takeWithRights = async (tx: Tx, key: string, now: Date): Promise<Operators | undefined> => {
  const [row] = await tx.$queryRaw<[{ count: number; operators: unknown }]>`
    WITH taken AS (INSERT INTO "Taken" ("key", "at") VALUES (${key}, ${now}) ON CONFLICT DO NOTHING RETURNING "key")
    SELECT (SELECT count(*)::int FROM taken) AS count, ${operatorsSql} AS operators`;
  return row.count === 1 ? operatorsIn(row.operators) : undefined;
};

const KEPT_HOURS = 48;

export const forgetTaken = async (tx: Tx, now: Date): Promise<number> => {
  const { count } = await tx.taken.deleteMany({
    where: { at: { lt: new Date(now.getTime() - KEPT_HOURS * 3_600_000) } },
  });
  return count;
};
