import { z } from 'zod';
import type { Prisma, Tx } from '../prisma/client.ts';
import type { Addressed } from './filing/decision.ts';
import type { Status } from './filing/status.ts';
import { type Notice, type NoticeKind, parseNotice } from './notice.ts';
import { appendNotices } from './outbox.ts';
import type { Enqueue } from './queue.ts';
import type { Round } from './rounds/round.ts';
import { openRounds } from './rounds/store.ts';
import { addDays, addWorkingDays, dayOf, endOf, isWorkingDay } from './time.ts';

/** A card can be clicked for 14 days (feishu: card JSON 2.0); its last day is kept back. */
const LIVE_DAYS = 13;
const DEAD_MS = 14 * 86_400_000;
/** Cards sent anew in one go; those left come with the next round of the clock. */
const AT_ONCE = 200;

/** Cards their person still has to act on, and in which states of the filing they have. */
const needed: Partial<Record<NoticeKind, readonly Status[]>> = {
  step: ['draft', 'ineligible', 'returned'],
  item: ['draft', 'ineligible', 'returned'],
  check: ['draft', 'ineligible', 'returned'],
  textPreview: ['draft', 'ineligible', 'returned'],
  frozen: ['frozen', 'inst_sealed'],
  seals: ['recommended', 'dept_sealed'],
  review: ['submitted', 'under_review'],
  returnForm: ['submitted', 'under_review'],
  recommendForm: ['submitted', 'under_review'],
  turnDownForm: ['submitted', 'under_review'],
  moveUpForm: ['waiting'],
  opinionAsk: ['submitted', 'under_review'],
  // Whoever was answered shows something else.
  joinAsk: ['draft', 'ineligible', 'returned'],
};

/**
 * Sends the cards anew that would be dead before the end of the next working day: a dead card cannot call us. Only the
 * newest card of a person and filing counts (and of each opinion asked for, and of each colleague who wants to join), only
 * while there is something to do with it, and only on working days. What becomes of the old ones: `replacedSince`. Resolves
 * with the number of cards.
 */
export const reissueDue = async (tx: Tx, enqueue: Enqueue, now: Date): Promise<number> => {
  let cards = 0;
  // Each round has holidays of its own.
  for (const round of await openRounds(tx)) cards += await reissueIn(tx, enqueue, round, now);
  return cards;
};

const reissueIn = async (tx: Tx, enqueue: Enqueue, round: Round, now: Date): Promise<number> => {
  const today = dayOf(now);
  if (!isWorkingDay(today, round.holidays)) return 0;
  const next = addWorkingDays(today, 1, round.holidays);
  const sentBefore = endOf(addDays(next, -LIVE_DAYS));
  const rows = await newestCards(tx, round.id, sentBefore);
  const due = rows.filter((row) => needed[row.kind as NoticeKind]?.includes(row.status as Status) && isAsked(row));
  const ids = due.map(({ id }) => id);
  await tx.outbox.updateMany({ where: { id: { in: ids } }, data: { state: 'retired', reason: 'reissued' } });
  await appendNotices(tx, enqueue, due.map(anew), now);
  return due.length;
};

type Row = {
  id: string;
  tenantKey: string;
  openId: string;
  role: string | null;
  kind: string;
  notice: Prisma.JsonValue;
  status: string;
  opinions: unknown;
};

const asks = z.object({ opinionId: z.string() });
const opinions = z.array(z.object({ id: z.string(), answer: z.string().nullish() }));

/** Of cards that ask for an opinion: whether the answer is still to come. */
const isAsked = ({ kind, notice, opinions: all }: Row): boolean => {
  if (kind !== 'opinionAsk') return true;
  const { opinionId } = asks.parse(notice);
  return opinions.parse(all).some(({ id, answer }) => id === opinionId && !answer);
};

const newestCards = (tx: Tx, roundId: string, sentBefore: Date): Promise<Row[]> => tx.$queryRaw`
  SELECT card.id, card."tenantKey", card."openId", card.role, card.kind, card.notice, filing.status, filing.opinions
  FROM "Outbox" AS card JOIN "Filing" AS filing ON filing.id = card."filingId"
  WHERE card.state = 'sent' AND card."msgType" = 'interactive' AND card."sentAt" < ${sentBefore}
    AND filing."roundId" = ${roundId} AND card.kind = ANY(${Object.keys(needed)})
    AND NOT EXISTS (
      SELECT FROM "Outbox" AS later
      WHERE later."filingId" = card."filingId" AND later."tenantKey" = card."tenantKey" AND later."openId" = card."openId"
        AND later.notice ->> 'opinionId' IS NOT DISTINCT FROM card.notice ->> 'opinionId'
        AND later.notice -> 'who' IS NOT DISTINCT FROM card.notice -> 'who'
        AND later.seq > card.seq AND later.kind = ANY(${Object.keys(needed)}) AND later.state IN ('sent', 'waiting'))
  ORDER BY card.seq LIMIT ${AT_ONCE}`;

/** Cards that were sent anew, whose successor has come since; each once. They can be changed in the chat for a day or two more. */
export const replacedSince = (tx: Tx, now: Date): Promise<{ id: string; messageId: string; content: string }[]> =>
  tx.$queryRaw`
    UPDATE "Outbox" AS card SET reason = 'replaced'
    WHERE card.state = 'retired' AND card.reason = 'reissued' AND card."sentAt" > ${new Date(now.getTime() - DEAD_MS)}
      AND EXISTS (
        SELECT FROM "Outbox" AS later
        WHERE later."filingId" = card."filingId" AND later.role IS NOT DISTINCT FROM card.role AND later.state = 'sent'
          AND (card.role IS NOT NULL OR later."openId" = card."openId") AND later.seq > card.seq
          AND later.notice ->> 'opinionId' IS NOT DISTINCT FROM card.notice ->> 'opinionId'
          AND later.notice -> 'who' IS NOT DISTINCT FROM card.notice -> 'who'
          AND later.kind = ANY(${Object.keys(needed)}))
    RETURNING card.id, card."messageId", card.content`;

const WHY = '上一张卡片快满 14 天，之后就不能点了，请用这一张。已保存的内容都在。';

/** What the card showed, without the words of the moment; a department's card goes to whoever is its contact now. */
const anew = ({ kind, notice, tenantKey, openId, role }: Row): Addressed => ({
  to: role ? { role } : { who: { tenantKey, openId } },
  notice: ofToday(parseNotice(kind, notice)),
});

const ofToday = (notice: Notice): Notice => {
  switch (notice.kind) {
    case 'step':
    case 'item':
      return { kind: 'step', filingId: notice.filingId, step: notice.step, flash: WHY };
    case 'textPreview':
      return { ...notice, flash: WHY };
    case 'check':
    case 'frozen':
    case 'seals':
      return { kind: notice.kind, filingId: notice.filingId, flash: WHY };
    case 'opinionAsk': {
      const { error: _, ...asked } = notice;
      return asked;
    }
    case 'returnForm':
    case 'recommendForm':
    case 'turnDownForm':
    case 'moveUpForm':
      return { kind: 'review', filingId: notice.filingId, version: notice.version };
    default:
      return notice;
  }
};
