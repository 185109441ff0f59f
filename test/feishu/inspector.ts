import { checkCard } from './card-check.ts';
import { measureCard } from './card-measure.ts';
import { API_FAULTS, EVENT_FAULTS, type FaultKind } from './faults.ts';
import { isObject } from './http.ts';
import type { Platform } from './platform.ts';
import type { Storm } from './storm.ts';
import type { LogEntry } from './types.ts';

type Reply = { status?: number; body: unknown };
type Body = Record<string, unknown>;

const CARDS_SHOWN = 100;
const KINDS: string[] = [...API_FAULTS, ...EVENT_FAULTS];

/** What the page's inspector asks below /console: the log, cards as they are, the faults, the clock. */
export function createInspector(platform: Platform) {
  const { store, faults, options } = platform;
  let moving = false;

  function log(query: URLSearchParams): Reply {
    const kind = query.get('kind');
    const person = query.get('person');
    const words = query.get('text')?.toLowerCase();
    const matching = store.log.filter(
      (entry) =>
        (!kind || entry.kind === kind) &&
        (!person || entry.person === person) &&
        (!query.has('wrong') || !entry.ok) &&
        (!words || says(entry, words)),
    );
    const entries = matching
      .slice(-Number(query.get('limit') ?? 200))
      .map(({ request: _, answer: __, ...line }) => line);
    const wrong = store.log.filter(({ ok }) => !ok).length;
    return { body: { entries: entries.reverse(), matching: matching.length, wrong, kept: store.log.length } };
  }

  function cards(): Reply {
    const sent = [...store.messages.values()].filter(({ card, from }) => card && from === 'bot');
    const newest = sent.toSorted((a, b) => b.seq - a.seq).slice(0, CARDS_SHOWN);
    const lines = newest.map(({ messageId, chatId, card, at, updatedAt }) => {
      const title = String(card!.header?.title?.content ?? '没有标题的卡片');
      return { messageId, title, chat: store.chats.get(chatId)?.name ?? '', at: updatedAt ?? at };
    });
    return { body: lines };
  }

  function card(messageId: string | null): Reply {
    const message = store.messages.get(messageId ?? '');
    if (!message?.card) return { status: 404, body: { error: '没有这张卡片' } };
    return {
      body: { card: message.card, ...measureCard(message.card), faults: checkCard(message.card, options.profile) },
    };
  }

  function setFaults(body: Body): Reply {
    const { kind, count, latencyMs, limitMs, storm } = body;
    if (kind !== undefined) {
      if (!KINDS.includes(String(kind)) || !isCount(count)) return { status: 400, body: { error: '没有这种故障' } };
      faults.strike(kind as FaultKind, count);
    }
    if (Array.isArray(latencyMs) && latencyMs.length === 2 && latencyMs.every(isCount))
      faults.latency(latencyMs as [number, number]);
    if (isCount(limitMs)) faults.limitFor(limitMs);
    if (storm === null) faults.storm();
    if (isObject(storm) && isCount(storm.seed) && isObject(storm.share)) faults.storm(storm as Storm);
    if (body.clear === true) faults.clear();
    return { body: faults.state() };
  }

  const clock = (): Reply => ({ body: { now: store.clock.now(), movable: options.time !== undefined, moving } });

  async function moveClock({ to, by, next }: Body): Promise<Reply> {
    const { time } = options;
    if (!time) return { status: 409, body: { error: '这个平台的时钟不能拨动' } };
    if (moving) return { status: 409, body: { error: '时钟正在走，请稍等' } };
    moving = true;
    try {
      const now = store.clock.now();
      const target = next === true ? await time.next() : typeof by === 'number' ? now + by : to;
      if (target === undefined) return { status: 409, body: { error: '没有在等时间的事' } };
      if (typeof target !== 'number' || target < now) return { status: 400, body: { error: '时钟只能往后拨' } };
      await time.advance(target);
      // What people see ages with the clock: cards end, hours become dates.
      store.emit({ type: 'people' });
    } catch (error) {
      return { status: 500, body: { error: (error as Error).message } };
    } finally {
      moving = false;
    }
    return clock();
  }

  return {
    /** Answers what is asked of the inspector; undefined when something else is asked. */
    async answer(method: string, url: URL, body: Body): Promise<Reply | undefined> {
      const path = url.pathname.replace('/console/', '');
      const query = url.searchParams;
      if (method === 'GET') {
        if (path === 'log') return log(query);
        if (path.startsWith('log/')) {
          const entry = store.log.find(({ id }) => String(id) === path.slice('log/'.length));
          return entry ? { body: entry } : { status: 404, body: { error: '这一行已不在日志里' } };
        }
        if (path === 'cards') return cards();
        if (path === 'card') return card(query.get('message'));
        if (path === 'faults') return { body: faults.state() };
        if (path === 'clock') return clock();
        if (path === 'moments') return { body: (await options.moments?.()) ?? [] };
      }
      if (method === 'POST' && path === 'faults') return setFaults(body);
      if (method === 'POST' && path === 'clock') return moveClock(body);
      return undefined;
    },
  };
}

function says({ name, detail, messageId, request, answer }: LogEntry, words: string): boolean {
  return [name, detail, messageId, request, answer].some((text) => text?.toLowerCase().includes(words));
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0;
}
