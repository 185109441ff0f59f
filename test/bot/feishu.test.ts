import { afterEach, describe, expect, it } from 'vitest';
import { createFeishu, FeishuError } from '../../bot/feishu.ts';
import { capturedLog } from './captured-log.ts';
import { APP_SECRET, platform } from './platform.ts';

const TOKEN = '/open-apis/auth/v3/tenant_access_token/internal';
const MESSAGES = '/open-apis/im/v1/messages';
const RESOURCE = `${MESSAGES}/om_1/resources/file_1`;
const FILES = '/open-apis/im/v1/files';
const LOOK_UP = '/open-apis/contact/v3/users/batch_get_id';
const USER = '/open-apis/contact/v3/users/ou_1';

const sent = { json: { code: 0, msg: 'success', data: { message_id: 'om_1', chat_id: 'oc_1' } } };
const expired = { status: 400, json: { code: 99991663, msg: 'Invalid access token for authorization.' } };
const ANSWER = '申报单位的答案';
const message = {
  to: { openId: 'ou_1' },
  type: 'interactive',
  content: JSON.stringify({ body: ANSWER }),
  uuid: 'uuid-1',
} as const;

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function setUp(answers: Parameters<typeof platform>[0] = {}, timeoutMs?: number) {
  const server = await platform(answers);
  closers.push(server.close);
  const captured = capturedLog();
  const feishu = createFeishu({
    appId: 'cli_test',
    appSecret: APP_SECRET,
    baseUrl: server.url,
    now: () => new Date(),
    log: captured.log,
    timeoutMs,
  });
  return { ...server, ...captured, feishu };
}

/** The error a call must end with. */
async function faultOf(call: Promise<unknown>): Promise<FeishuError> {
  const fault = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(fault).toBeInstanceOf(FeishuError);
  return fault as FeishuError;
}

describe('the token', () => {
  it('is asked for once by three calls at the same time, and kept', async () => {
    const { feishu, to, tokenRequests } = await setUp({ [MESSAGES]: [sent] });
    await Promise.all([feishu.send(message), feishu.send(message), feishu.send(message)]);
    await feishu.send(message);
    expect(tokenRequests()).toHaveLength(1);
    expect(JSON.parse(tokenRequests()[0]!.body.toString())).toEqual({ app_id: 'cli_test', app_secret: APP_SECRET });
    expect(to(MESSAGES).map((call) => call.headers.authorization)).toEqual(Array(4).fill('Bearer t-1'));
  });

  it.each([
    ['HTTP 400', expired],
    ['HTTP 200', { ...expired, status: 200 }],
  ])('is renewed once and the call repeated when it is refused with %s', async (_, refusal) => {
    const { feishu, to, tokenRequests } = await setUp({ [MESSAGES]: [refusal, sent] });
    expect(await feishu.send(message)).toEqual({ messageId: 'om_1', chatId: 'oc_1' });
    expect(tokenRequests()).toHaveLength(2);
    expect(to(MESSAGES).map((call) => call.headers.authorization)).toEqual(['Bearer t-1', 'Bearer t-2']);
    expect(to(MESSAGES)[1]!.body).toEqual(to(MESSAGES)[0]!.body);
  });

  it('is renewed once for many calls refused together', async () => {
    const { feishu, tokenRequests } = await setUp({
      [MESSAGES]: [(call) => (call.headers.authorization === 'Bearer t-1' ? expired : sent)],
    });
    await Promise.all(Array.from({ length: 5 }, () => feishu.send(message)));
    expect(tokenRequests()).toHaveLength(2);
  });

  it('is renewed once only: the second refusal is the answer', async () => {
    const { feishu, to } = await setUp({ [MESSAGES]: [expired] });
    expect(await faultOf(feishu.send(message))).toMatchObject({ kind: 'config', code: 99991663 });
    expect(to(MESSAGES)).toHaveLength(2);
  });

  it('is asked for again after it could not be had', async () => {
    const late = { json: { code: 0, msg: 'ok', tenant_access_token: 't-late', expire: 7200 } };
    const { feishu } = await setUp({ [TOKEN]: [{ status: 503, json: {} }, late], [MESSAGES]: [sent] });
    expect(await faultOf(feishu.send(message))).toMatchObject({ kind: 'transient' });
    expect(await feishu.send(message)).toEqual({ messageId: 'om_1', chatId: 'oc_1' });
  });

  it('is asked for again when its life is over', async () => {
    const short = { json: { code: 0, msg: 'ok', tenant_access_token: 't-short', expire: 0 } };
    const { feishu, tokenRequests } = await setUp({ [TOKEN]: [short], [MESSAGES]: [sent] });
    await feishu.send(message);
    await feishu.send(message);
    expect(tokenRequests()).toHaveLength(2);
  });

  it('cannot be had with a wrong secret: a matter for the operator', async () => {
    const { feishu } = await setUp({ [TOKEN]: [{ json: { code: 10014, msg: 'app secret invalid' } }] });
    expect(await faultOf(feishu.send(message))).toMatchObject({ kind: 'config', code: 10014 });
  });
});

