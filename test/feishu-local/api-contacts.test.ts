import { expect, test } from 'vitest';
import { api, feishu, LI } from './bot.ts';

test('a person is found by open_id and by union_id', async () => {
  const client = await api(await feishu());
  const byOpenId = await client.call('GET', `contact/v3/users/${LI}?user_id_type=open_id`);
  expect(byOpenId.body.data.user).toMatchObject({ open_id: LI, union_id: 'on_li', name: '李华' });
  const byUnionId = await client.call('GET', 'contact/v3/users/on_li?user_id_type=union_id');
  expect(byUnionId.body.data.user).toMatchObject({ open_id: LI });
  expect(await client.call('GET', 'contact/v3/users/ou_x')).toMatchObject({ status: 400, body: { code: 99992351 } });
});

test('mobiles and e-mails are resolved, unknown ones come back without an id', async () => {
  const client = await api(await feishu());
  const { body } = await client.call('POST', 'contact/v3/users/batch_get_id?user_id_type=open_id', {
    emails: ['li@example.com', 'nobody@example.com'],
    mobiles: ['+8613800000001'],
  });
  expect(body.data.user_list).toMatchObject([
    { email: 'li@example.com', user_id: LI, status: { is_resigned: false } },
    { email: 'nobody@example.com' },
    { mobile: '+8613800000001', user_id: LI },
  ]);
  expect(body.data.user_list[1]).not.toHaveProperty('user_id');
});

test('a person who left is found only when asked for', async () => {
  const local = await feishu();
  const client = await api(local);
  local.setReach(LI, 'left');
  const find = (more: object) =>
    client.call('POST', 'contact/v3/users/batch_get_id', { mobiles: ['13800000001'], ...more });
  expect((await find({})).body.data.user_list).toEqual([{ mobile: '13800000001' }]);
  expect((await find({ include_resigned: true })).body.data.user_list).toMatchObject([
    { user_id: LI, status: { is_resigned: true } },
  ]);
});

test('at most 50 of each are taken', async () => {
  const client = await api(await feishu());
  const mobiles = Array.from({ length: 51 }, (_, i) => String(i));
  expect(await client.call('POST', 'contact/v3/users/batch_get_id', { mobiles })).toMatchObject({
    status: 400,
    body: { code: 99992402 },
  });
});
