import { expect, test } from 'vitest';
import { createVirtualClock } from '../feishu/clock.ts';
import { APP, AUGUST, bot, feishu, LI, rawCall } from './bot.ts';

const HOUR = 60 * 60 * 1000;
const secrets = { app_id: APP.appId, app_secret: APP.appSecret };

async function world(appType: 'custom' | 'store') {
  const clock = createVirtualClock(AUGUST);
  const local = await feishu({ clock, appType });
  const its = await bot();
  local.connect(its.webhook);
  const post = (path: string, body: object) => rawCall(local.url, 'POST', `auth/v3/${path}`, body);
  return { clock, local, its, post };
}

test('an app of the store gets a ticket every hour and on demand, and tokens for it', async () => {
  const { clock, local, its, post } = await world('store');
  await clock.jump(clock.now() + HOUR);
  await local.settled();
  expect(await post('app_ticket/resend', secrets)).toMatchObject({ status: 200, body: { code: 0 } });
  await local.settled();
  const tickets = its.received.map(({ payload }) => payload.event);
  expect(tickets).toMatchObject([
    { type: 'app_ticket', app_id: 'cli_test', app_ticket: expect.any(String) },
    { type: 'app_ticket', app_id: 'cli_test', app_ticket: expect.any(String) },
  ]);
  const [old, current] = tickets.map(({ app_ticket }) => ({ ...secrets, app_ticket }));
  expect(await post('app_access_token', old!)).toMatchObject({ status: 400, body: { code: 10012 } });
  const { app_access_token } = (await post('app_access_token', current!)).body;
  expect(app_access_token).toMatch(/^a-/);
  const forTenant = (more: object) => post('tenant_access_token', { app_access_token, ...more });
  const { tenant_access_token: token } = (await forTenant({ tenant_key: 'tenant_local' })).body;
  expect((await rawCall(local.url, 'GET', `contact/v3/users/${LI}`, undefined, token)).status).toBe(200);
  expect(await forTenant({ tenant_key: 'other' })).toMatchObject({ status: 400, body: { code: 99992500 } });
  const forged = { app_access_token: 'a-x', tenant_key: 'tenant_local' };
  expect(await forTenant(forged)).toMatchObject({ status: 400, body: { code: 99991664 } });
  expect((await rawCall(local.url, 'GET', `contact/v3/users/${LI}`, undefined, app_access_token)).body.code).toBe(
    99991671,
  );
});

test('neither kind of app gets its tokens in the way of the other', async () => {
  const custom = await world('custom');
  expect((await custom.post('app_ticket/resend', secrets)).body.code).toBe(10016);
  expect((await custom.post('app_access_token', { ...secrets, app_ticket: 'x' })).body.code).toBe(10012);
  await custom.clock.jump(custom.clock.now() + HOUR);
  await custom.local.settled();
  expect(custom.its.received).toEqual([]);
  const store = await world('store');
  expect((await store.post('tenant_access_token/internal', secrets)).body.code).toBe(10013);
});

test('a custom app gets one credential under two names, and a wrong secret none', async () => {
  const { post } = await world('custom');
  const { body } = await post('app_access_token/internal', secrets);
  expect(body).toMatchObject({ code: 0, expire: 7200, tenant_access_token: body.app_access_token });
  for (const path of ['app_access_token/internal', 'app_access_token', 'app_ticket/resend'])
    expect((await post(path, { ...secrets, app_secret: 'x' })).body.code).toBe(10014);
});
