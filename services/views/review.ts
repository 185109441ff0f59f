import { actingFor, actsNow, NOBODY } from '../departments/acting.ts';
import { changesFrom, changesSinceHandedIn } from '../filing/changes.ts';
import { stillAsSeen } from '../filing/desk-batch.ts';
import { remarkDrafts, remarkDraftsOf } from '../filing/remark-drafts.ts';
import { isWithDepartment } from '../filing/status.ts';
import { filingsAt, sealedAs } from '../filing/store.ts';
import { askedOf, mayReadHandedIn } from '../people/roles.ts';
import { Refusal } from '../refusal.ts';
import { loadRound } from '../rounds/store.ts';
import type { Base, ChangedView, DeskView, FilingView, SomeLoaders, Sources } from '../view.ts';
import { allFiles, ofFiling, ofSides, ofSubmitted } from './filing-views.ts';

/** A decision to be made, and where it was typed for an earlier version, what is different from that. */
const ofSeen = async (
  sources: Sources,
  notice: { filingId: string; seen?: number },
  base: Base,
): Promise<ChangedView> => {
  const view = await ofFiling(sources, notice, base);
  return notice.seen ? { ...view, changes: await changesFrom(sources.tx, view.filing, notice.seen) } : view;
};

const ofDesk = async (
  { tx }: Sources,
  { roundId, departmentCode }: { roundId: string; departmentCode: string },
  base: Base,
): Promise<DeskView> => {
  const filings = await filingsAt(tx, roundId, departmentCode);
  const round = filings[0]?.round ?? (await loadRound(tx, roundId));
  const department = round.departments.find(({ code }) => code === departmentCode) ?? null;
  const acting = department ? await actingFor(tx, roundId, departmentCode) : NOBODY;
  return { ...base, round, department, acting, filings };
};

/** A click of whoever reviews has asked already; what comes to a colleague who was asked may have waited since. */
const ofReading = async (
  sources: Sources,
  notice: { filingId: string; version: number; asked?: boolean },
  base: Base,
): Promise<FilingView> => {
  const { filing } = await ofFiling(sources, notice, base);
  if (base.me && notice.asked) await mayReadHandedIn(sources.tx, sources.operators, filing, base.me, base.now);
  return ofSubmitted({ ...sources, known: filing }, notice, base);
};

/** What whoever reviews for a department sees. */
export const reviewViews = {
  review: async (sources, notice, base) => {
    // Right after the reviewer's own decision the row still says what was handed in.
    if (notice.decided && sources.known?.id === notice.filingId) return ofFiling(sources, notice, base);
    const view = await ofSubmitted(sources, notice, base);
    const open = isWithDepartment(view.filing) && view.filing.version === notice.version;
    return { ...view, changes: open ? await changesSinceHandedIn(sources.tx, view.filing) : null };
  },
  returnForm: async (sources, notice, base) => {
    const view = await ofSeen(sources, notice, base);
    return { ...view, drafts: await remarkDrafts(sources.tx, view.filing, 'department') };
  },
  recommendForm: ofSeen,
  turnDownForm: ofSeen,
  moveUpForm: ofFiling,
  reviewPeople: async (sources, notice, base) => {
    const view = await ofFiling(sources, notice, base);
    const { roundId, departmentCode } = view.filing;
    const acting = await actingFor(sources.tx, roundId, departmentCode ?? '');
    return { ...view, acting, acts: base.me !== null && actsNow(acting, base.me, base.now) !== undefined };
  },
  // What was withdrawn, or asked about an earlier version, shows nothing of the filing any more.
  opinionAsk: async (sources, notice, base) => {
    const view = await ofSubmitted(sources, notice, base);
    const { me } = base;
    const { roundId, departmentCode } = view.filing;
    const acting = await actingFor(sources.tx, roundId, departmentCode ?? '');
    const asked = me && askedOf(view.filing, acting, me).find(({ id }) => id === notice.opinionId);
    return { ...view, asked: asked ?? null };
  },
  opinionNews: ofSides,
  handover: ofFiling,
  reviewText: ofReading,
  reviewFiles: ofReading,
  batchForm: ofDesk,
  batchPreview: async (sources, notice, base) => {
    const view = await ofDesk(sources, notice, base);
    if (notice.deed !== 'return') return { ...view, drafts: new Map() };
    const { ready } = stillAsSeen(view.filings, notice.chosen, notice.deed);
    return { ...view, drafts: await remarkDraftsOf(sources.tx, ready, 'department') };
  },
  batchDone: async (_sources, _notice, base) => base,
  desk: ofDesk,
  reviewFile: async (sources, { filingId, version, fileId }, base) => {
    const { tx, files, operators } = sources;
    const { filing: now } = await ofFiling(sources, { filingId }, base);
    if (base.me) await mayReadHandedIn(tx, operators, now, base.me, base.now);
    const filing = await sealedAs(tx, now, version);
    const file = allFiles(filing).find(({ id }) => id === fileId);
    if (!file) throw new Refusal('no_file', '这份文件已被申报单位移除。');
    return { file: { name: file.name, content: await files.read(file.key) } };
  },
} satisfies SomeLoaders;
