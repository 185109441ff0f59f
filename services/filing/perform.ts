import type { Tx } from '../../prisma/client.ts';
import { hashEntry } from '../journal/journal.ts';
import { intentsOf, wakingFor } from '../outbox.ts';
import type { Enqueue } from '../queue.ts';
import { dueOf } from '../rounds/deadlines.ts';
import { decide } from './decide.ts';
import type { Circumstances, Command, Decision } from './decision.ts';
import { type Filing, isRanked, sameWho } from './filing.ts';
import { loadFiling, type Places, writeChange } from './store.ts';

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
  const journalHead = hashEntry(before.journalHead, entry);
  const filing: Filing = { ...decision.filing, rev, touchedAt: now, journalHead };
  const sealed = decision.frozen && { hash: decision.frozen.hash, frozenBy: actor.name };
  const beside = {
    sealed,
    ...peopleChanged(before, filing),
    handedIn: filing.handedIn > before.handedIn,
    intents: intentsOf(decision.notices, now),
    places: placesOf(before, filing, decision),
    remind: isAnotherPart(before, filing),
  };
  const written = await writeChange(tx, before, filing, entry, beside);
  if (!written) throw new Stale(before.id);
  const { kept, gone, invited } = beside;
  const teamChanged = kept.length + gone.length + invited.length > 0 || filing.claim !== before.claim;
  const saidBetween = filing.urges !== before.urges || filing.copies !== before.copies;
  const dateChanged = filing.extendedTo !== before.extendedTo;
  const deskChanged =
    filing.assignee !== before.assignee || filing.opinions !== before.opinions || filing.office !== before.office;
  const changed = filing.status !== before.status || teamChanged || dateChanged || saidBetween || deskChanged;
  const outdated = changed ? [{ filingId: filing.id }] : [];
  await enqueue(tx, 'courier', [...wakingFor(decision.notices), ...outdated]);
  const { places } = beside;
  // Somebody who waits may have the place now: decided by itself, for another filing's row is not this change's. So may this
  // one, when it comes to wait and a place has become free since its card was drawn.
  if (places && (places.delta < 0 || (written.free && filing.status === 'waiting'))) {
    await enqueue(tx, 'places', [{ roundId: filing.roundId, departmentCode: places.code }]);
  }
  return { ...decision, filing: { ...filing, round: places ? counted(filing, places) : filing.round } };
};

/** Whether somebody else has to do the next thing now, or by another day. */
const isAnotherPart = (before: Filing, after: Filing): boolean =>
  before.status !== after.status ||
  before.members !== after.members ||
  before.assignee !== after.assignee ||
  before.departmentCode !== after.departmentCode ||
  before.office?.publicity?.until !== after.office?.publicity?.until ||
  dueOf(before).on !== dueOf(after).on ||
  dueOf(before).last !== dueOf(after).last;

/** The round with the department's places and order as they are now, for the cards drawn in this transaction. */
const counted = ({ id, round }: Filing, { code, delta, enters, leaves, ranking }: Places): Filing['round'] => ({
  ...round,
  departments: round.departments.map((department) => {
    if (department.code !== code) return department;
    const others = department.ranking.filter((one) => one !== id);
    const moved = enters ? [...others, id] : leaves ? others : department.ranking;
    return { ...department, taken: department.taken + delta, ranking: ranking?.next ?? moved };
  }),
});

/** What the change means for the department's places and order; undefined when nothing. */
const placesOf = (before: Filing, after: Filing, { ranking }: Decision): Places | undefined => {
  const delta = Number(after.placed) - Number(before.placed);
  const stood = isRanked(before);
  const stands = isRanked(after);
  const code = (stood ? before.departmentCode : after.departmentCode) ?? '';
  if (ranking) return { code, delta: 0, over: true, enters: false, leaves: false, ranking };
  if (!delta && stood === stands) return undefined;
  const over = after.review?.over !== undefined;
  return { code, delta, over, enters: stands && !stood, leaves: stood && !stands };
};

/** Who is new or has another role, who takes part no longer, and whose invitation changes. */
const peopleChanged = (before: Filing, after: Filing) => ({
  kept: after.members.filter((member) => !before.members.includes(member)),
  gone: before.members
    .filter((member) => !after.members.some((other) => sameWho(other, member)))
    .map(({ tenantKey, openId }) => ({ tenantKey, openId })),
  invited: after.invitations.filter((invitation) => !before.invitations.includes(invitation)),
});
