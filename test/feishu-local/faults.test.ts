import { expect, test, vi } from 'vitest';
import { createVirtualClock, type VirtualClock } from '../feishu/clock.ts';
import { createFaults, type FaultKind } from '../feishu/faults.ts';
import type { LocalFeishu } from '../feishu/server.ts';
import { AUGUST, api, bot, card, feishu, LI, WANG } from './bot.ts';

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

test('a slow platform answers as late as it was told to, and still answers', async () => {
  const local = await feishu();
  const client = await api(local);
  local.faults.latency([150, 200]);
  expect((await client.text(LI, 'x')).status).toBe(200);
  // A timer may be early by the part of a millisecond.
  expect(local.calls.at(-1)!.ms).toBeGreaterThanOrEqual(149);
});

const KINDS: [FaultKind, { answer: unknown[]; texts: string[] }][] = [
  ['serverError', { answer: [500, 2200], texts: [] }],
  ['rateLimit', { answer: [429, 99991400], texts: [] }],
  ['revoked', { answer: [400, 99991663], texts: [] }],
  ['reset', { answer: ['cut'], texts: [] }],
  ['lostReply', { answer: ['cut'], texts: ['x'] }],
];
test.each(KINDS)('%s strikes as many calls as ordered, and the log says so', async (kind, { answer, texts }) => {
  const local = await feishu();
  const client = await api(local);
  local.faults.strike(kind);
  expect(await fate(client.text(LI, 'x'))).toEqual(answer);
  expect(textsOf(local)).toEqual(texts);
  expect(local.faults.state().next[kind]).toBe(0);
  if (kind !== 'revoked') expect(local.store.log.at(-1)).toMatchObject({ ok: false, fault: kind });
  const fresh = await api(local);
  expect(await fate(fresh.text(LI, 'y'))).toEqual([200, 0]);
});

test('a storage that is full refuses uploads and downloads, and lets everything else through', async () => {
  const local = await feishu();
  local.connect((await bot()).webhook);
  const client = await api(local);
  const id = await local.as(LI).sendFile('a.txt', Buffer.from('12345678'));
  const path = `im/v1/messages/${id}/resources/${local.store.messages.get(id)!.fileKey}?type=file`;
  const upload = () =>
    client.form('im/v1/files', { file_type: 'pdf', file_name: 'b.pdf', file: new Blob(['pdf']) }).then(codeOf);
  local.faults.strike('storage', 2);
  expect(await fate(client.text(LI, 'x'))).toEqual([200, 0]);
  expect(await upload()).toEqual([400, 234042]);
  expect(await fate(client.call('GET', path))).toEqual([400, 234042]);
  expect(await upload()).toEqual([200, 0]);
});

test('a rate limit that lasts tells the seconds that are left, and ends with them', async () => {
  const clock = createVirtualClock(AUGUST);
  const local = await feishu({ clock });
  const client = await api(local);
  local.faults.limitFor(10_000, 'send');
  await clock.jump(AUGUST + 4000);
  const answer = await client.text(LI, 'x');
  expect([...codeOf(answer), answer.headers.get('x-ogw-ratelimit-reset')]).toEqual([429, 99991400, '6']);
  expect(await fate(client.call('GET', `contact/v3/users/${LI}`))).toEqual([200, 0]);
  await clock.jump(AUGUST + 10_000);
  expect(await fate(client.text(LI, 'x'))).toEqual([200, 0]);
});

test('a window of events comes in another order, the same for the same seed', async () => {
  const orders = [];
  for (const _ of [1, 2]) {
    const local = await feishu({ clock: createVirtualClock(AUGUST) });
    const its = await bot();
    local.connect(its.webhook);
    local.faults.strike('disorder', 4);
    for (const word of ['a', 'b', 'c']) await local.as(LI).say(word);
    expect(its.received).toEqual([]);
    await local.as(LI).say('d');
    await local.as(LI).say('e');
    orders.push(its.received.map(({ payload }) => JSON.parse(payload.event.message.content).text).join(''));
  }
  expect(orders[0]).not.toBe('abcde');
  expect([...orders[0]!].sort().join('')).toBe('abcde');
  expect(orders[0]!.at(-1)).toBe('e');
  expect(orders[1]).toBe(orders[0]);
});

