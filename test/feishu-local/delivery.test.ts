import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test, vi } from 'vitest';
import { createVirtualClock } from '../feishu/clock.ts';
import { encrypt } from '../feishu/envelope.ts';
import { APP, AUGUST, api, bot, decrypt, feishu, LI, WANG } from './bot.ts';

const { encryptKey } = APP;

test('the official test vector of the encryption comes out', () => {
  const official = 'P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghk=';
  const iv = Buffer.from(official, 'base64').subarray(0, 16);
  expect(encrypt('hello world', 'test key', iv)).toBe(official);
  expect(decrypt(official)).toBe('hello world');
});

test('a delivery is encrypted, and signed over its raw bytes with a nonce of its own', async () => {
  const clock = createVirtualClock(AUGUST);
  const local = await feishu({ clock });
  const its = await bot();
  local.connect(its.webhook);
  await local.as(LI).say('你好');
  await local.as(LI).say('你好');
  const nonces = its.received.map(({ raw, headers }) => {
    expect(Object.keys(JSON.parse(raw))).toEqual(['encrypt']);
    const time = headers['x-lark-request-timestamp'];
    const nonce = headers['x-lark-request-nonce'];
    expect(time).toBe(String(clock.now() / 1000));
    const signature = createHash('sha256').update(`${time}${nonce}${encryptKey}${raw}`).digest('hex');
    expect(headers['x-lark-signature']).toBe(signature);
    return nonce;
  });
  expect(new Set(nonces).size).toBe(2);
});

test('a text arrives as im.message.receive_v1 in an envelope of schema 2.0', async () => {
  const clock = createVirtualClock(AUGUST);
  const local = await feishu({ clock });
  const its = await bot();
  local.connect(its.webhook);
  const parent = await local.as(LI).say('一');
  const id = await local.as(LI).say('二', { replyTo: parent });
  const ms = String(clock.now());
  expect(its.received[1]!.payload).toEqual({
    schema: '2.0',
    header: {
      event_id: expect.stringMatching(/^[0-9a-f]{32}$/),
      event_type: 'im.message.receive_v1',
      create_time: ms,
      token: APP.verificationToken,
      app_id: APP.appId,
      tenant_key: 'tenant_local',
    },
    event: {
      sender: { sender_id: { open_id: LI, union_id: 'on_li' }, sender_type: 'user', tenant_key: 'tenant_local' },
      message: {
        message_id: id,
        root_id: parent,
        parent_id: parent,
        create_time: ms,
        update_time: ms,
        chat_id: local.as(LI).chatId,
        chat_type: 'p2p',
        message_type: 'text',
        content: '{"text":"二"}',
      },
    },
  });
});

test('entering, the menu and taking back have their events', async () => {
  const local = await feishu();
  const its = await bot();
  local.connect(its.webhook);
  const li = local.as(LI);
  const id = await li.say('x');
  await li.enter();
  await li.menu('progress');
  await li.recall(id);
  const [, entered, menu, recalled] = its.received.map(({ payload }) => payload);
  expect(entered).toMatchObject({
    header: { event_type: 'im.chat.access_event.bot_p2p_chat_entered_v1' },
    event: { chat_id: li.chatId, operator_id: { open_id: LI }, last_message_id: id },
  });
  expect(menu).toMatchObject({
    header: { event_type: 'application.bot.menu_v6' },
    event: { operator: { operator_name: '李华', operator_id: { open_id: LI } }, event_key: 'progress' },
  });
  expect(recalled).toMatchObject({
    header: { event_type: 'im.message.recalled_v1' },
    event: { message_id: id, chat_id: li.chatId, recall_type: 'message_owner' },
  });
});

test('the first look into a chat creates it, told in the envelope of schema 1.0, once', async () => {
  const clock = createVirtualClock(AUGUST);
  const local = await feishu({ clock });
  const its = await bot();
  local.connect(its.webhook);
  const li = local.as(LI);
  await li.enter();
  await li.enter();
  const [created, ...entered] = its.received.map(({ payload }) => payload);
  expect(created).toEqual({
    ts: `${AUGUST / 1000}.0000000`,
    uuid: expect.stringMatching(/^[0-9a-f]{32}$/),
    token: APP.verificationToken,
    type: 'event_callback',
    event: {
      type: 'p2p_chat_create',
      app_id: APP.appId,
      tenant_key: 'tenant_local',
      chat_id: li.chatId,
      operator: { open_id: LI },
      user: { name: '李华', open_id: LI },
    },
  });
  expect(entered.map(({ header }) => header.event_type)).toEqual([
    'im.chat.access_event.bot_p2p_chat_entered_v1',
    'im.chat.access_event.bot_p2p_chat_entered_v1',
  ]);
  await local.as(WANG).say('x');
  await local.as(WANG).enter();
  expect(its.received.filter(({ payload }) => payload.schema === undefined)).toHaveLength(1);
});

