import { ZodError } from 'zod';
import { CardFault } from '../cards/kit/index.ts';
import { replacedCard } from '../cards/replaced.ts';
import type { Prisma } from '../prisma/client.ts';
import { actingFor, actsNow, recipientNow } from '../services/departments/acting.ts';
import { memberOf, type Who } from '../services/filing/filing.ts';
import { loadFiling } from '../services/filing/store.ts';
import { parseNotice } from '../services/notice.ts';
import { appendNotices, toPerson } from '../services/outbox.ts';
import { asRecipients, operatorsNow } from '../services/people/operators.ts';
import { mayReview } from '../services/people/roles.ts';
import type { Job } from '../services/queue.ts';
import { Refusal } from '../services/refusal.ts';
import { NO_CONTACT } from '../services/undelivered.ts';
import type { Urgency } from '../services/urgency.ts';
import { type Consequences, createAttempt, type Read, type Row, willPass } from './attempt.ts';
import type { Deps } from './deps.ts';
import { FeishuError } from './feishu.ts';
import { markOf } from './late.ts';
import type { Limits } from './limits.ts';

type Late = Extract<Job<'courier'>, { mark: string }>;

const nextWaiting = (db: Deps['db'], recipient: string) => {
  const [kind, tenantKey = '', openId = ''] = recipient.split(':');
  const whose = kind === 'person' ? { role: null, tenantKey, openId } : { role: recipient };
  return db.outbox.findFirst({ where: { ...whose, state: 'waiting' }, orderBy: { seq: 'asc' } });
};

/** A card may be clicked and patched for 14 days; a day is left for the last ones. */
const LIVE_DAYS = 13;
/** Cards without typing in them, or (opinionAsk) only drawn otherwise once nothing typed counts: only these are brought up to date in place. */
const REFRESHED = [
  'status',
  'frozen',
  'received',
  'review',
  'opinionAsk',
  'copied',
  'office',
  'overQuota',
  'seals',
  'timeline',
  'urged',
  'receipt',
  'joinAsk',
  'textPreview',
  'team',
  'claim',
  'invited',
  'look',
];
/** Cards for whoever fills or reviews now. */
const MEMBERS_OR_REVIEWERS = ['review', 'status', 'frozen', 'seals', 'urged', 'team', 'look'];
const DAY_MS = 86_400_000;

/**
 * Sends what waits in the outbox, which keeps the order; the queue only wakes the courier and spaces the retries. How each
 * message is sent, retried and given up: attempt.ts.
 */
