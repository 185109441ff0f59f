import type { Tx } from '../../prisma/client.ts';
import { chainWalk } from './journal.ts';

/** One history, and the first number at which it does not hold. */
export type Verified = { subject: string; broken?: number };

/** Chains in hand at once, and entries read at once: a store of any size is walked in little memory. */
const CHAINS = 200;
const ENTRIES = 2000;

/**
 * Walks every history there is: of filings and rounds, whose rows hold the heads, those that end in a row of "Chain", and entries
 * that belong to none of them. To be called in a transaction that sees one moment, else a history that grows meanwhile
 * would look broken.
 */
export async function* verifyAll(tx: Tx): AsyncGenerator<Verified> {
  for (let after = ''; ; ) {
    const heads = await headsAfter(tx, after);
    yield* verifyThese(tx, heads);
    if (heads.length < CHAINS) break;
    after = heads.at(-1)!.subject;
  }
  yield* strays(tx);
}

type Head = { subject: string; head: string };

const headsAfter = (tx: Tx, after: string): Promise<Head[]> => tx.$queryRaw`
  SELECT subject, head FROM (
    SELECT 'filing:' || "id" AS subject, "journalHead" AS head FROM "Filing"
    UNION ALL SELECT 'round:' || "id", "journalHead" FROM "Round"
    UNION ALL SELECT "subject", "head" FROM "Chain"
  ) AS heads WHERE subject COLLATE "C" > ${after} ORDER BY subject COLLATE "C" LIMIT ${CHAINS}`;

async function* verifyThese(tx: Tx, heads: Head[]): AsyncGenerator<Verified> {
  const walks = new Map(heads.map(({ subject, head }) => [subject, { head, walk: chainWalk() }]));
  const where = { subject: { in: heads.map(({ subject }) => subject) } };
  const orderBy = [{ subject: 'asc' }, { seq: 'asc' }] as const;
  for (let last: { subject: string; seq: number } | undefined; ; ) {
    const entries = await tx.journal.findMany({
      where,
      orderBy: [...orderBy],
      take: ENTRIES,
      ...(last && { cursor: { subject_seq: last }, skip: 1 }),
    });
    for (const entry of entries) walks.get(entry.subject)!.walk.take(entry);
    if (entries.length < ENTRIES) break;
    const { subject, seq } = entries.at(-1)!;
    last = { subject, seq };
  }
  for (const [subject, { head, walk }] of walks) {
    const broken = walk.end(head);
    yield broken === undefined ? { subject } : { subject, broken };
  }
}

/** Entries of a history that is nowhere known: put in by hand, or the row they belong to was taken away. */
async function* strays(tx: Tx): AsyncGenerator<Verified> {
  const rows = await tx.$queryRaw<{ subject: string; first: number }[]>`
    SELECT "subject", min("seq") AS first FROM "Journal" AS entry
    WHERE NOT EXISTS (SELECT FROM "Filing" WHERE entry."subject" = 'filing:' || "id")
      AND NOT EXISTS (SELECT FROM "Round" WHERE entry."subject" = 'round:' || "id")
      AND NOT EXISTS (SELECT FROM "Chain" WHERE entry."subject" = "Chain"."subject")
    GROUP BY "subject" ORDER BY "subject"`;
  for (const { subject, first } of rows) yield { subject, broken: first };
}
