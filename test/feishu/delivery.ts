import { encrypt, seal } from './envelope.ts';
import type { Faults } from './faults.ts';
import { isObject, parseJson } from './http.ts';
import { createShuffler } from './shuffler.ts';
import { newId, type Store } from './store.ts';
import type { FeishuOptions, Webhook } from './types.ts';

/** What came back from the bot: an HTTP answer, or why there is none. */
export type Reply = { status: number; text: string } | { failed: Failed };
type Failed = 'late' | 'unreachable' | 'unknown host' | 'broken' | 'no url';

/** One event on its way: the same payload, its id included, goes out at every attempt; `key` is what the log shows. */
type Delivery = {
  eventId: string;
  type: string;
  payload: { event: object };
  attempts: number;
  key: string;
  /** It was kept back to come in another order. */
  fault?: 'disorder';
};

export type Deliveries = ReturnType<typeof createDeliveries>;

/** These still come in the envelope of old. */
const V1_EVENTS = ['p2p_chat_create', 'app_ticket'];
const REDELIVERY_MS = [15_000, 5 * 60_000, 60 * 60_000, 6 * 60 * 60_000];

/** Posts events and callbacks to the bot; events are repeated until answered with 200 in time, callbacks never. */
export function createDeliveries(options: FeishuOptions, store: Store, faults: Faults) {
  const waits = options.redelivery ?? REDELIVERY_MS;
  const shuffler = createShuffler(store.clock, faults);
  faults.whenCleared(() => void shuffler.release());
  /** Deliveries under way or kept back, and those that wait, with the timer of their next attempt. */
  const pending = new Map<Delivery, { timer: unknown; dueAt: number } | undefined>();
  const settled = new Set<() => void>();
  let webhook = options.webhook;
  let turn = 0;

  function envelope(type: string, event: object, eventId: string) {
    const at = store.now().getTime();
    const { appId: app_id, verificationToken: token } = options;
    const tenant_key = tenantKey(options);
    if (V1_EVENTS.includes(type))
      return {
        ...{ ts: (at / 1000).toFixed(7), uuid: eventId, token, type: 'event_callback' },
        event: { type, app_id, tenant_key, ...event },
      };
    // The card page shows microseconds where the event pages show milliseconds.
    const create_time = type === 'card.action.trigger' ? `${at}000` : String(at);
    const header = { event_id: eventId, event_type: type, create_time, token, app_id, tenant_key };
    return { schema: '2.0', header, event };
  }

  async function post(urls: string | string[] | undefined, payload: unknown, deadlineMs: number): Promise<Reply> {
    const list = typeof urls === 'string' ? [urls] : (urls ?? []);
    // Several bot processes behind one address: requests go round.
    const url = list[turn++ % Math.max(1, list.length)];
    if (!url) return { failed: 'no url' };
    const { body, headers } = seal(payload, options.encryptKey, store.now());
    return store.exchange(() => request(url, body, headers, deadlineMs));
  }

  function log(
    kind: 'event' | 'callback',
    name: string,
    detail: string,
    started: number,
    ok: boolean,
    request: { event: object },
    reply: Reply,
    fault?: string,
  ) {
    const [status, answer] = 'status' in reply ? [reply.status, reply.text] : [0, `no answer: ${reply.failed}`];
    const ms = Math.round(performance.now() - started);
    store.record({ kind, name, status, ms, ok, detail, fault, request, answer, ...concerned(request.event) });
  }

  /** Counts as an exchange from its first moment, so that nobody moves the clock between a timer and its request. */
  function attempt(delivery: Delivery): Promise<void> {
    return store.exchange(() => tryOnce(delivery));
  }

  async function tryOnce(delivery: Delivery): Promise<void> {
    delivery.attempts += 1;
    pending.set(delivery, undefined);
    const started = performance.now();
    const cut = (await faults.pause('event', 'before')) === 'drop';
    const deadlineMs = options.deadlines?.event ?? 3000;
    const reply: Reply = cut ? { failed: 'late' } : await post(webhook?.eventUrl, delivery.payload, deadlineMs);
    const held = await faults.pause('event', 'after');
    const lost = faults.takeLostAnswer();
    const ok = !lost && held !== 'drop' && 'status' in reply && reply.status === 200;
    const again = ok && faults.takeDuplicate();
    const key = `${delivery.key}${delivery.attempts > 1 ? `, attempt ${delivery.attempts}` : ''}`;
    const fault = lost ? 'lostAnswer' : again ? 'duplicate' : delivery.fault;
    log('event', delivery.type, key, started, ok, delivery.payload, reply, fault);
    if (again) {
      delivery.attempts = 0;
      return attempt(delivery);
    }
    const wait = waits[delivery.attempts - 1];
    if (ok || wait === undefined) {
      if (!ok) store.violate('event given up', `${delivery.type} ${delivery.eventId}`);
      pending.delete(delivery);
      if (pending.size === 0) for (const done of [...settled]) done();
      return;
    }
    const timer = store.clock.setTimeout(() => void attempt(delivery), wait);
    pending.set(delivery, { timer, dueAt: store.clock.now() + wait });
  }

  return {
    connect(urls: Webhook) {
      webhook = urls;
    },
    /**
     * Sends an event and resolves after its first attempt, however it ended, or at once when it is kept back to come in
     * another order; `key` is what the log shows.
     */
    async event(type: string, event: object, key: string): Promise<void> {
      const eventId = newId('');
      const delivery: Delivery = { eventId, type, payload: envelope(type, event, eventId), attempts: 0, key };
      pending.set(delivery, undefined);
      await shuffler.pass((moved) => {
        if (moved) delivery.fault = 'disorder';
        return attempt(delivery);
      });
    },
    /** Sends a callback, once. */
    async callback(event: object, key: string): Promise<Reply> {
      const started = performance.now();
      const name = 'card.action.trigger';
      const payload = envelope(name, event, newId(''));
      const late: Reply = { failed: 'late' };
      const cut = (await faults.pause('callback', 'before')) === 'drop';
      const reply = cut ? late : await post(webhook?.cardUrl, payload, options.deadlines?.callback ?? 3000);
      const held = await faults.pause('callback', 'after');
      const seen = held === 'drop' ? late : reply;
      log('callback', name, key, started, 'status' in seen && seen.status === 200, payload, seen);
      return seen;
    },
    /** Saves a request URL as the console does: an encrypted and a plain challenge, 1 s each. Returns what went wrong. */
    async verify(): Promise<string[]> {
      const wrong: string[] = [];
      const urls = new Set([webhook?.eventUrl ?? [], webhook?.cardUrl ?? []].flat());
      for (const url of urls) {
        for (const form of ['encrypted', 'plain'] as const) {
          const challenge = newId('');
          const clear = JSON.stringify({ challenge, token: options.verificationToken, type: 'url_verification' });
          const body = form === 'plain' ? clear : JSON.stringify({ encrypt: encrypt(clear, options.encryptKey) });
          const headers = { 'content-type': 'application/json; charset=utf-8' };
          const reply = await request(url, body, headers, options.deadlines?.challenge ?? 1000);
          const answer = 'status' in reply && reply.status === 200 ? parseJson(reply.text) : undefined;
          if (!isObject(answer) || answer.challenge !== challenge)
            wrong.push(`${url} (${form}): ${JSON.stringify(reply)}`);
        }
      }
      return wrong;
    },
    /** Makes every waiting redelivery at once and resolves when their attempts have ended. */
    async redeliverNow(): Promise<number> {
      await shuffler.release();
      const waiting = [...pending].filter(([, again]) => again !== undefined);
      for (const [, again] of waiting) store.clock.clearTimeout(again!.timer);
      await Promise.all(waiting.map(([delivery]) => attempt(delivery)));
      return waiting.length;
    },
    /** Events without a good answer that are still to be delivered again. */
    waiting: () => [...pending.keys()].map(({ eventId, type, attempts }) => ({ eventId, type, attempts })),
    /** When the next of them is due, in ms since 1970. */
    nextDue(): number | undefined {
      const dues = [...pending.values()].flatMap((again) => (again ? [again.dueAt] : []));
      return dues.length ? Math.min(...dues) : undefined;
    },
    /** Resolves when every event has been answered or given up. */
    async settled(): Promise<void> {
      if (pending.size > 0) await new Promise<void>((resolve) => settled.add(resolve));
    },
    close() {
      shuffler.drop();
      for (const again of pending.values()) if (again) store.clock.clearTimeout(again.timer);
      pending.clear();
    },
  };
}

export function tenantKey(options: FeishuOptions): string {
  return options.people[0]?.tenantKey ?? 'tenant_local';
}

/** Whom and which message an event is about: the first open_id in it, and the message it names. */
function concerned(event: object): { person?: string; messageId?: string } {
  const text = JSON.stringify(event);
  const named = (key: string) => new RegExp(`"${key}":"([^"]+)"`).exec(text)?.[1];
  return { person: named('open_id'), messageId: named('message_id') ?? named('open_message_id') };
}

async function request(url: string, body: string, headers: Record<string, string>, deadlineMs: number): Promise<Reply> {
  try {
    const signal = AbortSignal.timeout(deadlineMs);
    const response = await fetch(url, { method: 'POST', body, headers, signal, redirect: 'manual' });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    if ((error as Error).name === 'TimeoutError') return { failed: 'late' };
    const code = String((error as { cause?: { code?: string } }).cause?.code);
    if (['ENOTFOUND', 'EAI_AGAIN'].includes(code)) return { failed: 'unknown host' };
    const refused = ['ECONNREFUSED', 'EHOSTUNREACH', 'UND_ERR_CONNECT_TIMEOUT'].includes(code);
    return { failed: refused ? 'unreachable' : 'broken' };
  }
}