export const createCourier = (deps: Deps, limits: Limits, consequences: Consequences) => {
  const { db, feishu, enqueue, log, now } = deps;
  const { attempt, drawn } = createAttempt(deps, limits, consequences);
  const busy = new Map<string, Promise<void>>();

  /** All that waits for one recipient, in order. Rejects when the platform is out of reach: the queue tries again. */
  const deliver = (recipient: string): Promise<void> => inTurn(recipient, () => drain(recipient));

  /** Within this process, one after the other for the same recipient or filing. */
  const inTurn = (key: string, what: () => Promise<void>): Promise<void> => {
    const work = (busy.get(key) ?? Promise.resolve()).catch(() => {}).then(what);
    busy.set(key, work);
    return work.finally(() => busy.get(key) === work && busy.delete(key));
  };

  const drain = async (recipient: string): Promise<void> => {
    for (let row = await nextWaiting(db, recipient); row; row = await nextWaiting(db, recipient)) {
      const who = await recipientOf(row);
      if (who) await sendOne(row, who);
      else if (await parked(row)) return;
    }
  };

  const recipientOf = async (row: Row): Promise<Who | undefined> => {
    if (row.tenantKey && row.openId) return { tenantKey: row.tenantKey, openId: row.openId };
    return recipientNow(await actingIn(row), now());
  };

  const actingIn = ({ role }: Row) => {
    const [, roundId = '', department = ''] = role?.split(':') ?? [];
    return actingFor(db, roundId, department);
  };

  /** False when a contact was found in the very moment of parking: then nobody else would wake these messages again. */
  const parked = async (row: Row): Promise<boolean> => {
    const { role, id } = row;
    const reason = NO_CONTACT;
    if (!role) {
      // Nobody is named at all: this row alone can never be sent.
      await db.outbox.update({ where: { id }, data: { state: 'parked', reason: 'nobody' } });
      return false;
    }
    await db.outbox.updateMany({ where: { role, state: 'waiting' }, data: { state: 'parked', reason } });
    if (await recipientOf(row)) {
      await db.outbox.updateMany({
        where: { role, state: 'parked', reason },
        data: { state: 'waiting', reason: null },
      });
      return false;
    }
    log.warn({ role, reason }, 'messages parked');
    await tellOperators(row);
    return true;
  };

  /** Material waits for a department that has no contact yet: only the operators can mend that. */
  const tellOperators = async (row: Row): Promise<void> => {
    if (row.kind !== 'review' || !row.filingId) return;
    const { roundId, round, members, departmentCode } = await loadFiling(db, row.filingId);
    const department = round.departments.find(({ code }) => code === departmentCode)?.name ?? '推荐部门';
    const flash = `${department}还没有可以送达的联系人，已有材料在等。指定后会自动送达。`;
    const told = asRecipients(await operatorsNow(db), members[0]!.tenantKey).map((who) =>
      toPerson(who, { kind: 'contacts', roundId, flash }),
    );
    await db.$transaction((tx) => appendNotices(tx, enqueue, told, now()));
  };

  const sendOne = async (row: Row, who: Who): Promise<void> => {
    const messageId = await attempt(row, who, await hasteOf(row));
    if (!messageId) return;
    await db.$transaction(async (tx) => {
      const sent = { state: 'sent', reason: null, sentAt: now(), messageId, ...who };
      await tx.outbox.update({ where: { id: row.id }, data: sent });
      // A change since the card was drawn found no live card to bring up to date.
      const { filingId, kind } = row;
      if (filingId && REFRESHED.includes(kind)) await enqueue(tx, 'courier', [{ filingId }]);
    });
  };

  /** Messages to one recipient keep their order, so what stands before an urgent one is as urgent. */
  const hasteOf = async (row: Row): Promise<Urgency> => {
    const { tenantKey, openId, role, urgency } = row;
    if (urgency === 0) return 0;
    const urgent = { tenantKey, openId, role, state: 'waiting', urgency: 0 };
    return (await db.outbox.count({ where: urgent })) > 0 ? 0 : (urgency as Urgency);
  };

  /** Brings the live cards of a filing up to date in place; those gone from the chat are retired. */
  const refresh = (filingId: string): Promise<void> => inTurn(`filing:${filingId}`, () => refreshAll(filingId));

  // What is to take another card's place has not been drawn yet.
  const refreshAll = (filingId: string): Promise<void> =>
    refreshWhere({ filingId, OR: [{ kind: { in: REFRESHED } }, { content: null }] });

  /** The same for the list of a round's contacts, which belongs to no filing. */
  const refreshRound = (roundId: string): Promise<void> =>
    inTurn(`round:${roundId}`, async () => {
      const which = { kind: { in: ['contacts', 'closing'] }, notice: { path: ['roundId'], equals: roundId } };
      return refreshEach(lastOfEach(await liveWhere(which)));
    });

  /** The same for the cards of whoever registers for a department, and of those who answer it. */
  const refreshRegistration = (id: string): Promise<void> =>
    inTurn(`registration:${id}`, () =>
      refreshWhere({ kind: 'registration', notice: { path: ['registrationId'], equals: id } }),
    );

  const refreshWhere = async (which: Prisma.OutboxWhereInput): Promise<void> => refreshEach(await liveWhere(which));

  const liveWhere = (which: Prisma.OutboxWhereInput) => {
    const since = new Date(now().getTime() - LIVE_DAYS * DAY_MS);
    return db.outbox.findMany({
      where: { ...which, state: 'sent', msgType: 'interactive', sentAt: { gt: since } },
      orderBy: { seq: 'asc' },
    });
  };

  const refreshEach = async (live: NonNullable<Row>[]): Promise<void> => {
    let read: Read = {};
    for (const row of live) {
      if (row.filingId) read.filing ??= await loadFiling(db, row.filingId);
      read.operators ??= await operatorsNow(db);
      // One card that cannot be drawn must not keep the others out of date.
      const waited = await bringUpToDate(row, read).catch((error: unknown) => {
        if (!(error instanceof CardFault || error instanceof ZodError)) throw error;
        log.error({ err: error, outboxId: row.id, kind: row.kind }, 'a card could not be brought up to date');
        return false;
      });
      // Much may have happened while a patch waited for its turn.
      if (waited) read = {};
    }
  };

  /** Patches one card if it would be drawn otherwise now, unless its person has gone on in it meanwhile; whether it did. */
  const bringUpToDate = async (row: Row, read: Read): Promise<boolean> => {
    const who = { tenantKey: row.tenantKey!, openId: row.openId! };
    if (!(await staysTheirs(row, who, read))) {
      await db.outbox.update({ where: { id: row.id }, data: { state: 'retired', reason: 'replaced' } });
      return false;
    }
    const outgoing = await drawn(parseNotice(row.kind, row.notice), who, read).catch((error: unknown) => {
      if (error instanceof Refusal) return undefined;
      throw error;
    });
    // Not theirs to see any more, or gone: the card stays as it was.
    if (!outgoing) {
      await db.outbox.update({ where: { id: row.id }, data: { state: 'retired', reason: 'refused' } });
      return false;
    }
    const content = outgoing.type === 'card' ? JSON.stringify(outgoing.card) : row.content;
    if (content === null || content === row.content) return false;
    const asRead = { id: row.id, kind: row.kind, content: row.content };
    const state = await patched(row.messageId!, async () => {
      // The wait for its turn may have been long enough to open a form in this card.
      if ((await db.outbox.count({ where: asRead })) > 0) await feishu.patch(row.messageId!, content);
    });
    await db.outbox.updateMany({ where: asRead, data: { content, state } });
    return true;
  };

  /**
   * Shows on a card what its click has led to after its answer had to go out; unless it is too late for that, or its
   * person has gone on in it meanwhile.
   */
  const catchUp = async ({ messageId, openId, mark, untilMs }: Late): Promise<void> => {
    const row = await db.outbox.findFirst({ where: { messageId, openId, state: 'sent' } });
    if (!row?.content || markOf(row.content) !== mark) return;
    const { id, kind, content } = row;
    const asRead = { id, kind, content };
    const state = await patched(messageId, async () => {
      const stands = now().getTime() <= untilMs && (await db.outbox.count({ where: asRead })) > 0;
      if (stands) await feishu.patch(messageId, content);
    });
    await db.outbox.updateMany({ where: asRead, data: { state } });
  };

  /** Cards whose successor has come say so, unless somebody may be typing in them. One that cannot be changed stays as it is. */
  const replace = async (old: { id: string; messageId: string; content: string }[]): Promise<void> => {
    for (const { id, messageId, content } of old) {
      const card = replacedCard(JSON.parse(content));
      if (!card) continue;
      const changed = JSON.stringify(card);
      const done = await limits
        .patch(messageId, () => feishu.patch(messageId, changed))
        .then(() => true)
        .catch((error: unknown) => {
          log.info({ err: error, outboxId: id }, 'an old card could not be changed any more');
          return false;
        });
      if (done) await db.outbox.update({ where: { id }, data: { content: changed } });
    }
  };

  /** The cards of a replaced contact, of a deputy whose days are over, or of somebody who fills no longer, stay as they were: what happens to the filing now is no longer theirs to see. */
  const staysTheirs = async (row: Row, who: Who, { filing, operators = [] }: Read): Promise<boolean> => {
    if (row.role) return actsNow(await actingIn(row), who, now()) !== undefined;
    if (!MEMBERS_OR_REVIEWERS.includes(row.kind)) return true;
    if (!filing) return true;
    if (row.kind !== 'review' && memberOf(filing, who)) return true;
    // The department it has gone from is shown on its card that it has.
    const { moved } = filing;
    if (
      ['review', 'seals'].includes(row.kind) &&
      moved &&
      actsNow(await actingFor(db, filing.roundId, moved.from), who, now())
    )
      return true;
    return mayReview(db, operators, filing, who, now()).then(
      () => true,
      (error: unknown) => {
        if (error instanceof Refusal) return false;
        throw error;
      },
    );
  };

  const patched = async (messageId: string, patch: () => Promise<void>): Promise<'sent' | 'retired'> => {
    try {
      await limits.patch(messageId, patch);
      return 'sent';
    } catch (error) {
      if (error instanceof FeishuError && !willPass(error)) return 'retired';
      throw error;
    }
  };

  /**
   * At a start and every few minutes: whatever was left waiting goes on, whoever left it and whatever became of its job.
   * Those whose job will come anyway are left to it.
   */
  const resume = async (): Promise<void> => {
    const left = await db.$queryRaw<{ recipient: string; urgency: number }[]>`
      SELECT coalesce("role", 'person:' || "tenantKey" || ':' || "openId") AS recipient, min("urgency") AS urgency
      FROM "Outbox" WHERE "state" = 'waiting' AND coalesce("role", "openId") IS NOT NULL
      GROUP BY 1
      HAVING coalesce("role", 'person:' || "tenantKey" || ':' || "openId") NOT IN (
        SELECT data->>'recipient' FROM pgboss.job
        WHERE name = 'courier' AND state IN ('created', 'active') AND data->>'recipient' IS NOT NULL)
      ORDER BY 2, min("seq")`;
    if (left.length) log.info({ recipients: left.length }, 'messages left waiting are taken up');
    await enqueue(db, 'courier', left);
  };

  return { deliver, refresh, refreshRound, refreshRegistration, catchUp, resume, replace };
};

/** How many lists of one person are kept up to date. */
const LISTS = 3;
/** Of the lists of one person the newest: forty of them, each drawn anew at each of forty changes, nobody looks at. */
const lastOfEach = (live: NonNullable<Row>[]): NonNullable<Row>[] =>
  [...Map.groupBy(live, ({ kind, tenantKey, openId }) => `${kind}:${tenantKey}:${openId}`).values()].flatMap((lists) =>
    lists.slice(-LISTS),
  );