describe('send and patch', () => {
  it('hand over the content byte for byte', async () => {
    const { feishu, to } = await setUp({ [MESSAGES]: [sent] });
    const content = '{"b" : "𠮷“引号”\\n", "a":1}';
    await feishu.send({ ...message, content });
    const [call] = to(MESSAGES);
    expect(call!.query.get('receive_id_type')).toBe('open_id');
    expect(JSON.parse(call!.body.toString())).toEqual({
      receive_id: 'ou_1',
      msg_type: 'interactive',
      content,
      uuid: 'uuid-1',
    });
  });

  it('presses a message on its person, and says why it may not', async () => {
    const path = `${MESSAGES}/om_1/urgent_app`;
    const answers = [
      { json: { code: 0, msg: 'success', data: { invalid_user_id_list: [] } } },
      { json: { code: 0, msg: 'success', data: { invalid_user_id_list: ['ou_1'] } } },
      { status: 400, json: { code: 230023, msg: 'The user has too many unread urgent messages.' } },
      { status: 400, json: { code: 230024, msg: 'Reach the upper limit of urgent message.' } },
      { status: 400, json: { code: 99991672, msg: 'Access denied.' } },
    ];
    const { feishu, to } = await setUp({ [path]: answers });
    await feishu.buzz('om_1', ['ou_1']);
    expect(to(path)[0]).toMatchObject({ method: 'PATCH' });
    expect(to(path)[0]!.query.get('user_id_type')).toBe('open_id');
    expect(JSON.parse(to(path)[0]!.body.toString())).toEqual({ user_id_list: ['ou_1'] });
    const press = () => faultOf(feishu.buzz('om_1', ['ou_1']));
    expect([await press(), await press(), await press(), await press()].map(({ kind }) => kind)).toEqual([
      ...['unreachable', 'content', 'content', 'config'],
    ]);
  });

  it('patches one message, whatever its id holds', async () => {
    const path = `${MESSAGES}/om_1%2F..%2Fx`;
    const { feishu, to } = await setUp({ [path]: [{ json: { code: 0, msg: 'success', data: {} } }] });
    await feishu.patch('om_1/../x', message.content);
    expect(to(path)[0]!.method).toBe('PATCH');
    expect(JSON.parse(to(path)[0]!.body.toString())).toEqual({ content: message.content });
  });
});

describe('trouble', () => {
  it('tells how long to wait when the platform limits the rate', async () => {
    const { feishu } = await setUp({
      [MESSAGES]: [
        {
          status: 429,
          headers: { 'x-ogw-ratelimit-reset': '7', 'x-tt-logid': 'log-1' },
          json: { code: 99991400, msg: 'request trigger frequency limit' },
        },
      ],
    });
    expect(await faultOf(feishu.send(message))).toMatchObject({
      kind: 'limited',
      code: 99991400,
      retryAfterSeconds: 7,
      logId: 'log-1',
    });
  });

  const card = (text: string) => ({ code: 230099, msg: `Failed to create card content, ext=ErrCode: ${text}` });
  it.each([
    ['limited', 400, { code: 230020, msg: 'rate' }],
    ['limited', 429, {}],
    ['transient', 400, { code: 230049, msg: 'still being sent' }],
    ['transient', 400, card('11310; ErrMsg: card action is lock;')],
    ['transient', 503, {}],
    ['content', 400, card('11310; ErrMsg: element exceeds the limit;')],
    ['content', 400, card('11310; ErrMsg: element exceeds the limit; ErrorValue: the door has a block')],
    ['content', 400, { code: 230025, msg: 'too long' }],
    ['content', 400, { code: 230028, msg: 'dlp' }],
    ['content', 400, { code: 999999999, msg: 'new and unheard of' }],
    ['unreachable', 400, { code: 230013, msg: 'Bot has NO availability to this user.' }],
    ['unreachable', 200, { code: 230053, msg: 'opted out' }],
    ['gone', 400, { code: 230110, msg: 'deleted' }],
    ['quota', 400, { code: 99991403, msg: 'month' }],
    ['config', 400, { code: 230006, msg: 'Bot ability is not activated.' }],
    ['config', 400, { code: 99991672, msg: 'Access denied.' }],
    ['config', 404, '<html>not here</html>'],
    ['config', 302, {}],
    ['config', 200, '<html>please sign in to this network</html>'],
    ['config', 200, null],
  ])('is %s for HTTP %s %j', async (kind, status, json) => {
    const { feishu } = await setUp({ [MESSAGES]: [{ status, json }] });
    expect((await faultOf(feishu.send(message))).kind).toBe(kind);
  });

  it('is transient when nobody listens', async () => {
    const { feishu, close } = await setUp();
    await close();
    expect(await faultOf(feishu.send(message))).toMatchObject({ kind: 'transient', code: undefined });
  });

  it('is transient when the platform stays silent', async () => {
    const { feishu } = await setUp({ [MESSAGES]: [() => undefined] }, 50);
    expect(await faultOf(feishu.send(message))).toMatchObject({ kind: 'transient' });
  });

  it('is transient when an answer lacks the id of the message', async () => {
    const { feishu } = await setUp({ [MESSAGES]: [{ json: { code: 0 } }] });
    expect(await faultOf(feishu.send(message))).toMatchObject({ kind: 'transient' });
  });
});

