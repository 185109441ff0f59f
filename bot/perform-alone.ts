import type { Circumstances, Command } from '../services/filing/decision.ts';
import { perform, Stale } from '../services/filing/perform.ts';
import { asRecipients, operatorsNow } from '../services/people/operators.ts';
import type { Deps } from './deps.ts';

const TRIES = 8;

/** A command that nobody clicks (a look-up's result, a term that ends), in a transaction of its own. Throws Refusal. */
export const performAlone = async (
  { db, enqueue, now }: Pick<Deps, 'db' | 'enqueue' | 'now'>,
  filingId: string,
  command: Command,
  actor: Circumstances['actor'],
): Promise<void> => {
  for (let tried = 1; ; tried++) {
    try {
      await db.$transaction(async (tx) => {
        const operators = asRecipients(await operatorsNow(tx), actor.tenantKey);
        await perform(tx, enqueue, filingId, command, { now: now(), actor, operators });
      });
      return;
    } catch (error) {
      if (!(error instanceof Stale) || tried === TRIES) throw error;
    }
  }
};
