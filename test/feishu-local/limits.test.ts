import { expect, test } from 'vitest';
import { createVirtualClock, realClock } from '../feishu/clock.ts';
import { slidingWindow } from '../feishu/limits.ts';
import { AUGUST, api, card, feishu, LI, WANG } from './bot.ts';

const times = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index));

test('a window lets through what it allows in any stretch of its length', () => {
  let at = 0;
  const window = slidingWindow(2, 1000, { ...realClock, now: () => at });
  expect(window.hit('a')).toBe(0);
  at = 600;
  expect([window.hit('a'), window.hit('a'), window.hit('b')]).toEqual([0, 400, 0]);
  at = 1000;
  expect([window.hit('a'), window.hit('a')]).toEqual([0, 600]);
});

test('one person gets 5 messages a second, the sixth is 230020', async () => {
  const local = await feishu({ clock: createVirtualClock(AUGUST) });
  const client = await api(local);
  const answers = await Promise.all(times(6, (index) => client.text(LI, String(index))));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(5);
  expect(answers.find(({ status }) => status !== 200)).toMatchObject({ status: 400, body: { code: 230020 } });
  expect((await client.text(WANG, 'x')).status).toBe(200);
});

test('one message is patched 5 times a second, the sixth is 230020', async () => {
  const local = await feishu({ clock: createVirtualClock(AUGUST) });
  const client = await api(local);
  const { body } = await client.card(LI, card());
  const answers = await Promise.all(times(6, () => client.patch(body.data.message_id, card())));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(5);
  expect(answers.find(({ status }) => status !== 200)).toMatchObject({ status: 400, body: { code: 230020 } });
});

test('one API takes 50 calls a second, then HTTP 429 says how long to wait', async () => {
  const local = await feishu({ clock: createVirtualClock(AUGUST) });
  const client = await api(local);
  const answers = await Promise.all(times(51, () => client.call('GET', `contact/v3/users/${LI}`)));
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused).toHaveLength(1);
  expect(refused[0]!.body.code).toBe(99991400);
  expect(refused[0]!.headers.get('x-ogw-ratelimit-limit')).toBe('50');
  expect(refused[0]!.headers.get('x-ogw-ratelimit-reset')).toBe('1');
  expect((await client.text(LI, 'another api')).status).toBe(200);
});

test('one API takes 1000 calls a minute, also when no second has too many', async () => {
  const clock = createVirtualClock(AUGUST);
  const client = await api(await feishu({ clock }));
  const look = () => client.call('GET', `contact/v3/users/${LI}`);
  for (let second = 0; second < 20; second += 1) {
    const answers = await Promise.all(times(50, look));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    await clock.jump(clock.now() + 1000);
  }
  const refused = await look();
  expect(refused).toMatchObject({ status: 429, body: { code: 99991400 } });
  expect(refused.headers.get('x-ogw-ratelimit-limit')).toBe('1000');
  expect(refused.headers.get('x-ogw-ratelimit-reset')).toBe('40');
  await clock.jump(clock.now() + 40_000);
  expect((await look()).status).toBe(200);
});