describe('uploads', () => {
  it('carry a Chinese file name and the bytes intact', async () => {
    const { feishu, to } = await setUp({ [FILES]: [{ json: { code: 0, data: { file_key: 'file_1' } } }] });
    const content = Buffer.from([0, 255, 13, 10, 45, 45, 128]);
    expect(await feishu.uploadFile({ name: '备案表（“示例”）.docx', content })).toBe('file_1');
    const form = await formOf(to(FILES)[0]!);
    expect(form.get('file_type')).toBe('doc');
    expect(form.get('file_name')).toBe('备案表（“示例”）.docx');
    const file = form.get('file') as File;
    expect(file.name).toBe('备案表（“示例”）.docx');
    expect(Buffer.from(await file.arrayBuffer())).toEqual(content);
  });

  it.each([
    ['a.pdf', 'pdf'],
    ['a.XLSX', 'xls'],
    ['a.zip', 'stream'],
    ['a', 'stream'],
    ['a.constructor', 'stream'],
  ])('name the type of %s as %s', async (name, type) => {
    const { feishu, to } = await setUp({ [FILES]: [{ json: { code: 0, data: { file_key: 'file_1' } } }] });
    await feishu.uploadFile({ name, content: Buffer.from('x') });
    expect((await formOf(to(FILES)[0]!)).get('file_type')).toBe(type);
  });

  it('are repeated whole with a fresh token', async () => {
    const { feishu, to } = await setUp({ [FILES]: [expired, { json: { code: 0, data: { file_key: 'file_1' } } }] });
    expect(await feishu.uploadFile({ name: '扫描件.pdf', content: Buffer.from('scan') })).toBe('file_1');
    const form = await formOf(to(FILES)[1]!);
    expect(form.get('file_type')).toBe('pdf');
    expect(await (form.get('file') as File).text()).toBe('scan');
  });

  it.each([400, 200])('fail by the code of the body under HTTP %s', async (status) => {
    const { feishu } = await setUp({ [FILES]: [{ status, json: { code: 234006, msg: 'too large' } }] });
    const upload = feishu.uploadFile({ name: 'a.pdf', content: Buffer.from('x') });
    expect(await faultOf(upload)).toMatchObject({ kind: 'too_large', code: 234006 });
  });
});

