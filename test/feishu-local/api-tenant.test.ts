import { expect, test } from 'vitest';
import { api, card, feishu, LI, rawCall } from './bot.ts';

test('when the calls of the month are spent nothing but tokens is given out', async () => {
  const local = await feishu();
  const client = await api(local);
  local.tenant.monthlyQuotaSpent = true;
  for (const answer of [await client.text(LI, 'x'), await client.call('GET', `contact/v3/users/${LI}`)])
    expect(answer).toMatchObject({ status: 400, body: { code: 99991403 } });
  expect(local.as(LI).messages()).toEqual([]);
  await api(local);
  local.tenant.monthlyQuotaSpent = false;
  expect((await client.text(LI, 'x')).status).toBe(200);
});

test('an API is refused when the app has none of its scopes, which are named', async () => {
  const local = await feishu();
  const client = await api(local);
  local.tenant.withheldScopes.add('contact:user.id:readonly').add('im:message');
  const refused = await client.call('POST', 'contact/v3/users/batch_get_id', { mobiles: ['13800000001'] });
  expect(refused).toMatchObject({
    status: 400,
    body: {
      code: 99991672,
      msg: 'Access denied. One of the following scopes is required: [contact:user.id:readonly].',
      error: { permission_violations: [{ type: 'action_scope_required', subject: 'contact:user.id:readonly' }] },
    },
  });
  // Sending also works with another scope than the one that is missing.
  expect((await client.text(LI, 'x')).status).toBe(200);
});

test('fields of a person stay away without their scopes', async () => {
  const person = { openId: LI, userId: 'u7', name: '李华', email: 'li@example.com', mobile: '13800000001' };
  const local = await feishu({ people: [person] });
  const client = await api(local);
  const fields = async () => Object.keys((await client.call('GET', `contact/v3/users/${LI}`)).body.data.user);
  expect(await fields()).toEqual(['open_id', 'user_id', 'name', 'email', 'mobile', 'status']);
  for (const field of ['employee_id', 'base', 'email', 'phone', 'employee'])
    local.tenant.withheldScopes.add(`contact:user.${field}:readonly`);
  expect(await fields()).toEqual(['open_id']);
});

test.each([
  ['sending', 'POST', 'im/v1/messages?receive_id_type=open_id', 230006],
  ['reading a message', 'GET', 'im/v1/messages/om_x', 230006],
  ['uploading', 'POST', 'im/v1/files', 234007],
  ['batch sending', 'POST', 'message/v4/batch_send', 11205],
])('an app that is no bot: %s is refused', async (_, method, path, code) => {
  const local = await feishu();
  const client = await api(local);
  local.tenant.botEnabled = false;
  const body = method === 'POST' ? {} : undefined;
  // The old APIs refuse with HTTP 200.
  expect(await client.call(method, path, body)).toMatchObject({ status: code === 11205 ? 200 : 400, body: { code } });
});

test.each([
  ['sensitive words', 'isSensitive', 230022],
  ['words that would leak data', 'leaks', 230028],
] as const)('%s are refused in every kind of message, also inside a card', async (_, check, code) => {
  const local = await feishu();
  const client = await api(local);
  const sent = await client.card(LI, card({ tag: 'markdown', content: '好' }));
  local.tenant[check] = (words) => words.includes('13800000001');
  const bad = card({ tag: 'markdown', content: '电话 13800000001' });
  for (const answer of [
    await client.text(LI, '13800000001'),
    await client.card(LI, bad),
    await client.patch(sent.body.data.message_id, bad),
  ])
    expect(answer).toMatchObject({ status: 400, body: { code } });
  expect((await client.text(LI, '138****0001')).status).toBe(200);
});

test('what the gateway refuses never reaches the API: a wrong token comes before a spent month', async () => {
  const local = await feishu();
  local.tenant.monthlyQuotaSpent = true;
  const answer = await rawCall(local.url, 'GET', `contact/v3/users/${LI}`, undefined, 't-unknown');
  expect(answer).toMatchObject({ status: 400, body: { code: 99991663 } });
});
