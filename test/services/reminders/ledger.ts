import type { Database } from '../../../prisma/client.ts';
import { dayOf } from './reminder-days.ts';
import type { Received } from './season-course.ts';

/** What the ledger says otherwise than what was received; nothing when they agree. */
export const ledgerFaults = async (db: Database, messages: Received[]): Promise<string[]> => {
  const rows = await db.reminder.findMany();
  const sent = Map.groupBy(
    rows.filter(({ state }) => state === 'sent'),
    ({ digest }) => digest!,
  );
  const faults = messages.flatMap(({ uuid, person, at }) => {
    const [row] = sent.get(uuid) ?? rows.filter(({ digest }) => digest === uuid);
    if (!row) return [`not in the ledger: ${person} ${dayOf(at)}`];
    const fits = row.toldTo?.endsWith(`:${person}`) && row.toldOn === dayOf(at);
    return fits ? [] : [`otherwise in the ledger: ${person} ${dayOf(at)}, ${row.toldTo} ${row.toldOn}`];
  });
  const received = new Set(messages.map(({ uuid }) => uuid));
  return [
    ...faults,
    ...[...sent.keys()].flatMap((digest) => (received.has(digest) ? [] : [`sent to nobody: ${digest}`])),
  ];
};
