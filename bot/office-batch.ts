import { perform, Stale } from '../services/filing/perform.ts';
import { loadFiling } from '../services/filing/store.ts';
import {
  type BatchItem,
  claimItem,
  commandIn,
  endBatch,
  loadOfficeBatch,
  type OfficeBatch,
  settleItem,
} from '../services/office/batch.ts';
import { asRecipients, operatorsNow } from '../services/people/operators.ts';
import { behindOthers, type Job } from '../services/queue.ts';
import { Refusal } from '../services/refusal.ts';
import { callOf } from '../services/rounds/calls.ts';
import type { Deps } from './deps.ts';

const TRIES = 8;

/**
 * Works off one decision on several filings. A job and not one transaction: 150 filings are more than a click may cost, one
 * that has changed meanwhile must not hold up the others, and each filing is changed and ticked off in a transaction of its
 * own, so that a process that is killed half-way has its work taken up by another one and nothing is done twice.
 */
export const createOfficeBatch =
  ({ db, enqueue, now }: Pick<Deps, 'db' | 'enqueue' | 'now'>) =>
  async ({ batchId }: Job<'office'>): Promise<void> => {
    const batch = await loadOfficeBatch(db, batchId);
    for (const item of batch.items) await settle(item, batch);
    await db.$transaction((tx) => endBatch(tx, enqueue, batch, now()));

    async function settle(item: BatchItem, batch: OfficeBatch): Promise<void> {
      for (let tried = 1; ; tried++) {
        try {
          return await db.$transaction(async (tx) => {
            if (!(await claimItem(tx, batch.id, item.filingId))) return;
            const filing = await loadFiling(tx, item.filingId);
            const actor = {
              tenantKey: batch.tenantKey,
              openId: batch.openId,
              name: callOf(filing.round.call).nationalOffice,
            };
            const operators = asRecipients(await operatorsNow(tx), batch.tenantKey);
            await perform(tx, behindOthers(enqueue), filing, commandIn(batch, item), { now: now(), actor, operators });
            await settleItem(tx, batch.id, item.filingId, '');
          });
        } catch (error) {
          if (error instanceof Refusal) return settleItem(db, batch.id, item.filingId, error.words);
          if (!(error instanceof Stale) || tried === TRIES) throw error;
        }
      }
    }
  };
