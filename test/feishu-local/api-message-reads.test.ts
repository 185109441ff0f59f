import { expect, test } from 'vitest';
import { createVirtualClock } from '../feishu/clock.ts';
import { AUGUST, api, bot, button, card, feishu, LI } from './bot.ts';

const DAY = 24 * 60 * 60 * 1000;

test('a message comes back with its words, its writer and what was done with it', async () => {
  const local = await feishu();
  local.connect((await bot()).webhook);
  const client = await api(local);
  const get = async (id: string, more = '') =>
    (await client.call('GET', `im/v1/messages/${id}${more}`)).body.data.items;
  const { message_id: text } = (await client.text(LI, '你好')).body.data;
  expect(await get(text)).toMatchObject([
    { msg_type: 'text', body: { content: '{"text":"你好"}' }, sender: { id: 'cli_test', sender_type: 'app' } },
  ]);
  const said = await local.as(LI).say('开始');
  expect(await get(said, '?user_id_type=union_id')).toMatchObject([
    { body: { content: '{"text":"开始"}' }, sender: { id: 'on_li', id_type: 'union_id', sender_type: 'user' } },
  ]);
  const post = { zh_cn: { title: '通知', content: [[{ tag: 'text', text: '第一行' }]] } };
  const { message_id: posted } = (await client.send(LI, 'post', post)).body.data;
  expect(JSON.parse((await get(posted))[0].body.content)).toEqual(post.zh_cn);
  const file = await local.as(LI).sendFile('a.txt', Buffer.from('x'));
  expect(JSON.parse((await get(file))[0].body.content)).toMatchObject({ file_name: 'a.txt' });
});

test('a card comes back as bare words, and as it was sent only when asked for', async () => {
  const client = await api(await feishu());
  const sent = card(button('保存'));
  const path = `im/v1/messages/${(await client.card(LI, sent)).body.data.message_id}`;
  const content = async (query: string) =>
    JSON.parse((await client.call('GET', path + query)).body.data.items[0].body.content);
  expect(await content('')).toEqual({ title: '', elements: [[{ tag: 'text', text: '[保存]' }]] });
  expect(await content('?card_msg_content_type=user_card_content')).toEqual(sent);
  expect((await client.call('GET', `${path}?card_msg_content_type=raw`)).body.code).toBe(230001);
});

test('what was taken back is told without its words', async () => {
  const client = await api(await feishu());
  const path = `im/v1/messages/${(await client.text(LI, 'x')).body.data.message_id}`;
  await client.call('DELETE', path);
  const [item] = (await client.call('GET', path)).body.data.items;
  expect(item).toMatchObject({ deleted: true });
  expect(item).not.toHaveProperty('body');
});

test('the bot learns who has read its message of the last 7 days', async () => {
  const clock = createVirtualClock(AUGUST);
  const local = await feishu({ clock });
  local.connect((await bot()).webhook);
  const client = await api(local);
  const { message_id: id } = (await client.text(LI, 'x')).body.data;
  const readers = async (of: string, query = '?user_id_type=union_id') =>
    (await api(local)).call('GET', `im/v1/messages/${of}/read_users${query}`);
  expect((await readers(id)).body.data).toEqual({ items: [], has_more: false });
  await clock.jump(clock.now() + DAY);
  await local.as(LI).read();
  expect((await readers(id)).body.data.items).toEqual([
    { user_id_type: 'union_id', user_id: 'on_li', timestamp: String(AUGUST + DAY), tenant_key: 'tenant_local' },
  ]);
  expect((await readers(id, '')).body.code).toBe(99992402);
  expect((await readers(id, '?user_id_type=open_id&page_size=101')).body.code).toBe(99992402);
  expect(await readers(await local.as(LI).say('x'))).toMatchObject({ status: 400, body: { code: 230012 } });
  await clock.jump(AUGUST + 7 * DAY);
  expect((await readers(id)).status).toBe(200);
  await clock.jump(AUGUST + 7 * DAY + 1);
  expect(await readers(id)).toMatchObject({ status: 400, body: { code: 230033 } });
});
