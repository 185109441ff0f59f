import type { Tx } from '../../prisma/client.ts';
import { appendEntry } from '../journal/journal.ts';
import { appendNotices } from '../outbox.ts';
import type { Enqueue } from '../queue.ts';
import { type Circumstances, type Command, type Decision, decide } from './decide.ts';
import type { Filing } from './filing.ts';
import { loadFiling, saveFiling } from './store.ts';

/** Somebody else's change came first: the whole transaction is run again on fresh state. */
export class Stale extends Error {
  constructor(id: string) {
    super(`filing ${id} changed meanwhile`);
    this.name = 'Stale';
  }
}

export type Performed = Decision & { filing: Filing };

/**
 * The only door to a filing's row: the change, its journal entry and its messages are written together, guarded by
 * the rev that was read. Throws Refusal (words for the person) or Stale (run the transaction again).
 */
export const perform = async (
  tx: Tx,
  enqueue: Enqueue,
  target: string | Filing,
  command: Command,
  circumstances: Circumstances,
): Promise<Performed> => {
  const before = typeof target === 'string' ? await loadFiling(tx, target) : target;
  const decision = decide(before, command, circumstances);
  if (decision.outcome === 'unchanged') return { ...decision, filing: before };
  const { now, actor } = circumstances;
  const rev = before.rev + 1;
  const entry = {
    subject: `filing:${before.id}`,
    seq: rev,
    at: now,
    who: `${actor.tenantKey}:${actor.openId}`,
    what: decision.entry.what,
    from: before.status,
    to: decision.filing.status,
    why: decision.entry.why ?? null,
  };
  const journalHead = await appendEntry(tx, before.journalHead, entry).catch(asStale(before.id));
  const filing: Filing = { ...decision.filing, rev, touchedAt: now, journalHead };
  if (!(await saveFiling(tx, filing, before.rev))) throw new Stale(before.id);
  if (decision.frozen) {
    await tx.version.create({
      data: {
        filingId: filing.id,
        version: filing.version,
        answers: filing.answers,
        hash: decision.frozen.hash,
        frozenAt: now,
        frozenBy: actor.name,
      },
    });
  }
  if (decision.joined) await tx.member.create({ data: { filingId: filing.id, ...decision.joined, joinedAt: now } });
  await appendNotices(tx, enqueue, decision.notices, now);
  if (filing.status !== before.status) await enqueue(tx, 'refresh', [{ filingId: filing.id }]);
  return { ...decision, filing };
};

/** A second writer meets the journal's unique (subject, seq) before the guarded update: the same news, told the same way. */
const asStale =
  (id: string) =>
  (error: unknown): never => {
    if (error instanceof Error && 'code' in error && error.code === 'P2002') throw new Stale(id);
    throw error;
  };
