import { EventEmitter, once } from 'node:events';
import { chance } from './chance.ts';
import type { Clock } from './clock.ts';
import { createGale, type Gale, type Storm } from './storm.ts';
import type { ApiName } from './types.ts';

/** What can be made to misbehave: an API, or a delivery to the bot. */
export type FaultPoint = ApiName | 'event' | 'callback';
export type HoldWhen = 'before' | 'middle' | 'after';

/** A call that stands still until the test says how it goes on. */
export type Hold = {
  /** Resolves when a call has arrived at the held point. */
  reached: Promise<void>;
  /** Lets the call go on as if nothing had happened. */
  release(): void;
  /** Cuts the connection; whatever has happened on the platform by then stays. */
  drop(): void;
};

export type Failure = {
  times?: number;
  status?: number;
  code?: number;
  msg?: string;
  headers?: Record<string, string>;
  /** Cut the connection instead of answering. */
  drop?: boolean;
  /** The effect happens and only the answer is bad. */
  afterEffect?: boolean;
  /** The word the log has for it. */
  fault?: string;
};

/**
 * The faults that can be ordered for the next so many calls or events, or left to a storm: an API call fails inside the
 * platform, is cut before its effect, loses its answer after it, meets a frequency limit, finds every token revoked, or
 * (a file) finds the storage full; an event comes again after its 200, or its answer is lost, or (`disorder`: so many
 * events as one window) events come in another order than they happened.
 */
export const API_FAULTS = ['serverError', 'reset', 'lostReply', 'rateLimit', 'revoked', 'storage'] as const;
export const EVENT_FAULTS = ['duplicate', 'lostAnswer', 'disorder'] as const;
export type FaultKind = (typeof API_FAULTS)[number] | (typeof EVENT_FAULTS)[number];

/** How each kind shows itself; `revoked` shows itself as the gateway's own 99991663. */
const FAILURES: Record<Exclude<(typeof API_FAULTS)[number], 'revoked'>, Failure> = {
  serverError: { status: 500, code: 2200, msg: 'internal error' },
  reset: { drop: true },
  lostReply: { drop: true, afterEffect: true },
  rateLimit: tooFrequent(1),
  storage: {
    status: 400,
    code: 234042,
    msg: 'Hybrid deployment tenant storage error, such as full storage space, please contact tenant administrator.',
  },
};
const STORAGE: FaultPoint[] = ['uploadFile', 'uploadImage', 'download'];

export type Faults = ReturnType<typeof createFaults>;

type Waiting = { point: FaultPoint; when: HoldWhen; enter(): Promise<'go' | 'drop'> };

