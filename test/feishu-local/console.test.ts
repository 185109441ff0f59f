import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createVirtualClock } from '../feishu/clock.ts';
import { APP, AUGUST, api, bot, button, card, feishu, form, LI, submit, WANG, words } from './bot.ts';

async function start(options = {}) {
  const local = await feishu(options);
  const its = await bot(() => ({ toast: { type: 'success', content: '好' } }));
  local.connect(its.webhook);
  // biome-ignore lint/suspicious/noExplicitAny: the console's answers are free JSON.
  const get = async (path: string): Promise<any> => (await fetch(`${local.url}/console/${path}`)).json();
  // biome-ignore lint/suspicious/noExplicitAny: the console's answers are free JSON.
  const post = async (path: string, body: object): Promise<any> => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${local.url}/console/${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    return response.json();
  };
  return { local, its, get, post, client: await api(local) };
}

test('people have their label, a colour and what they have not read', async () => {
  const { get, client, local } = await start();
  await client.text(LI, '一');
  const [li, wang] = await get('people');
  expect(li).toEqual({
    openId: LI,
    name: '李华',
    role: '填报人',
    avatarColor: expect.stringMatching(/^#/),
    chatId: local.as(LI).chatId,
    unread: 1,
  });
  expect(wang).toMatchObject({ openId: WANG, role: '', unread: 0 });
  await get(`state?person=${LI}`);
  expect((await get('people'))[0].unread).toBe(0);
});

test('the state is the chat, oldest first, with what is expired', async () => {
  const clock = createVirtualClock(AUGUST);
  const { get, post, client } = await start({ clock });
  await client.card(LI, card(button('x')));
  await clock.jump(clock.now() + 15 * 24 * 60 * 60 * 1000);
  const { messageId } = await post('say', { person: LI, text: '你好' });
  const { person, messages } = await get(`state?person=${LI}`);
  expect(person.name).toBe('李华');
  expect(messages).toMatchObject([
    { from: 'bot', type: 'interactive', card: { schema: '2.0' }, expired: true },
    { messageId, from: 'person', type: 'text', text: '你好', at: clock.now(), expired: false },
  ]);
});

test('a click on the page waits for the answer of the bot', async () => {
  const { post, client, its } = await start();
  const { body } = await client.card(LI, card(button('x', { go: 1 })));
  const messageId = body.data.message_id;
  expect(await post('click', { person: LI, messageId, tag: 'button', value: { go: 1 } })).toEqual({
    toast: { type: 'success', content: '好' },
  });
  expect(its.received.at(-1)!.payload.event.action.value).toEqual({ go: 1 });
  const unknown = await post('click', { person: LI, messageId, tag: 'button', value: { go: 2 } });
  expect(unknown).toEqual({ error: { code: 0, words: '卡片已更新，请重试' } });
});

test('a form on the page is submitted with its values, dates with the zone', async () => {
  const { post, client, its } = await start();
  const controls = [
    { tag: 'input', name: 'a', label: words('名称'), required: true },
    { tag: 'date_picker', name: 'd', placeholder: words('日期') },
  ];
  const { body } = await client.card(LI, card(form(...controls, submit('保存', 'save'))));
  const click = { person: LI, messageId: body.data.message_id, name: 'save', formName: 'form', tag: 'button' };
  expect((await post('click', { ...click, formValue: {} })).error.words).toContain('必填');
  await post('click', { ...click, formValue: { a: '某大学', d: '2023-08-31' } });
  expect(its.received.at(-1)!.payload.event.action.form_value).toEqual({ a: '某大学', d: '2023-08-31 +0800' });
});

test('a select on the page sends its option', async () => {
  const { post, client, its } = await start();
  const select = { tag: 'select_static', name: 's', options: [{ text: words('甲'), value: 'a' }] };
  const { body } = await client.card(LI, card(select));
  await post('click', { person: LI, messageId: body.data.message_id, name: 's', tag: 'select_static', option: 'a' });
  expect(its.received.at(-1)!.payload.event.action).toMatchObject({ name: 's', option: 'a' });
});

test('entering and taking back reach the bot', async () => {
  const { post, its, get } = await start();
  await post('enter', { person: LI });
  const { messageId } = await post('say', { person: LI, text: 'x' });
  await post('recall', { person: LI, messageId });
  expect(its.received.map(({ payload }) => payload.header?.event_type ?? payload.event.type)).toEqual([
    'p2p_chat_create',
    'im.chat.access_event.bot_p2p_chat_entered_v1',
    'im.message.receive_v1',
    'im.message.recalled_v1',
  ]);
  expect((await get(`state?person=${LI}`)).messages).toMatchObject([{ messageId, recalled: true }]);
});

test('files go both ways', async () => {
  const { local, client, get } = await start();
  const body = new FormData();
  body.append('person', LI);
  body.append('file', new File(['字节'], '申请.docx'));
  body.append('file', new File(['png'], 'a.png', { type: 'image/png' }));
  const sent = await (await fetch(`${local.url}/console/file`, { method: 'POST', body })).json();
  const { messages } = await get(`state?person=${LI}`);
  expect(messages).toMatchObject([
    { messageId: sent[0].messageId, type: 'file', fileName: '申请.docx', fileSize: 6 },
    { messageId: sent[1].messageId, type: 'image' },
  ]);
  const file = await fetch(`${local.url}/console/file/${messages[0].fileKey}?name=${encodeURIComponent('表.docx')}`);
  expect(await file.text()).toBe('字节');
  expect(file.headers.get('content-disposition')).toContain(encodeURIComponent('表.docx'));
  const up = await client.form('im/v1/files', { file_type: 'pdf', file_name: 'b.pdf', file: new Blob(['pdf']) });
  expect(await (await fetch(`${local.url}/console/file/${up.body.data.file_key}`)).text()).toBe('pdf');
});

test('the log has calls, events, callbacks and broken rules, newest first, with both bodies and no secret', async () => {
  const { get, post, client, its } = await start();
  const { body } = await client.card(LI, card(button('x', { a: 1 })));
  await post('say', { person: LI, text: 'x' });
  await post('click', { person: LI, messageId: body.data.message_id, tag: 'button', value: { a: 1 } });
  await client.card(LI, { schema: '2.0', unknown: true });
  const { entries, kept, wrong } = await get('log');
  expect(
    entries.map(({ kind, name, status, ok, person }: Record<string, unknown>) => [kind, name, status, ok, person]),
  ).toEqual([
    ['api', 'POST im/v1/messages?receive_id_type=open_id', 400, false, LI],
    ['violation', 'bad card', 0, false, undefined],
    ['callback', 'card.action.trigger', 200, true, LI],
    ['event', 'im.message.receive_v1', 200, true, LI],
    ['api', 'POST im/v1/messages?receive_id_type=open_id', 200, true, LI],
    ['api', 'POST auth/v3/tenant_access_token/internal', 200, true, undefined],
  ]);
  expect([kept, wrong]).toEqual([6, 2]);
  const full = await Promise.all(entries.map(({ id }: { id: number }) => get(`log/${id}`)));
  expect(JSON.parse(full[2].request).event.action.value).toEqual({ a: 1 });
  expect(JSON.parse(full[2].answer).toast.content).toBe('好');
  expect(JSON.parse(full[0].answer).code).toBe(230099);
  const all = JSON.stringify(full);
  const clickToken = its.received.at(-1)!.payload.event.token;
  for (const secret of [client.token, clickToken, APP.appSecret, APP.encryptKey, APP.verificationToken])
    expect(all).not.toContain(JSON.stringify(secret).slice(1, -1));
  expect(JSON.parse(full[5].request)).toEqual({ app_id: APP.appId, app_secret: '***' });
  expect(JSON.parse(full[5].answer).tenant_access_token).toBe('***');
});

test('the log is searched by kind, person, words in its bodies, and what went wrong', async () => {
  const { get, post, client } = await start();
  await client.text(LI, '给李华');
  await client.text(WANG, '给王芳');
  await client.text('ou_nobody', 'x');
  await post('say', { person: LI, text: '悄悄话' });
  const found = async (query: Record<string, string>) => {
    const { entries, matching } = await get(`log?${new URLSearchParams(query)}`);
    expect(entries).toHaveLength(matching);
    return entries.map(({ kind, person }: Record<string, string>) => `${kind} ${person}`);
  };
  expect(await found({ text: '给王芳' })).toEqual([`api ${WANG}`]);
  expect(await found({ text: '悄悄话' })).toEqual([`event ${LI}`]);
  expect(await found({ kind: 'api', person: LI })).toEqual([`api ${LI}`]);
  expect(await found({ wrong: '1' })).toEqual(['api undefined']);
  expect((await get('log?limit=1')).entries).toHaveLength(1);
});

test('the log keeps 1000 lines, and of a body 64 KB', async () => {
  const { get, client, local } = await start();
  await client.text(LI, '字'.repeat(40_000));
  const [long] = (await get('log')).entries;
  const { request } = await get(`log/${long.id}`);
  expect(Buffer.byteLength(request)).toBeLessThan(64 * 1024 + 50);
  expect(request).toMatch(/字…（共 1\d{5} 字节）$/);
  for (let i = 0; i < 1000; i++) local.store.violate('x', 'y');
  expect((await get('log')).kept).toBe(1000);
  const gone = await fetch(`${local.url}/console/log/${long.id}`);
  expect(gone.status).toBe(404);
});

test('a card is shown as it is, measured against the limits', async () => {
  const { get, client, local } = await start();
  const nested = card(form(submit('交', 'go'), { tag: 'column_set', columns: [{ tag: 'column', elements: [] }] }));
  const { body } = await client.card(LI, { header: { title: words('标题') }, ...nested });
  const [line] = await get('cards');
  expect(line).toMatchObject({ messageId: body.data.message_id, title: '标题', chat: '李华' });
  expect(await get(`card?message=${line.messageId}`)).toEqual({
    card: local.store.messages.get(line.messageId)!.card,
    bytes: Buffer.byteLength(JSON.stringify({ header: { title: words('标题') }, ...nested })),
    tagged: 6,
    depth: 3,
    limits: { bytes: 30720, tagged: 200, depth: 5 },
    faults: [],
  });
  expect((await fetch(`${local.url}/console/card?message=om_x`)).status).toBe(404);
});

test('faults are switched on and off, and what is on is told', async () => {
  const { get, post, client, local } = await start();
  await post('faults', { kind: 'serverError', count: 2 });
  await post('faults', { latencyMs: [1, 2] });
  await post('faults', { storm: { seed: 7, share: { lostAnswer: 0.5 } } });
  expect(await get('faults')).toMatchObject({
    next: { serverError: 2, reset: 0 },
    latencyMs: [1, 2],
    storm: { seed: 7 },
  });
  expect((await client.text(LI, 'x')).status).toBe(500);
  expect((await get('faults')).next.serverError).toBe(1);
  await post('faults', { storm: null });
  expect(local.faults.state().storm).toBeUndefined();
  await post('faults', { clear: true });
  expect(await get('faults')).toMatchObject({ next: { serverError: 0 }, latencyMs: [0, 0] });
  expect(await post('faults', { kind: 'plague', count: 1 })).toEqual({ error: '没有这种故障' });
});

test('the clock is moved by whoever can: on by so much, to an instant, to the next event', async () => {
  const clock = createVirtualClock(AUGUST);
  const time = { advance: (toMs: number) => clock.jump(toMs), next: async () => clock.nextTimer() };
  const moments = async () => [{ label: '材料截止前 3 天', at: AUGUST + 9_000_000 }];
  const { get, post } = await start({ clock, time, moments });
  expect(await get('clock')).toEqual({ now: AUGUST, movable: true, moving: false });
  expect(await get('moments')).toEqual([{ label: '材料截止前 3 天', at: AUGUST + 9_000_000 }]);
  expect((await post('clock', { by: 3_600_000 })).now).toBe(AUGUST + 3_600_000);
  expect((await post('clock', { to: AUGUST + 9_000_000 })).now).toBe(AUGUST + 9_000_000);
  expect(await post('clock', { to: AUGUST })).toEqual({ error: '时钟只能往后拨' });
  expect(await post('clock', { next: true })).toEqual({ error: '没有在等时间的事' });
  let rung = 0;
  clock.setTimeout(() => rung++, 5000);
  expect((await post('clock', { next: true })).now).toBe(AUGUST + 9_005_000);
  expect(rung).toBe(1);
});

test('a clock nobody can move says so, and one that is moving waits for nobody', async () => {
  const fixed = await start();
  expect((await fixed.get('clock')).movable).toBe(false);
  expect(await fixed.post('clock', { by: 1 })).toEqual({ error: '这个平台的时钟不能拨动' });
  const clock = createVirtualClock(AUGUST);
  const { promise, resolve } = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const advance = (toMs: number) => {
    begun.resolve();
    return promise.then(() => clock.jump(toMs));
  };
  const { get, post } = await start({ clock, time: { advance, next: async () => undefined } });
  const moved = post('clock', { by: 1000 });
  await begun.promise;
  expect((await get('clock')).moving).toBe(true);
  expect(await post('clock', { by: 1 })).toEqual({ error: '时钟正在走，请稍等' });
  resolve();
  expect(await moved).toEqual({ now: AUGUST + 1000, movable: true, moving: false });
});

test('changes are streamed with the person they concern', async () => {
  const { local, client } = await start();
  const response = await fetch(`${local.url}/console/events`);
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const until = async (part: string) => {
    while (!text.includes(part)) text += (await reader.read()).value;
  };
  await until(': open');
  const { body } = await client.card(LI, card());
  await client.patch(body.data.message_id, card({ tag: 'hr' }));
  await until(`data: {"type":"message","person":"${LI}"}\n\n`);
  await until(`data: {"type":"patch","person":"${LI}"}\n\n`);
  await reader.cancel();
  expect(response.headers.get('content-type')).toBe('text/event-stream');
});

test('the page is served, and nothing outside its folder', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'page-'));
  mkdirSync(join(dir, 'page', 'assets'), { recursive: true });
  writeFileSync(join(dir, 'secret.txt'), 'secret');
  writeFileSync(join(dir, 'page', 'index.html'), '<title>飞书</title>');
  writeFileSync(join(dir, 'page', 'assets', 'a.js'), 'let a');
  const { local } = await start({ pageDir: join(dir, 'page') });
  const get = (path: string) => fetch(local.url + path);
  expect(await (await get('/')).text()).toBe('<title>飞书</title>');
  expect((await get('/assets/a.js')).headers.get('content-type')).toContain('javascript');
  expect((await get('/%2e%2e%2fsecret.txt')).status).toBe(404);
  expect((await get('/nothing')).status).toBe(404);
});

test('unknown people and paths are 404', async () => {
  const { local } = await start();
  const status = async (path: string, body?: object) =>
    (await fetch(local.url + path, body && { method: 'POST', body: JSON.stringify(body) })).status;
  expect(await status('/console/state?person=ou_x')).toBe(404);
  expect(await status('/console/say', { person: 'ou_x', text: 'x' })).toBe(404);
  expect(await status('/console/fly', { person: LI })).toBe(404);
});
