import type { Circumstances, Command } from '../services/filing/decision.ts';
import { perform, Stale } from '../services/filing/perform.ts';
import type { Deps } from './deps.ts';

const TRIES = 8;

/** A command that nobody clicks (a look-up's result, a term that ends), in a transaction of its own. Throws Refusal. */
export const performAlone = async (
  { db, enqueue, now, operators }: Pick<Deps, 'db' | 'enqueue' | 'now' | 'operators'>,
  filingId: string,
  command: Command,
  actor: Circumstances['actor'],
): Promise<void> => {
  const known = operators.map(({ openId, tenantKey }) => ({ openId, tenantKey: tenantKey ?? actor.tenantKey }));
  for (let tried = 1; ; tried++) {
    try {
      await db.$transaction((tx) => perform(tx, enqueue, filingId, command, { now: now(), actor, operators: known }));
      return;
    } catch (error) {
      if (!(error instanceof Stale) || tried === TRIES) throw error;
    }
  }
};
