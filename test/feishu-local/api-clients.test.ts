import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import * as lark from '@larksuiteoapi/node-sdk';
import { describe, expect, test } from 'vitest';
import { createVirtualClock } from '../feishu/clock.ts';
import type { LocalFeishu } from '../feishu/server.ts';
import { APP, AUGUST, api, bot, card, feishu, LI, rawCall } from './bot.ts';

/** What every client says of a call: the HTTP status, the platform's code, and what else came. */
type Said = { status: number; code: number; data?: Record<string, unknown>; bytes?: Buffer };
type Client = {
  token(secret: string): Promise<Said>;
  send(to: string, type: string, content: object, uuid?: string): Promise<Said>;
  patch(id: string, content: object): Promise<Said>;
  upload(bytes: Buffer): Promise<Said>;
  download(id: string, key: string): Promise<Said>;
  user(id: string): Promise<Said>;
};
type Make = (local: LocalFeishu) => Client | Promise<Client>;

const PDF = { file_type: 'pdf', file_name: '备案表.pdf' } as const;
const SILENT = { error() {}, warn() {}, info() {}, debug() {}, trace() {} };
const hello = card({ tag: 'markdown', content: '你好' });
const bytes = Buffer.from([0, 255, 128, 13, 10, 45, 45, 13, 10, 0xe5, 0xad]);

/** The official SDK as it comes, with a cache of its own: the usual one is shared by the whole process. */
function officialSdk(local: LocalFeishu): Client {
  const { appId, appSecret } = APP;
  const sdk = new lark.Client({ appId, appSecret, domain: local.url, cache: new lark.DefaultCache(), logger: SILENT });
  const { message, file, messageResource } = sdk.im.v1;
  const said = async (call: Promise<unknown>): Promise<Said> => {
    try {
      const answer = (await call) as { code?: number; data?: Record<string, unknown> };
      return { status: 200, code: answer.code ?? 0, data: answer.data ?? (answer as Record<string, unknown>) };
    } catch (error) {
      const { status, data } = (error as { response: { status: number; data: { code: number } } }).response;
      const { code } = data instanceof Readable ? JSON.parse((await buffer(data)).toString()) : data;
      return { status, code };
    }
  };
  return {
    token: (secret) => said(sdk.auth.v3.tenantAccessToken.internal({ data: { app_id: appId, app_secret: secret } })),
    send: (to, type, content, uuid) => {
      const data = { receive_id: to, msg_type: type, content: JSON.stringify(content), uuid };
      return said(message.create({ params: { receive_id_type: 'open_id' }, data }));
    },
    patch: (id, content) =>
      said(message.patch({ path: { message_id: id }, data: { content: JSON.stringify(content) } })),
    upload: (content) => said(file.create({ data: { ...PDF, file: content } })),
    async download(id, key) {
      const call = messageResource.get({ path: { message_id: id, file_key: key }, params: { type: 'file' } });
      const { status, code } = await said(call);
      return code === 0 ? { status, code, bytes: await buffer((await call).getReadableStream()) } : { status, code };
    },
    user: (id) => said(sdk.contact.v3.user.get({ path: { user_id: id }, params: { user_id_type: 'open_id' } })),
  };
}

/** Nothing but fetch. */
async function plainHttp(local: LocalFeishu): Promise<Client> {
  const client = await api(local);
  const said = async (call: ReturnType<typeof client.form>): Promise<Said> => {
    const { status, body } = await call;
    return { status, code: body.code, data: body.data };
  };
  return {
    token: (app_secret) =>
      said(rawCall(local.url, 'POST', 'auth/v3/tenant_access_token/internal', { app_id: APP.appId, app_secret })),
    send: (to, type, content, uuid) => said(client.send(to, type, content, { uuid })),
    patch: (id, content) => said(client.patch(id, content)),
    upload: (content) => said(client.form('im/v1/files', { ...PDF, file: new Blob([new Uint8Array(content)]) })),
    async download(id, key) {
      const response = await fetch(`${local.url}/open-apis/im/v1/messages/${id}/resources/${key}?type=file`, {
        headers: { authorization: `Bearer ${client.token}` },
      });
      const got = Buffer.from(await response.arrayBuffer());
      const { status } = response;
      return status === 200 ? { status, code: 0, bytes: got } : { status, code: JSON.parse(got.toString()).code };
    },
    user: (id) => said(client.call('GET', `contact/v3/users/${id}`)),
  };
}

