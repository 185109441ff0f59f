import { type NoticeOf, parseNotice } from '../../services/notice.ts';
import { noteRead } from '../../services/outbox.ts';
import { Refusal } from '../../services/refusal.ts';
import type { Deps } from '../deps.ts';
import type { MessagesRead } from '../inbound.ts';
import { performAlone } from '../perform-alone.ts';

/**
 * Somebody has read messages of the bot: of an urge that is told to whoever sent it, of a reminder it is kept, so that it is
 * not pressed on them. Nothing else is kept of what is read.
 */
export const onRead = async (
  deps: Pick<Deps, 'db' | 'enqueue' | 'now'>,
  { messageIds, who }: MessagesRead,
): Promise<void> => {
  await noteRead(deps.db, messageIds, who, deps.now());
  const rows = await deps.db.outbox.findMany({ where: { messageId: { in: messageIds }, kind: 'urged' } });
  for (const { kind, notice, filingId } of rows) {
    const { at } = parseNotice(kind, notice) as NoticeOf<'urged'>;
    await performAlone(deps, filingId!, { type: 'urgeRead', at }, { ...who, name: '' }).catch((error: unknown) => {
      // The round is over: nobody waits for this any more.
      if (!(error instanceof Refusal)) throw error;
    });
  }
};
