import * as lark from '@larksuiteoapi/node-sdk';
import type { Logger } from 'pino';
import { classify, codeOf, FeishuError, isTokenTrouble } from './feishu-error.ts';

export { FeishuError, type FeishuErrorKind } from './feishu-error.ts';

/** One message to one person. A retry must repeat `content` exactly: the platform swallows a changed body of the same uuid. */
export type OutgoingMessage = {
  to: { openId: string };
  type: 'interactive' | 'text' | 'file';
  /** The JSON string the platform expects for this type, e.g. `{"text":"…"}` or a whole card; sent byte for byte. */
  content: string;
  /** At most 50 characters. Within one hour at most one message is sent per uuid. */
  uuid: string;
};

/** Whom a message mentions: `key` stands in its words. */
export type Mention = { key: string; name: string; mentioned_type?: string };

/** The platform in our words. Every method rejects with a `FeishuError` and with nothing else. */
export type Feishu = {
  send(message: OutgoingMessage): Promise<{ messageId: string; chatId: string }>;
  /** Replaces a card sent by the bot; the platform allows it for 14 days and five times a second per message. */
  patch(messageId: string, content: string): Promise<void>;
  /**
   * 加急: presses a message of the bot on people of its chat, who are told within the app. Rejects with `content` where the
   * platform allows no more (code 230023: 200 of theirs are unread; 230024: the tenant's number is used up), with `config`
   * without the scope im:message.urgent, with `unreachable` when none of them is in the chat.
   */
  buzz(messageId: string, openIds: string[]): Promise<void>;
  /** At most 30 MB, not empty. Resolves with the file_key for a message of type `file`. */
  uploadFile(file: { name: string; content: Buffer }): Promise<string>;
  /** Rejects with kind `too_large` as soon as more than `limitBytes` have come; never collects more than that. */
  download(
    source: { messageId: string; fileKey: string; type: 'file' | 'image' },
    limitBytes: number,
  ): Promise<{ content: Buffer; contentType: string }>;
  /** A message as it is now, also one of a person; null when it was taken back or deleted. `content` is JSON as in its event. */
  readMessage(messageId: string): Promise<{ type: string; content: string; mentions: Mention[] } | null>;
  /** The plain text and, for a page of a wiki, the title of a document that was shared with the app. */
  readDocument(document: { kind: 'docx' | 'wiki'; token: string }): Promise<{ title?: string; text: string }>;
  /** By mobile first, then by e-mail; null when neither belongs to a person the app can see. */
  lookUp(person: { mobile?: string; email?: string }): Promise<{ openId: string } | null>;
  /** Null when the person is unknown, or the app's scope or contact range hides the name. */
  userName(openId: string): Promise<string | null>;
};

/**
 * The platform through its SDK, for a self-built app. `timeoutMs` is how long the platform may stay silent (default 10 s).
 *
 * The SDK asks for a token once per concurrent cold call, never renews a refused one, and logs secrets and answers. So tokens
 * are kept here, the SDK's logger is mute, and its HTTP client is an instance of ours that turns every failure into a
 * `FeishuError` before the SDK sees it.
 */