describe('a download', () => {
  const source = { messageId: 'om_1', fileKey: 'file_1', type: 'file' } as const;
  const bytes = Buffer.from([0, 1, 254, 255]);

  it('gives the bytes and their type', async () => {
    const { feishu, to } = await setUp({
      [RESOURCE]: [(_, res) => void res.writeHead(200, { 'content-type': 'application/pdf' }).end(bytes)],
    });
    expect(await feishu.download(source, 4)).toEqual({ content: bytes, contentType: 'application/pdf' });
    expect(to(RESOURCE)[0]!.query.get('type')).toBe('file');
    expect(to(RESOURCE)[0]!.headers.authorization).toBe('Bearer t-1');
  });

  it('is given up as soon as it passes the limit', async () => {
    const gone = Promise.withResolvers<void>();
    const { feishu } = await setUp({
      [RESOURCE]: [
        (_, res) => {
          // The body never ends: only a reader who leaves lets this test end.
          res.on('close', () => gone.resolve());
          res.writeHead(200).write(Buffer.alloc(100));
          return undefined;
        },
      ],
    });
    expect(await faultOf(feishu.download(source, 99))).toMatchObject({ kind: 'too_large' });
    await gone.promise;
  });

  it('is transient when it stops half way', async () => {
    const { feishu } = await setUp({ [RESOURCE]: [(_, res) => void res.writeHead(200).write('half')] }, 50);
    expect(await faultOf(feishu.download(source, 100))).toMatchObject({ kind: 'transient' });
  });

  it('is transient when the connection breaks half way', async () => {
    const { feishu } = await setUp({
      [RESOURCE]: [(_, res) => void res.writeHead(200, { 'content-length': '9' }).write('half', () => res.destroy())],
    });
    expect(await faultOf(feishu.download(source, 100))).toMatchObject({ kind: 'transient' });
  });

  it.each([400, 200])('is repeated with a fresh token when the first is refused under HTTP %s', async (status) => {
    const { feishu, tokenRequests } = await setUp({
      [RESOURCE]: [{ ...expired, status }, (_, res) => void res.writeHead(200).end(bytes)],
    });
    expect((await feishu.download(source, 100)).content).toEqual(bytes);
    expect(tokenRequests()).toHaveLength(2);
  });

  it("gives a person's own JSON file, whatever it says", async () => {
    const own = { code: 7, msg: 'my file' };
    const { feishu } = await setUp({ [RESOURCE]: [{ json: own }] });
    expect(JSON.parse((await feishu.download(source, 100)).content.toString())).toEqual(own);
  });

  it('is refused with the code of the body', async () => {
    const { feishu } = await setUp({ [RESOURCE]: [{ status: 400, json: { code: 234043, msg: 'card' } }] });
    expect(await faultOf(feishu.download(source, 1))).toMatchObject({ kind: 'content', code: 234043 });
  });
});

describe('a message read again', () => {
  const read = (item: object) => ({ [`${MESSAGES}/om_1`]: [{ json: { code: 0, data: { items: [item] } } }] });

  it('comes with its content as it is now and whom it mentions', async () => {
    const mentions = [
      { key: '@_user_1', id: 'cli_test', id_type: 'app_id', name: '备案助手' },
      { key: '@_user_2', id: 'ou_1', id_type: 'open_id', name: '沈若溪' },
    ];
    const content = JSON.stringify({ text: ANSWER });
    const { feishu } = await setUp(read({ msg_type: 'text', body: { content }, mentions, deleted: false }));
    expect(await feishu.readMessage('om_1')).toEqual({
      ...{ type: 'text', content },
      mentions: [
        { key: '@_user_1', name: '备案助手', mentioned_type: 'bot' },
        { key: '@_user_2', name: '沈若溪', mentioned_type: 'user' },
      ],
    });
  });

  it('is null when it was taken back', async () => {
    const { feishu } = await setUp(read({ msg_type: 'text', deleted: true }));
    expect(await feishu.readMessage('om_1')).toBeNull();
  });
});

describe('a document', () => {
  const NODE = '/open-apis/wiki/v2/spaces/get_node';
  const raw = (id: string) => `/open-apis/docx/v1/documents/${id}/raw_content`;
  const text = { json: { code: 0, data: { content: ANSWER } } };
  const node = (obj_type: string) => ({
    json: { code: 0, data: { node: { obj_token: 'doc_1', obj_type, title: '方案' } } },
  });

  it('is read as plain text; one in a wiki by way of its node', async () => {
    const { feishu, to } = await setUp({ [raw('doc_1')]: [text], [NODE]: [node('docx')] });
    expect(await feishu.readDocument({ kind: 'docx', token: 'doc_1' })).toEqual({ text: ANSWER });
    expect(await feishu.readDocument({ kind: 'wiki', token: 'wik_1' })).toEqual({ title: '方案', text: ANSWER });
    expect(to(NODE).map(({ query }) => query.get('token'))).toEqual(['wik_1']);
  });

  it('of another kind than text is refused', async () => {
    const { feishu } = await setUp({ [NODE]: [node('bitable')] });
    expect((await faultOf(feishu.readDocument({ kind: 'wiki', token: 'wik_1' }))).kind).toBe('content');
  });

  it.each([
    [1770032, 403, 'unreachable'],
    [1770033, 400, 'too_large'],
    [1770002, 404, 'gone'],
  ])('that cannot be had says why: %i', async (code, status, kind) => {
    const { feishu } = await setUp({ [raw('doc_1')]: [{ status, json: { code, msg: 'no' } }] });
    expect(await faultOf(feishu.readDocument({ kind: 'docx', token: 'doc_1' }))).toMatchObject({ kind, code });
  });
});

