import { createDecipheriv, createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { type LocalFeishu, startFeishu } from '../feishu/server.ts';
import type { Card, FeishuOptions } from '../feishu/types.ts';

/** One request the tiny bot received, decrypted. */
export type Received = {
  // biome-ignore lint/suspicious/noExplicitAny: the payloads of the platform are free JSON.
  payload: any;
  raw: string;
  headers: IncomingMessage['headers'];
  url: string;
};
type Answerer = (received: Received, response: ServerResponse) => unknown;

export const APP = {
  appId: 'cli_test',
  appSecret: 'secret of the app',
  encryptKey: 'test key',
  verificationToken: 'verification token',
};
/** An instant at which a test's clock may begin. */
export const AUGUST = Date.parse('2023-08-01T00:00:00Z');
export const LI = 'ou_li';
export const WANG = 'ou_wang';

/** A local Feishu with two people, closed when the test ends. */
export async function feishu(options: Partial<FeishuOptions> = {}): Promise<LocalFeishu> {
  const people = [
    { openId: LI, name: '李华', unionId: 'on_li', mobile: '13800000001', email: 'li@example.com', role: '填报人' },
    { openId: WANG, name: '王芳', unionId: 'on_wang' },
  ];
  const local = await startFeishu({ ...APP, people, redelivery: [5, 5], ...options });
  onTestFinished(() => local.close());
  return local;
}

/** A bot of one function: what it returns is the JSON answer (default `{}`); it may also use the response itself. */
export async function bot(answer: Answerer = () => ({})) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks).toString('utf8');
    const body = JSON.parse(raw);
    const payload = body.encrypt ? JSON.parse(decrypt(body.encrypt)) : body;
    const entry = { payload, raw, headers: request.headers, url: request.url ?? '' };
    received.push(entry);
    const result = payload.challenge ? { challenge: payload.challenge } : await answer(entry, response);
    if (!response.writableEnded && result !== undefined) response.end(JSON.stringify(result));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  onTestFinished(close);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, webhook: { eventUrl: `${url}/event`, cardUrl: `${url}/card` }, received, close };
}

export function decrypt(text: string): string {
  const bytes = Buffer.from(text, 'base64');
  const key = createHash('sha256').update(APP.encryptKey).digest();
  const decipher = createDecipheriv('aes-256-cbc', key, bytes.subarray(0, 16));
  return Buffer.concat([decipher.update(bytes.subarray(16)), decipher.final()]).toString('utf8');
}

/** Raw calls to the API with a token of the app. */
export async function api(local: LocalFeishu) {
  const post = (path: string, body: unknown) => call('POST', path, body);
  const { body } = await rawCall(local.url, 'POST', 'auth/v3/tenant_access_token/internal', {
    app_id: APP.appId,
    app_secret: APP.appSecret,
  });
  const token = String(body.tenant_access_token);
  const call = (method: string, path: string, body?: unknown) => rawCall(local.url, method, path, body, token);
  const send = (to: string, type: string, content: unknown, more: object = {}) =>
    post('im/v1/messages?receive_id_type=open_id', {
      receive_id: to,
      msg_type: type,
      content: typeof content === 'string' ? content : JSON.stringify(content),
      ...more,
    });
  const form = async (path: string, fields: Record<string, string | Blob>) => {
    const body = new FormData();
    for (const [key, value] of Object.entries(fields)) body.append(key, value);
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(`${local.url}/open-apis/${path}`, { method: 'POST', body, headers });
    // biome-ignore lint/suspicious/noExplicitAny: answers of the platform are free JSON.
    return { status: response.status, body: (await response.json()) as any };
  };
  return {
    token,
    call,
    send,
    form,
    text: (to: string, text: string, more: object = {}) => send(to, 'text', { text }, more),
    card: (to: string, card: Card, more: object = {}) => send(to, 'interactive', card, more),
    patch: (id: string, card: Card) => call('PATCH', `im/v1/messages/${id}`, { content: JSON.stringify(card) }),
  };
}

export async function rawCall(base: string, method: string, path: string, body?: unknown, token?: string) {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (token) headers.authorization = `Bearer ${token}`;
  const response = await fetch(`${base}/open-apis/${path}`, { method, headers, body: JSON.stringify(body) });
  const text = await response.text();
  // biome-ignore lint/suspicious/noExplicitAny: answers of the platform are free JSON.
  return { status: response.status, headers: response.headers, body: parse(text) as any, text };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A card with these elements. */
export function card(...elements: Card[]): Card {
  return { schema: '2.0', body: { elements } };
}
export const words = (content: string) => ({ tag: 'plain_text', content });
export const button = (text: string, value: object = { go: text }) => ({
  tag: 'button',
  text: words(text),
  behaviors: [{ type: 'callback', value }],
});
export const submit = (text: string, name: string) => ({
  tag: 'button',
  text: words(text),
  name,
  form_action_type: 'submit',
});
export const form = (...elements: Card[]) => ({ tag: 'form', name: 'form', elements });
