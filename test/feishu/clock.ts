import { setTimeout as pause } from 'node:timers/promises';

/** Time and timers, in the shape of Node's own: instants in ms since 1970. A timer's handle is opaque. */
export type Clock = {
  now(): number;
  setTimeout(fn: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
  setInterval(fn: () => void, ms: number): unknown;
  clearInterval(timer: unknown): void;
  pause(ms: number): Promise<void>;
};

export const realClock: Clock = {
  now: () => Date.now(),
  setTimeout: (fn, ms) => setTimeout(fn, ms),
  clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout),
  setInterval: (fn, ms) => setInterval(fn, ms),
  clearInterval: (timer) => clearInterval(timer as NodeJS.Timeout),
  pause: (ms) => pause(ms),
};

export type VirtualClock = ReturnType<typeof createVirtualClock>;

type Timer = { due: number; order: number; every?: number; fire: () => void };

/**
 * A clock that is moved by hand, so that weeks pass at once. It stands still between jumps, or, `flowing`, goes on at the
 * pace of real time from wherever it was set. Everything that shares it sees a jump as a machine sees its own sleep:
 * what came due meanwhile fires once, in its order, and an interval goes on from there.
 */
export function createVirtualClock(startMs: number, { flowing = false }: { flowing?: boolean } = {}) {
  const timers = new Set<Timer>();
  const followers = new Set<(nowMs: number) => Promise<void>>();
  let shift = flowing ? startMs - Date.now() : startMs;
  let order = 0;
  let pausing = 0;
  let alarm: NodeJS.Timeout | undefined;

  const now = () => (flowing ? Date.now() + shift : shift);
  const earliest = () =>
    [...timers].reduce<Timer | undefined>(
      (first, timer) =>
        !first || timer.due < first.due || (timer.due === first.due && timer.order < first.order) ? timer : first,
      undefined,
    );

  /** Standing still, nothing is due before the next jump; flowing, one real timer stands for the earliest of all. */
  function arm() {
    clearTimeout(alarm);
    const first = flowing && earliest();
    if (!first) return;
    // Node's timers end at 24.8 days: a later one is armed again.
    alarm = setTimeout(fireDue, Math.min(Math.max(first.due - now(), 0), 2 ** 31 - 1));
  }

  function fireDue() {
    for (let first = earliest(); first && first.due <= now(); first = earliest()) {
      if (first.every === undefined) timers.delete(first);
      else Object.assign(first, { due: now() + first.every, order: order++ });
      first.fire();
    }
    arm();
  }

  function add(fire: () => void, ms: number, every?: number): Timer {
    const timer = { due: now() + Math.max(ms, 0), order: order++, every, fire };
    timers.add(timer);
    arm();
    return timer;
  }
  const remove = (timer: unknown) => {
    timers.delete(timer as Timer);
    arm();
  };

  return {
    now,
    setTimeout: (fire: () => void, ms: number): unknown => add(fire, ms),
    setInterval: (fire: () => void, ms: number): unknown => add(fire, ms, Math.max(ms, 1)),
    clearTimeout: remove,
    clearInterval: remove,
    pause: async (ms: number): Promise<void> => {
      pausing += 1;
      await new Promise<void>((resolve) => void add(resolve, ms));
      pausing -= 1;
    },
    /** How many pauses are under way. */
    pausing: () => pausing,
    /** When the earliest timer is due, in ms since 1970. */
    nextTimer: (): number | undefined => earliest()?.due,
    /** Moves on to an instant and fires what has come due; time never goes back. Resolves when the followers know. */
    async jump(toMs: number): Promise<void> {
      if (toMs > now()) shift += toMs - now();
      await Promise.all([...followers].map((follow) => follow(now())));
      fireDue();
    },
    /** Called at every jump before its timers fire: how a clock elsewhere (a database, a process) keeps up. */
    follow(follower: (nowMs: number) => Promise<void>): () => void {
      followers.add(follower);
      return () => void followers.delete(follower);
    },
  };
}
