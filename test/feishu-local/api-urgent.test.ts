import { expect, test } from 'vitest';
import { createVirtualClock } from '../feishu/clock.ts';
import { AUGUST, api, bot, feishu, LI, WANG } from './bot.ts';

const GROUP = { chatId: 'oc_group', name: '推荐组', members: [LI, WANG] };

/** A client with calls that press one message on people, or hang bubbles under it. */
async function world() {
  const clock = createVirtualClock(AUGUST);
  const local = await feishu({ clock, groups: [GROUP] });
  local.connect((await bot()).webhook);
  const client = await api(local);
  const urge = (id: string, people: string[], how = 'urgent_app', query = '?user_id_type=open_id') =>
    client.call('PATCH', `im/v1/messages/${id}/${how}${query}`, { user_id_list: people });
  const bubbles = (id: string, ...contents: string[]) =>
    client.call('POST', `im/v1/messages/${id}/push_follow_up`, {
      follow_ups: contents.map((content) => ({ content })),
    });
  const { message_id: id } = (await client.text(LI, '今天截止')).body.data as { message_id: string };
  return { clock, local, client, urge, bubbles, id };
}

test.each([
  ['urgent_app', 'app'],
  ['urgent_sms', 'sms'],
  ['urgent_phone', 'phone'],
])('%s presses an own message on a person', async (how, kept) => {
  const { local, urge, id } = await world();
  const answer = await urge(id, [LI], how);
  expect(answer).toMatchObject({ status: 200, body: { data: { invalid_user_id_list: [] } } });
  expect(local.as(LI).messages()).toMatchObject([{ urgent: { [LI]: kept } }]);
});

test('who is not in the chat comes back as invalid, and nobody valid is an error', async () => {
  const { urge, id } = await world();
  expect((await urge(id, [LI, WANG])).body.data).toEqual({ invalid_user_id_list: [WANG] });
  expect((await urge(id, ['on_wang', 'on_li'], 'urgent_app', '?user_id_type=union_id')).body.data).toEqual({
    invalid_user_id_list: ['on_wang'],
  });
  expect(await urge(id, [WANG])).toMatchObject({ status: 400, body: { code: 230001 } });
});

test('a message is made urgent for 1 to 200 people, and the kind of their ids must be told', async () => {
  const { urge, id } = await world();
  expect((await urge(id, [])).body.code).toBe(230001);
  expect((await urge(id, Array(201).fill(LI))).body.code).toBe(230001);
  expect((await urge(id, Array(200).fill(LI))).status).toBe(200);
  expect((await urge(id, [LI], 'urgent_app', '')).body.code).toBe(99992402);
});

test('only own messages can be made urgent, as long as the quota lasts', async () => {
  const { local, urge, id } = await world();
  const said = await local.as(LI).say('x');
  expect(await urge(said, [LI])).toMatchObject({ status: 400, body: { code: 230012 } });
  local.tenant.urgentQuotaSpent = true;
  expect(await urge(id, [LI])).toMatchObject({ status: 400, body: { code: 230024 } });
});

test('a person who has 200 urgent messages unread gets no other', async () => {
  const { local, urge, id } = await world();
  const { chatId } = local.as(LI);
  for (let count = 0; count < 199; count += 1)
    local.store.addMessage({ chatId, from: 'bot', type: 'text', text: 'x', urgent: { [LI]: 'app' } });
  const last = local.store.addMessage({ chatId, from: 'bot', type: 'text', text: 'x' });
  expect((await urge(last.messageId, [LI])).status).toBe(200);
  expect(await urge(id, [LI])).toMatchObject({ status: 400, body: { code: 230023 } });
  await local.as(LI).read();
  expect((await urge(id, [LI])).status).toBe(200);
});

test('up to three bubbles hang under the newest message of the bot', async () => {
  const { local, bubbles, id } = await world();
  expect(await bubbles(id, '好', '稍后', '不办了')).toMatchObject({ status: 200, body: { code: 0 } });
  expect(local.as(LI).messages()).toMatchObject([{ followUps: ['好', '稍后', '不办了'] }]);
  expect(await bubbles(id, '再来')).toMatchObject({ status: 400, body: { code: 230008 } });
});

test.each<[string, string[]]>([
  ['none', []],
  ['four', ['1', '2', '3', '4']],
  ['an empty one', ['']],
  ['one over 200 characters', ['字'.repeat(201)]],
])('bubbles are refused: %s', async (_, contents) => {
  const { bubbles, id } = await world();
  expect(await bubbles(id, ...contents)).toMatchObject({ status: 400, body: { code: 230007 } });
});

test('bubbles come within 600 seconds, under the newest message, in a direct chat, under own words', async () => {
  const { clock, local, client, bubbles, id } = await world();
  const group = { receive_id: GROUP.chatId, msg_type: 'text', content: '{"text":"x"}' };
  const sent = await client.call('POST', 'im/v1/messages?receive_id_type=chat_id', group);
  expect((await bubbles(sent.body.data.message_id, '好')).body.code).toBe(230003);
  const said = await local.as(LI).say('x');
  expect((await bubbles(said, '好')).body.code).toBe(230004);
  expect((await bubbles(id, '好')).body.code).toBe(230006);
  const { message_id: late } = (await client.text(LI, 'y')).body.data;
  await clock.jump(clock.now() + 600_001);
  expect(await bubbles(late, '好')).toMatchObject({ status: 400, body: { code: 230002 } });
});
