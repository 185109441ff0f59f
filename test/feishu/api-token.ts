import { type Answer, type ApiRequest, type Platform, refuse } from './platform.ts';
import { newId, type Store } from './store.ts';
import type { FeishuOptions } from './types.ts';

const LIFETIME_S = 7200;
const RENEW_BELOW_S = 1800;

export type Tokens = ReturnType<typeof createTokens>;

/** Tokens live two hours; the same one is handed out as long as it has 30 minutes left, and an old one stays valid to its end. */
export function createTokens(store: Store, prefix: 't-' | 'a-' = 't-') {
  let issued: { token: string; until: number }[] = [];
  const left = (until: number) => Math.floor((until - store.now().getTime()) / 1000);
  return {
    issue(): { token: string; expire: number } {
      const current = issued.at(-1);
      if (current && left(current.until) >= RENEW_BELOW_S) return { token: current.token, expire: left(current.until) };
      const fresh = { token: newId(prefix), until: store.now().getTime() + LIFETIME_S * 1000 };
      issued.push(fresh);
      return { token: fresh.token, expire: LIFETIME_S };
    },
    isValid: (token: string) => issued.some((entry) => entry.token === token && left(entry.until) > 0),
    revokeAll() {
      issued = [];
    },
  };
}

/** POST auth/v3/tenant_access_token/internal, of a custom app. */
export function issueToken({ options, tokens }: Platform, { body }: ApiRequest): Answer {
  const wrong = wrongApp(options, body);
  if (wrong) return wrong;
  if (options.appType === 'store') return refuse(10013, 'get tenant access token fail');
  const { token, expire } = tokens.issue();
  return { code: 0, msg: 'ok', plain: { tenant_access_token: token, expire }, summary: `expires in ${expire} s` };
}

/** POST auth/v3/app_access_token/internal, of a custom app: the same credential under both names. */
export function issueAppToken(platform: Platform, request: ApiRequest): Answer {
  const answer = issueToken(platform, request);
  return answer.plain
    ? { ...answer, plain: { app_access_token: answer.plain.tenant_access_token, ...answer.plain } }
    : answer;
}

/** Why the platform does not take these for the app's id and secret. */
export function wrongApp(options: FeishuOptions, body: Record<string, unknown>): Answer | undefined {
  if (body.app_id !== options.appId) return refuse(10003, 'invalid param');
  return body.app_secret === options.appSecret ? undefined : refuse(10014, 'app secret invalid');
}