/** Faults on demand and by seed: kills and lost answers are made here, so that the bot needs no switches for its tests. */
export function createFaults(clock: Clock, revokeTokens: () => void) {
  const holds: Waiting[] = [];
  const failures: { point: FaultPoint; failure: Failure; left: number }[] = [];
  const open = new Set<Hold>();
  const next = new Map<FaultKind, number>();
  const onClear = new Set<() => void>();
  let latency = { fromMs: 0, toMs: 0, seed: 1, calls: 0 };
  let limited: { point?: ApiName; until: number } | undefined;
  let gale: Gale | undefined;
  let windows = 0;
  let heldCalls = 0;

  function takeOrdered(kind: FaultKind): boolean {
    const left = next.get(kind) ?? 0;
    if (left > 0) next.set(kind, left - 1);
    return left > 0;
  }

  function strikesEvent(kind: FaultKind): boolean {
    const stormy = gale?.strikes(kind, 'event') ?? false;
    return takeOrdered(kind) || stormy;
  }

  function limitAt(point: FaultPoint): Failure | undefined {
    if (!limited || (limited.point && limited.point !== point)) return undefined;
    const leftMs = limited.until - clock.now();
    return leftMs > 0 ? tooFrequent(Math.ceil(leftMs / 1000)) : undefined;
  }

  return {
    /** Holds the next call of `point` before its effect, after it (the answer is withheld) or in the middle of a download. */
    hold(point: FaultPoint, when: HoldWhen): Hold {
      const signal = new EventEmitter();
      const reached = once(signal, 'reached').then(() => undefined);
      const decided = once(signal, 'decided').then(([word]) => word as 'go' | 'drop');
      const waiting: Waiting = {
        point,
        when,
        enter() {
          signal.emit('reached');
          return decided;
        },
      };
      const decide = (word: 'go' | 'drop') => {
        remove(holds, waiting);
        open.delete(hold);
        signal.emit('decided', word);
      };
      const hold: Hold = { reached, release: () => decide('go'), drop: () => decide('drop') };
      holds.push(waiting);
      open.add(hold);
      return hold;
    },
    /** The next `times` (1) calls fail in this way. */
    fail(point: ApiName, failure: Failure = {}) {
      failures.push({ point, failure, left: failure.times ?? 1 });
    },
    /** The next `count` calls or events are struck by this kind; 0 takes it back. `disorder` is one window of `count` events. */
    strike(kind: FaultKind, count = 1) {
      next.set(kind, count);
    },
    /** Every API answer takes this long, in ms of real time; of a range, each answer takes a part given by the seed. */
    latency(ms: number | [number, number], seed = 1) {
      const [fromMs, toMs] = typeof ms === 'number' ? [ms, ms] : ms;
      latency = { fromMs, toMs, seed, calls: 0 };
    },
    /** For so many ms of the clock an API (all of them by default) answers 429 and tells when it will not; 0 takes it back. */
    limitFor(ms: number, point?: ApiName) {
      limited = { point, until: clock.now() + ms };
    },
    /** The next `times` events are delivered again although the bot answered 200. */
    duplicate(times = 1) {
      next.set('duplicate', (next.get('duplicate') ?? 0) + times);
    },
    /** The bot's answer to the next `times` events is lost: the platform redelivers. */
    loseAnswer(times = 1) {
      next.set('lostAnswer', (next.get('lostAnswer') ?? 0) + times);
    },
    /** Faults come by themselves from now on, the same ones for the same seed and the same calls; nothing ends the storm. */
    storm(storm?: Storm) {
      gale = storm && createGale(storm);
    },
    /** Forgets all faults, lets every held call go on and delivers every event kept back. */
    clear() {
      for (const hold of [...open]) hold.release();
      failures.length = 0;
      next.clear();
      latency = { fromMs: 0, toMs: 0, seed: 1, calls: 0 };
      limited = undefined;
      gale = undefined;
      for (const listener of onClear) listener();
    },
    /** What is on, for those who look. */
    state() {
      const limitedMs = Math.max(0, (limited?.until ?? 0) - clock.now());
      const counts = [...API_FAULTS, ...EVENT_FAULTS].map((kind) => [kind, next.get(kind) ?? 0] as const);
      const planned = failures.reduce((sum, { left }) => sum + left, 0);
      return {
        next: Object.fromEntries(counts) as Record<FaultKind, number>,
        latencyMs: [latency.fromMs, latency.toMs] as [number, number],
        limitedMs,
        storm: gale?.storm,
        planned,
        held: open.size,
      };
    },
    /** For the server: called whenever all faults are forgotten. */
    whenCleared: (listener: () => void) => void onClear.add(listener),
    /** For the server: waits at a held point. */
    async pause(point: FaultPoint, when: HoldWhen): Promise<'go' | 'drop'> {
      const waiting = holds.find((hold) => hold.point === point && hold.when === when);
      if (!waiting) return 'go';
      remove(holds, waiting);
      if (point !== 'event' && point !== 'callback') heldCalls += 1;
      return waiting.enter().finally(() => {
        if (point !== 'event' && point !== 'callback') heldCalls -= 1;
      });
    },
    /** API calls that stand still at a held point. */
    heldCalls: () => heldCalls,
    /** For the server, once for each API call: how it fails, if it does. Revokes the tokens when that is the fault. */
    takeFailure(point: ApiName): Failure | undefined {
      const kinds = API_FAULTS.filter(
        (kind) => (kind !== 'storage' || STORAGE.includes(point)) && (kind !== 'revoked' || point !== 'token'),
      );
      // A storm counts every call, also one that fails otherwise, so that one fault does not move all others.
      const stormy = kinds.filter((kind) => gale?.strikes(kind, point));
      const planned = failures.find((entry) => entry.point === point);
      if (planned) {
        if (--planned.left === 0) remove(failures, planned);
        return { fault: 'planned', ...planned.failure };
      }
      const limit = limitAt(point);
      if (limit) return limit;
      const kind = kinds.find(takeOrdered) ?? stormy[0];
      if (kind === 'revoked') return void revokeTokens();
      return kind && { fault: kind, ...FAILURES[kind] };
    },
    takeDuplicate: () => strikesEvent('duplicate'),
    takeLostAnswer: () => strikesEvent('lostAnswer'),
    /** For the server: the window of events that begins now and is delivered in another order, if one does. */
    takeWindow(): { size: number; seed: string } | undefined {
      const ordered = next.get('disorder') ?? 0;
      const stormy = gale?.strikes('disorder', 'event') ? gale.windowSize() : 0;
      next.delete('disorder');
      const size = ordered || stormy;
      return size > 1 ? { size, seed: `${gale?.storm.seed ?? 1} ${++windows}` } : undefined;
    },
    /** For the server, once for each API call: how long its answer takes, in ms. */
    latencyMs(point: ApiName | 'unknown' = 'unknown'): number {
      const { fromMs, toMs, seed } = latency;
      const own = fromMs + Math.round((toMs - fromMs) * chance(seed, latency.calls++));
      return own + (gale?.latencyMs(point) ?? 0);
    },
  };
}

function tooFrequent(resetS: number): Failure {
  return {
    status: 429,
    code: 99991400,
    msg: 'request trigger frequency limit',
    headers: { 'x-ogw-ratelimit-limit': '50', 'x-ogw-ratelimit-reset': String(resetS) },
    fault: 'rateLimit',
  };
}

function remove<T>(list: T[], item: T) {
  const index = list.indexOf(item);
  if (index >= 0) list.splice(index, 1);
}
