import type { IncomingMessage } from 'node:http';
import type { StoreApp } from './api-store-token.ts';
import type { Tokens } from './api-token.ts';
import type { Faults } from './faults.ts';
import type { Limits } from './limits.ts';
import type { Store } from './store.ts';
import type { Tenant } from './tenant.ts';
import type { Call, FeishuOptions } from './types.ts';

export type Platform = {
  options: FeishuOptions;
  store: Store;
  faults: Faults;
  limits: Limits;
  tokens: Tokens;
  storeApp: StoreApp;
  tenant: Tenant;
};

export type ApiRequest = {
  params: string[];
  query: URLSearchParams;
  body: Record<string, unknown>;
  raw: Buffer;
  request: IncomingMessage;
};

/** What a handler answers: `data` inside the usual envelope, `plain` beside `code` and `msg`, or raw `bytes`. */
export type Answer = {
  status?: number;
  code: number;
  msg: string;
  data?: unknown;
  plain?: Record<string, unknown>;
  bytes?: Buffer;
  headers?: Record<string, string>;
  /** What stands in `error` beside the log id. */
  error?: Record<string, unknown>;
} & Pick<Partial<Call>, 'person' | 'messageId' | 'summary' | 'uuid'>;

/** Refuses a call; HTTP 400 unless the platform is known to answer otherwise. */
export function refuse(code: number, msg: string, more: Partial<Answer> = {}): Answer {
  return { status: 400, code, msg, ...more };
}

/** The refusal of the message APIs for a request that is wrong in itself; `ext` says where. */
export function invalid(ext: string, more: Partial<Answer> = {}): Answer {
  return refuse(230001, `Your request contains an invalid request parameter, ext=${ext}.`, more);
}
