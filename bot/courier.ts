import { ZodError } from 'zod';
import { type Outgoing, render } from '../cards/index.ts';
import { CardFault } from '../cards/kit/index.ts';
import type { Prisma } from '../prisma/client.ts';
import { actingFor, actsNow, recipientNow } from '../services/departments/acting.ts';
import { memberOf, type Who } from '../services/filing/filing.ts';
import { loadFiling } from '../services/filing/store.ts';
import { type Notice, parseNotice } from '../services/notice.ts';
import { appendNotices, toPerson } from '../services/outbox.ts';
import { asRecipients, operatorsNow } from '../services/people/operators.ts';
import { personName, setName } from '../services/people/people.ts';
import { mayReview } from '../services/people/roles.ts';
import { Refusal } from '../services/refusal.ts';
import { loadView } from '../services/views/load-view.ts';
import type { Deps } from './deps.ts';
import { FeishuError, type OutgoingMessage } from './feishu.ts';
import type { Limits } from './limits.ts';

type Row = Awaited<ReturnType<typeof nextWaiting>>;

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
/** The platform's codes for a person who has left, or can no longer use the app. */
const LEFT = [230013, 230029];
/** Cards with which somebody new begins: then their name is read. */
const GREETINGS = ['home', 'creditCode', 'invited', 'look', 'status', 'operatorNews'];
/** A wait the courier sits out itself; a longer one is left to the queue. */
const SHORT_WAIT_SECONDS = 5;
const DAY_MS = 86_400_000;

/**
 * Sends what waits in the outbox. The view is loaded and drawn at the first attempt; every retry sends those same bytes
 * under the same uuid, which the platform delivers at most once within an hour. `lost` hears of people who have left.
 */
