import { expect, test } from 'vitest';
import type { GroupState, Reach } from '../feishu/types.ts';
import { api, card, feishu, LI, WANG } from './bot.ts';

const hello = card({ tag: 'markdown', content: '你好' });
const GROUP = { chatId: 'oc_group', name: '推荐组', members: [LI, WANG] };

test.each<[Reach, number, number | undefined]>([
  ['left', 230013, 230013],
  ['out_of_range', 230013, 230013],
  ['disabled', 230013, 230013],
  ['other_tenant', 230038, 230038],
  ['opted_out', 230053, undefined],
  ['blocked', 230035, undefined],
])(
  'a person who is %s gets nothing new, and old cards change only where the bot may still reach',
  async (reach, code, patched) => {
    const local = await feishu();
    const client = await api(local);
    const { body } = await client.card(LI, hello);
    local.setReach(LI, reach);
    expect(await client.text(LI, 'x')).toMatchObject({ status: 400, body: { code } });
    const reply = { msg_type: 'text', content: '{"text":"x"}' };
    expect((await client.call('POST', `im/v1/messages/${body.data.message_id}/reply`, reply)).body.code).toBe(code);
    expect((await client.patch(body.data.message_id, hello)).body.code).toBe(patched ?? 0);
    expect(local.as(LI).messages()).toHaveLength(1);
  },
);

test.each([
  ['kind', 230013],
  ['harsh', 230029],
] as const)('who left the company is told by either of two codes: %s', async (profile, code) => {
  const local = await feishu({ profile });
  local.setReach(LI, 'left');
  expect(await (await api(local)).text(LI, 'x')).toMatchObject({ status: 400, body: { code } });
});

test.each<[GroupState, number, number | undefined]>([
  ['without_bot', 230002, 230002],
  ['dissolved', 232009, 232009],
  ['restricted', 230018, undefined],
  ['muted', 230035, undefined],
])('a group that is %s takes no message', async (state, code, patched) => {
  const local = await feishu({ groups: [GROUP] });
  const client = await api(local);
  const send = (type: string, content: object) =>
    client.call('POST', 'im/v1/messages?receive_id_type=chat_id', {
      receive_id: GROUP.chatId,
      msg_type: type,
      content: JSON.stringify(content),
    });
  const sent = await send('interactive', hello);
  local.setGroup(GROUP.chatId, state);
  expect(await send('text', { text: 'x' })).toMatchObject({ status: 400, body: { code } });
  expect((await client.patch(sent.body.data.message_id, hello)).body.code).toBe(patched ?? 0);
  local.setGroup(GROUP.chatId, undefined);
  expect((await send('text', { text: 'x' })).status).toBe(200);
});

test.each([
  ['open_id', LI, 99992351],
  ['union_id', 'on_li', 99992363],
  ['user_id', 'u7', 99992360],
  ['email', 'li@example.com', 230034],
])('a message can be sent to a person by %s, and an unknown one has its own code', async (type, id, code) => {
  const people = [{ openId: LI, unionId: 'on_li', userId: 'u7', name: '李华', email: 'li@example.com' }];
  const local = await feishu({ people });
  const client = await api(local);
  const send = (to: string) =>
    client.call('POST', `im/v1/messages?receive_id_type=${type}`, {
      receive_id: to,
      msg_type: 'text',
      content: '{"text":"你好"}',
    });
  expect((await send(id)).body.data.chat_id).toBe(local.as(LI).chatId);
  expect(await send('nobody')).toMatchObject({ status: 400, body: { code } });
});

test('who is out of the range of contacts is not found there either', async () => {
  const local = await feishu();
  const client = await api(local);
  local.setReach(LI, 'out_of_range');
  expect(await client.call('GET', `contact/v3/users/${LI}`)).toMatchObject({ status: 400, body: { code: 41050 } });
  const { body } = await client.call('POST', 'contact/v3/users/batch_get_id', { emails: ['li@example.com'] });
  expect(body.data.user_list).toEqual([{ email: 'li@example.com' }]);
});

test('files of a group the bot was put out of cannot be fetched', async () => {
  const local = await feishu({ groups: [GROUP] });
  const client = await api(local);
  const { key } = local.store.addFile({ kind: 'file', name: 'a.txt', bytes: Buffer.from('x'), by: LI });
  const message = local.store.addMessage({
    chatId: GROUP.chatId,
    from: 'person',
    sender: LI,
    type: 'file',
    fileKey: key,
  });
  const fetched = () => client.call('GET', `im/v1/messages/${message.messageId}/resources/${key}?type=file`);
  expect((await fetched()).text).toBe('x');
  local.setGroup(GROUP.chatId, 'without_bot');
  expect(await fetched()).toMatchObject({ status: 400, body: { code: 234004 } });
});
