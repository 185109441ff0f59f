import { createTokens, wrongApp } from './api-token.ts';
import { type Deliveries, tenantKey } from './delivery.ts';
import { type Answer, type ApiRequest, type Platform, refuse } from './platform.ts';
import { newId, type Store } from './store.ts';
import type { FeishuOptions } from './types.ts';

const HOUR_MS = 60 * 60 * 1000;

export type StoreApp = ReturnType<typeof createStoreApp>;

/** What only an app of the app store has: a ticket that is pushed to it every hour, and the tokens it gets for tickets. */
export function createStoreApp(options: FeishuOptions, store: Store, deliveries: Deliveries) {
  const isStoreApp = options.appType === 'store';
  let ticket = newId('');
  async function push(): Promise<void> {
    ticket = newId('');
    await deliveries.event('app_ticket', { app_ticket: ticket }, options.appId);
  }
  const hourly = isStoreApp ? store.clock.setInterval(() => void push(), HOUR_MS) : undefined;
  return {
    isStoreApp,
    ticket: () => ticket,
    push,
    tokens: createTokens(store, 'a-'),
    close: () => store.clock.clearInterval(hourly),
  };
}

/** POST auth/v3/app_access_token: the ticket's worth. */
export function issueStoreAppToken({ options, storeApp }: Platform, { body }: ApiRequest): Answer {
  const wrong = wrongApp(options, body);
  if (wrong) return wrong;
  if (!storeApp.isStoreApp || body.app_ticket !== storeApp.ticket()) return refuse(10012, 'get app access token fail');
  const { token, expire } = storeApp.tokens.issue();
  return { code: 0, msg: 'success', plain: { app_access_token: token, expire }, summary: `expires in ${expire} s` };
}

/** POST auth/v3/tenant_access_token: the token for one of the tenants that have installed the app. */
export function issueStoreToken({ options, storeApp, tokens }: Platform, { body }: ApiRequest): Answer {
  if (!storeApp.tokens.isValid(String(body.app_access_token))) return refuse(99991664, 'invalid app token');
  const installed = new Set([tenantKey(options), ...options.people.map((person) => person.tenantKey)]);
  if (!installed.has(String(body.tenant_key))) return refuse(99992500, `these ids not existed: [${body.tenant_key}]`);
  const { token, expire } = tokens.issue();
  return { code: 0, msg: 'success', plain: { tenant_access_token: token, expire }, summary: `expires in ${expire} s` };
}

/** POST auth/v3/app_ticket/resend: a new ticket comes as an event, soon after the answer. */
export function resendTicket({ options, storeApp }: Platform, { body }: ApiRequest): Answer {
  const wrong = wrongApp(options, body);
  if (wrong) return wrong;
  if (!storeApp.isStoreApp) return refuse(10016, 'app resend fail');
  void storeApp.push();
  return { code: 0, msg: 'success', summary: 'a ticket is on its way' };
}