export function createFeishu(options: {
  appId: string;
  appSecret: string;
  /** Without a trailing slash. */
  baseUrl: string;
  now: () => Date;
  log: Logger;
  timeoutMs?: number;
  /** Told of every call but those for tokens, which count against no quota. */
  onCall?: () => void;
}): Feishu {
  const { appId, appSecret, baseUrl, now, log, timeoutMs = 10_000, onCall } = options;
  const { im, contact, auth, docx, wiki } = new lark.Client({
    appId,
    appSecret,
    domain: baseUrl,
    httpInstance: httpInstance(timeoutMs),
    logger: muteLogger,
    disableTokenCache: true,
  });

  const tokens = tokenSource(now, async () => {
    const answer = (await auth.v3.tenantAccessToken.internal({ data: { app_id: appId, app_secret: appSecret } })) as {
      tenant_access_token?: string;
      expire?: number;
    };
    if (!answer.tenant_access_token) throw new FeishuError({ kind: 'config', words: '取不到访问凭证' });
    return { token: answer.tenant_access_token, lifeMs: (answer.expire ?? 0) * 1000 };
  });

  /** One call with the current token, and once more with a fresh one if the platform refuses the first. */
  async function call<T>(api: string, attempt: (withToken: ReturnType<typeof lark.withTenantToken>) => Promise<T>) {
    try {
      const token = await tokens.current().catch(beforeTheCall);
      try {
        onCall?.();
        return await attempt(lark.withTenantToken(token));
      } catch (error) {
        if (!isTokenTrouble(error)) throw error;
        log.info({ api, code: (error as FeishuError).code }, 'the token was refused, taking a fresh one');
        tokens.forget(token);
        const fresh = await tokens.current().catch(beforeTheCall);
        onCall?.();
        return await attempt(lark.withTenantToken(fresh));
      }
    } catch (error) {
      if (error instanceof FeishuError) {
        const { kind, code, logId } = error;
        log.debug({ api, kind, code, logId }, 'a call to the platform failed');
        throw error;
      }
      log.error({ api, err: error }, 'the answer of the platform could not be read');
      throw new FeishuError({ kind: 'transient', words: '飞书的回答读不懂' });
    }
  }

  return {
    send({ to, type, content, uuid }) {
      const data = { receive_id: to.openId, msg_type: type, content, uuid };
      return call('send', async (withToken) => {
        const answer = await im.v1.message.create({ params: { receive_id_type: 'open_id' }, data }, withToken);
        return { messageId: required(answer.data?.message_id), chatId: required(answer.data?.chat_id) };
      });
    },

    patch(messageId, content) {
      const path = { message_id: encodeURIComponent(messageId) };
      return call('patch', async (withToken) => {
        await im.v1.message.patch({ path, data: { content } }, withToken);
      });
    },

    buzz(messageId, openIds) {
      const path = { message_id: encodeURIComponent(messageId) };
      const data = { user_id_list: openIds };
      return call('buzz', async (withToken) => {
        const answer = await im.v1.message.urgentApp({ path, params: { user_id_type: 'open_id' }, data }, withToken);
        const missed = answer.data?.invalid_user_id_list ?? [];
        if (openIds.every((id) => missed.includes(id)))
          throw new FeishuError({ kind: 'unreachable', words: '对方不在这个会话里' });
      });
    },

    uploadFile({ name, content }) {
      const data = { file_type: fileTypeOf(name), file_name: name, file: content } as const;
      return call('uploadFile', async (withToken) =>
        required((await im.v1.file.create({ data }, withToken))?.file_key),
      );
    },

    download({ messageId, fileKey, type }, limitBytes) {
      const path = { message_id: encodeURIComponent(messageId), file_key: encodeURIComponent(fileKey) };
      return call('download', async (withToken) => {
        const answer = await im.v1.messageResource.get({ path, params: { type } }, withToken);
        const contentType = String(answer.headers['content-type'] ?? 'application/octet-stream');
        const content = await collect(answer.getReadableStream(), limitBytes, timeoutMs);
        refuseErrorBody(content, contentType);
        return { content, contentType };
      });
    },

    readMessage(messageId) {
      const path = { message_id: encodeURIComponent(messageId) };
      return call('readMessage', async (withToken) => {
        const answer = await im.v1.message.get({ path, params: { user_id_type: 'open_id' } }, withToken);
        const message = answer.data?.items?.[0];
        if (!message?.msg_type || message.deleted) return null;
        const mentions = (message.mentions ?? []).map(({ key, name, id }) => ({
          ...{ key, name },
          // The bot is named by its app, a person by an id of theirs.
          mentioned_type: id === appId ? 'bot' : 'user',
        }));
        return { type: message.msg_type, content: message.body?.content ?? '', mentions };
      });
    },

    async readDocument({ kind, token }) {
      const node =
        kind === 'wiki'
          ? await call('wikiNode', async (withToken) => {
              const answer = await wiki.v2.space.getNode({ params: { token } }, withToken);
              return answer.data?.node;
            })
          : undefined;
      if (node && node.obj_type !== 'docx') throw new FeishuError({ kind: 'content', words: '不是新版文档' });
      const path = { document_id: encodeURIComponent(node?.obj_token ?? token) };
      return call('readDocument', async (withToken) => {
        const answer = await docx.v1.document.rawContent({ path, params: { lang: 0 } }, withToken);
        return { ...(node?.title ? { title: node.title } : {}), text: answer.data?.content ?? '' };
      });
    },

    async lookUp({ mobile, email }) {
      if (!mobile && !email) return null;
      const data = { mobiles: mobile ? [mobile] : [], emails: email ? [email] : [] };
      return call('lookUp', async (withToken) => {
        const answer = await contact.v3.user.batchGetId({ params: { user_id_type: 'open_id' }, data }, withToken);
        // Whoever is not found stands in the list without an id.
        const found = (answer.data?.user_list ?? []).filter((user) => user.user_id);
        const person = found.find((user) => user.mobile) ?? found[0];
        return person?.user_id ? { openId: person.user_id } : null;
      });
    },

    async userName(openId) {
      const path = { user_id: encodeURIComponent(openId) };
      try {
        return await call('userName', async (withToken) => {
          const answer = await contact.v3.user.get({ path, params: { user_id_type: 'open_id' } }, withToken);
          return answer.data?.user?.name || null;
        });
      } catch (error) {
        if (error instanceof FeishuError && (error.kind === 'unreachable' || error.code === MISSING_SCOPE)) return null;
        throw error;
      }
    },
  };
}

