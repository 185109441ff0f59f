import { behindOthers, type Job } from '../services/queue.ts';
import { finishClosing, unfinishedIn } from '../services/rounds/closing.ts';
import type { Deps } from './deps.ts';
import { performAlone } from './perform-alone.ts';

/** Filings in one job: a job that is killed is done again, and goes on where it was. */
const AT_ONCE = 50;

/**
 * Ends what is unfinished in a round that is being closed, each filing by a change of its own, and then the round. Run
 * again it finds what is left, if anything.
 */
export const createClosing =
  (deps: Deps) =>
  async (job: Job<'closing'>): Promise<void> => {
    const { db, enqueue, now, log } = deps;
    const { roundId, by } = job;
    const filings = await unfinishedIn(db, roundId, AT_ONCE);
    const quietly = { ...deps, enqueue: behindOthers(enqueue) };
    for (const id of filings) await performAlone(quietly, id, { type: 'expire' }, { ...by, name: '' });
    await db.$transaction(async (tx) => {
      if (await finishClosing(tx, enqueue, { roundId, by }, now())) log.info({ roundId }, 'a round is over');
      else if (filings.length) await enqueue(tx, 'closing', [job]);
    });
  };
