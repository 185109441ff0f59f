import { expect, test } from 'vitest';
import { createVirtualClock } from '../feishu/clock.ts';
import { AUGUST, api, bot, button, card, feishu, LI, WANG, words } from './bot.ts';

const DAY = 24 * 60 * 60 * 1000;
const hello = card({ tag: 'markdown', content: '你好' });
const bad = card({ tag: 'markdown', content: 'x', colour: 'red' });

test('a message to a person lies in their chat with the bot and tells its ids', async () => {
  const clock = createVirtualClock(AUGUST);
  const local = await feishu({ clock });
  const client = await api(local);
  const { status, body } = await client.text(LI, '你好');
  expect(status).toBe(200);
  expect(body).toMatchObject({
    code: 0,
    msg: 'success',
    data: {
      message_id: expect.stringMatching(/^om_[0-9a-f]{32}$/),
      msg_type: 'text',
      chat_id: local.as(LI).chatId,
      create_time: String(clock.now()),
      sender: { id: 'cli_test', id_type: 'app_id', sender_type: 'app' },
    },
  });
  expect(await local.as(LI).expectText('你好')).toBe('你好');
  expect(local.as(WANG).messages()).toEqual([]);
});

test('a message can be sent to a chat id and can answer a message', async () => {
  const local = await feishu();
  const client = await api(local);
  const { chatId } = local.as(LI);
  const content = JSON.stringify({ text: '一' });
  const first = await client.call('POST', 'im/v1/messages?receive_id_type=chat_id', {
    receive_id: chatId,
    msg_type: 'text',
    content,
  });
  const id = first.body.data.message_id;
  const reply = await client.call('POST', `im/v1/messages/${id}/reply`, { msg_type: 'text', content });
  expect(reply.body.data).toMatchObject({ chat_id: chatId, parent_id: id });
});

test.each([
  ['no receive_id_type', 'im/v1/messages', {}, 99992402],
  ['no receive_id', 'im/v1/messages?receive_id_type=open_id', { receive_id: undefined }, 99992402],
  ['an unknown person', 'im/v1/messages?receive_id_type=open_id', { receive_id: 'ou_x' }, 99992351],
  ['a chat the bot is not in', 'im/v1/messages?receive_id_type=chat_id', { receive_id: 'oc_x' }, 230002],
  ['an answer to nothing', 'im/v1/messages/om_x/reply', {}, 230001],
  ['an unknown type', 'im/v1/messages?receive_id_type=open_id', { msg_type: 'audio' }, 230001],
  ['content that is no string', 'im/v1/messages?receive_id_type=open_id', { content: { text: 'x' } }, 230001],
  ['content that is no JSON', 'im/v1/messages?receive_id_type=open_id', { content: 'x' }, 230001],
  ['a text without words', 'im/v1/messages?receive_id_type=open_id', { content: '{"text":""}' }, 230001],
  ['a post without lines', 'im/v1/messages?receive_id_type=open_id', { msg_type: 'post', content: '{}' }, 230001],
  ['a uuid over 50', 'im/v1/messages?receive_id_type=open_id', { uuid: 'u'.repeat(51) }, 99992402],
  [
    'a file of somebody else',
    'im/v1/messages?receive_id_type=open_id',
    { msg_type: 'file', content: '{"file_key":"file_x"}' },
    230017,
  ],
  [
    'a picture never uploaded',
    'im/v1/messages?receive_id_type=open_id',
    { msg_type: 'image', content: '{"image_key":"img_x"}' },
    230017,
  ],
])('%s is refused with HTTP 400', async (_, path, change, code) => {
  const local = await feishu();
  const client = await api(local);
  const body = { receive_id: LI, msg_type: 'text', content: '{"text":"x"}', ...change };
  expect(await client.call('POST', path, body)).toMatchObject({ status: 400, body: { code } });
  expect(local.as(LI).messages()).toEqual([]);
});

