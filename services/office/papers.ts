import type { Tx } from '../../prisma/client.ts';
import { roundHistoryFile } from '../journal/round-history-file.ts';
import { exportFile } from './export.ts';
import { listBook, listFile } from './list-files.ts';
import { recordsOf } from './records.ts';
import type { OfficePaper } from './states.ts';

/** A file for the operators, made of the round as it stands when it is sent. Refusal when there is nothing to list. */
export const paperOf = async (
  tx: Tx,
  roundId: string,
  what: OfficePaper,
): Promise<{ name: string; content: Buffer }> => {
  if (what === 'export') return exportFile(tx, roundId);
  if (what === 'history') return roundHistoryFile(tx, roundId);
  const records = await recordsOf(tx, roundId);
  const kind = what === 'list' || what === 'listBook' ? 'list' : 'publicity';
  return what === kind ? listFile(records, kind) : listBook(records, kind);
};
