import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Tx } from '../../prisma/client.ts';
import { relevantFields } from '../form/read.ts';
import type { Notice, NoticeOf } from '../notice.ts';
import { appendNotices, toPerson } from '../outbox.ts';
import type { Enqueue } from '../queue.ts';
import { Refusal } from '../refusal.ts';
import { contextOf, type Filing, formOf, type Who } from './filing.ts';
import { LONGEST } from './fill-commands.ts';

const textPart = z.object({
  messageId: z.string(),
  /** Tells the pieces of one message apart: '' for its own words, the key of its file, the address of a document. */
  key: z.string(),
  source: z.enum(['message', 'file', 'document']),
  /** When the message was sent, in ms since 1970: messages may arrive in another order. */
  sentAtMs: z.number(),
  text: z.string(),
  /** Of the file or document. */
  name: z.string().optional(),
  /** The document is still being read. */
  pending: z.boolean().optional(),
  /** Why there is no text, in words for the person. */
  trouble: z.string().optional(),
  /** The text as it first came, when its message was changed since. */
  was: z.string().optional(),
});
/** A piece of a long text, as it came. */
export type TextPart = z.infer<typeof textPart>;

/** The question a text is for, and whose text it is. */
type TextPlace = { who: Who; filingId: string; step: string; field: string };

export type TextBatch = TextPlace & {
  id: string;
  parts: TextPart[];
  /** `checking`: its messages are being looked at once more before it lands. */
  state: 'open' | 'checking' | 'landed' | 'dropped';
  trouble: string | null;
  rev: number;
};

export const isOpen = ({ state }: TextBatch): boolean => state === 'open' || state === 'checking';

/** What the pieces make together, in the order in which they were sent. */
export const textOf = (parts: TextPart[]): string =>
  parts
    .map(({ text }) => text)
    .filter(Boolean)
    .join('\n');

/** The long question of a section, when it has exactly one. */
export const longFieldOf = (filing: Filing, step: string): string | undefined => {
  const { steps } = formOf(filing.round);
  const section = Object.hasOwn(steps, step) ? steps[step] : undefined;
  if (!section) return undefined;
  const long = relevantFields(section, contextOf(filing)).filter(([, field]) => field.kind === 'paragraph');
  return long.length === 1 ? long[0]![0] : undefined;
};

/**
 * Collects a piece of text, or the pieces of one message, for a long question: nothing lands before the person says so on the preview card. Several
 * pieces share one card. Resolves with that card when it must be sent, and with undefined when the piece is known already
 * or the card at the end of the chat is being brought up to date in place. Throws Refusal when there is too much.
 */
export const proposeText = async (
  tx: Tx,
  enqueue: Enqueue,
  place: TextPlace,
  given: TextPart | TextPart[],
  now: Date,
): Promise<NoticeOf<'textPreview'> | undefined> => {
  const { who, filingId, step, field } = place;
  const openKey = [who.tenantKey, who.openId, filingId, step, field].join(':');
  const parts = [given].flat();
  const kept = JSON.stringify(parts.map(withinLimit));
  const known = JSON.stringify(parts.map(({ messageId, key }) => ({ messageId, key })));
  // One statement: two messages that come at once both find their place in it.
  const [row] = await tx.$queryRaw<{ id: string; count: number }[]>`
    INSERT INTO "TextBatch" AS batch
      ("id", "openKey", "tenantKey", "openId", "filingId", "step", "field", "parts", "state", "rev", "changedAt")
    VALUES (${randomUUID()}, ${openKey}, ${who.tenantKey}, ${who.openId}, ${filingId}, ${step}, ${field},
      ${kept}::jsonb, 'open', 1, ${now})
    ON CONFLICT ("openKey") DO UPDATE SET
      "parts" = batch."parts" || EXCLUDED."parts", "state" = 'open', "trouble" = NULL,
      "rev" = batch."rev" + 1, "changedAt" = EXCLUDED."changedAt"
    WHERE NOT batch."parts" @> ${known}::jsonb
    RETURNING "id", jsonb_array_length("parts") AS count`;
  if (!row) return undefined;
  if (row.count > MOST_PARTS) {
    throw new Refusal('too_many', `这段没有收下：已有 ${MOST_PARTS} 段在等，请先在预览卡片里点“放进”，再接着发。`);
  }
  const notice = { kind: 'textPreview', filingId, step, field, batch: row.id } as const;
  if (!(await standsLast(tx, who, row.id, now))) return notice;
  await enqueue(tx, 'courier', [{ filingId }]);
  return undefined;
};

const MOST_PARTS = 40;

/** What no answer can hold is not kept: its place says why. */
export const withinLimit = (part: TextPart): TextPart =>
  part.text.length <= LONGEST
    ? part
    : { ...part, text: '', trouble: `有 ${part.text.length} 个字符，超过一个部分能容纳的 ${LONGEST} 个，没有收下` };

/** A card may be patched for 14 days. */
const LIVE_MS = 13 * 86_400_000;

