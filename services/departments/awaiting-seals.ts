import type { Tx } from '../../prisma/client.ts';
import type { Filing, Who } from '../filing/filing.ts';
import { filingsAtAny } from '../filing/store.ts';
import { actsFor } from './acting.ts';

/** Filings that a complete scan may be of, of all departments for which this person acts now. Two statements. */
export const awaitingSeals = async (tx: Tx, who: Who, now: Date): Promise<Filing[]> => {
  const recommended = await filingsAtAny(tx, await actsFor(tx, who, now));
  return recommended.filter(({ status }) => status === 'recommended');
};