const MISSING_SCOPE = 99991672;

/** Without a token nothing was asked of the platform yet. */
const beforeTheCall = (error: unknown): never => {
  if (!(error instanceof FeishuError)) throw error;
  const { kind, words, code, retryAfterSeconds, logId } = error;
  throw new FeishuError({ kind, words, code, retryAfterSeconds, logId, inDoubt: false });
};

/** Failures of a connection that was never made. */
const NEVER_REACHED = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

type FetchedToken = { token: string; lifeMs: number };

/** Keeps one token: however many calls find it missing, one request is made. Renewed after nine tenths of its life. */
function tokenSource(now: () => Date, fetchToken: () => Promise<FetchedToken>) {
  let fetching: Promise<string> | undefined;
  let kept: { token: string; until: number } | undefined;

  return {
    current(): Promise<string> {
      // Should the clock be set back, the platform refuses the old token, which is then forgotten.
      if (kept && now().getTime() < kept.until) return Promise.resolve(kept.token);
      fetching ??= fetchToken()
        .then(({ token, lifeMs }) => {
          kept = { token, until: now().getTime() + lifeMs * 0.9 };
          return token;
        })
        .finally(() => {
          fetching = undefined;
        });
      return fetching;
    },
    /** Forgets this very token only: ten calls refused together must not throw away the fresh one of the first. */
    forget(token: string) {
      if (kept?.token === token) kept = undefined;
    },
  };
}

