import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { listening } from './listening.ts';

export type Call = { method: string; path: string; query: URLSearchParams; headers: IncomingHttpHeaders; body: Buffer };
export type Answer = { status?: number; headers?: Record<string, string>; json?: unknown };
type Handler = (call: Call, res: ServerResponse) => Answer | undefined | Promise<Answer | undefined>;

export const APP_SECRET = 'the-app-secret-0123456789';
const TOKEN_PATH = '/open-apis/auth/v3/tenant_access_token/internal';

/**
 * A platform on this machine: hands out t-1, t-2, … as tokens, records every call, and answers as the table says: by path,
 * one answer after the other, the last one again and again. A handler that answers by itself returns undefined.
 */
export async function platform(answers: Record<string, (Answer | Handler)[]> = {}) {
  const calls: Call[] = [];
  const turns = new Map<string, number>();
  let tokens = 0;
  const table: Record<string, (Answer | Handler)[]> = {
    [TOKEN_PATH]: [
      () => {
        tokens += 1;
        return { json: { code: 0, msg: 'ok', tenant_access_token: `t-${tokens}`, expire: 7200 } };
      },
    ],
    ...answers,
  };

  const server = await listening(async (req, res) => {
    const url = new URL(req.url!, 'http://here');
    const call: Call = {
      method: req.method!,
      path: url.pathname,
      query: url.searchParams,
      headers: req.headers,
      body: await bodyOf(req),
    };
    calls.push(call);
    const list = table[url.pathname] ?? [{ status: 404, json: { code: 404, msg: 'no such path' } }];
    const turn = turns.get(url.pathname) ?? 0;
    turns.set(url.pathname, turn + 1);
    const entry = list[Math.min(turn, list.length - 1)]!;
    const answer = typeof entry === 'function' ? await entry(call, res) : entry;
    if (!answer) return;
    res.writeHead(answer.status ?? 200, { 'content-type': 'application/json; charset=utf-8', ...answer.headers });
    res.end(JSON.stringify(answer.json));
  });

  return {
    ...server,
    calls,
    to: (path: string) => calls.filter((call) => call.path === path),
    tokenRequests: () => calls.filter((call) => call.path === TOKEN_PATH),
  };
}

async function bodyOf(req: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk);
  return Buffer.concat(chunks);
}
