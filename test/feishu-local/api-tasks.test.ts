import { expect, test } from 'vitest';
import { createVirtualClock } from '../feishu/clock.ts';
import { AUGUST, api, feishu, LI } from './bot.ts';

const task = (change: object = {}) => ({ summary: '提交备案表', client_token: 'token-0001', ...change });

test('a task is created once for the same client token', async () => {
  const local = await feishu();
  const client = await api(local);
  const create = async (change: object = {}) =>
    (await client.call('POST', 'task/v2/tasks', task(change))).body.data.task;
  const first = await create({ due: { timestamp: '1693353600000', is_all_day: true } });
  expect(first).toMatchObject({ summary: '提交备案表', due: { is_all_day: true }, status: 'todo' });
  expect((await create()).guid).toBe(first.guid);
  expect((await create({ client_token: 'token-0002' })).guid).not.toBe(first.guid);
  expect(local.tenant.tasks).toHaveLength(2);
});

test('tasks are created ten in a second', async () => {
  const client = await api(await feishu({ clock: createVirtualClock(AUGUST) }));
  const create = (count: number) =>
    client.call('POST', 'task/v2/tasks', task({ client_token: `token-${1000 + count}` }));
  for (let count = 0; count < 10; count += 1) expect((await create(count)).status).toBe(200);
  expect(await create(10)).toMatchObject({ status: 429, body: { code: 99991400 } });
});

test.each<[string, object]>([
  ['no summary', { summary: '' }],
  ['a summary over 3000', { summary: '字'.repeat(3001) }],
  ['51 members', { members: Array.from({ length: 51 }, (_, id) => ({ id: `ou_${id}`, role: 'assignee' })) }],
  ['a member of no role', { members: [{ id: LI, role: 'boss' }] }],
  ['a client token under 10', { client_token: 'short' }],
  ['more than 64 KB beside', { extra: 'x'.repeat(65_537) }],
  ['a reminder without a due time', { reminders: [{ relative_fire_minute: 30 }] }],
  ['two reminders', { due: { timestamp: '1693353600000' }, reminders: [{}, {}] }],
])('a task is refused: %s', async (_, change) => {
  const client = await api(await feishu());
  const answer = await client.call('POST', 'task/v2/tasks', task(change));
  expect(answer).toMatchObject({ status: 400, body: { code: 1470400 } });
});
