import type { FaultKind, Faults as PlatformFaults } from '../../faults.ts';
import type { Storm } from '../../storm.ts';
import type { Fault, LogEntry } from '../../types.ts';
import type { CardJson } from '../card/card-json.ts';

export type { FaultKind } from '../../faults.ts';

export type Kind = LogEntry['kind'];
/** One line of the platform's log, whose bodies are asked for when it is opened. */
export type LogLine = Omit<LogEntry, keyof LogBodies>;
export type LogBodies = Pick<LogEntry, 'request' | 'answer'>;
export type Log = { entries: LogLine[]; matching: number; wrong: number; kept: number };
export type LogFilter = { kind: Kind | ''; person: string; text: string; wrong: boolean; limit: number };

export type CardLine = { messageId: string; title: string; chat: string; at: number };
type Size = { bytes: number; tagged: number; depth: number };
export type SeenCard = Size & {
  card: CardJson;
  limits: Size;
  faults: Fault[];
};

export type Faults = ReturnType<PlatformFaults['state']>;
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
