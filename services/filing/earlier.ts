import type { Tx } from '../../prisma/client.ts';
import type { RawItem } from '../form/define.ts';
import { isGiven } from '../form/read.ts';
import { Refusal } from '../refusal.ts';
import { type Filing, formOf, memberOf, type Who } from './filing.ts';
import { type Found, type Proposal, takeable } from './proposals.ts';
import { loadFiling } from './store.ts';

/** The newest filing of the same legal person in another round, if this person filled it. */
export type Earlier = { filing: string; year: number };

/**
 * The name of somebody who begins a filing, and the earlier one they can copy from. A 统一社会信用代码 is public, so it opens
 * nothing by itself: only who filled the earlier one gets to see it. One statement, because it is part of a click.
 */
export const whoStarts = async (
  tx: Tx,
  { tenantKey, openId }: Who,
  creditCode: string,
  roundId: string,
): Promise<{ name: string | null; earlier?: Earlier }> => {
  const [row] = await tx.$queryRaw<{ name: string | null; filing: string | null; year: number | null }[]>`
    SELECT person."name", earlier."id" AS filing, earlier."year"
    FROM "Person" AS person LEFT JOIN LATERAL (
      SELECT filing."id", round."year"
      FROM "Filing" AS filing
        JOIN "Round" AS round ON round."id" = filing."roundId"
        JOIN "Member" AS member ON member."filingId" = filing."id"
      WHERE filing."creditCode" = ${creditCode} AND filing."roundId" <> ${roundId} AND member."role" <> 'head'
        AND member."tenantKey" = ${tenantKey} AND member."openId" = ${openId}
      ORDER BY round."year" DESC, filing."touchedAt" DESC
      LIMIT 1
    ) AS earlier ON true
    WHERE person."tenantKey" = ${tenantKey} AND person."openId" = ${openId}`;
  if (!row?.filing || row.year === null) return { name: row?.name ?? null };
  return { name: row.name, earlier: { filing: row.filing, year: row.year } };
};

/** The answers of an earlier filing that this one's form can take; files stay where they are, they are to be sent anew. */
export const earlierAnswers = async (
  tx: Tx,
  filing: Filing,
  earlierId: string,
  who: Who,
): Promise<{ found: Found; year: number }> => {
  const earlier = await loadFiling(tx, earlierId);
  const mine = memberOf(earlier, who);
  if (!mine || mine.role === 'head' || earlier.creditCode !== filing.creditCode || earlier.id === filing.id) {
    throw new Refusal('not_earlier', '只能带入您自己填过的、同一单位往年的材料。');
  }
  const source = `${earlier.round.year} 年的材料`;
  const candidates = Object.entries(formOf(earlier.round).steps).flatMap(([step, { fields }]) =>
    Object.entries(fields).flatMap(([field, { kind }]): Proposal[] => {
      const value = earlier.answers[step]?.[field];
      return kind === 'files' || value === undefined || value === null ? [] : [{ step, field, value, source }];
    }),
  );
  const { proposals, unread } = takeable(filing, candidates);
  return { found: { proposals, unread: [...unread, ...notAsked(earlier, filing)] }, year: earlier.round.year };
};

/** What the earlier form asked and the present one does not, by its labels: it is not taken, and that is said. */
const notAsked = (earlier: Filing, filing: Filing): string[] => {
  const now = formOf(filing.round).steps;
  return Object.entries(formOf(earlier.round).steps).flatMap(([step, { fields }]) =>
    Object.entries(fields).flatMap(([name, field]): string[] => {
      const value = earlier.answers[step]?.[name];
      if (field.kind === 'files' || !isGiven(value)) return [];
      const same = now[step]?.fields[name];
      if (!same) return [`“${field.label}”今年的表格不再问，没有带入`];
      if (field.kind !== 'roster' || same.kind !== 'roster') return [];
      return Object.entries(field.item)
        .filter(([key]) => !same.item[key] && (value as RawItem[]).some((row) => row[key]?.trim()))
        .map(([, { label }]) => `“${field.label}”里的“${label}”今年的表格不再问`);
    }),
  );
};
