import { encrypt, seal } from './envelope.ts';
import type { Faults } from './faults.ts';
import { isObject, parseJson } from './http.ts';
import { newId, type Store } from './store.ts';
import type { FeishuOptions, Webhook } from './types.ts';

/** What came back from the bot: an HTTP answer, or why there is none. */
export type Reply = { status: number; text: string } | { failed: 'late' | 'unreachable' | 'no url' };

/** One event on its way: the same payload, its id included, goes out at every attempt; `key` is what the log shows. */
type Delivery = { eventId: string; type: string; payload: unknown; attempts: number; key: string };

export type Deliveries = ReturnType<typeof createDeliveries>;

const REDELIVERY_MS = [15_000, 5 * 60_000, 60 * 60_000, 6 * 60 * 60_000];

/** Posts events and callbacks to the bot; events are repeated until answered with 200 in time, callbacks never. */
export function createDeliveries(options: FeishuOptions, store: Store, faults: Faults) {
  const waits = options.redelivery ?? REDELIVERY_MS;
  /** Deliveries under way, and those that wait, with the timer of their next attempt. */
  const pending = new Map<Delivery, unknown>();
  const settled = new Set<() => void>();
  let webhook = options.webhook;
  let turn = 0;

  function envelope(type: string, event: unknown, eventId: string) {
    const at = store.now().getTime();
    // The card page shows microseconds where the event pages show milliseconds.
    const create_time = type === 'card.action.trigger' ? `${at}000` : String(at);
    const header = {
      event_id: eventId,
      event_type: type,
      create_time,
      token: options.verificationToken,
      app_id: options.appId,
      tenant_key: tenantKey(options),
    };
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

  async function attempt(delivery: Delivery): Promise<void> {
    delivery.attempts += 1;
    pending.set(delivery, undefined);
    const started = performance.now();
    const cut = (await faults.pause('event', 'before')) === 'drop';
    const deadlineMs = options.deadlines?.event ?? 3000;
    const reply: Reply = cut ? { failed: 'late' } : await post(webhook?.eventUrl, delivery.payload, deadlineMs);
    const held = await faults.pause('event', 'after');
    const lost = faults.takeLostAnswer() || held === 'drop';
    const ok = !lost && 'status' in reply && reply.status === 200;
    const ms = Math.round(performance.now() - started);
    const detail = `${delivery.key}${delivery.attempts > 1 ? `, attempt ${delivery.attempts}` : ''}`;
    store.record({ kind: 'event', name: delivery.type, status: 'status' in reply ? reply.status : 0, ms, ok, detail });
    if (ok && faults.takeDuplicate()) {
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
    const again = store.clock.setTimeout(() => void attempt(delivery), wait);
    pending.set(delivery, again);
  }

  return {
    connect(urls: Webhook) {
      webhook = urls;
    },
    /** Sends an event and resolves after its first attempt, however it ended; `key` is what the log shows. */
    async event(type: string, event: unknown, key: string): Promise<void> {
      const eventId = newId('');
      await attempt({ eventId, type, payload: envelope(type, event, eventId), attempts: 0, key });
    },
    /** Sends a callback, once. */
    async callback(event: unknown, key: string): Promise<Reply> {
      const started = performance.now();
      if ((await faults.pause('callback', 'before')) === 'drop') return { failed: 'late' };
      const payload = envelope('card.action.trigger', event, newId(''));
      const reply = await post(webhook?.cardUrl, payload, options.deadlines?.callback ?? 3000);
      const held = await faults.pause('callback', 'after');
      const status = 'status' in reply ? reply.status : 0;
      const ms = Math.round(performance.now() - started);
      store.record({ kind: 'callback', name: 'card.action.trigger', status, ms, ok: status === 200, detail: key });
      return held === 'drop' ? { failed: 'late' } : reply;
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
      const waiting = [...pending].filter(([, timer]) => timer !== undefined);
      for (const [, timer] of waiting) store.clock.clearTimeout(timer);
      await Promise.all(waiting.map(([delivery]) => attempt(delivery)));
      return waiting.length;
    },
    /** Events without a good answer that are still to be delivered again. */
    waiting: () => [...pending.keys()].map(({ eventId, type, attempts }) => ({ eventId, type, attempts })),
    /** Resolves when every event has been answered or given up. */
    async settled(): Promise<void> {
      if (pending.size > 0) await new Promise<void>((resolve) => settled.add(resolve));
    },
    close() {
      for (const timer of pending.values()) store.clock.clearTimeout(timer);
      pending.clear();
    },
  };
}

export function tenantKey(options: FeishuOptions): string {
  return options.people[0]?.tenantKey ?? 'tenant_local';
}

async function request(url: string, body: string, headers: Record<string, string>, deadlineMs: number): Promise<Reply> {
  try {
    const signal = AbortSignal.timeout(deadlineMs);
    const response = await fetch(url, { method: 'POST', body, headers, signal, redirect: 'manual' });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    const code = (error as { cause?: { code?: string } }).cause?.code;
    const unreachable = ['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'UND_ERR_CONNECT_TIMEOUT'].includes(code ?? '');
    return { failed: unreachable ? 'unreachable' : 'late' };
  }
}
