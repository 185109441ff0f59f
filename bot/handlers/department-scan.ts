import { actsFor } from '../../services/departments/acting.ts';
import { awaitingSeals } from '../../services/departments/awaiting-seals.ts';
import { appendNotices, toPerson } from '../../services/outbox.ts';
import type { Focus } from '../../services/people/people.ts';
import type { FileSent } from '../inbound.ts';
import type { Scene } from './handler.ts';

/**
 * A file from whoever acts for a department, or has been handed a filing of it: the complete scan of the filing whose card they see; asked for where none is on
 * their screen, never guessed. False when they act for none.
 */
export const takeDepartmentScan = async (
  scene: Scene,
  { messageId, files }: Pick<FileSent, 'messageId' | 'files'>,
  meant: Focus,
): Promise<boolean> => {
  const { tx, who, now } = scene;
  const open = await awaitingSeals(tx, who, now);
  if (!open.length && !(await actsFor(tx, who, now)).length) return false;
  const filing = meant?.here && open.find(({ id }) => id === meant.filingId);
  if (!filing) {
    await appendNotices(tx, scene.enqueue, [toPerson(who, { kind: 'scanAsk', messageId, files })], now);
    return true;
  }
  const target = { kind: 'complete', version: filing.version } as const;
  const sender = { tenantKey: who.tenantKey, openId: who.openId };
  await scene.enqueue(tx, 'fetch', [{ messageId, who: sender, filingId: filing.id, target, files }]);
  return true;
};