describe('people', () => {
  const listed = (...user_list: object[]) => ({ [LOOK_UP]: [{ json: { code: 0, data: { user_list } } }] });
  const person = { mobile: '13800000000', email: 'a@example.com' };

  it('are found by mobile before e-mail', async () => {
    const { feishu, to } = await setUp(
      listed({ email: person.email, user_id: 'ou_mail' }, { mobile: person.mobile, user_id: 'ou_mobile' }),
    );
    expect(await feishu.lookUp(person)).toEqual({ openId: 'ou_mobile' });
    expect(JSON.parse(to(LOOK_UP)[0]!.body.toString())).toEqual({ mobiles: [person.mobile], emails: [person.email] });
    expect(to(LOOK_UP)[0]!.query.get('user_id_type')).toBe('open_id');
  });

  it('are found by e-mail when the mobile belongs to nobody', async () => {
    const { feishu } = await setUp(listed({ mobile: person.mobile }, { email: person.email, user_id: 'ou_mail' }));
    expect(await feishu.lookUp(person)).toEqual({ openId: 'ou_mail' });
  });

  it('are not found when neither belongs to anybody', async () => {
    const { feishu } = await setUp(listed({ mobile: person.mobile }, { email: person.email }));
    expect(await feishu.lookUp(person)).toBeNull();
  });

  it('are not asked for without anything to look for', async () => {
    const { feishu, calls } = await setUp();
    expect(await feishu.lookUp({})).toBeNull();
    expect(calls).toEqual([]);
  });

  it.each([
    ['the name', { json: { code: 0, data: { user: { name: '张三' } } } }, '张三'],
    ['null when the scope hides the field', { json: { code: 0, data: { user: { open_id: 'ou_1' } } } }, null],
    ['null without the scope', { status: 400, json: { code: 99991672, msg: 'scope' } }, null],
    ['null outside the contact range', { status: 403, json: { code: 41050, msg: 'no user authority error' } }, null],
    ['null for nobody', { status: 400, json: { code: 99992351, msg: 'id not exist' } }, null],
  ])('have a name, if it may be seen: %s', async (_, answer, name) => {
    const { feishu } = await setUp({ [USER]: [answer] });
    expect(await feishu.userName('ou_1')).toBe(name);
  });

  it('have a name that cannot be had while the platform is down', async () => {
    const { feishu } = await setUp({ [USER]: [{ status: 502, json: {} }] });
    expect(await faultOf(feishu.userName('ou_1'))).toMatchObject({ kind: 'transient' });
  });
});

describe('logs and errors', () => {
  it('never hold a secret, a token, an answer or an address, whatever goes wrong', async () => {
    const mobile = '13800001234';
    const echo = { code: 230099, msg: `bad card: ${ANSWER} ${mobile}`, error: { field_violations: [ANSWER] } };
    const runs = [
      await setUp({ [MESSAGES]: [expired], [LOOK_UP]: [{ status: 400, json: echo }] }),
      await setUp({ [MESSAGES]: [{ status: 400, json: echo }], [LOOK_UP]: [{ status: 500, json: echo }] }),
      await setUp({ [TOKEN]: [{ status: 400, json: { code: 10014, msg: APP_SECRET } }] }),
      await setUp({ [MESSAGES]: [() => undefined] }, 50),
      await setUp({ [MESSAGES]: [{ json: null }], [LOOK_UP]: [{ json: null }] }),
    ];
    for (const { feishu, text, log } of runs) {
      log.error({ err: await faultOf(feishu.send(message)) });
      log.error({ err: await faultOf(feishu.lookUp({ mobile })) });
      expect(text()).toContain('"level":50');
      for (const hidden of [APP_SECRET, 't-1', 't-2', ANSWER, mobile]) expect(text()).not.toContain(hidden);
    }
  });
});

/** The multipart form of a recorded call, read by another implementation than the one that wrote it. */
const formOf = (call: { headers: { 'content-type'?: string }; body: Buffer }) =>
  new Response(new Uint8Array(call.body), { headers: { 'content-type': call.headers['content-type']! } }).formData();
