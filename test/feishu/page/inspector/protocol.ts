import type { CardJson } from '../card/card-json.ts';

export type Kind = 'api' | 'event' | 'callback' | 'violation';

/** One line of the platform's log; `at` is its time in milliseconds since 1970, `ms` what the exchange took in real time. */
export type LogLine = {
  id: number;
  at: number;
  kind: Kind;
  name: string;
  /** 0: no answer. */
  status: number;
  ms: number;
  ok: boolean;
  detail: string;
  person?: string;
  messageId?: string;
  /** The fault made on purpose that struck here. */
  fault?: string;
};
export type LogBodies = { request?: string; answer?: string };
export type Log = { entries: LogLine[]; matching: number; wrong: number; kept: number };
export type LogFilter = { kind: Kind | ''; person: string; text: string; wrong: boolean; limit: number };

export type CardLine = { messageId: string; title: string; chat: string; at: number };
type Size = { bytes: number; tagged: number; depth: number };
export type SeenCard = Size & {
  card: CardJson;
  limits: Size;
  faults: { code: number; message: string; path: string }[];
};

export type FaultKind =
  | 'serverError'
  | 'reset'
  | 'lostReply'
  | 'rateLimit'
  | 'revoked'
  | 'storage'
  | 'duplicate'
  | 'lostAnswer'
  | 'disorder';
export type Storm = { seed: number; share: Partial<Record<FaultKind | 'latency', number>> };
export type Faults = {
  next: Record<FaultKind, number>;
  latencyMs: [number, number];
  limitedMs: number;
  storm?: Storm;
  planned: number;
  held: number;
};
export type FaultChange =
  | { kind: FaultKind; count: number }
  | { latencyMs: [number, number] }
  | { limitMs: number }
  | { storm: Storm | null }
  | { clear: true };

export type Clock = { now: number; movable: boolean; moving: boolean };
export type Move = { to: number } | { by: number } | { next: true };
export type Moment = { label: string; at: number };

export function getLog({ kind, person, text, wrong, limit }: LogFilter): Promise<Log> {
  const query = new URLSearchParams({ limit: String(limit) });
  if (kind) query.set('kind', kind);
  if (person) query.set('person', person);
  if (text) query.set('text', text);
  if (wrong) query.set('wrong', '1');
  return ask(`log?${query}`);
}
export const getBodies = (id: number) => ask<LogBodies>(`log/${id}`);
export const getCards = () => ask<CardLine[]>('cards');
export const getCard = (messageId: string) => ask<SeenCard>(`card?message=${encodeURIComponent(messageId)}`);
export const getFaults = () => ask<Faults>('faults');
export const setFaults = (change: FaultChange) => ask<Faults>('faults', change);
export const getClock = () => ask<Clock>('clock');
export const moveClock = (move: Move) => ask<Clock>('clock', move);
export const getMoments = () => ask<Moment[]>('moments');

/** Asks the platform; a refusal throws its words. */
async function ask<T>(path: string, body?: object): Promise<T> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`/console/${path}`, body && { method: 'POST', headers, body: JSON.stringify(body) });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ?? `HTTP ${response.status}`);
  return answer as T;
}
