import type { Tx } from '../../prisma/client.ts';
import type { Filing, Who } from '../filing/filing.ts';
import { filingsAround, filingsAtAny } from '../filing/store.ts';
import { actsFor } from './acting.ts';

/** Filings that a complete scan may be of, of all departments for which this person acts now, and those handed to them. Three statements. */
export const awaitingSeals = async (tx: Tx, who: Who, now: Date): Promise<Filing[]> => {
  const { handed } = await filingsAround(tx, who);
  const theirs = await filingsAtAny(tx, await actsFor(tx, who, now));
  const others = handed.filter(({ id }) => !theirs.some((one) => one.id === id));
  return [...theirs, ...others].filter(({ status }) => status === 'recommended');
};