export const createCourier = (deps: Deps, limits: Limits, lost: (who: Who) => Promise<void> = async () => {}) => {
  const { db, feishu, enqueue, log, now, pause } = deps;
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

  const recipientOf = async (row: NonNullable<Row>): Promise<Who | undefined> => {
    if (row.tenantKey && row.openId) return { tenantKey: row.tenantKey, openId: row.openId };
    return recipientNow(await actingIn(row), now());
  };

  const actingIn = ({ role }: NonNullable<Row>) => {
    const [, roundId = '', department = ''] = role?.split(':') ?? [];
    return actingFor(db, roundId, department);
  };

  /** False when a contact was found in the very moment of parking: then nobody else would wake these messages again. */
  const parked = async (row: NonNullable<Row>): Promise<boolean> => {
    const { role, id } = row;
    const reason = '还没有可以送达的联系人';
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
  const tellOperators = async (row: NonNullable<Row>): Promise<void> => {
    if (row.kind !== 'review' || !row.filingId) return;
    const { roundId, round, members, departmentCode } = await loadFiling(db, row.filingId);
    const department = round.departments.find(({ code }) => code === departmentCode)?.name ?? '推荐部门';
    const flash = `${department}还没有可以送达的联系人，已有材料在等。指定后会自动送达。`;
    const told = asRecipients(await operatorsNow(db), members[0]!.tenantKey).map((who) =>
      toPerson(who, { kind: 'contacts', roundId, flash }),
    );
    await db.$transaction((tx) => appendNotices(tx, enqueue, told, now()));
  };

  const sendOne = async (row: NonNullable<Row>, who: Who): Promise<void> => {
    const messageId = await handedOver(row, who);
    if (!messageId) return;
    await db.$transaction(async (tx) => {
      const sent = { state: 'sent', sentAt: now(), messageId, ...who };
      await tx.outbox.update({ where: { id: row.id }, data: sent });
      // A change since the card was drawn found no live card to bring up to date.
      const { filingId, kind } = row;
      if (filingId && REFRESHED.includes(kind)) await enqueue(tx, 'courier', [{ filingId }]);
    });
  };

  /** The platform's id of the message, or undefined when it can never be sent and its row says why. */
  const handedOver = async (row: NonNullable<Row>, who: Who): Promise<string | undefined> => {
    const settle = async (state: string, reason: string) => {
      await db.outbox.update({ where: { id: row.id }, data: { state, reason } });
    };
    try {
      const message = await prepared(row, who);
      await limits.beforeSend(who.openId);
      const to = { openId: who.openId };
      const { messageId } = await patiently(() => feishu.send({ ...message, to, uuid: row.id }));
      return messageId;
    } catch (error) {
      if (error instanceof Refusal) await settle('dropped', error.code);
      else if (error instanceof FeishuError && !willPass(error)) {
        log.warn({ err: error, outboxId: row.id, kind: row.kind }, 'message parked');
        await settle('parked', `${error.kind} ${error.code ?? ''}`.trim());
        if (LEFT.includes(error.code ?? 0)) await lost(who);
      } else if (error instanceof CardFault || error instanceof ZodError) {
        log.error({ err: error, outboxId: row.id, kind: row.kind }, 'a message could not be drawn');
        await settle('parked', 'bug');
      } else throw error;
      return undefined;
    }
  };

  /** The bytes of the first attempt, kept before anything is sent. */
  const prepared = async (row: NonNullable<Row>, who: Who): Promise<Pick<OutgoingMessage, 'type' | 'content'>> => {
    if (row.content !== null && row.msgType !== null)
      return { type: row.msgType as OutgoingMessage['type'], content: row.content };
    const notice = parseNotice(row.kind, row.notice);
    if (GREETINGS.includes(notice.kind)) await learnName(who);
    const message = await encode(await drawn(notice, who));
    const { count } = await db.outbox.updateMany({
      where: { id: row.id, content: null },
      data: { msgType: message.type, content: message.content, firstTriedAt: now(), attempts: { increment: 1 } },
    });
    // Another process drew it first: its bytes are the ones the platform knows by this uuid.
    return count === 1 ? message : prepared(await db.outbox.findUniqueOrThrow({ where: { id: row.id } }), who);
  };

  const drawn = async (notice: Notice, who: Who): Promise<Outgoing> =>
    render(
      notice,
      await loadView({ ...deps, operators: await operatorsNow(db), tx: db }, notice, { now: now(), me: who }),
    );

  const encode = async (outgoing: Outgoing): Promise<Pick<OutgoingMessage, 'type' | 'content'>> => {
    if (outgoing.type === 'card') return { type: 'interactive', content: JSON.stringify(outgoing.card) };
    if (outgoing.type === 'text') return { type: 'text', content: JSON.stringify({ text: outgoing.text }) };
    await limits.beforeUpload();
    const fileKey = await patiently(() => feishu.uploadFile(outgoing.file));
    return { type: 'file', content: JSON.stringify({ file_key: fileKey }) };
  };

  /** Names stand on invitations and in the history; without the scope for them we do without. */
  const learnName = async (who: Who): Promise<void> => {
    if (await personName(db, who)) return;
    const name = await feishu.userName(who.openId).catch((error: unknown) => {
      log.info({ err: error }, 'a name could not be read');
      return null;
    });
    if (name) await setName(db, who, name);
  };

  /** Brings the live cards of a filing up to date in place; those gone from the chat are retired. */
  const refresh = (filingId: string): Promise<void> => inTurn(`filing:${filingId}`, () => refreshAll(filingId));

  // What is to take another card's place has not been drawn yet.
  const refreshAll = (filingId: string): Promise<void> =>
    refreshWhere({ filingId, OR: [{ kind: { in: REFRESHED } }, { content: null }] });

  /** The same for the list of a round's contacts, which belongs to no filing. */
  const refreshRound = (roundId: string): Promise<void> =>
    inTurn(`round:${roundId}`, () =>
      refreshWhere({ kind: { in: ['contacts', 'closing'] }, notice: { path: ['roundId'], equals: roundId } }),
    );

  /** The same for the cards of whoever registers for a department, and of those who answer it. */
  const refreshRegistration = (id: string): Promise<void> =>
    inTurn(`registration:${id}`, () =>
      refreshWhere({ kind: 'registration', notice: { path: ['registrationId'], equals: id } }),
    );

  const refreshWhere = async (which: Prisma.OutboxWhereInput): Promise<void> => {
    const since = new Date(now().getTime() - LIVE_DAYS * DAY_MS);
    const live = await db.outbox.findMany({
      where: { ...which, state: 'sent', msgType: 'interactive', sentAt: { gt: since } },
      orderBy: { seq: 'asc' },
    });
    for (const row of live) {
      // One card that cannot be drawn must not keep the others out of date.
      await bringUpToDate(row).catch((error: unknown) => {
        if (!(error instanceof CardFault || error instanceof ZodError)) throw error;
        log.error({ err: error, outboxId: row.id, kind: row.kind }, 'a card could not be brought up to date');
      });
    }
  };

  /** Patches one card if it would be drawn otherwise now, unless its person has gone on in it meanwhile. */
  const bringUpToDate = async (row: NonNullable<Row>): Promise<void> => {
    const who = { tenantKey: row.tenantKey!, openId: row.openId! };
    if (!(await staysTheirs(row, who))) {
      await db.outbox.update({ where: { id: row.id }, data: { state: 'retired', reason: 'replaced' } });
      return;
    }
    const outgoing = await drawn(parseNotice(row.kind, row.notice), who).catch((error: unknown) => {
      if (error instanceof Refusal) return undefined;
      throw error;
    });
    // Not theirs to see any more, or gone: the card stays as it was.
    if (!outgoing) {
      await db.outbox.update({ where: { id: row.id }, data: { state: 'retired', reason: 'refused' } });
      return;
    }
    const content = outgoing.type === 'card' ? JSON.stringify(outgoing.card) : row.content;
    if (content === null || content === row.content) return;
    await limits.beforePatch(row.messageId!);
    const asRead = { id: row.id, kind: row.kind, content: row.content };
    // The wait may have been long enough to open a form in this card.
    if ((await db.outbox.count({ where: asRead })) === 0) return;
    const state = await patched(row.messageId!, content);
    await db.outbox.updateMany({ where: asRead, data: { content, state } });
  };

  /** The cards of a replaced contact, of a deputy whose days are over, or of somebody who fills no longer, stay as they were: what happens to the filing now is no longer theirs to see. */
  const staysTheirs = async (row: NonNullable<Row>, who: Who): Promise<boolean> => {
    if (row.role) return actsNow(await actingIn(row), who, now()) !== undefined;
    if (!MEMBERS_OR_REVIEWERS.includes(row.kind)) return true;
    const filing = await loadFiling(db, row.filingId!);
    if (row.kind !== 'review' && memberOf(filing, who)) return true;
    // The department it has gone from is shown on its card that it has.
    const { moved } = filing;
    if (
      ['review', 'seals'].includes(row.kind) &&
      moved &&
      actsNow(await actingFor(db, filing.roundId, moved.from), who, now())
    )
      return true;
    return mayReview(db, await operatorsNow(db), filing, who, now()).then(
      () => true,
      (error: unknown) => {
        if (error instanceof Refusal) return false;
        throw error;
      },
    );
  };

  const patched = async (messageId: string, content: string): Promise<'sent' | 'retired'> => {
    try {
      await patiently(() => feishu.patch(messageId, content));
      return 'sent';
    } catch (error) {
      if (error instanceof FeishuError && !willPass(error)) return 'retired';
      throw error;
    }
  };

  /** At a start and every few minutes: whatever was left waiting goes on, whoever left it and whatever became of its job. */
  const resume = async (): Promise<void> => {
    const rows = await db.outbox.findMany({
      where: { state: 'waiting' },
      select: { tenantKey: true, openId: true, role: true },
      distinct: ['tenantKey', 'openId', 'role'],
    });
    const keys = rows.map(({ role, tenantKey, openId }) => role ?? `person:${tenantKey}:${openId}`);
    const results = await Promise.allSettled(keys.map(deliver));
    const failed = results.filter(({ status }) => status === 'rejected').length;
    if (failed) log.warn({ failed }, 'messages left waiting could not be sent yet');
  };

  /** Sits out a short wait the platform asks for; anything else goes to the queue, which backs off. */
  const patiently = async <T>(call: () => Promise<T>): Promise<T> => {
    for (let tried = 1; ; tried++) {
      try {
        return await call();
      } catch (error) {
        const wait =
          error instanceof FeishuError && error.kind === 'limited' ? (error.retryAfterSeconds ?? 1) : undefined;
        if (wait === undefined || wait > SHORT_WAIT_SECONDS || tried === 5) throw error;
        await pause(wait * 1000);
      }
    }
  };

  return { deliver, refresh, refreshRound, refreshRegistration, resume };
};

/** A wrong secret, a missing scope or a spent quota is put right by people: the message waits for that. */
const willPass = (error: FeishuError): boolean => ['limited', 'transient', 'config', 'quota'].includes(error.kind);