test('an event kept back waits two seconds of the clock for the others, or until the faults are cleared', async () => {
  const clock = createVirtualClock(AUGUST);
  const local = await feishu({ clock });
  const its = await bot();
  local.connect(its.webhook);
  local.faults.strike('disorder', 3);
  await local.as(LI).say('a');
  expect(local.undelivered()).toMatchObject([{ type: 'im.message.receive_v1', attempts: 0 }]);
  await clock.jump(AUGUST + 2000);
  await local.settled();
  expect(its.received).toHaveLength(1);
  local.faults.strike('disorder', 3);
  await local.as(LI).say('b');
  local.faults.clear();
  await local.settled();
  expect(its.received).toHaveLength(2);
});

test('a storm strikes the same calls for the same seed, whatever other calls come between, and others for another', async () => {
  const share = { serverError: 0.2, reset: 0.2, lostReply: 0.2, rateLimit: 0.2 };
  const play = async (seed: number, others: number) => {
    const local = await feishu({ clock: createVirtualClock(AUGUST) });
    const client = await api(local);
    local.faults.storm({ seed, share });
    const fates = [];
    for (let i = 0; i < 30; i++) {
      for (let j = 0; j < others; j++) await fate(client.call('GET', `contact/v3/users/${LI}`));
      const chat = i % 2 ? LI : WANG;
      if (i % 10 === 9) await (local.store.clock as VirtualClock).jump(AUGUST + i * 1000);
      fates.push((await fate(client.text(chat, 'x'))).join(' '));
    }
    return fates;
  };
  const first = await play(7, 0);
  expect(new Set(first)).toEqual(new Set(['200 0', '500 2200', '429 99991400', 'cut']));
  expect(await play(7, 0)).toEqual(first);
  expect(await play(7, 1)).toEqual(first);
  expect(await play(8, 0)).not.toEqual(first);
});

test('a storm doubles, loses and reorders events by its seed, and every event still arrives', async () => {
  const play = async () => {
    const clock = createVirtualClock(AUGUST);
    const local = await feishu({ clock, redelivery: [1000, 1000, 1000, 1000, 1000] });
    const its = await bot();
    local.connect(its.webhook);
    local.faults.storm({ seed: 3, share: { duplicate: 0.3, lostAnswer: 0.3, disorder: 0.3 } });
    const rest = () => vi.waitUntil(() => local.underWay() === 0, { interval: 1 });
    for (let i = 0; i < 12; i++) {
      await local.as(LI).say(String(i));
      // No two redeliveries are due at once, so that their order is the clock's and not the network's.
      await clock.jump(clock.now() + 7);
      await rest();
    }
    for (let due = clock.nextTimer(); due !== undefined; due = clock.nextTimer()) {
      await clock.jump(due);
      await rest();
    }
    return its.received.map(({ payload }) => JSON.parse(payload.event.message.content).text).join(' ');
  };
  const heard = await play();
  const numbers = heard.split(' ').map(Number);
  expect(new Set(numbers).size).toBe(12);
  expect(numbers.length).toBeGreaterThan(12);
  const firsts = [...new Set(numbers)];
  expect(firsts).not.toEqual(firsts.toSorted((a, b) => a - b));
  expect(await play()).toBe(heard);
});

test('a range of latency is spent by its seed, from end to end of it', () => {
  const [one, two, other] = [4, 4, 5].map((seed) => {
    const faults = createFaults(createVirtualClock(AUGUST), () => {});
    faults.latency([10, 20], seed);
    return Array.from({ length: 100 }, () => faults.latencyMs());
  });
  expect([Math.min(...one!), Math.max(...one!)]).toEqual([10, 20]);
  expect(two).toEqual(one);
  expect(other).not.toEqual(one);
});

test('a storm slows some answers by its seed', async () => {
  const waits = [1, 2].map(() => {
    const faults = createFaults(createVirtualClock(AUGUST), () => {});
    faults.storm({ seed: 5, share: { latency: 0.5 }, latencyMs: [100, 200] });
    return Array.from({ length: 20 }, () => faults.latencyMs('send'));
  });
  expect(waits[1]).toEqual(waits[0]);
  const slow = waits[0]!.filter((ms) => ms > 0);
  expect(slow.length).toBeGreaterThan(4);
  expect(slow.length).toBeLessThan(16);
  expect(slow.every((ms) => ms >= 100 && ms <= 200)).toBe(true);
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

type Answered = { status: number; body: { code: number } };
const codeOf = ({ status, body }: Answered) => [status, body.code];

/** Status and code of an answer, or that the connection was cut. */
function fate(call: Promise<Answered>): Promise<unknown[]> {
  return call.then(codeOf, () => ['cut']);
}

function textsOf(local: LocalFeishu): (string | undefined)[] {
  return local
    .as(LI)
    .messages()
    .map(({ text }) => text);
}
