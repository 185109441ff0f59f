import { expect, test } from 'vitest';
import { createVirtualClock } from '../feishu/clock.ts';
import { APP, AUGUST, api, feishu, LI, rawCall } from './bot.ts';

const PATH = 'auth/v3/tenant_access_token/internal';
const secrets = { app_id: APP.appId, app_secret: APP.appSecret };
const MINUTE = 60_000;

test('a token lasts two hours and is handed out again while it has 30 minutes left', async () => {
  const clock = createVirtualClock(AUGUST);
  const local = await feishu({ clock });
  const first = await rawCall(local.url, 'POST', PATH, secrets);
  expect(first).toMatchObject({ status: 200, body: { code: 0, expire: 7200 } });
  await clock.jump(clock.now() + 90 * MINUTE);
  const again = await rawCall(local.url, 'POST', PATH, secrets);
  expect(again.body).toMatchObject({ tenant_access_token: first.body.tenant_access_token, expire: 1800 });
  await clock.jump(clock.now() + MINUTE);
  const fresh = await rawCall(local.url, 'POST', PATH, secrets);
  expect(fresh.body.tenant_access_token).not.toBe(first.body.tenant_access_token);
  const user = (token: string) => rawCall(local.url, 'GET', `contact/v3/users/${LI}`, undefined, token);
  expect((await user(first.body.tenant_access_token)).status).toBe(200);
  await clock.jump(clock.now() + 29 * MINUTE);
  expect(await user(first.body.tenant_access_token)).toMatchObject({ status: 400, body: { code: 99991663 } });
  expect((await user(fresh.body.tenant_access_token)).status).toBe(200);
});

test('a wrong app id or secret gets no token', async () => {
  const local = await feishu();
  const withId = await rawCall(local.url, 'POST', PATH, { ...secrets, app_id: 'other' });
  expect(withId).toMatchObject({ status: 400, body: { code: 10003 } });
  const withSecret = await rawCall(local.url, 'POST', PATH, { ...secrets, app_secret: 'other' });
  expect(withSecret).toMatchObject({ status: 400, body: { code: 10014 } });
});

test.each([
  ['no token', undefined, 99991661],
  ['a token of no kind', 'abc', 99991671],
  ['an unknown token', 't-abc', 99991663],
])('a call with %s is HTTP 400', async (_, token, code) => {
  const local = await feishu();
  expect(await rawCall(local.url, 'GET', `contact/v3/users/${LI}`, undefined, token)).toMatchObject({
    status: 400,
    body: { code },
  });
});

test('revoked tokens are invalid', async () => {
  const local = await feishu();
  const client = await api(local);
  local.revokeTokens();
  expect((await client.text(LI, 'x')).body.code).toBe(99991663);
});

test('an unknown path is 404 and a violation', async () => {
  const local = await feishu();
  const client = await api(local);
  expect((await client.call('GET', 'im/v1/chats')).status).toBe(404);
  expect(local.violations).toMatchObject([{ kind: 'unknown api' }]);
});

test('every call is recorded, and the secret is not', async () => {
  const local = await feishu();
  const client = await api(local);
  await client.text(LI, '你好', { uuid: 'u1' });
  await client.text('ou_nobody', '你好');
  expect(local.calls).toMatchObject([
    { name: 'token', status: 200, code: 0 },
    { name: 'send', status: 200, code: 0, person: LI, uuid: 'u1', summary: 'text: 你好' },
    { name: 'send', status: 400, code: 99992351 },
  ]);
  expect(JSON.stringify(local.calls)).not.toContain(APP.appSecret);
});
