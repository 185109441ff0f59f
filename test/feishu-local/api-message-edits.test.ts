import { expect, test } from 'vitest';
import { createVirtualClock } from '../feishu/clock.ts';
import { AUGUST, api, bot, card, feishu, LI } from './bot.ts';

const SECOND = 1000;
const hello = card({ tag: 'markdown', content: '你好' });
const post = (title: string) => ({ zh_cn: { title, content: [[{ tag: 'text', text: '第一行' }]] } });

/** A platform, a client, and calls about one message of it. */
async function world() {
  const clock = createVirtualClock(AUGUST);
  const local = await feishu({ clock });
  const client = await api(local);
  const edit = (id: string, type: string, content: object) =>
    client.call('PUT', `im/v1/messages/${id}`, { msg_type: type, content: JSON.stringify(content) });
  const recall = (id: string) => client.call('DELETE', `im/v1/messages/${id}`);
  return { clock, local, client, edit, recall, wait: (ms: number) => clock.jump(clock.now() + ms) };
}

test('a text and a post can be edited in their place', async () => {
  const { local, client, edit } = await world();
  const { message_id: id } = (await client.text(LI, '一')).body.data;
  const edited = await edit(id, 'text', { text: '二' });
  expect(edited).toMatchObject({ status: 200, body: { data: { updated: true, body: { content: '{"text":"二"}' } } } });
  await edit(id, 'post', post('三'));
  expect(local.as(LI).messages()).toMatchObject([{ type: 'post', text: '三\n第一行' }]);
});

test('a message is edited 20 times and no more', async () => {
  const { client, edit } = await world();
  const { message_id: id } = (await client.text(LI, '0')).body.data;
  for (let count = 1; count <= 20; count += 1) expect((await edit(id, 'text', { text: `${count}` })).status).toBe(200);
  expect(await edit(id, 'text', { text: '21' })).toMatchObject({ status: 400, body: { code: 230072 } });
});

test('neither cards nor words of others can be edited, and not into a card', async () => {
  const { local, client, edit } = await world();
  local.connect((await bot()).webhook);
  const carded = (await client.card(LI, hello)).body.data.message_id;
  const texted = (await client.text(LI, 'x')).body.data.message_id;
  const said = await local.as(LI).say('x');
  expect(await edit(carded, 'text', { text: 'x' })).toMatchObject({ status: 400, body: { code: 230054 } });
  expect(await edit(said, 'text', { text: 'x' })).toMatchObject({ status: 400, body: { code: 230071 } });
  expect(await edit(texted, 'interactive', hello)).toMatchObject({ status: 400, body: { code: 230001 } });
  expect(await edit('om_x', 'text', { text: 'x' })).toMatchObject({ status: 400, body: { code: 230001 } });
});

test('the administrator says how long messages can be edited and taken back', async () => {
  const { local, client, edit, recall, wait } = await world();
  local.tenant.editWithinMs = 60 * SECOND;
  local.tenant.recallWithinMs = 120 * SECOND;
  const { message_id: id } = (await client.text(LI, 'x')).body.data;
  await wait(60 * SECOND);
  expect((await edit(id, 'text', { text: 'y' })).status).toBe(200);
  await wait(1);
  expect(await edit(id, 'text', { text: 'z' })).toMatchObject({ status: 400, body: { code: 230075 } });
  await wait(60 * SECOND);
  expect(await recall(id)).toMatchObject({ status: 400, body: { code: 230009 } });
  local.tenant.recallWithinMs = 121 * SECOND;
  expect((await recall(id)).status).toBe(200);
});

test('an own message can be taken back once, those of others cannot', async () => {
  const { local, client, recall } = await world();
  local.connect((await bot()).webhook);
  const { message_id: id } = (await client.card(LI, hello)).body.data;
  expect(await recall(id)).toMatchObject({ status: 200, body: { code: 0, data: {} } });
  expect(local.as(LI).messages()).toMatchObject([{ recalled: true }]);
  expect(await recall(id)).toMatchObject({ status: 400, body: { code: 230110 } });
  expect(await recall(await local.as(LI).say('x'))).toMatchObject({ status: 400, body: { code: 230026 } });
});

test('with a deleted message nothing can be done', async () => {
  const { local, client, edit, recall } = await world();
  const { message_id: id } = (await client.card(LI, hello)).body.data;
  local.store.remove(local.store.messages.get(id)!);
  const path = `im/v1/messages/${id}`;
  const urgent = { user_id_list: [LI] };
  for (const answer of [
    await client.patch(id, hello),
    await edit(id, 'text', { text: 'x' }),
    await recall(id),
    await client.call('POST', `${path}/reply`, { msg_type: 'text', content: '{"text":"x"}' }),
    await client.call('GET', path),
    await client.call('GET', `${path}/read_users?user_id_type=open_id`),
    await client.call('PATCH', `${path}/urgent_app?user_id_type=open_id`, urgent),
  ])
    expect(answer).toMatchObject({ status: 400, body: { code: 230110 } });
});

test('an answer in a thread founds it, and later answers stay in it', async () => {
  const { client } = await world();
  const reply = async (id: string, more: object = {}) =>
    (await client.call('POST', `im/v1/messages/${id}/reply`, { msg_type: 'text', content: '{"text":"x"}', ...more }))
      .body.data;
  const { message_id: root } = (await client.text(LI, 'x')).body.data;
  expect(await reply(root)).not.toHaveProperty('thread_id');
  const first = await reply(root, { reply_in_thread: true });
  expect(first).toMatchObject({ root_id: root, parent_id: root, thread_id: expect.stringMatching(/^omt_/) });
  const second = await reply(first.message_id);
  expect(second).toMatchObject({ root_id: root, parent_id: first.message_id, thread_id: first.thread_id });
});