const clients: [string, Make][] = [
  ['the official SDK', officialSdk],
  ['a plain HTTP client', plainHttp],
];

describe.each(clients)('%s', (_, make) => {
  test('gets a token, sends, uploads, downloads and patches', async () => {
    const local = await feishu();
    local.connect((await bot()).webhook);
    const client = await make(local);
    expect(await client.token(APP.appSecret)).toMatchObject({ status: 200, code: 0 });

    const sent = await client.send(LI, 'interactive', hello, 'u1');
    expect(sent).toMatchObject({ status: 200, code: 0, data: { msg_type: 'interactive' } });
    const again = await client.send(LI, 'interactive', hello, 'u1');
    expect(again.data!.message_id).toBe(sent.data!.message_id);
    const news = card({ tag: 'markdown', content: '再见' });
    expect(await client.patch(String(sent.data!.message_id), news)).toMatchObject({ status: 200, code: 0 });
    expect(local.as(LI).card().text).toBe('再见');

    const { data } = await client.upload(bytes);
    await client.send(LI, 'file', { file_key: data!.file_key });
    expect(await local.as(LI).expectFile('备案表')).toEqual({ name: '备案表.pdf', bytes });
    const id = await local.as(LI).sendFile('说明.bin', bytes);
    const { fileKey } = local.store.messages.get(id)!;
    expect(await client.download(id, fileKey!)).toEqual({ status: 200, code: 0, bytes });
    expect((await client.user(LI)).data).toMatchObject({ user: { name: '李华' } });
  });
});

test.each<[string, number, number, (client: Client, local: LocalFeishu) => Promise<Said>]>([
  ['a wrong secret', 400, 10014, (client) => client.token('wrong')],
  [
    'a token that was good',
    400,
    99991663,
    async (client, local) => {
      await client.user(LI);
      local.revokeTokens();
      return client.user(LI);
    },
  ],
  ['an unknown person', 400, 99992351, (client) => client.send('ou_x', 'text', { text: 'x' })],
  ['a text of no words', 400, 230001, (client) => client.send(LI, 'text', { text: '' })],
  ['a text that is too long', 400, 230025, (client) => client.send(LI, 'text', { text: 'x'.repeat(150 * 1024) })],
  ['a bad card', 400, 230099, (client) => client.send(LI, 'interactive', card({ tag: 'note' }))],
  ['a patch of nothing', 400, 230001, (client) => client.patch('om_x', hello)],
  ['an empty file', 400, 234010, (client) => client.upload(Buffer.alloc(0))],
  ['a download of nothing', 400, 234001, (client) => client.download('om_x', 'file_x')],
  [
    'a person who left',
    400,
    230013,
    (client, local) => {
      local.setReach(LI, 'left');
      return client.send(LI, 'text', { text: 'x' });
    },
  ],
  [
    'a spent month',
    400,
    99991403,
    (client, local) => {
      local.tenant.monthlyQuotaSpent = true;
      return client.send(LI, 'text', { text: 'x' });
    },
  ],
  [
    'a missing scope',
    400,
    99991672,
    (client, local) => {
      for (const scope of [
        'contact.base:readonly',
        'contact:access_as_app',
        'contact:readonly',
        'contact:readonly_as_app',
      ])
        local.tenant.withheldScopes.add(`contact:${scope}`);
      return client.user(LI);
    },
  ],
  [
    'the 51st call in a second',
    429,
    99991400,
    async (client) => {
      for (let count = 0; count < 50; count += 1) await client.user(LI);
      return client.user(LI);
    },
  ],
  [
    'the sixth message to a person in a second',
    400,
    230020,
    async (client) => {
      for (let count = 0; count < 5; count += 1) await client.send(LI, 'text', { text: 'x' });
      return client.send(LI, 'text', { text: 'x' });
    },
  ],
  [
    'a failing platform',
    502,
    2200,
    (client, local) => {
      local.faults.fail('getUser', { status: 502 });
      return client.user(LI);
    },
  ],
])('%s is the same error to both clients', async (_, status, code, provoke) => {
  for (const [, make] of clients) {
    const local = await feishu({ clock: createVirtualClock(AUGUST) });
    const said = await provoke(await make(local), local);
    expect({ status: said.status, code: said.code }).toEqual({ status, code });
  }
});
