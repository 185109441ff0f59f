import { createHash } from 'node:crypto';
import type { Filing } from '../filing/filing.ts';
import { isRanked } from '../filing/filing.ts';
import type { Department } from '../rounds/round.ts';

/** A few signs that stand for an order: a button can say which one it was shown beside without naming every filing. */
export const markOf = (ranking: string[]): string =>
  createHash('sha256').update(ranking.join()).digest('hex').slice(0, 12);

/** The department's filings in its order: those with a place and those that wait for one. */
export const rankedOf = ({ ranking }: Department, filings: Filing[]): Filing[] =>
  ranking.flatMap((id) => filings.filter((filing) => filing.id === id && isRanked(filing)));
