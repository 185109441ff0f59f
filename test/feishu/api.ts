import type { IncomingMessage, ServerResponse } from 'node:http';
import { gateway } from './api-gateway.ts';
import { ROUTES } from './api-routes.ts';
import type { Failure } from './faults.ts';
import { parseObject, readBody, sendJson } from './http.ts';
import type { Answer, Platform } from './platform.ts';
import type { ApiName, Call } from './types.ts';

const CALLS_KEPT = 10_000;

/** Answers one request to /open-apis: gateway checks, the handler, planned faults, and a record of the call. */
export async function serveApi(platform: Platform, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { store, faults } = platform;
  const started = performance.now();
  const url = new URL(request.url ?? '/', 'http://local');
  const found = ROUTES.find(({ method, path }) => method === request.method && path.test(url.pathname));
  const raw = await readBody(request);
  const isForm = request.headers['content-type']?.startsWith('multipart/') ?? false;
  const body = isForm ? {} : parseObject(raw);

  const path = url.pathname;
  const label = `${request.method} ${path.replace('/open-apis/', '')}${url.search}`;
  const told = isForm ? `[multipart, ${raw.length} bytes]` : raw.length > 0 ? body : undefined;
  let failure: Failure | undefined;

  const log = (status: number, ok: boolean, answer: Partial<Answer>, sent?: unknown) => {
    const { person, messageId, summary, msg = 'connection cut' } = answer;
    const ms = Math.round(performance.now() - started);
    const line = { kind: 'api' as const, name: label, status, ms, ok, detail: summary ?? msg };
    store.record({ ...line, person, messageId, fault: failure?.fault, request: told, answer: sent });
  };
  const cut = (answer: Partial<Answer> = {}) => {
    log(0, false, answer);
    response.destroy();
  };
  const finish = async (answer: Answer) => {
    const waitMs = faults.latencyMs(found?.name);
    if (waitMs) await new Promise((resolve) => setTimeout(resolve, waitMs));
    const { status = 200, code, msg, data, plain, bytes, person, messageId, uuid } = answer;
    const name: Call['name'] = found?.name ?? 'unknown';
    const ms = Math.round(performance.now() - started);
    const summary = answer.summary ?? msg;
    const at = store.now().getTime();
    // A request with a secret leaves no body in the record.
    const kept = found?.open ? {} : { body };
    const call = { name, at, method: request.method ?? '', path, status, code, ms, summary };
    store.calls.push({ ...call, person, messageId, uuid, ...kept });
    // A demo may run for weeks.
    if (store.calls.length > CALLS_KEPT) store.calls.shift();
    log(
      status,
      status === 200 && code === 0,
      answer,
      bytes ? `[${bytes.length} bytes]` : { code, msg, data, ...plain },
    );
    await send(platform, found?.name, response, answer);
  };

  if (!found) {
    store.violate('unknown api', `${request.method} ${path}`);
    return finish({ status: 404, code: 404, msg: '404 page not found' });
  }
  if ((await faults.pause(found.name, 'before')) === 'drop') return cut();
  failure = faults.takeFailure(found.name);
  const failed = failure && {
    status: failure.status ?? 500,
    code: failure.code ?? 2200,
    msg: failure.msg ?? 'internal error',
    headers: failure.headers,
  };
  if (failure && !failure.afterEffect) return failure.drop ? cut() : finish(failed!);

  const refused = gateway(platform, found, request);
  if (refused) return finish(refused);
  const params = found.path.exec(path)!.slice(1).map(decodeURIComponent);
  const answer = await found.handle(platform, { params, query: url.searchParams, body, raw, request });
  const paused = await faults.pause(found.name, 'after');
  if (paused === 'drop' || failure?.drop) return cut(answer);
  return finish(failed ?? answer);
}

async function send(platform: Platform, name: ApiName | undefined, response: ServerResponse, answer: Answer) {
  const { status = 200, code, msg, data, plain, bytes, headers } = answer;
  const logId = { 'x-tt-logid': `local${Date.now()}` };
  if (!bytes) {
    const error = code === 0 ? undefined : { log_id: logId['x-tt-logid'], ...answer.error };
    return sendJson(response, status, { code, msg, data, error, ...plain }, { ...headers, ...logId });
  }
  response.writeHead(status, { ...headers, ...logId, 'content-length': String(bytes.length) });
  const half = Math.floor(bytes.length / 2);
  response.write(bytes.subarray(0, half));
  if (name && (await platform.faults.pause(name, 'middle')) === 'drop') return void response.destroy();
  response.end(bytes.subarray(half));
}
