import { ZodError } from 'zod';
import { type Outgoing, render } from '../cards/index.ts';
import { CardFault } from '../cards/kit/index.ts';
import type { Filing, Who } from '../services/filing/filing.ts';
import { type Notice, parseNotice } from '../services/notice.ts';
import { operatorsNow } from '../services/people/operators.ts';
import { personName, setName } from '../services/people/people.ts';
import type { Operators } from '../services/people/roles.ts';
import { Refusal } from '../services/refusal.ts';
import { BUSY_MINUTE } from '../services/reminders/windows.ts';
import type { Urgency } from '../services/urgency.ts';
import { loadView } from '../services/views/load-view.ts';
import type { Deps } from './deps.ts';
import { FeishuError, type FeishuErrorKind, type OutgoingMessage } from './feishu.ts';
import type { Limits } from './limits.ts';

export type Row = NonNullable<Awaited<ReturnType<Deps['db']['outbox']['findFirst']>>>;
type Message = Pick<OutgoingMessage, 'type' | 'content'>;
/** `attempts`: the number of this one, by which a later one of another process is told apart. */
type Begun = { row: Row; message: Message; attempts: number };
/** An attempt that failed; `asked`: whether the platform has been asked at all. */
type Failed = Pick<Begun, 'row'> & Partial<Begun> & { asked: boolean };

/** The platform knows a uuid for an hour; the rest is for a call that was long on its way. */
const UUID_KNOWN_MS = 62 * 60_000;
/** Cards with which somebody new begins: then their name is read. */
const GREETINGS = ['home', 'creditCode', 'invited', 'look', 'status', 'operatorNews'];
/** The platform's codes for a person who has left, or can no longer use the app. */
const LEFT = [230013, 230029];
/** No outage, no wrong secret is waited for longer: what is left then is parked. */
const GIVE_UP_MS = 4 * 86_400_000;
/** A message that still fails after so long, and so often, while others get through: the trouble is its own. */
const OWN_TROUBLE = { afterMs: 2 * 3_600_000, attempts: 12, othersWithinMs: 10 * 60_000 };

/** Trouble that is nobody's own and passes by itself, however long it lasts. */
const WAITS_FOR_ALL: FeishuErrorKind[] = ['limited', 'quota'];

/** `lost` hears of people who have left; `spent`, that the month's calls are used up. */
export type Consequences = { lost: (who: Who) => Promise<void>; spent: () => Promise<void> };

/**
 * One attempt to hand a message over. The view is loaded and drawn for it, and the bytes are kept before anything is sent:
 * as long as an attempt may have arrived although no answer said so, every retry sends those same bytes under the same
 * uuid, of which the platform delivers one within an hour. Retries are minutes apart at most, so the first answer settles it.
 *
 * What can still come twice: a message whose attempt arrived, whose answer was lost, and for which no attempt was answered
 * in the whole hour after that (the platform, or all of our processes, were out so long); and a reminder, or what goes to
 * those next to it, of that kind whose window ended before an answer came, or whose person asked for quiet days, or handed
 * the part on, in between: for its ledger then has it told another time, under another uuid. The minutes :00 and :30 end no
 * window: they are waited out. It is sent again all the same, drawn anew and not if it is no longer true: a deadline told
 * twice is a nuisance, one that is not told may cost a filing.
 * A message whose attempts were all refused, or never left the machine, has not arrived and cannot come twice.
 *
 * Nothing is retried for ever. What cannot pass (content refused, person out of reach) is parked at once; what fails while
 * others get through, after two hours; all else after four days. A limit is never a message's own trouble, neither the
 * platform's nor the month's number of calls: it passes, for all, and what was only made to wait counts as not tried. An
 * operator sees what is parked.
 */
