import { randomUUID } from 'node:crypto';
import { Prisma, type Tx } from '../prisma/client.ts';
import type { Addressed, Recipient } from './filing/decision.ts';
import type { Who } from './filing/filing.ts';
import { type Notice, type NoticeKind, type NoticeOf, parseNotice } from './notice.ts';
import type { Focus } from './people/people.ts';
import type { Enqueue, Waking } from './queue.ts';
import { type Urgency, urgencyOf } from './urgency.ts';

/** The key under which one recipient's messages queue up: a person, or a role whose holder is found at sending. */
export const recipientKey = (to: Recipient): string => ('role' in to ? to.role : personKey(to.who));
export const personKey = (who: Who): string => `person:${who.tenantKey}:${who.openId}`;

/**
 * Writes intents beside the change that caused them and wakes the courier; both are part of the caller's transaction.
 * Costs two statements whatever the number of messages, none when there are none.
 */
export const appendNotices = async (tx: Tx, enqueue: Enqueue, addressed: Addressed[], now: Date): Promise<void> => {
  if (!addressed.length) return;
  await tx.outbox.createMany({ data: intentsOf(addressed, now) });
  await enqueue(tx, 'courier', wakingFor(addressed));
};

/**
 * The same rows as a WITH query of the statement that writes the change, where `when` holds. Whoever uses it wakes the
 * courier by `wakingFor`.
 */
export const intended = (name: string, addressed: Addressed[], now: Date, when = Prisma.sql`true`): Prisma.Sql =>
  Prisma.sql`${Prisma.raw(name)} AS (
    INSERT INTO "Outbox" ("id", "tenantKey", "openId", "role", "filingId", "kind", "notice", "state", "urgency", "createdAt")
    SELECT "id", "tenantKey", "openId", "role", "filingId", "kind", "notice", "state", "urgency", "createdAt"
    FROM jsonb_array_elements(${JSON.stringify(intentsOf(addressed, now))}::jsonb) WITH ORDINALITY AS given (intent, place),
      jsonb_populate_record(NULL::"Outbox", given.intent)
    WHERE ${when}
    ORDER BY given.place
    RETURNING "id")`;

export type Intent = ReturnType<typeof intentsOf>[number];

/** The rows of the outbox for these messages, in their order. */
export const intentsOf = (addressed: Addressed[], now: Date) =>
  addressed.map(({ to, notice, urgency, id = randomUUID() }) => {
    const { kind, ...data } = notice;
    const who = 'who' in to ? to.who : undefined;
    return {
      id,
      tenantKey: who?.tenantKey ?? null,
      openId: who?.openId ?? null,
      role: 'role' in to ? to.role : null,
      filingId: filingIdOf(notice),
      kind,
      notice: data,
      state: 'waiting',
      urgency: urgencyOf({ notice, urgency }),
      createdAt: now,
    };
  });

/** The courier's jobs for these messages: one per recipient, as urgent as the most urgent of theirs. */
export const wakingFor = (addressed: Addressed[]): Waking[] => {
  const jobs = new Map<string, Urgency>();
  for (const one of addressed) {
    const key = recipientKey(one.to);
    jobs.set(key, Math.min(jobs.get(key) ?? 2, urgencyOf(one)) as Urgency);
  }
  return [...jobs].map(([recipient, urgency]) => ({ recipient, ...(urgency && { urgency }) }));
};

export const toPerson = (who: Who, notice: Notice): Addressed => ({
  to: { who: { tenantKey: who.tenantKey, openId: who.openId } },
  notice,
});

export const filingIdOf = (notice: Notice): string | null => ('filingId' in notice ? notice.filingId : null);

/**
 * What a person's next messages and files belong to once they see this: a section, or with an empty step the filing,
 * so that a scan does not go to another one whose section was open before. Null when it says nothing about that.
 */
export const focusOf = (notice: Notice): Focus => {
  if (notice.kind === 'step' || notice.kind === 'textPreview' || notice.kind === 'tablePreview')
    return { filingId: notice.filingId, step: notice.step };
  if (notice.kind === 'file') {
    return { filingId: notice.filingId, step: notice.step, ...(notice.replacing && { replaces: notice.file }) };
  }
  if (notice.kind === 'seals' || notice.kind === 'review') return { filingId: notice.filingId, step: '', here: true };
  return notice.kind === 'frozen' || notice.kind === 'check' ? { filingId: notice.filingId, step: '' } : null;
};

/** Messages of which it is kept whether they have been read: those that somebody is asked about who does not react. */
const READING_KEPT: NoticeKind[] = ['reminder', 'escalated'];

/**
 * Keeps which messages somebody has read. The platform may say so before the courier has stored the id that the message was
 * given: an unknown id then means the one just being sent to them. One statement.
 */
export const noteRead = async (tx: Tx, messageIds: string[], { tenantKey, openId }: Who, now: Date): Promise<void> => {
  await tx.$executeRaw`
    UPDATE "Outbox" AS message SET "readAt" = ${now}
    WHERE "readAt" IS NULL AND "kind" = ANY(${READING_KEPT}) AND ("messageId" = ANY(${messageIds}) OR (
      "state" = 'waiting' AND "tenantKey" = ${tenantKey} AND "openId" = ${openId} AND "firstTriedAt" IS NOT NULL
      AND EXISTS (SELECT FROM unnest(${messageIds}::text[]) AS id
        WHERE NOT EXISTS (SELECT FROM "Outbox" AS known WHERE known."messageId" = id))))`;
};

/**
 * Notes what a card shows after a click, and with it which section the person's next messages answer. One statement,
 * because it is part of every click.
 */
export const nowShows = async (
  tx: Tx,
  shown: { messageId: string; notice: Notice; content: string; who: Who; now: Date },
): Promise<void> => {
  const { kind, ...data } = shown.notice;
  const { tenantKey, openId } = shown.who;
  const focus = focusOf(shown.notice);
  // A section that is no longer on the screen takes no more messages; which filing is meant stays known.
  const left = JSON.stringify('');
  await tx.$executeRaw`
    WITH focused AS (
      INSERT INTO "Person" AS known ("tenantKey", "openId", "focus", "missedAt", "seenAt")
      VALUES (${tenantKey}, ${openId}, ${focus && JSON.stringify(focus)}::jsonb, '{}', ${shown.now})
      ON CONFLICT ("tenantKey", "openId") DO UPDATE
      SET "focus" = coalesce(excluded."focus", jsonb_set(known."focus" - 'here', '{step}', ${left}::jsonb))
    )
    UPDATE "Outbox"
    SET "kind" = ${kind}, "notice" = ${JSON.stringify(data)}::jsonb, "content" = ${shown.content}, "filingId" = ${filingIdOf(shown.notice)},
      "readAt" = CASE WHEN "kind" = ANY(${READING_KEPT}) THEN coalesce("readAt", ${shown.now}) ELSE "readAt" END
    WHERE "messageId" = ${shown.messageId}`;
};

/** The request to join that stands before a filing's owner: sent or on its way, and not answered yet. */
export const openAsk = async (tx: Tx, filingId: string, guest: Who): Promise<NoticeOf<'joinAsk'> | undefined> => {
  const asks = await tx.outbox.findMany({
    where: { filingId, kind: 'joinAsk', state: { in: ['waiting', 'sent', 'parked'] } },
    orderBy: { seq: 'desc' },
  });
  const notices = asks.map(({ kind, notice }) => parseNotice(kind, notice) as NoticeOf<'joinAsk'>);
  return notices.find(({ who }) => who.openId === guest.openId && who.tenantKey === guest.tenantKey);
};
