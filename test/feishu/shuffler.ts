import { shuffled } from './chance.ts';
import type { Clock } from './clock.ts';
import type { Faults } from './faults.ts';

/** An event kept back does not wait for ever for the others of its window. */
const KEPT_AT_MOST_MS = 2000;

type Deliver = (moved: boolean) => Promise<void>;

/** Collects a window of events when the faults say so, and delivers it, one by one, in another order than they happened. */
export function createShuffler(clock: Clock, faults: Faults) {
  let open: { size: number; seed: string; held: Deliver[]; timer: unknown } | undefined;

  async function release(): Promise<void> {
    if (!open) return;
    const { held, seed, timer } = open;
    open = undefined;
    clock.clearTimeout(timer);
    for (const deliver of shuffled(held, seed)) await deliver(true);
  }

  function begin() {
    const window = faults.takeWindow();
    return window && { ...window, held: [], timer: clock.setTimeout(() => void release(), KEPT_AT_MOST_MS) };
  }

  return {
    /** Delivers at once when no window is open; else keeps the event back, and the one that fills the window waits for all. */
    async pass(deliver: Deliver): Promise<void> {
      open ??= begin();
      if (!open) return deliver(false);
      open.held.push(deliver);
      if (open.held.length >= open.size) await release();
    },
    /** Delivers what is kept back now. */
    release,
    /** Forgets what is kept back. */
    drop() {
      if (open) clock.clearTimeout(open.timer);
      open = undefined;
    },
  };
}
