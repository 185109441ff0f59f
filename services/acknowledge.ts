import type { Tx } from '../prisma/client.ts';
import type { Who } from './filing/filing.ts';
import { type Notice, parseNotice } from './notice.ts';
import { appendNotices, toPerson } from './outbox.ts';
import type { Enqueue } from './queue.ts';

/** Files sent in one go come one by one: so long after the first of them the others join its card. */
const BATCH_MS = 3 * 60_000;

/**
 * Tells a person what came of a file. While its card is the last message and young, the next file of the same batch
 * changes that card in place instead of adding another; `alone`, its news takes the place of theirs.
 */
export const acknowledge = async (
  tx: Tx,
  enqueue: Enqueue,
  who: Who,
  notice: Notice,
  now: Date,
  { alone = false } = {},
): Promise<void> => {
  const { tenantKey, openId } = who;
  const last = await tx.outbox.findFirst({ where: { tenantKey, openId }, orderBy: { seq: 'desc' } });
  const young = last && ['waiting', 'sent'].includes(last.state) && now.getTime() - last.createdAt.getTime() < BATCH_MS;
  const joined = young ? together(parseNotice(last.kind, last.notice), notice) : undefined;
  if (!last || !joined) return appendNotices(tx, enqueue, [toPerson(who, notice)], now);
  const { kind: _, ...data } = alone ? notice : joined;
  await tx.outbox.update({ where: { id: last.id }, data: { notice: data } });
  // It may just now be on its way with what it said before.
  if (last.filingId) await enqueue(tx, 'courier', [{ filingId: last.filingId }]);
};

/** Both on one card, or undefined when they are news of different things. */
const together = (before: Notice, after: Notice): Notice | undefined => {
  if (before.kind === 'received' && after.kind === 'received' && before.filingId === after.filingId) {
    const said = [...(before.said ?? []), ...(after.said ?? [])];
    return { ...before, files: [...before.files, ...after.files], ...(said.length && { said }) };
  }
  if (before.kind === 'frozen' && after.kind === 'frozen' && before.filingId === after.filingId && before.flash) {
    return { ...after, flash: [...before.flash.split('\n'), after.flash ?? ''].slice(-FLASHED).join('\n') };
  }
  if (before.kind === 'seals' && after.kind === 'seals' && before.filingId === after.filingId && before.flash) {
    return { ...after, flash: [...before.flash.split('\n'), after.flash ?? ''].slice(-FLASHED).join('\n') };
  }
  return undefined;
};

/** Lines of news on one card. */
const FLASHED = 12;
