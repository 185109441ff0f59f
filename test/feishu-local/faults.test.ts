import { expect, test } from 'vitest';
import { api, bot, card, feishu, LI } from './bot.ts';

test('held before its effect, a call has done nothing; released, it goes on', async () => {
  const local = await feishu();
  const client = await api(local);
  const hold = local.faults.hold('send', 'before');
  const sending = client.text(LI, 'x');
  await hold.reached;
  expect(local.as(LI).messages()).toEqual([]);
  hold.release();
  expect((await sending).status).toBe(200);
  expect((await client.text(LI, 'y')).status).toBe(200);
});

test('held after its effect, the message is there and the answer is not', async () => {
  const local = await feishu();
  const client = await api(local);
  const hold = local.faults.hold('send', 'after');
  const sending = client.text(LI, 'x', { uuid: 'u1' });
  await hold.reached;
  expect(local.as(LI).messages()).toHaveLength(1);
  hold.drop();
  await expect(sending).rejects.toThrow();
  const again = await client.text(LI, 'x', { uuid: 'u1' });
  expect([again.status, local.as(LI).messages().length]).toEqual([200, 1]);
});

test('dropped before its effect, a call has never happened', async () => {
  const local = await feishu();
  const client = await api(local);
  const { body } = await client.card(LI, card());
  const hold = local.faults.hold('patch', 'before');
  const patching = client.patch(body.data.message_id, card({ tag: 'hr' }));
  await hold.reached;
  hold.drop();
  await expect(patching).rejects.toThrow();
  expect(local.as(LI).messages()[0]!.updatedAt).toBeUndefined();
});

test('a download stalls after half its bytes', async () => {
  const local = await feishu();
  const its = await bot();
  local.connect(its.webhook);
  const { token } = await api(local);
  const id = await local.as(LI).sendFile('a.txt', Buffer.from('12345678'));
  const path = `im/v1/messages/${id}/resources/${local.store.messages.get(id)!.fileKey}?type=file`;
  const get = () => fetch(`${local.url}/open-apis/${path}`, { headers: { authorization: `Bearer ${token}` } });

  const stalled = local.faults.hold('download', 'middle');
  const reader = (await get()).body!.getReader();
  await stalled.reached;
  expect(Buffer.from((await reader.read()).value!).toString()).toBe('1234');
  stalled.release();
  expect(Buffer.from((await reader.read()).value!).toString()).toBe('5678');

  const cut = local.faults.hold('download', 'middle');
  const half = await get();
  await cut.reached;
  cut.drop();
  await expect(half.text()).rejects.toThrow();
});

test('calls fail as planned, as often as planned, without their effect', async () => {
  const local = await feishu();
  const client = await api(local);
  local.faults.fail('send', { times: 2, status: 429, code: 99991400, headers: { 'x-ogw-ratelimit-reset': '3' } });
  for (const _ of [1, 2]) {
    const answer = await client.text(LI, 'x');
    expect([answer.status, answer.body.code]).toEqual([429, 99991400]);
    expect(answer.headers.get('x-ogw-ratelimit-reset')).toBe('3');
  }
  expect(local.as(LI).messages()).toEqual([]);
  expect((await client.text(LI, 'x')).status).toBe(200);
});

test('a failure can come after the effect, or as a cut connection', async () => {
  const local = await feishu();
  const client = await api(local);
  local.faults.fail('send', { afterEffect: true });
  expect((await client.text(LI, 'x')).status).toBe(500);
  local.faults.fail('send', { afterEffect: true, drop: true });
  await expect(client.text(LI, 'y')).rejects.toThrow();
  local.faults.fail('send', { drop: true });
  await expect(client.text(LI, 'z')).rejects.toThrow();
  expect(
    local
      .as(LI)
      .messages()
      .map(({ text }) => text),
  ).toEqual(['x', 'y']);
});

test('a held event has not reached the bot yet', async () => {
  const local = await feishu();
  const its = await bot();
  local.connect(its.webhook);
  const hold = local.faults.hold('event', 'before');
  const saying = local.as(LI).say('x');
  await hold.reached;
  expect(its.received).toEqual([]);
  hold.release();
  await saying;
  expect(its.received).toHaveLength(1);
});

test('an event whose answer was dropped is delivered again', async () => {
  const local = await feishu({ redelivery: [1] });
  const its = await bot();
  local.connect(its.webhook);
  const hold = local.faults.hold('event', 'after');
  const saying = local.as(LI).say('x');
  await hold.reached;
  hold.drop();
  await saying;
  await local.settled();
  expect(its.received).toHaveLength(2);
});

test('a slow platform still answers', async () => {
  const local = await feishu();
  const client = await api(local);
  local.faults.latency(20);
  expect((await client.text(LI, 'x')).status).toBe(200);
});

test('clearing lets held calls go and forgets planned failures', async () => {
  const local = await feishu();
  const client = await api(local);
  const hold = local.faults.hold('send', 'before');
  local.faults.fail('send');
  const sending = client.text(LI, 'x');
  await hold.reached;
  local.faults.clear();
  expect((await sending).status).toBe(200);
});