test('reading tells of the messages of the bot in the direct chat, each once', async () => {
  const clock = createVirtualClock(AUGUST);
  const local = await feishu({ clock, groups: [{ chatId: 'oc_group', name: '群', members: [LI] }] });
  const its = await bot();
  local.connect(its.webhook);
  const client = await api(local);
  const ids = [];
  for (const text of ['一', '二']) ids.push((await client.text(LI, text)).body.data.message_id);
  const inGroup = { receive_id: 'oc_group', msg_type: 'text', content: '{"text":"x"}' };
  await client.call('POST', 'im/v1/messages?receive_id_type=chat_id', inGroup);
  await local.as(LI).read();
  await local.as(LI).read();
  expect(its.received.map(({ payload }) => payload)).toMatchObject([
    {
      header: { event_type: 'im.message.message_read_v1' },
      event: {
        reader: {
          reader_id: { open_id: LI, union_id: 'on_li' },
          read_time: String(AUGUST),
          tenant_key: 'tenant_local',
        },
        message_id_list: ids,
      },
    },
  ]);
});

test('an emoji put to a message and taken back has its events, each once', async () => {
  const local = await feishu();
  const its = await bot();
  local.connect(its.webhook);
  const client = await api(local);
  const li = local.as(LI);
  const id = (await client.text(LI, '好')).body.data.message_id;
  await li.react(id, 'THUMBSUP');
  await li.react(id, 'THUMBSUP');
  await local.as(WANG).react(id, 'OK');
  expect(local.store.messages.get(id)!.reactions).toEqual([{ emoji: 'THUMBSUP', by: LI }]);
  await li.unreact(id, 'THUMBSUP');
  await li.unreact(id, 'THUMBSUP');
  expect(its.received.map(({ payload }) => payload)).toMatchObject(
    ['created', 'deleted'].map((verb) => ({
      header: { event_type: `im.message.reaction.${verb}_v1` },
      event: {
        message_id: id,
        reaction_type: { emoji_type: 'THUMBSUP' },
        operator_type: 'user',
        user_id: { open_id: LI, union_id: 'on_li' },
        action_time: expect.stringMatching(/^\d{13}$/),
      },
    })),
  );
});

test('a message in a group mentions the bot', async () => {
  const local = await feishu({ groups: [{ chatId: 'oc_group', name: '群', members: [LI] }] });
  const its = await bot();
  local.connect(its.webhook);
  await local.as(LI).sayInGroup('oc_group', '进度');
  expect(its.received[0]!.payload.event.message).toMatchObject({
    chat_id: 'oc_group',
    chat_type: 'group',
    content: '{"text":"@_user_1 进度"}',
    mentions: [{ key: '@_user_1', mentioned_type: 'bot' }],
  });
});

test.each([
  ['an error status', 500],
  ['204', 204],
  ['a redirect', 302],
])('%s is no answer: the same event comes again until it is answered with 200', async (_, status) => {
  const local = await feishu({ redelivery: [1, 1, 1, 1] });
  const its = await bot((_, response) => {
    if (its.received.length > 2) return {};
    response.writeHead(status, { location: '/elsewhere' }).end();
    return undefined;
  });
  local.connect(its.webhook);
  await local.as(LI).say('x');
  expect(local.undelivered()).toMatchObject([{ type: 'im.message.receive_v1', attempts: 1 }]);
  await local.settled();
  expect(its.received).toHaveLength(3);
  expect(new Set(its.received.map(({ payload }) => payload.header.event_id)).size).toBe(1);
  expect(its.received.map(({ url }) => url)).toEqual(['/event', '/event', '/event']);
  expect(local.violations).toEqual([]);
});

test('an answer after the deadline is no answer', async () => {
  const local = await feishu({ deadlines: { event: 30 }, redelivery: [1] });
  const its = await bot(() => (its.received.length > 1 ? {} : undefined));
  local.connect(its.webhook);
  await local.as(LI).say('x');
  await local.settled();
  expect(its.received).toHaveLength(2);
});

test('after the last redelivery the event is given up', async () => {
  const local = await feishu({ redelivery: [1, 1] });
  const its = await bot((_, response) => void response.writeHead(500).end());
  local.connect(its.webhook);
  await local.as(LI).say('x');
  await local.settled();
  expect(its.received).toHaveLength(3);
  expect(local.violations).toMatchObject([{ kind: 'event given up' }]);
});

