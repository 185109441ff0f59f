import { z } from 'zod';
import type { Tx } from '../../prisma/client.ts';
import { type Filing, othersUpTo, type Remark, remarkSchema } from './filing.ts';

const draft = remarkSchema.extend({ id: z.string() });
const schema = z.object({ version: z.number(), items: z.array(draft) });
/** A remark that has been written and not been sent. */
export type RemarkDraft = z.infer<typeof draft>;

/** The department, or the national office: neither sees what the other has written and not sent. */
export type Giver = 'department' | 'office';
/** One set for a filing and a side, which the contact and a deputy share, and the operators. */
const keyOf = (filing: Filing, giver: Giver): string => `${giver === 'office' ? 'office-' : ''}remarks-${filing.id}`;
/** With the return they went out: what was written up to that version is spent. What another department wrote is no matter of this one. */
const spentUpTo = (filing: Filing): number =>
  Math.max(filing.review?.remarks ? filing.review.version : 0, othersUpTo(filing));

/** Those that wait to be sent; kept when the institution hands in a next version meanwhile. One statement. */
export const remarkDrafts = async (tx: Tx, filing: Filing, giver: Giver): Promise<RemarkDraft[]> =>
  (await remarkDraftsOf(tx, [filing], giver)).get(filing.id) ?? [];

/** The same of several, by the filing's id; of those without any there is nothing. One statement. */
export const remarkDraftsOf = async (tx: Tx, filings: Filing[], giver: Giver): Promise<Map<string, RemarkDraft[]>> => {
  const rows = await tx.aside.findMany({ where: { id: { in: filings.map((filing) => keyOf(filing, giver)) } } });
  const waiting = filings.flatMap((filing): [string, RemarkDraft[]][] => {
    const row = rows.find(({ id }) => id === keyOf(filing, giver));
    const { version, items } = row ? schema.parse(row.data) : { version: 0, items: [] };
    return items.length && version > spentUpTo(filing) ? [[filing.id, items]] : [];
  });
  return new Map(waiting);
};

/** As they go out with the return. */
export const asRemarks = (drafts: RemarkDraft[] = []): Remark[] => drafts.map(({ id: _, ...item }) => item);

/** One more, behind the others. One statement. */
export const addRemarkDraft = async (
  tx: Tx,
  filing: Filing,
  giver: Giver,
  item: RemarkDraft,
  now: Date,
): Promise<void> => {
  const fresh = JSON.stringify({ version: filing.version, items: [item] });
  await tx.$executeRaw`
    INSERT INTO "Aside" AS old ("id", "filingId", "step", "field", "kind", "data", "createdAt")
    VALUES (${keyOf(filing, giver)}, ${filing.id}, '', '', 'remarks', ${fresh}::jsonb, ${now})
    ON CONFLICT ("id") DO UPDATE SET "createdAt" = excluded."createdAt", "data" = CASE
      WHEN (old."data"->>'version')::int <= ${spentUpTo(filing)} THEN excluded."data"
      ELSE jsonb_set(old."data", '{items}', (old."data"->'items') || (excluded."data"->'items')) END`;
};

/** Without this one; nothing when it is gone. One statement. */
export const dropRemarkDraft = async (tx: Tx, filing: Filing, giver: Giver, id: string): Promise<void> => {
  await tx.$executeRaw`
    UPDATE "Aside" SET "data" = jsonb_set("data", '{items}', coalesce(
      (SELECT jsonb_agg(item) FROM jsonb_array_elements("data"->'items') AS item WHERE item->>'id' <> ${id}), '[]'::jsonb))
    WHERE "id" = ${keyOf(filing, giver)}`;
};
