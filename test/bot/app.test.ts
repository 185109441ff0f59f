import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type AppDeps, createApp } from '../../bot/app.ts';
import { capturedLog } from './captured-log.ts';
import { listening } from './listening.ts';
import { challengeOf, encrypted, eventOf, keys, signed } from './sealed.ts';

const now = new Date('2026-11-22T10:00:00Z');
const MIB = 1024 * 1024;
const event = eventOf('im.message.receive_v1', {});
const click = eventOf('card.action.trigger', {});

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function serve(deps: Partial<AppDeps> = {}) {
  const received: unknown[] = [];
  const captured = capturedLog();
  const app = createApp({
    keys,
    receive: async (body) => {
      received.push(body);
      return {};
    },
    ready: async () => ({ database: true, queue: true }),
    now: () => now,
    log: captured.log,
    ...deps,
  });
  const server = await listening(app.callback());
  closers.push(server.close);
  const post = (raw: Buffer, headers: Record<string, string> = {}, path = '/webhook/event') =>
    fetch(server.url + path, { method: 'POST', body: new Uint8Array(raw), headers });
  /** Sealed and signed as the platform does it. */
  const deliver = (body: unknown, path?: string) => {
    const raw = encrypted(body);
    return post(raw, signed(raw, now), path);
  };
  return { ...server, ...captured, received, post, deliver };
}

/** Writes bytes to the server, the next chunk only when the one before has been read, and reads all it answers. */
async function overSocket(server: { port: number; bytesRead: () => number }, chunks: (string | Buffer)[]) {
  const socket = connect(server.port, '127.0.0.1');
  socket.setNoDelay(true);
  let answer = '';
  socket.on('data', (data) => {
    answer += data;
  });
  // A server that stops reading may reset the connection after its answer.
  socket.on('error', () => {});
  const closed = once(socket, 'close');
  await once(socket, 'connect');
  let written = 0;
  for (const chunk of chunks) {
    socket.write(chunk);
    written += Buffer.byteLength(chunk);
    await expect.poll(() => socket.destroyed || server.bytesRead() === written, { interval: 1 }).toBe(true);
  }
  await closed;
  return answer;
}

describe('an authentic event', () => {
  it.each(['/webhook/event', '/webhook/card', '/webhook/event?from=feishu'])('is received at %s', async (path) => {
    const server = await serve();
    const response = await server.deliver(event, path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('application/json');
    expect(await response.json()).toEqual({});
    expect(server.received).toEqual([event]);
  });

  it('is answered with what the receiver resolves with', async () => {
    const answer = { toast: { type: 'success', content: '已保存' } };
    const server = await serve({ receive: async () => answer });
    expect(await (await server.deliver(click, '/webhook/card')).json()).toEqual(answer);
  });

  it('arrives whole when a Chinese character is split between two packets', async () => {
    const server = await serve();
    // The clear challenge carries the character through the bytes themselves, not through base64.
    const raw = Buffer.from(JSON.stringify({ ...challengeOf(), challenge: '备案' }));
    const cut = raw.indexOf('备') + 1;
    const head = `POST /webhook/event HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: ${raw.length}\r\n\r\n`;
    const answer = await overSocket(server, [head, raw.subarray(0, cut), raw.subarray(cut)]);
    expect(answer).toContain('{"challenge":"备案"}');
  });

  it('is asked for again (500) and logged once when it cannot be handled', async () => {
    const server = await serve({ receive: () => Promise.reject(new Error('the database is gone')) });
    expect((await server.deliver(event)).status).toBe(500);
    const errors = server.lines().filter((line) => line.level === 50);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ eventId: event.header.event_id, err: { message: 'the database is gone' } });
  });
});

describe('an authentic card callback', () => {
  it.each([
    ['rejects', () => Promise.reject(new Error('a bug'))],
    [
      'throws at once',
      () => {
        throw new Error('a bug');
      },
    ],
    ['resolves with what is no JSON', async () => ({ count: 1n })],
  ])('is answered 200 with a calm toast and an id when the receiver %s', async (_, receive) => {
    const server = await serve({ receive });
    const response = await server.deliver(click, '/webhook/card');
    expect(response.status).toBe(200);
    const { toast } = (await response.json()) as { toast: { type: string; content: string } };
    expect(toast.type).toBe('error');
    const [id] = /[0-9a-f]{8}/.exec(toast.content)!;
    const errors = server.lines().filter((line) => line.level === 50);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ id, eventId: click.header.event_id });
  });

  it('is answered with a calm toast while its work goes on to the end, and what it led to is handed on', async () => {
    const work = Promise.withResolvers<object>();
    const told: unknown[] = [];
    const server = await serve({
      callbackWithinMs: 1,
      receive: () => work.promise,
      late: async (body, answer) => void told.push([body, answer]),
    });
    const response = await server.deliver(click);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      toast: { type: 'info', content: '还在处理，请稍候；如没有变化，请发送“继续”' },
    });
    expect(told).toEqual([]);
    const answer = { card: { type: 'raw', data: { schema: '2.0' } } };
    work.resolve(answer);
    await expect.poll(() => told).toEqual([[click, answer]]);
  });

  it('logs the failure of work that was answered before its end', async () => {
    const work = Promise.withResolvers<object>();
    const server = await serve({ callbackWithinMs: 1, receive: () => work.promise });
    expect((await server.deliver(click)).status).toBe(200);
    work.reject(new Error('failed late'));
    await expect.poll(() => server.text()).toContain('failed late');
  });
});