test('events wait for a bot that is down, and a test can have them delivered now', async () => {
  const local = await feishu({ redelivery: [60_000, 60_000] });
  const gone = await bot();
  local.connect(gone.webhook);
  await gone.close();
  await local.as(LI).say('x');
  expect(local.undelivered()).toHaveLength(1);
  const back = await bot();
  local.connect(back.webhook);
  expect(await local.redeliverNow()).toBe(1);
  expect(back.received).toHaveLength(1);
  expect(local.undelivered()).toEqual([]);
});

test('the event comes again after 15 s, 5 min, 1 h and 6 h of the clock', async () => {
  const clock = createVirtualClock(AUGUST);
  const local = await feishu({ clock, redelivery: undefined });
  const at: number[] = [];
  const its = await bot((_, response) => {
    at.push(clock.now());
    response.writeHead(500).end();
  });
  local.connect(its.webhook);
  await local.as(LI).say('x');
  for (let due = local.nextRedelivery(); due !== undefined; due = local.nextRedelivery()) {
    await clock.jump(due);
    await vi.waitUntil(() => local.underWay() === 0, { interval: 1 });
  }
  expect(at.map((ms) => (ms - AUGUST) / 1000)).toEqual([0, 15, 315, 3915, 25515]);
});

test('an event that was answered may come twice, by the second process of the bot as well', async () => {
  const local = await feishu();
  const [one, two] = [await bot(), await bot()];
  local.connect({ eventUrl: [one.webhook.eventUrl, two.webhook.eventUrl], cardUrl: one.webhook.cardUrl });
  local.faults.duplicate();
  await local.as(LI).say('x');
  const [first, second] = [one, two].map(({ received }) => received.map(({ payload }) => payload.header.event_id));
  expect(first).toHaveLength(1);
  expect(second).toEqual(first);
});

test('on demand an event comes twice although it was answered', async () => {
  const local = await feishu();
  const its = await bot();
  local.connect(its.webhook);
  local.faults.duplicate();
  await local.as(LI).say('x');
  const ids = its.received.map(({ payload }) => payload.header.event_id);
  expect(ids).toEqual([ids[0], ids[0]]);
  await local.as(LI).say('y');
  expect(its.received).toHaveLength(3);
});

test('on demand the answer to an event is lost and the event comes again', async () => {
  const local = await feishu({ redelivery: [1] });
  const its = await bot();
  local.connect(its.webhook);
  local.faults.loseAnswer();
  await local.as(LI).say('x');
  await local.settled();
  expect(its.received).toHaveLength(2);
});

test('several addresses are used in turn', async () => {
  const local = await feishu();
  const [one, two] = [await bot(), await bot()];
  local.connect({ eventUrl: [one.webhook.eventUrl, two.webhook.eventUrl], cardUrl: one.webhook.cardUrl });
  for (const word of ['a', 'b', 'c', 'd']) await local.as(LI).say(word);
  expect([one.received.length, two.received.length]).toEqual([2, 2]);
});

test('saving the addresses challenges each, encrypted and plain, unsigned', async () => {
  const local = await feishu();
  const its = await bot();
  local.connect(its.webhook);
  expect(await local.verify()).toEqual([]);
  expect(its.received.map(({ url, raw }) => [url, Object.keys(JSON.parse(raw))])).toEqual([
    ['/event', ['encrypt']],
    ['/event', ['challenge', 'token', 'type']],
    ['/card', ['encrypt']],
    ['/card', ['challenge', 'token', 'type']],
  ]);
  expect(its.received.every(({ headers }) => headers['x-lark-signature'] === undefined)).toBe(true);
});

test('an address that cannot be reached or answers too late is reported', async () => {
  const local = await feishu();
  const its = await bot();
  local.connect({ eventUrl: `${its.url}/event`, cardUrl: 'http://127.0.0.1:9/card' });
  expect(await local.verify()).toEqual([
    expect.stringContaining('http://127.0.0.1:9/card (encrypted)'),
    expect.stringContaining('http://127.0.0.1:9/card (plain)'),
  ]);
  // It takes the connection and says nothing.
  const silent = createServer(() => {}).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const hasty = await feishu({ deadlines: { challenge: 20 } });
  hasty.connect({ eventUrl: `${url}/event`, cardUrl: `${url}/card` });
  expect(await hasty.verify()).toHaveLength(4);
  silent.close();
  silent.closeAllConnections();
});