/** Whether the batch's card is the last thing the bot said to the person: then they see it change. */
const standsLast = async (tx: Tx, { tenantKey, openId }: Who, batch: string, now: Date): Promise<boolean> => {
  const last = await tx.outbox.findFirst({
    where: { tenantKey, openId, state: { in: ['sent', 'waiting'] } },
    orderBy: { seq: 'desc' },
  });
  if (last?.kind !== 'textPreview' || now.getTime() - last.createdAt.getTime() > LIVE_MS) return false;
  return (last.notice as { batch?: string }).batch === batch;
};

export const loadBatch = async (tx: Tx, id: string): Promise<TextBatch | null> => {
  const row = await tx.textBatch.findUnique({ where: { id } });
  return row && toBatch(row);
};

/** Where a text waits, for a line that leads to it. */
export type WaitingText = { filingId: string; step: string; field: string; batch: string };

/** The texts of this person that wait for their word in one filing, the newest first. One statement. */
export const waitingTexts = async (tx: Tx, { tenantKey, openId }: Who, filingId: string): Promise<WaitingText[]> => {
  const rows = await tx.textBatch.findMany({
    where: { filingId, tenantKey, openId, openKey: { not: null } },
    select: { id: true, step: true, field: true },
    orderBy: { changedAt: 'desc' },
  });
  return rows.map(({ id, step, field }) => ({ filingId, step, field, batch: id }));
};

/** The batches a message has given a piece to, also those that have landed. */
export const batchesWith = async (tx: Tx, messageId: string): Promise<TextBatch[]> => {
  const ids = await tx.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "TextBatch" WHERE "parts" @> ${JSON.stringify([{ messageId }])}::jsonb FOR UPDATE`;
  const rows = await tx.textBatch.findMany({ where: { id: { in: ids.map(({ id }) => id) } } });
  return rows.map(toBatch);
};

type Row = Omit<NonNullable<Awaited<ReturnType<Tx['textBatch']['findUnique']>>>, 'openKey' | 'changedAt'>;

const toBatch = ({ tenantKey, openId, parts, state, ...row }: Row): TextBatch => ({
  ...row,
  who: { tenantKey, openId },
  parts: z
    .array(textPart)
    .parse(parts)
    .sort((a, b) => a.sentAtMs - b.sentAtMs),
  state: state as TextBatch['state'],
});

type Change = Partial<Pick<TextBatch, 'parts' | 'state' | 'trouble'>>;

/** A batch as somebody has seen it. */
type Seen = Pick<TextBatch, 'id' | 'rev' | 'who' | 'filingId'>;

const asSeen = ({ id, rev, filingId, who: { tenantKey, openId } }: Seen) => ({
  ...{ id, rev, filingId, tenantKey, openId },
  openKey: { not: null },
});

/** Changes a batch that still waits and is as it was seen; false when it has changed or is gone. One statement. */
export const changeBatch = async (tx: Tx, seen: Seen, change: Change, now: Date): Promise<boolean> => {
  // Looking at its messages once more changes nothing of what is to land.
  const step = change.state === 'checking' ? 0 : 1;
  const { count } = await tx.textBatch.updateMany({
    where: asSeen(seen),
    data: { ...change, rev: { increment: step }, changedAt: now },
  });
  return count === 1;
};

/** Ends a batch; of what has landed only its messages are remembered. False when it has changed or is gone. One statement. */
export const endBatch = async (
  tx: Tx,
  seen: Seen,
  parts: TextPart[],
  state: 'landed' | 'dropped',
  now: Date,
): Promise<boolean> => {
  const emptied = parts.map(({ messageId, key, source, sentAtMs }) => ({ messageId, key, source, sentAtMs, text: '' }));
  const { count } = await tx.textBatch.updateMany({
    where: asSeen(seen),
    data: { openKey: null, parts: emptied, state, trouble: null, rev: { increment: 1 }, changedAt: now },
  });
  return count === 1;
};

/** Puts another card in the place of the batch's preview, or sends it when none is left. */
export const showInstead = async (
  tx: Tx,
  enqueue: Enqueue,
  { id, who, filingId }: TextBatch,
  notice: Notice,
  now: Date,
): Promise<void> => {
  const { kind, ...data } = notice;
  const card = await tx.outbox.findFirst({
    where: {
      ...{ filingId, kind: 'textPreview', tenantKey: who.tenantKey, openId: who.openId },
      ...{ state: { in: ['sent', 'waiting'] }, notice: { path: ['batch'], equals: id } },
    },
    orderBy: { seq: 'desc' },
  });
  if (!card) return appendNotices(tx, enqueue, [toPerson(who, notice)], now);
  await tx.outbox.update({ where: { id: card.id }, data: { kind, notice: data, content: null } });
  await enqueue(tx, 'courier', [{ filingId }]);
};

/** A message can be recalled for a time its tenant sets, a day as a rule. */
const REMEMBERED_DAYS = 30;

/** Forgets which messages were landed long ago; what still waits is kept. */
export const forgetBatches = async (tx: Tx, now: Date): Promise<void> => {
  const before = new Date(now.getTime() - REMEMBERED_DAYS * 86_400_000);
  await tx.textBatch.deleteMany({ where: { openKey: null, changedAt: { lt: before } } });
};