describe('url_verification', () => {
  it.each([
    ['in the clear', Buffer.from(JSON.stringify(challengeOf()))],
    ['encrypted', encrypted(challengeOf())],
  ])('is answered as JSON, %s, and not handed on', async (_, raw) => {
    const server = await serve();
    const response = await server.post(raw);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('application/json');
    expect(await response.json()).toEqual({ challenge: 'say-this-again' });
    expect(server.received).toEqual([]);
  });
});

describe('a request that is not authentic', () => {
  const raw = encrypted(event);
  const wrongToken = encrypted(eventOf('im.message.receive_v1', {}, 'wrong'));
  it.each([
    ['without a signature', raw, {}],
    ['with a wrong signature', raw, { ...signed(raw, now), 'x-lark-signature': '0'.repeat(64) }],
    ['signed with another key', raw, signed(raw, now, 'another key')],
    ['two days old', raw, signed(raw, new Date(now.getTime() - 48 * 60 * 60 * 1000))],
    ['with a wrong verification token', wrongToken, signed(wrongToken, now)],
    ['with a challenge of a wrong token', encrypted(challengeOf('wrong')), {}],
    ['in the clear', Buffer.from(JSON.stringify(event)), {}],
    ['that is no JSON', Buffer.from('hello'), {}],
    ['that is empty', Buffer.alloc(0), {}],
  ])('gets 401, no body and one line in the log: %s', async (_, body, headers) => {
    const server = await serve();
    const response = await server.post(body, headers as Record<string, string>);
    expect(response.status).toBe(401);
    expect(await response.text()).toBe('');
    expect(server.received).toEqual([]);
    expect(server.lines()).toHaveLength(1);
    expect(server.text()).not.toContain(keys.verificationToken);
    expect(server.text()).not.toContain(keys.encryptKey);
  });
});

describe('a body over 1 MiB', () => {
  it('gets 413 by its Content-Length before a byte of it is read', async () => {
    const server = await serve();
    const head = `POST /webhook/event HTTP/1.1\r\nHost: a\r\nContent-Length: ${MIB + 1}\r\n\r\n`;
    const answer = await overSocket(server, [head]);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer.split('\r\n\r\n')[1]).toBe('');
  });

  it('gets 413 when it comes without a length, and is not read to its end', async () => {
    const server = await serve();
    const head = 'POST /webhook/event HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n';
    // The last chunk never comes: an answer means that the server did not wait for it.
    const part = `${(64 * 1024).toString(16)}\r\n${'x'.repeat(64 * 1024)}\r\n`;
    const answer = await overSocket(server, [head, ...Array<string>(17).fill(part)]);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(server.received).toEqual([]);
  });

  it('does not stop one of exactly 1 MiB', async () => {
    const server = await serve();
    const response = await server.post(Buffer.alloc(MIB, 'x'));
    expect(response.status).toBe(401);
  });
});

describe('the other paths', () => {
  it('says that the process is up', async () => {
    const server = await serve({ ready: () => Promise.reject(new Error('not asked')) });
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
  });

  it.each([
    ['database and queue answer', { database: true, queue: true }, 200],
    ['the database does not answer', { database: false, queue: true }, 503],
    ['the queue does not answer', { database: true, queue: false }, 503],
  ])('tells readiness when %s', async (_, state, status) => {
    const server = await serve({ ready: async () => state });
    const response = await fetch(`${server.url}/ready`);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual(state);
  });

  it('is not ready when readiness cannot be found out', async () => {
    const server = await serve({ ready: () => Promise.reject(new Error('broken')) });
    expect((await fetch(`${server.url}/ready`)).status).toBe(503);
  });

  it.each(['/', '/webhook', '/webhook/event/more'])('does not know %s', async (path) => {
    const server = await serve();
    expect((await server.post(encrypted(event), {}, path)).status).toBe(404);
  });
});
