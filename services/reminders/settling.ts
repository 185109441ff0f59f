import type { Tx } from '../../prisma/client.ts';
import { dayOf } from '../time.ts';

/**
 * Wanted against sent: what has become of the messages is taken into the ledger. What could not go within the window is due
 * again; and so is what has not left on its day, whose message is taken back: it comes with that of today.
 */
export const settleTold = (tx: Tx, now: Date): Promise<number> => tx.$executeRaw`
  WITH taken AS (
    UPDATE "Outbox" AS message SET "state" = 'dropped', "reason" = 'window' FROM "Reminder" AS told
    WHERE told."state" = 'told' AND told."toldOn" < ${dayOf(now)} AND message."id" = told."digest" AND message."state" = 'waiting'
  )
  UPDATE "Reminder" AS told SET
    "state" = CASE
      WHEN message."state" IN ('sent', 'retired') THEN 'sent'
      WHEN message."state" = 'waiting' OR message."state" = 'dropped' AND message."reason" = 'window' THEN 'planned'
      WHEN message."state" = 'dropped' THEN 'dropped'
      ELSE 'parked' END,
    "reason" = CASE WHEN message."state" IN ('sent', 'retired') THEN NULL ELSE message."reason" END,
    "toldOn" = CASE WHEN message."state" IN ('sent', 'retired') THEN "toldOn" END
  FROM "Outbox" AS message
  WHERE message."id" = told."digest" AND (
    told."state" = 'told' AND (message."state" <> 'waiting' OR told."toldOn" < ${dayOf(now)})
    OR told."state" = 'parked' AND message."state" IN ('sent', 'retired', 'dropped'))`;
