import type { IncomingMessage } from 'node:http';
import type { Route } from './api-routes.ts';
import type { Rate } from './limits.ts';
import { type Answer, type Platform, refuse } from './platform.ts';

/** What most APIs allow an app in a tenant. */
const USUAL_RATES: Rate[] = [
  { max: 50, windowMs: 1000 },
  { max: 1000, windowMs: 60_000 },
];

/** What the platform checks before an API looks at a request: token, monthly quota, frequency, scopes, the ability to be a bot. */
export function gateway(platform: Platform, route: Route, request: IncomingMessage): Answer | undefined {
  if (route.open) return tooOften(platform, route);
  return (
    wrongToken(platform, request) ??
    spent(platform) ??
    tooOften(platform, route) ??
    missingScope(platform, route) ??
    (route.botOff && !platform.tenant.botEnabled ? refuse(route.botOff, 'Bot ability is not activated.') : undefined)
  );
}

function wrongToken({ tokens }: Platform, request: IncomingMessage): Answer | undefined {
  const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (!token) return refuse(99991661, 'Missing access token for authorization.');
  if (!/^[tu]-/.test(token)) return refuse(99991671, 'Invalid access token, it must start with t- or u-.');
  return tokens.isValid(token) ? undefined : refuse(99991663, 'Invalid access token for authorization.');
}

function spent({ tenant }: Platform): Answer | undefined {
  return tenant.monthlyQuotaSpent ? refuse(99991403, "This month's API call quota has been exceeded") : undefined;
}

function tooOften({ limits }: Platform, { name, rates = USUAL_RATES, oldRateStatus }: Route): Answer | undefined {
  const over = limits.api(name, rates);
  if (!over) return undefined;
  const headers = {
    'x-ogw-ratelimit-limit': String(over.max),
    'x-ogw-ratelimit-reset': String(Math.max(1, Math.ceil(over.waitMs / 1000))),
  };
  return { status: oldRateStatus ?? 429, code: 99991400, msg: 'request trigger frequency limit', headers };
}

function missingScope({ tenant }: Platform, { scopes }: Route): Answer | undefined {
  if (!scopes?.every((scope) => tenant.withheldScopes.has(scope))) return undefined;
  const named = scopes.join(', ');
  return refuse(99991672, `Access denied. One of the following scopes is required: [${named}].`, {
    error: { permission_violations: scopes.map((subject) => ({ type: 'action_scope_required', subject })) },
  });
}
