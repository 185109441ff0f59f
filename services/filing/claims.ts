import type { Tx } from '../../prisma/client.ts';
import { type Claim, claimSchema, type Who } from './filing.ts';

/** Drafts whose owner has let the time for an answer pass. */
export const dueClaims = async (tx: Tx, now: Date): Promise<{ id: string; claim: Claim }[]> => {
  const rows = await tx.$queryRaw<{ id: string; claim: unknown }[]>`
    SELECT filing.id, filing.claim FROM "Filing" AS filing JOIN "Round" AS round ON round.id = filing."roundId"
    WHERE filing.claim->>'dueAt' <= ${now.toISOString()} AND round."closedAt" IS NULL`;
  return rows.map(({ id, claim }) => ({ id, claim: claimSchema.parse(claim) }));
};

/** Open drafts this person answers for and that nobody has been told about yet. */
export const ownedBy = async (tx: Tx, { tenantKey, openId }: Who): Promise<string[]> => {
  const rows = await tx.member.findMany({
    where: { tenantKey, openId, role: 'owner', lostAt: null, filing: { round: { closedAt: null } } },
    select: { filingId: true },
  });
  return rows.map(({ filingId }) => filingId);
};
