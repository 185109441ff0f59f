import type { IncomingMessage, ServerResponse } from 'node:http';
import { getUser, resolveUsers } from './api-contacts.ts';
import { download, uploadFile, uploadImage } from './api-files.ts';
import { patchMessage, replyMessage, sendMessage } from './api-messages.ts';
import { issueToken } from './api-token.ts';
import { parseObject, readBody, sendJson } from './http.ts';
import { type Answer, type ApiRequest, type Platform, refuse } from './platform.ts';
import type { ApiName, Call } from './types.ts';

type Handler = (platform: Platform, request: ApiRequest) => Answer | Promise<Answer>;

const ROUTES: { name: ApiName; method: string; path: RegExp; handle: Handler; open?: boolean }[] = [
  {
    name: 'token',
    method: 'POST',
    path: route('auth/v3/tenant_access_token/internal'),
    handle: issueToken,
    open: true,
  },
  { name: 'send', method: 'POST', path: route('im/v1/messages'), handle: sendMessage },
  { name: 'reply', method: 'POST', path: route('im/v1/messages/:id/reply'), handle: replyMessage },
  { name: 'patch', method: 'PATCH', path: route('im/v1/messages/:id'), handle: patchMessage },
  { name: 'uploadFile', method: 'POST', path: route('im/v1/files'), handle: uploadFile },
  { name: 'uploadImage', method: 'POST', path: route('im/v1/images'), handle: uploadImage },
  { name: 'download', method: 'GET', path: route('im/v1/messages/:id/resources/:key'), handle: download },
  { name: 'batchGetId', method: 'POST', path: route('contact/v3/users/batch_get_id'), handle: resolveUsers },
  { name: 'getUser', method: 'GET', path: route('contact/v3/users/:id'), handle: getUser },
];

const CALLS_KEPT = 10_000;

function route(path: string): RegExp {
  return new RegExp(`^/open-apis/${path.replaceAll(/:\w+/g, '([^/]+)')}/?$`);
}

/** Answers one request to /open-apis: gateway checks, the handler, planned faults, and a record of the call. */
export async function serveApi(platform: Platform, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { store, faults } = platform;
  const started = performance.now();
  const url = new URL(request.url ?? '/', 'http://local');
  const found = ROUTES.find(({ method, path }) => method === request.method && path.test(url.pathname));
  const raw = await readBody(request);
  const isForm = request.headers['content-type']?.startsWith('multipart/') ?? false;
  const body = isForm ? {} : parseObject(raw);

  const finish = async (answer: Answer) => {
    const status = answer.status ?? 200;
    const name: Call['name'] = found?.name ?? 'unknown';
    const ms = Math.round(performance.now() - started);
    const { person, messageId, uuid } = answer;
    const summary = answer.summary ?? answer.msg;
    const path = url.pathname;
    const at = store.now().getTime();
    // A request with a secret leaves no body in the record.
    const kept = name === 'token' ? {} : { body };
    const call = { name, at, method: request.method ?? '', path, status, code: answer.code, ms, summary };
    store.calls.push({ ...call, person, messageId, uuid, ...kept });
    // A demo may run for weeks.
    if (store.calls.length > CALLS_KEPT) store.calls.shift();
    const label = `${request.method} ${path.replace('/open-apis/', '')}`;
    store.record({ kind: 'api', name: label, status, ms, ok: status === 200 && answer.code === 0, detail: summary });
    if (faults.latencyMs()) await new Promise((resolve) => setTimeout(resolve, faults.latencyMs()));
    await send(platform, found?.name, response, answer);
  };

  if (!found) {
    store.violate('unknown api', `${request.method} ${url.pathname}`);
    return finish({ status: 404, code: 404, msg: '404 page not found' });
  }
  if ((await faults.pause(found.name, 'before')) === 'drop') return void response.destroy();
  const failure = faults.takeFailure(found.name);
  const failed = failure && {
    status: failure.status ?? 500,
    code: failure.code ?? 2200,
    msg: failure.msg ?? 'internal error',
    headers: failure.headers,
  };
  if (failure && !failure.afterEffect) return failure.drop ? void response.destroy() : finish(failed!);

  const refused = gateway(platform, found.name, found.open ?? false, request);
  if (refused) return finish(refused);
  const params = found.path.exec(url.pathname)!.slice(1).map(decodeURIComponent);
  const answer = await found.handle(platform, { params, query: url.searchParams, body, raw, request });
  const paused = await faults.pause(found.name, 'after');
  if (paused === 'drop' || failure?.drop) return void response.destroy();
  return finish(failed ?? answer);
}

/** Token and frequency checks, which the platform's gateway does before any API looks at the request. */
function gateway(platform: Platform, name: ApiName, open: boolean, request: IncomingMessage): Answer | undefined {
  if (!open) {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (!token) return refuse(99991661, 'Missing access token for authorization.');
    if (!/^[tu]-/.test(token)) return refuse(99991671, 'Invalid access token, it must start with t- or u-.');
    if (!platform.tokens.isValid(token)) return refuse(99991663, 'Invalid access token for authorization.');
  }
  for (const [window, max] of [[platform.limits.perSecond, 50] as const, [platform.limits.perMinute, 1000] as const]) {
    const waitMs = window.hit(name);
    if (waitMs > 0) {
      const headers = {
        'x-ogw-ratelimit-limit': String(max),
        'x-ogw-ratelimit-reset': String(Math.max(1, Math.ceil(waitMs / 1000))),
      };
      return { status: 429, code: 99991400, msg: 'request trigger frequency limit', headers };
    }
  }
  return undefined;
}

async function send(platform: Platform, name: ApiName | undefined, response: ServerResponse, answer: Answer) {
  const { status = 200, code, msg, data, plain, bytes, headers } = answer;
  const logId = { 'x-tt-logid': `local${Date.now()}` };
  if (!bytes) {
    const error = code === 0 ? undefined : { log_id: logId['x-tt-logid'] };
    return sendJson(response, status, { code, msg, data, error, ...plain }, { ...headers, ...logId });
  }
  response.writeHead(status, { ...headers, ...logId, 'content-length': String(bytes.length) });
  const half = Math.floor(bytes.length / 2);
  response.write(bytes.subarray(0, half));
  if (name && (await platform.faults.pause(name, 'middle')) === 'drop') return void response.destroy();
  response.end(bytes.subarray(half));
}
