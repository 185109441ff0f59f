import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import Router from '@koa/router';
import Koa from 'koa';
import type { Logger } from 'pino';
import { z } from 'zod';
import { type EnvelopeKeys, openEnvelope } from './webhook.ts';

export type AppDeps = {
  keys: EnvelopeKeys;
  /** Takes one authenticated event or card callback; the object it resolves with is the JSON answer. */
  receive: (body: unknown) => Promise<object>;
  /** Hears what a card callback led to that was answered calmly before its end. */
  late?: (body: unknown, answer: object) => Promise<void>;
  /** Whether the database and the queue answer; must not call Feishu. */
  ready: () => Promise<{ database: boolean; queue: boolean }>;
  now: () => Date;
  log: Logger;
  /** How long a card callback may take before a calm answer goes out; the platform gives 3 s in all. */
  callbackWithinMs?: number;
};

/**
 * The HTTP side, without listening. Both webhook paths take events and card callbacks alike, as the platform lets one URL
 * serve both. A request that is not authentic, or not JSON, gets 401 with no body; one over 1 MiB gets 413.
 */
export function createApp({ keys, receive, late: onLate, ready, now, log, callbackWithinMs = 2500 }: AppDeps): Koa {
  const router = new Router();

  router.post(['/webhook/event', '/webhook/card'], async (ctx) => {
    const late = timer(callbackWithinMs);
    try {
      const raw = await readRaw(ctx.req);
      if (raw === 'too large') {
        log.warn({ path: ctx.path }, 'webhook refused: over 1 MiB');
        // What is left of the body is not read, so the connection cannot be used again.
        ctx.set('Connection', 'close');
        ctx.body = null;
        ctx.status = 413;
        return;
      }
      const opened = openEnvelope(raw, ctx.req.headers, keys, now());
      if (opened.kind === 'rejected') {
        log.warn({ path: ctx.path, reason: opened.reason }, 'webhook refused');
        ctx.body = null;
        ctx.status = 401;
      } else if (opened.kind === 'challenge') {
        ctx.body = { challenge: opened.challenge };
      } else {
        const answer = await answerTo(opened.body, late.over);
        ctx.status = answer.status;
        ctx.type = 'application/json';
        ctx.body = answer.json;
      }
    } finally {
      late.stop();
    }
  });

  router.get('/health', (ctx) => {
    ctx.body = { up: true };
  });

  router.get('/ready', async (ctx) => {
    const state = await ready().catch(() => ({ database: false, queue: false }));
    ctx.status = state.database && state.queue ? 200 : 503;
    ctx.body = state;
  });

  type Answer = { status: number; json: string };

  /** Events wait for their end, so that a failure is redelivered; card callbacks are never sent twice and must not wait. */
  async function answerTo(body: unknown, late: Promise<void>): Promise<Answer> {
    const { event_id: eventId, event_type: type } = headerOf(body);
    const isCallback = type === 'card.action.trigger';
    const id = eventId.slice(-8) || randomUUID().slice(-8);

    const work = attempt(body).catch((error: unknown): Answer => {
      log.error({ err: error, eventId, id, type }, 'an event could not be handled');
      return isCallback
        ? calmly('error', `出了点问题，这一步没有完成，请稍后再试。如仍不行，请把编号 ${id} 告诉管理员`)
        : failed;
    });
    if (!isCallback) return work;
    const waiting = late.then(() => {
      log.warn({ eventId, type }, 'a card callback took too long and was answered before its end');
      work
        .then(({ json }) => onLate?.(body, JSON.parse(json) as object))
        .catch((error: unknown) => log.error({ err: error, eventId }, 'what came late could not be shown'));
      return calmly('info', '还在处理，请稍候；如没有变化，请发送“继续”');
    });
    return Promise.race([work, waiting]);
  }

  const attempt = async (body: unknown): Promise<Answer> => ({
    status: 200,
    json: JSON.stringify((await receive(body)) ?? {}),
  });

  const failed: Answer = { status: 500, json: '{}' };
  const calmly = (type: 'error' | 'info', content: string): Answer => ({
    status: 200,
    json: JSON.stringify({ toast: { type, content } }),
  });

  const app = new Koa();
  // Koa would print to the console; here it is mostly a client that hung up.
  app.on('error', (error) => log.warn({ err: error }, 'a request failed'));
  app.use(router.routes());
  return app;
}

const MAX_BODY_BYTES = 1024 * 1024;

/** The body's bytes as they came: the signature is over them, and a character may be split between two chunks. */
async function readRaw(req: IncomingMessage): Promise<Buffer | 'too large'> {
  if (Number(req.headers['content-length']) > MAX_BODY_BYTES) return 'too large';
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) return 'too large';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const header = z.object({
  header: z.object({ event_id: z.string().catch(''), event_type: z.string().catch('') }),
});

const headerOf = (body: unknown) => header.safeParse(body).data?.header ?? { event_id: '', event_type: '' };

function timer(ms: number) {
  let stop = () => {};
  const over = new Promise<void>((resolve) => {
    const timeout = setTimeout(resolve, ms);
    stop = () => clearTimeout(timeout);
  });
  return { over, stop };
}