test('texts end at 150 KB, posts and cards at 30 KB', async () => {
  const local = await feishu();
  const client = await api(local);
  const text = (bytes: number) => 'x'.repeat(bytes - '{"text":""}'.length);
  expect((await client.text(LI, text(150 * 1024))).status).toBe(200);
  expect((await client.text(LI, text(150 * 1024 + 1))).body.code).toBe(230025);
  const post = { zh_cn: { title: '', content: [[{ tag: 'text', text: text(30 * 1024) }]] } };
  expect((await client.send(LI, 'post', post)).body.code).toBe(230025);
  expect((await client.card(LI, card({ tag: 'markdown', content: text(30 * 1024) }))).body.code).toBe(230025);
});

test('a post shows its title and its lines', async () => {
  const local = await feishu();
  const client = await api(local);
  await client.send(LI, 'post', { zh_cn: { title: '通知', content: [[{ tag: 'text', text: '第一行' }], []] } });
  expect(await local.as(LI).expectText('通知')).toBe('通知\n第一行');
});

test('a card larger than its makers want is taken, and told of, wherever it comes from', async () => {
  const large = button('一'.repeat(60));
  const local = await feishu({ cardRoom: { bytes: 500, elements: 5 } });
  const its = await bot(() => ({ card: { type: 'raw', data: card(large, button('甲')) } }));
  local.connect(its.webhook);
  const client = await api(local);
  await client.card(LI, card(button('甲')));
  expect(local.violations).toEqual([]);
  await local.as(LI).click('甲');
  const { body } = await client.card(LI, card(large, button('乙'), button('丙')));
  expect(body.code).toBe(0);
  expect(local.violations).toMatchObject([
    { kind: 'large card', detail: expect.stringMatching(/^\S+: \d{3} bytes, \d elements$/) },
    { kind: 'large card', detail: expect.stringMatching(/^\S+: \d{3} bytes, \d elements$/) },
  ]);
});

test('a bad card is refused on send, answer and patch with the sub-code in the message, and is a violation', async () => {
  const local = await feishu();
  const client = await api(local);
  const sent = await client.card(LI, hello);
  const id = sent.body.data.message_id;
  const content = JSON.stringify(bad);
  for (const answer of [
    await client.card(LI, bad),
    await client.call('POST', `im/v1/messages/${id}/reply`, { msg_type: 'interactive', content }),
    await client.patch(id, bad),
  ]) {
    expect(answer).toMatchObject({ status: 400, body: { code: 230099 } });
    expect(answer.body.msg).toContain(
      'ErrCode: 200621; ErrMsg: unknown property, property: colour, path: ROOT -> body -> elements -> [0](tag: markdown)',
    );
  }
  expect(local.violations.map(({ kind }) => kind)).toEqual(['bad card', 'bad card', 'bad card']);
  expect(local.as(LI).card().text).toBe('你好');
});

test('a card with a picture or a person nobody knows is refused', async () => {
  const local = await feishu();
  const client = await api(local);
  const picture = card({ tag: 'img', img_key: 'img_x', alt: words('') });
  expect((await client.card(LI, picture)).body.msg).toContain('ErrCode: 200570');
  const mention = card({ tag: 'markdown', content: '<at id=ou_nobody></at>' });
  expect((await client.card(LI, mention)).body.msg).toContain('ErrCode: 100290');
  expect((await client.card(LI, card({ tag: 'markdown', content: `<at id=${LI}></at>` }))).status).toBe(200);
});

