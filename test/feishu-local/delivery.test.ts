import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { createVirtualClock } from '../feishu/clock.ts';
import { encrypt } from '../feishu/envelope.ts';
import { APP, AUGUST, bot, decrypt, feishu, LI } from './bot.ts';

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