/** The SDK's own HTTP client with a timeout, whole multipart forms, and every failure as a `FeishuError`. */
function httpInstance(timeout: number): lark.HttpInstance {
  // The platform never redirects: a redirect would carry the secret or a token to somebody else.
  const http = lark.defaultHttpInstance.create({ timeout, maxRedirects: 0 });

  http.interceptors.request.use((request) => {
    if (!String(request.headers['Content-Type']).startsWith('multipart/form-data')) return request;
    // Left to itself the client would send a Buffer as a part without a file name.
    const form = new FormData();
    for (const [name, value] of Object.entries<string | Buffer>(request.data)) {
      if (typeof value === 'string') form.set(name, value);
      else form.set(name, new Blob([new Uint8Array(value)]), request.data.file_name ?? name);
    }
    return Object.assign(request, { data: form });
  });

  http.interceptors.response.use(
    (response) => {
      const { status, headers, data, config } = response;
      // Only a download asks for a stream, and the SDK then wants the headers as well.
      if (config.responseType === 'stream') return { data, headers };
      // No code at all is no success either: a proxy's page also comes with HTTP 200.
      if (codeOf(data).code !== 0) throw classify({ status, body: data, ...traces(headers) });
      return data;
    },
    async (error) => {
      const response = error?.response;
      if (!response) {
        const inDoubt = !NEVER_REACHED.includes(error?.code);
        throw new FeishuError({ kind: 'transient', words: '连不上飞书，或飞书没有及时回答', inDoubt });
      }
      const body = response.config.responseType === 'stream' ? await errorBody(response.data, timeout) : response.data;
      throw classify({ status: response.status, body, ...traces(response.headers) });
    },
  );
  return http as lark.HttpInstance;
}

const traces = (headers: Record<string, unknown>) => ({
  reset: headers['x-ogw-ratelimit-reset']?.toString(),
  logId: headers['x-tt-logid']?.toString(),
});

/** A refused download answers with a stream that holds a JSON body; anything unreadable counts as no body. */
async function errorBody(stream: AsyncIterable<Buffer> & Destroyable, timeoutMs: number): Promise<unknown> {
  try {
    return JSON.parse((await collect(stream, 64 * 1024, timeoutMs)).toString());
  } catch {
    return undefined;
  }
}

/** The platform has been seen to report token trouble with HTTP 200: then the "file" is its JSON envelope. */
function refuseErrorBody(content: Buffer, contentType: string) {
  if (!contentType.startsWith('application/json') || content.length > 4096) return;
  try {
    const error = classify({ status: 200, body: JSON.parse(content.toString()) });
    if (isTokenTrouble(error)) throw error;
  } catch (error) {
    if (error instanceof FeishuError) throw error;
    // A person's own file that is not even JSON is none of our business.
  }
}

type Destroyable = { destroy(error?: Error): unknown };

/** Reads a stream up to a limit; a stream that is silent for `timeoutMs` is given up. */
async function collect(stream: AsyncIterable<Buffer> & Destroyable, limitBytes: number, timeoutMs: number) {
  const silence = setTimeout(() => stream.destroy(new Error('silent')), timeoutMs);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      silence.refresh();
      size += chunk.length;
      if (size > limitBytes) throw new FeishuError({ kind: 'too_large', words: '文件超过大小限制' });
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } catch (error) {
    throw error instanceof FeishuError ? error : new FeishuError({ kind: 'transient', words: '下载中断' });
  } finally {
    clearTimeout(silence);
  }
}

/** The kinds of file the platform can preview by name; all else is a `stream` (im/v1/files, file_type). */
function fileTypeOf(name: string) {
  const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return fileTypes.get(extension) ?? 'stream';
}

const fileTypes = new Map<string, 'pdf' | 'doc' | 'xls' | 'ppt'>([
  ['pdf', 'pdf'],
  ['doc', 'doc'],
  ['docx', 'doc'],
  ['xls', 'xls'],
  ['xlsx', 'xls'],
  ['ppt', 'ppt'],
  ['pptx', 'ppt'],
]);

function required(id: string | undefined): string {
  if (!id) throw new FeishuError({ kind: 'transient', words: '飞书的回答里缺少编号' });
  return id;
}

// Everything the SDK would log comes back to the caller as an error; its own lines hold secrets and answers.
const mute = () => {};
const muteLogger = { error: mute, warn: mute, info: mute, debug: mute, trace: mute };
