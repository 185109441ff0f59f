import { departmentsOf } from '../departments/overview.ts';
import { type Filing, memberOf } from '../filing/filing.ts';
import { isBeforeReviewers } from '../filing/status.ts';
import { loadFiling, sealedAs } from '../filing/store.ts';
import { filesAt } from '../form/read.ts';
import { mayDo, mayReview, mustOperate } from '../people/roles.ts';
import type { Base, DepartmentsView, FilingView, Sources } from '../view.ts';

export const ofFiling = async (
  { tx, known, read }: Sources,
  notice: { filingId: string },
  base: Base,
): Promise<FilingView> => ({
  ...base,
  filing: [known, read].find((one) => one?.id === notice.filingId) ?? (await loadFiling(tx, notice.filingId)),
});

/** Only for whoever takes part now: a message may have waited since, and a card is drawn anew for weeks. */
export const ofOwn = async (sources: Sources, notice: { filingId: string }, base: Base): Promise<FilingView> => {
  const view = await ofFiling(sources, notice, base);
  if (base.me) mayDo(view.filing, base.me, 'read');
  return view;
};

/** For both sides: whoever fills it, and whoever acts for its department. A click has asked already, and has the filing. */
export const ofSides = async (sources: Sources, notice: { filingId: string }, base: Base): Promise<FilingView> => {
  const view = await ofFiling(sources, notice, base);
  const { me, now } = base;
  const asked = sources.known?.id === notice.filingId;
  if (me && !asked && !memberOf(view.filing, me)) {
    await mayReview(sources.tx, sources.operators, view.filing, me, now);
  }
  return view;
};

/** A department sees what was handed in, never what is being written since (退回, 撤回, or 定稿 of a next version). */
export const ofSubmitted = async (sources: Sources, notice: OfVersion, base: Base): Promise<FilingView> => {
  const { filing } = await ofFiling(sources, notice, base);
  if (isBeforeReviewers(filing)) return { ...base, filing };
  return asSealed(sources, filing, Math.min(notice.version, filing.handedIn), base);
};

/** A province sees the version that was copied to it: later ones may have been copied to another. */
export const ofCopied = async (sources: Sources, notice: OfVersion, base: Base): Promise<FilingView> => {
  const { filing } = await ofFiling(sources, notice, base);
  if (isBeforeReviewers(filing) && notice.version === filing.version) return { ...base, filing };
  return asSealed(sources, filing, Math.min(notice.version, filing.handedIn), base);
};

type OfVersion = { filingId: string; version: number };

const asSealed = async ({ tx }: Sources, filing: Filing, version: number, base: Base): Promise<FilingView> => {
  const { answers, scans, round } = await sealedAs(tx, filing, version);
  const { formRevision } = round;
  return { ...base, filing: { ...filing, answers, scans, round: { ...filing.round, formRevision } } };
};

/** For the national office only; a message may have waited since somebody belonged to it. */
export const ofOffice = async (sources: Sources, notice: { filingId: string }, base: Base): Promise<FilingView> => {
  if (base.me) mustOperate(sources.operators, base.me);
  const view = await ofFiling(sources, notice, base);
  const { handedIn } = view.filing;
  return handedIn ? ofSubmitted(sources, { ...notice, version: handedIn }, base) : view;
};

export const ofDepartments = async (
  { tx }: Sources,
  notice: { roundId: string },
  base: Base,
): Promise<DepartmentsView> => ({
  ...base,
  ...(await departmentsOf(tx, notice.roundId)),
});

/** Attachments and scans, in the order of the form. */
export const allFiles = (filing: Filing) => [
  ...filesAt(filing.answers, 'systems', 'systems'),
  ...filesAt(filing.answers, 'route', 'proof'),
  ...filing.scans,
];
