import { EventEmitter, once } from 'node:events';
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
};

export type Faults = ReturnType<typeof createFaults>;

type Waiting = { point: FaultPoint; when: HoldWhen; enter(): Promise<'go' | 'drop'> };

/** Faults on demand: kills and lost answers are made here, so that the bot needs no switches for its tests. */
export function createFaults() {
  const holds: Waiting[] = [];
  const failures: { point: FaultPoint; failure: Failure; left: number }[] = [];
  const open = new Set<Hold>();
  let latencyMs = 0;
  let duplicates = 0;
  let lostAnswers = 0;

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
    /** Every API answer takes this long, in ms. */
    latency(ms: number) {
      latencyMs = ms;
    },
    /** The next `times` events are delivered again although the bot answered 200. */
    duplicate(times = 1) {
      duplicates += times;
    },
    /** The bot's answer to the next `times` events is lost: the platform redelivers. */
    loseAnswer(times = 1) {
      lostAnswers += times;
    },
    /** Forgets all faults and lets every held call go on. */
    clear() {
      for (const hold of [...open]) hold.release();
      failures.length = 0;
      latencyMs = duplicates = lostAnswers = 0;
    },
    /** For the server: waits at a held point. */
    async pause(point: FaultPoint, when: HoldWhen): Promise<'go' | 'drop'> {
      const waiting = holds.find((hold) => hold.point === point && hold.when === when);
      if (!waiting) return 'go';
      remove(holds, waiting);
      return waiting.enter();
    },
    takeFailure(point: FaultPoint): Failure | undefined {
      const planned = failures.find((entry) => entry.point === point);
      if (planned && --planned.left === 0) remove(failures, planned);
      return planned?.failure;
    },
    takeDuplicate: () => duplicates > 0 && duplicates-- > 0,
    takeLostAnswer: () => lostAnswers > 0 && lostAnswers-- > 0,
    latencyMs: () => latencyMs,
  };
}

function remove<T>(list: T[], item: T) {
  const index = list.indexOf(item);
  if (index >= 0) list.splice(index, 1);
}
