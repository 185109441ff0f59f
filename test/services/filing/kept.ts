import { randomUUID } from 'node:crypto';
import type { Database, Tx } from '../../../prisma/client.ts';
import type { Circumstances, Command } from '../../../services/filing/decision.ts';
import type { Filing } from '../../../services/filing/filing.ts';
import { type Performed, perform } from '../../../services/filing/perform.ts';
import { institutionSlots } from '../../../services/filing/seal-commands.ts';
import { createFiling, loadFiling } from '../../../services/filing/store.ts';
import type { Enqueue, Job } from '../../../services/queue.ts';
import { clerk, noon, sampleAnswers } from './sample.ts';

/** What the changes of a test asked the queue for, committed or not. */
export const askedOf = (): { jobs: Job[]; enqueue: Enqueue } => {
  const jobs: Job[] = [];
  const enqueue: Enqueue = async (_tx, _name, data) => {
    jobs.push(...data);
  };
  return { jobs, enqueue };
};

export const byClerk: Circumstances = { now: noon, actor: { ...clerk, name: '沈若溪' }, operators: [] };

/** One command in a transaction of its own, on the filing as it is or as it was read before. */
export const give = (
  db: Database,
  target: string | Filing,
  command: Command,
  enqueue: Enqueue = askedOf().enqueue,
): Promise<Performed> => db.$transaction((tx: Tx) => perform(tx, enqueue, target, command, byClerk));

/** The places of the institution ticked, with a check code that is right. */
export const sealing = (version: number): Command => ({
  ...{ type: 'seal', version, slots: Object.keys(institutionSlots), code: 'ab12', hash: 'ab12'.padEnd(64, '0') },
});

/** A draft in the database; with `filled`, all the answers of the sample in it. */
export const keptFiling = async (
  db: Database,
  roundId: string,
  creditCode: string,
  filled = false,
): Promise<Filing> => {
  const id = randomUUID();
  const owner = { ...clerk, name: '沈若溪' };
  await db.$transaction((tx) => createFiling(tx, { id, roundId, creditCode, owner, now: noon }));
  const all = Object.entries(filled ? sampleAnswers() : {});
  for (const [step, values] of all) await give(db, id, { type: 'save', step, rev: 0, values });
  return loadFiling(db, id);
};
