import { expect, test } from 'vitest';
import { createVirtualClock } from '../feishu/clock.ts';
import { AUGUST, api, card, feishu, LI, WANG } from './bot.ts';

const PATH = 'message/v4/batch_send/';
const hello = { msg_type: 'text', content: { text: '通知' } };

async function world() {
  const clock = createVirtualClock(AUGUST);
  const local = await feishu({ clock });
  const client = await api(local);
  return { clock, local, client, send: (body: object) => client.call('POST', PATH, body) };
}

test('a batch comes later, to everybody who exists, and is known by an id of its own', async () => {
  const { clock, local, client, send } = await world();
  const { status, body } = await send({ ...hello, open_ids: [LI, 'ou_x'], union_ids: ['on_wang', 'on_li', 'on_x'] });
  expect([status, body.code, body.data.invalid_open_ids, body.data.invalid_union_ids]).toEqual([
    200,
    0,
    ['ou_x'],
    ['on_x'],
  ]);
  expect(local.as(LI).messages()).toEqual([]);
  await clock.jump(clock.now() + 60_000);
  expect([local.as(LI), local.as(WANG)].map((one) => one.messages().map(({ text }) => text))).toEqual([
    ['通知'],
    ['通知'],
  ]);
  const { message_id: id } = body.data;
  expect(id).toMatch(/^bm-/);
  expect(await client.patch(id, card())).toMatchObject({ status: 400, body: { code: 230001 } });
});

test('who cannot be reached is left out in silence', async () => {
  const { clock, local, send } = await world();
  local.setReach(LI, 'opted_out');
  expect((await send({ ...hello, open_ids: [LI, WANG] })).body.code).toBe(0);
  await clock.jump(clock.now() + 60_000);
  expect([local.as(LI).messages().length, local.as(WANG).messages().length]).toEqual([0, 1]);
});

test('cards and posts are objects here', async () => {
  const { clock, local, send } = await world();
  const post = { zh_cn: { title: '通知', content: [[{ tag: 'text', text: '第一行' }]] } };
  expect((await send({ msg_type: 'post', content: { post }, open_ids: [LI] })).body.code).toBe(0);
  const sent = card({ tag: 'markdown', content: '卡片' });
  expect((await send({ msg_type: 'interactive', card: sent, open_ids: [LI] })).body.code).toBe(0);
  expect((await send({ msg_type: 'interactive', card: JSON.stringify(sent), open_ids: [LI] })).body.code).toBe(11246);
  await clock.jump(clock.now() + 60_000);
  expect(local.as(LI).messages()).toMatchObject([{ text: '通知\n第一行' }, { card: sent }]);
});

test.each<[string, object, number]>([
  ['nobody', {}, 10003],
  ['more than 200 of a kind', { open_ids: Array(201).fill(LI) }, 10003],
  ['a file', { msg_type: 'file', open_ids: [LI] }, 10003],
  ['only people who do not exist', { open_ids: ['ou_x'] }, 11101],
  ['an empty text', { content: { text: '' }, open_ids: [LI] }, 11246],
  ['a picture never uploaded', { msg_type: 'image', content: { image_key: 'img_x' }, open_ids: [LI] }, 11227],
])('%s is refused with HTTP 200', async (_, change, code) => {
  const { send } = await world();
  expect(await send({ ...hello, ...change })).toMatchObject({ status: 200, body: { code } });
});

test('the quota of a day and the audit have their codes', async () => {
  const { local, send } = await world();
  local.tenant.leaks = (words) => words.includes('通知');
  expect((await send({ ...hello, open_ids: [LI] })).body.code).toBe(11312);
  local.tenant.batchQuotaSpent = true;
  expect((await send({ ...hello, open_ids: [LI] })).body.code).toBe(11247);
});