test('the same uuid sends once within an hour, and a changed body is swallowed and a violation', async () => {
  const clock = createVirtualClock(AUGUST);
  const local = await feishu({ clock });
  const client = await api(local);
  const first = await client.text(LI, '一', { uuid: 'u1' });
  const again = await client.text(LI, '一', { uuid: 'u1' });
  expect(again).toMatchObject({ status: 200, body: { data: { message_id: first.body.data.message_id } } });
  expect(local.violations).toEqual([]);
  await client.text(LI, '二', { uuid: 'u1' });
  expect(local.violations).toMatchObject([{ kind: 'uuid reused with another body' }]);
  expect(local.as(LI).messages()).toHaveLength(1);
  await clock.jump(clock.now() + 60 * 60 * 1000);
  await client.text(LI, '一', { uuid: 'u1' });
  expect(local.as(LI).messages()).toHaveLength(2);
});

test('a refused message does not use up its uuid', async () => {
  const local = await feishu();
  const client = await api(local);
  expect((await client.card(LI, bad, { uuid: 'u1' })).status).toBe(400);
  expect((await client.card(LI, hello, { uuid: 'u1' })).status).toBe(200);
  expect(local.as(LI).card().text).toBe('你好');
});

test.each([
  ['left', 230013],
  ['opted_out', 230053],
] as const)('a person who has %s cannot be reached', async (reach, code) => {
  const local = await feishu();
  const client = await api(local);
  local.setReach(LI, reach);
  expect(await client.text(LI, 'x')).toMatchObject({ status: 400, body: { code } });
  local.setReach(LI, 'reachable');
  expect((await client.text(LI, 'x')).status).toBe(200);
});

test('a patch replaces the card in its place', async () => {
  const local = await feishu();
  const client = await api(local);
  const { body } = await client.card(LI, hello);
  expect(await client.patch(body.data.message_id, card({ tag: 'markdown', content: '再见' }))).toMatchObject({
    status: 200,
    body: { code: 0, data: {} },
  });
  expect(local.as(LI).messages()).toMatchObject([{ updatedAt: expect.any(Number) }]);
  expect(local.as(LI).card().text).toBe('再见');
});

test('only own cards can be patched', async () => {
  const local = await feishu();
  const its = await bot();
  local.connect(its.webhook);
  const client = await api(local);
  const text = await client.text(LI, 'x');
  const own = await local.as(LI).say('x');
  for (const id of ['om_x', text.body.data.message_id, own])
    expect(await client.patch(id, hello)).toMatchObject({ status: 400, body: { code: 230001 } });
});

test('a recalled message can be neither patched nor answered', async () => {
  const local = await feishu();
  const client = await api(local);
  const { body } = await client.card(LI, hello);
  local.store.recall(local.store.messages.get(body.data.message_id)!);
  expect((await client.patch(body.data.message_id, hello)).body.code).toBe(230011);
  const reply = { msg_type: 'text', content: '{"text":"x"}' };
  expect((await client.call('POST', `im/v1/messages/${body.data.message_id}/reply`, reply)).body.code).toBe(230011);
});

test('a card can be patched for 14 days', async () => {
  const clock = createVirtualClock(AUGUST);
  const local = await feishu({ clock });
  const { body } = await (await api(local)).card(LI, hello);
  await clock.jump(clock.now() + 14 * DAY);
  expect((await (await api(local)).patch(body.data.message_id, hello)).status).toBe(200);
  await clock.jump(clock.now() + 1);
  expect((await (await api(local)).patch(body.data.message_id, hello)).body.code).toBe(230031);
});

test('a card is locked against patches while a click on it is answered', async () => {
  const local = await feishu();
  const client = await api(local);
  const { body } = await client.card(LI, card(button('确认')));
  let patched: Awaited<ReturnType<typeof client.patch>> | undefined;
  const its = await bot(async () => {
    patched = await client.patch(body.data.message_id, hello);
    return {};
  });
  local.connect(its.webhook);
  await local.as(LI).click('确认');
  expect(patched).toMatchObject({ status: 400, body: { code: 230099 } });
  expect(patched!.body.msg).toContain('ErrCode: 11310; ErrMsg: card action is lock');
  expect((await client.patch(body.data.message_id, hello)).status).toBe(200);
});