export const createAttempt = (deps: Deps, limits: Limits, { lost, spent }: Consequences) => {
  const { db, feishu, log, now } = deps;
  let gotThroughMs = 0;

  /**
   * The platform's id of the message; undefined when its row is settled: it can never be sent, or another process has sent
   * it meanwhile. Rejects when it is to be tried again.
   */
  const attempt = async (row: Row, who: Who, urgency: Urgency): Promise<string | undefined> => {
    let begun: Begun | undefined;
    let asked = false;
    try {
      begun = await begin(row, who);
      if (!begun) return undefined;
      const { message } = begun;
      const sending = () => {
        asked = true;
        return feishu.send({ ...message, to: { openId: who.openId }, uuid: row.id });
      };
      const { messageId } = await limits.send(who.openId, urgency, sending);
      gotThroughMs = now().getTime();
      return messageId;
    } catch (error) {
      if (error instanceof FeishuError) await failed({ ...(begun ?? { row }), asked }, who, error);
      else if (error instanceof Refusal) await refused(row, error);
      else if (error instanceof CardFault || error instanceof ZodError) {
        log.error({ err: error, outboxId: row.id, kind: row.kind }, 'a message could not be drawn');
        await settle(row, 'parked', 'bug');
      } else throw error;
      return undefined;
    }
  };

  /** In a minute in which nothing is sent, what may have arrived waits for the next one: its uuid still keeps it single. */
  const refused = async (row: Row, { code, words }: Refusal): Promise<void> => {
    if (code === BUSY_MINUTE && keptBytes(row))
      throw new FeishuError({ kind: 'limited', words, retryAfterSeconds: 60 });
    await settle(row, 'dropped', code === BUSY_MINUTE ? 'window' : code);
  };

  const settle = async ({ id }: Row, state: 'parked' | 'dropped', reason: string): Promise<void> => {
    await db.outbox.updateMany({ where: { id, state: 'waiting' }, data: { state, reason } });
  };

  /** Notes the attempt and the bytes it sends; undefined when there is nothing to send any more. */
  const begin = async (row: Row, who: Who): Promise<Begun | undefined> => {
    const kept = keptBytes(row);
    // Whoever has done meanwhile what they would be reminded of is let be; and nobody is reminded at night.
    if (kept && (row.urgency > 0 || row.kind === 'escalated')) await drawn(parseNotice(row.kind, row.notice), who);
    const message = kept ?? (await fresh(row, who));
    const at = now();
    const { count } = await db.outbox.updateMany({
      where: { id: row.id, state: 'waiting', attempts: row.attempts },
      data: {
        ...{ msgType: message.type, content: message.content, unsureAt: at },
        ...{ attempts: { increment: 1 }, firstTriedAt: row.firstTriedAt ?? at },
      },
    });
    if (count === 1) return { row, message, attempts: row.attempts + 1 };
    // Another process came first: its bytes are the ones the platform knows by this uuid.
    const current = await db.outbox.findUnique({ where: { id: row.id } });
    return current?.state === 'waiting' ? begin(current, who) : undefined;
  };

  /** What the platform may have received under this uuid, as long as it knows it. */
  const keptBytes = ({ unsureAt, msgType, content }: Row): Message | undefined =>
    unsureAt && msgType !== null && content !== null && now().getTime() - unsureAt.getTime() < UUID_KNOWN_MS
      ? { type: msgType as OutgoingMessage['type'], content }
      : undefined;

  const fresh = async (row: Row, who: Who): Promise<Message> => {
    const notice = parseNotice(row.kind, row.notice);
    if (GREETINGS.includes(notice.kind)) await learnName(who);
    return encode(await drawn(notice, who));
  };

  const drawn = async (notice: Notice, who: Who, read: Read = {}): Promise<Outgoing> => {
    const sources = { ...deps, operators: read.operators ?? (await operatorsNow(db)), read: read.filing, tx: db };
    return render(notice, await loadView(sources, notice, { now: now(), me: who }));
  };

  const encode = async (outgoing: Outgoing): Promise<Message> => {
    if (outgoing.type === 'card') return { type: 'interactive', content: JSON.stringify(outgoing.card) };
    if (outgoing.type === 'text') return { type: 'text', content: JSON.stringify({ text: outgoing.text }) };
    const fileKey = await limits.upload(() => feishu.uploadFile(outgoing.file));
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

  /** Keeps what is known of the attempt's fate, and parks what is given up; rejects when it is to be tried again. */
  const failed = async ({ row, attempts, asked }: Failed, who: Who, error: FeishuError) => {
    const reason = `${error.kind} ${error.code ?? ''}`.trim();
    const at = now();
    const waits = WAITS_FOR_ALL.includes(error.kind);
    await db.outbox.updateMany({
      where: { id: row.id, state: 'waiting', attempts: attempts ?? row.attempts },
      data: { reason, ...(waits ? whenMadeToWait(row, asked, attempts) : whenTried(row, error, at, attempts)) },
    });
    if (error.kind === 'quota') {
      await spent();
      if (row.urgency > 0 && (await db.outbox.count({ where: { id: row.id, state: 'waiting' } })) === 0) return;
    }
    if (waits || !givenUp(row, error, at)) throw error;
    log.warn({ err: error, outboxId: row.id, kind: row.kind, attempts }, 'message parked');
    await settle(row, 'parked', reason);
    if (LEFT.includes(error.code ?? 0)) await lost(who);
  };

  const whenTried = ({ firstTriedAt, unsureAt }: Row, error: FeishuError, at: Date, attempts?: number) =>
    attempts
      ? { ...(!error.inDoubt && { unsureAt }) }
      : { attempts: { increment: 1 }, firstTriedAt: firstTriedAt ?? at };

  /** How long it has been tried is counted anew; one that may have arrived stays tried. */
  const whenMadeToWait = ({ unsureAt }: Row, asked: boolean, attempts?: number) => ({
    ...{ unsureAt, firstTriedAt: unsureAt },
    ...(attempts && !asked && { attempts: { decrement: 1 } }),
  });

  const givenUp = ({ firstTriedAt, attempts }: Row, error: FeishuError, at: Date): boolean => {
    if (!willPass(error)) return true;
    const ageMs = firstTriedAt ? at.getTime() - firstTriedAt.getTime() : 0;
    const othersPass = at.getTime() - gotThroughMs < OWN_TROUBLE.othersWithinMs;
    return ageMs > GIVE_UP_MS || (othersPass && ageMs > OWN_TROUBLE.afterMs && attempts >= OWN_TROUBLE.attempts);
  };

  return { attempt, drawn };
};

/** What several cards drawn one after the other have in common, read once. */
export type Read = { filing?: Filing; operators?: Operators };

/** A wrong secret, a missing scope or a spent quota is put right by people: the message waits for that. */
export const willPass = (error: FeishuError): boolean =>
  ['limited', 'transient', 'config', 'quota'].includes(error.kind);
