import type { Tx } from '../prisma/client.ts';
import { type Acting, actingFor, actsFor, actsNow, mustAct, NOBODY } from './departments/acting.ts';
import { annex2Book, annex2File } from './departments/annex2.ts';
import { awaitingSeals } from './departments/awaiting-seals.ts';
import { codeFor, type DepartmentCode } from './departments/codes.ts';
import { type Colleague, loadColleague } from './departments/colleagues.ts';
import { type Contact, type ContactForm, formOf, loadContact } from './departments/contacts.ts';
import { type Deputy, loadDeputy } from './departments/deputies.ts';
import { type DepartmentState, type Departments, departmentIn, departmentsOf } from './departments/overview.ts';
import { loadRegistration, type Registration } from './departments/registrations.ts';
import type { FileStore } from './files/store.ts';
import { annexFile, draftFile, opinionFile, textPackFile } from './filing/annex.ts';
import { type AsideData, tableAside } from './filing/asides.ts';
import { type Brought, loadBrought } from './filing/brought.ts';
import { type Changes, changesFrom, changesSinceHandedIn } from './filing/changes.ts';
import { type Course, courseOf } from './filing/course.ts';
import { findFile } from './filing/file-places.ts';
import { contextOf, DIRECT, type Filing, fieldAt, memberOf, type Opinion, type Who } from './filing/filing.ts';
import { newestRevision } from './filing/forms.ts';
import { type Receipt, receiptsOf } from './filing/receipt.ts';
import { type RemarkDraft, remarkDrafts } from './filing/remark-drafts.ts';
import { isBeforeReviewers, isWithDepartment } from './filing/status.ts';
import {
  extendedFilings,
  filingsAround,
  filingsAt,
  filingsAtAny,
  filingsCopiedTo,
  loadFiling,
  pastFilingsOf,
  sealedAs,
} from './filing/store.ts';
import { loadBatch, type TextBatch, type WaitingText, waitingTexts } from './filing/text-batch.ts';
import { filesAt } from './form/read.ts';
import { type FilingLine, filingPage } from './journal/filing-list.ts';
import { historyFile } from './journal/history-file.ts';
import type { Notice, NoticeKind, NoticeOf } from './notice.ts';
import { loadOfficeBatch, type OfficeBatch } from './office/batch.ts';
import { type Board, boardOf } from './office/board.ts';
import { type IntakeRow, intakeOf } from './office/intake.ts';
import { paperOf } from './office/papers.ts';
import { type Found, findFilings } from './office/search.ts';
import { type Listed, listOperators } from './people/operator-list.ts';
import { loadSearch, type Search } from './people/operator-search.ts';
import { askedOf, isOperator, mayDo, mayReadHandedIn, mayReview, mustOperate, type Operators } from './people/roles.ts';
import { Refusal } from './refusal.ts';
import { rosterTemplate } from './rosters/template.ts';
import { type Concerned, concernedBy } from './rounds/adopt-correction.ts';
import { type Tally, tallyOf } from './rounds/closing.ts';
import type { Department, Round } from './rounds/round.ts';
import { beginnable, loadRound, openRounds, roundWithContacts } from './rounds/store.ts';

export type Base = { now: Date; me: Who | null };
export type FilingView = Base & { filing: Filing };
/** With what is different from the version that was seen before. */
export type ChangedView = FilingView & { changes?: Changes | null };
export type ReceiptView = FilingView & { receipts: Receipt[] };
export type TableView = FilingView & { table: AsideData<'table'> & { field: string } };
export type RoundView = Base & { round: Round; contacts: Contact[] };
export type CorrectionView = Base & { round: Round; newest: number; concerned: Concerned };
export type DepartmentsView = Base & Departments;
export type DepartmentView = Base & { round: Round; department: DepartmentState; operator: boolean };
type InDepartment = { department: { name: string; round: { title: string } } };
export type CodeView = Base & { code: DepartmentCode & InDepartment };
export type RegistrationView = Base & { registration: Registration & InDepartment };
export type OwnContactView = Base & { round: Round; departmentName: string; row: ContactForm };
export type ContactView = RoundView & { contact: Contact };
export type DeskView = Base & { round: Round; department: Department | null; acting: Acting; filings: Filing[] };
export type FileView = { file: { name: string; content: Buffer } };
export type HomeView = Base & {
  operator: boolean;
  /** The rounds that go on, and what this person has to do with each. */
  rounds: HomeRound[];
  /** This person's texts that wait for their word. */
  texts?: WaitingText[];
};
export type HomeRound = {
  round: Round;
  filings: Filing[];
  /** Departments whose contact this person is. */
  desks: { department: Department; filings: Filing[] }[];
  direct: Filing[];
  /** What a department's contact has handed to this person to review. */
  handed: Filing[];
};

/** What each message or card shows; the compiler asks for a loader for each new kind. */
export type Views = {
  home: HomeView;
  words: Base;
  creditCode: Base & { rounds: Round[] };
  held: FilingView;
  step: FilingView;
  brought: FilingView & { brought: Brought | null };
  textPreview: FilingView & { batch: TextBatch | null };
  item: FilingView;
  tablePreview: TableView;
  tableTemplate: FileView;
  check: FilingView & { texts?: WaitingText[] };
  answers: FilingView;
  abandonForm: FilingView;
  receipt: ReceiptView;
  draft: FileView;
  textPack: FileView;
  offer: FilingView;
  frozen: FilingView;
  received: FilingView;
  file: FilingView;
  ownFile: FileView;
  annex: FileView;
  status: FilingView;
  joinAsk: FilingView;
  joinDenied: FilingView;
  team: FilingView;
  inviteForm: FilingView;
  inviteText: FilingView & { botLink: string };
  invited: FilingView;
  member: FilingView;
  teamNews: FilingView;
  claim: FilingView;
  look: FilingView;
  lookForm: FilingView;
  judged: FilingView;
  review: ChangedView;
  returnForm: ChangedView & { drafts: RemarkDraft[] };
  recommendForm: ChangedView;
  turnDownForm: ChangedView;
  moveUpForm: FilingView;
  reviewPeople: FilingView & { acting: Acting; acts: boolean };
  opinionAsk: FilingView & { asked: Opinion | null };
  opinionNews: FilingView;
  handover: FilingView;
  reviewFile: FileView;
  opinionPage: FileView;
  seals: FilingView;
  completeFile: FileView;
  /** `operator`: whoever looks on, on neither side. */
  timeline: FilingView & Course & { operator: boolean };
  withdrawAsk: FilingView;
  urged: FilingView;
  scanAsk: Base & { filings: Filing[] };
  copied: FilingView;
  copySaid: FilingView;
  copies: Base & { round: Round; filings: Filing[] };
  office: FilingView;
  officeList: Base & { round: Round; rows: IntakeRow[] };
  officeForm: FilingView;
  officeFile: FileView;
  board: Base & { round: Round; board: Board };
  officeSearch: Base & { round: Round; found: Found[] };
  officeCase: FilingView;
  officePaper: FileView;
  officeBatchForm: Base & { round: Round; rows: IntakeRow[] };
  officeBatch: Base & { batch: OfficeBatch };
  overQuota: FilingView;
  reviewText: FilingView;
  reviewFiles: FilingView;
  batchForm: DeskView;
  batchPreview: DeskView;
  batchDone: Base;
  desk: DeskView;
  departments: DepartmentsView;
  department: DepartmentView;
  departmentForm: DepartmentsView;
  departmentCode: CodeView & { botLink: string };
  registerForm: CodeView;
  registration: RegistrationView;
  refuseForm: RegistrationView;
  ownContact: OwnContactView;
  contactEnded: ContactView;
  annex2Word: FileView;
  annex2Book: FileView;
  annex2Form: DepartmentsView;
  colleagues: DepartmentView;
  colleagueNews: Base & { colleague: Colleague & InDepartment };
  deputyForm: DepartmentsView;
  deputyNews: Base & { deputy: Deputy & InDepartment };
  contacts: DepartmentsView & { contacts: Contact[] };
  appointForm: RoundView;
  appointed: ContactView;
  lookUpFailed: ContactView;
  deadlines: RoundView;
  due: DepartmentView;
  extensions: DepartmentsView & { filings: Filing[] };
  extension: FilingView;
  dueChanged: FilingView;
  departmentDue: DepartmentView;
  past: Base & { filings: Filing[] };
  closing: Base & { round: Round; tally: Tally };
  correction: CorrectionView;
  formCorrected: FilingView;
  histories: Base & { round: Round; filings: FilingLine[]; total: number };
  history: FileView;
  operators: Base & Listed;
  operatorForm: Base & { search: Search | null };
  operatorNews: Base & { search: Search | null };
  openRound: Base & { rounds: Round[] };
};

export type Sources = {
  tx: Tx;
  /** A filing that needs not be read: this transaction has just read or written it. */
  known?: Filing;
  brought?: Brought;
  files: FileStore;
  operators: Operators;
  /** Opens the chat with the bot. */
  botLink: string;
  template: (round: Round, part?: 'opinion' | 'annex2') => Promise<Uint8Array>;
};

const nobody: Concerned = { drafts: [], frozen: [], handedIn: 0 };

type Loader<K extends NoticeKind> = (sources: Sources, notice: NoticeOf<K>, base: Base) => Promise<Views[K]>;

/** The current state behind a notice, read when it is shown. Throws Refusal when it is gone. */
export const loadView = <K extends NoticeKind>(sources: Sources, notice: NoticeOf<K>, base: Base): Promise<Views[K]> =>
  (loaders[notice.kind as K] as Loader<K>)(sources, notice, base);

const ofFiling = async ({ tx, known }: Sources, notice: { filingId: string }, base: Base): Promise<FilingView> => ({
  ...base,
  filing: known?.id === notice.filingId ? known : await loadFiling(tx, notice.filingId),
});

/** Only for whoever takes part now: a message may have waited since, and a card is drawn anew for weeks. */
const ofOwn = async (sources: Sources, notice: { filingId: string }, base: Base): Promise<FilingView> => {
  const view = await ofFiling(sources, notice, base);
  if (base.me) mayDo(view.filing, base.me, 'read');
  return view;
};

/** For both sides: whoever fills it, and whoever acts for its department. A click has asked already, and has the filing. */
const ofSides = async (sources: Sources, notice: { filingId: string }, base: Base): Promise<FilingView> => {
  const view = await ofFiling(sources, notice, base);
  const { me, now } = base;
  const asked = sources.known?.id === notice.filingId;
  if (me && !asked && !memberOf(view.filing, me)) {
    await mayReview(sources.tx, sources.operators, view.filing, me, now);
  }
  return view;
};

/** For the national office only; a message may have waited since somebody belonged to it. */
const ofOffice = async (sources: Sources, notice: { filingId: string }, base: Base): Promise<FilingView> => {
  if (base.me) mustOperate(sources.operators, base.me);
  const view = await ofFiling(sources, notice, base);
  const { handedIn } = view.filing;
  return handedIn ? ofSubmitted(sources, { ...notice, version: handedIn }, base) : view;
};

const ofIntake = async ({ tx, operators }: Sources, { roundId }: { roundId: string }, base: Base) => {
  if (base.me) mustOperate(operators, base.me);
  return { ...base, round: await loadRound(tx, roundId), rows: await intakeOf(tx, roundId) };
};

/** A department sees what was handed in, never what is being written since (退回, 撤回, or 定稿 of a next version). */
const ofSubmitted = async (
  sources: Sources,
  notice: { filingId: string; version: number },
  base: Base,
): Promise<FilingView> => {
  const { filing } = await ofFiling(sources, notice, base);
  if (isBeforeReviewers(filing)) return { ...base, filing };
  const { answers, scans, round } = await sealedAs(sources.tx, filing, Math.min(notice.version, filing.handedIn));
  const { formRevision } = round;
  return { ...base, filing: { ...filing, answers, scans, round: { ...filing.round, formRevision } } };
};

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

const ofRound = async ({ tx }: Sources, notice: { roundId: string }, base: Base): Promise<RoundView> => ({
  ...base,
  ...(await roundWithContacts(tx, notice.roundId)),
});

const ofDepartments = async ({ tx }: Sources, notice: { roundId: string }, base: Base): Promise<DepartmentsView> => ({
  ...base,
  ...(await departmentsOf(tx, notice.roundId)),
});

const ofRegistration = async (
  { tx }: Sources,
  notice: { registrationId: string },
  base: Base,
): Promise<RegistrationView> => ({ ...base, registration: await loadRegistration(tx, notice.registrationId) });

const isTheirs = (row: { tenantKey: string | null; openId: string | null }, me: Who): boolean =>
  row.openId === me.openId && row.tenantKey === me.tenantKey;

const ofContact = async ({ tx }: Sources, notice: { contactId: string }, base: Base): Promise<ContactView> => {
  const contact = await loadContact(tx, notice.contactId);
  return { ...base, contact, round: await loadRound(tx, contact.roundId), contacts: [] };
};

const whichRounds = async ({ tx }: Sources, _notice: Notice, base: Base) => ({
  ...base,
  rounds: beginnable(await openRounds(tx)),
});

const ofSearch = async ({ tx, operators }: Sources, { search }: { search?: string }, base: Base) => {
  if (base.me) mustOperate(operators, base.me);
  return { ...base, search: search ? await loadSearch(tx, search) : null };
};

const ofDepartment = async (
  { tx, operators }: Sources,
  { roundId, departmentCode }: { roundId: string; departmentCode: string },
  base: Base,
): Promise<DepartmentView> => {
  const found = await departmentsOf(tx, roundId);
  const operator = base.me !== null && isOperator(operators, base.me);
  return { ...base, round: found.round, department: departmentIn(found, departmentCode), operator };
};

const loaders: { [K in NoticeKind]: Loader<K> } = {
  home: loadHome,
  words: async (_sources, _notice, base) => base,
  creditCode: whichRounds,
  openRound: whichRounds,
  held: ofFiling,
  step: ofOwn,
  brought: async (sources, notice, base) => ({
    ...(await ofOwn(sources, notice, base)),
    brought: sources.brought?.id === notice.brought ? sources.brought : await loadBrought(sources.tx, notice.brought),
  }),
  textPreview: async (sources, notice, base) => ({
    ...(await ofOwn(sources, notice, base)),
    batch: await loadBatch(sources.tx, notice.batch),
  }),
  item: ofOwn,
  tablePreview: async (sources, notice, base) => ({
    ...(await ofOwn(sources, notice, base)),
    table: await tableAside(sources.tx, notice.aside, notice.filingId),
  }),
  tableTemplate: async (sources, { filingId, step, field }, base) => {
    const { filing } = await ofOwn(sources, { filingId }, base);
    return { file: await rosterTemplate(fieldAt(filing, step, field, 'roster'), contextOf(filing)) };
  },
  check: async (sources, notice, base) => ({
    ...(await ofOwn(sources, notice, base)),
    // After a document was taken the card tells of that: a click has eight statements and no more.
    texts: base.me && !notice.brought ? await waitingTexts(sources.tx, base.me, notice.filingId) : [],
  }),
  answers: ofOwn,
  abandonForm: ofOwn,
  offer: ofOwn,
  receipt: async (sources, notice, base) => {
    const view = await ofOwn(sources, notice, base);
    return { ...view, receipts: await receiptsOf(sources.tx, view.filing) };
  },
  draft: async (sources, notice, base) => {
    const { filing } = await ofOwn(sources, notice, base);
    return { file: await draftFile(filing, await sources.template(filing.round)) };
  },
  textPack: async (sources, { filingId, version }, base) => {
    const { filing } = await ofOwn(sources, { filingId }, base);
    return { file: textPackFile(version ? await sealedAs(sources.tx, filing, version) : filing, version) };
  },
  frozen: ofOwn,
  received: ofOwn,
  file: ofOwn,
  ownFile: async (sources, notice, base) => {
    const { filing } = await ofOwn(sources, notice, base);
    const found = findFile(filing, notice.fileId);
    if (!found) throw new Refusal('no_file', '这份文件已经移除。');
    return { file: { name: found.file.name, content: await sources.files.read(found.file.key) } };
  },
  status: ofFiling,
  joinAsk: ofOwn,
  joinDenied: ofFiling,
  team: ofOwn,
  inviteForm: ofOwn,
  inviteText: async (sources, notice, base) => ({
    ...(await ofOwn(sources, notice, base)),
    botLink: sources.botLink,
  }),
  invited: ofFiling,
  member: ofOwn,
  teamNews: ofFiling,
  // The operators settle it where the owner is silent.
  claim: (sources, notice, base) =>
    base.me && isOperator(sources.operators, base.me) ? ofFiling(sources, notice, base) : ofOwn(sources, notice, base),
  look: ofOwn,
  lookForm: ofOwn,
  judged: ofOwn,
  review: async (sources, notice, base) => {
    // Right after the reviewer's own decision the row still says what was handed in.
    if (notice.decided && sources.known?.id === notice.filingId) return ofFiling(sources, notice, base);
    const view = await ofSubmitted(sources, notice, base);
    const open = isWithDepartment(view.filing) && view.filing.version === notice.version;
    return { ...view, changes: open ? await changesSinceHandedIn(sources.tx, view.filing) : null };
  },
  returnForm: async (sources, notice, base) => {
    const view = await ofSeen(sources, notice, base);
    return { ...view, drafts: await remarkDrafts(sources.tx, view.filing) };
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
  copied: ofSubmitted,
  copySaid: ofSides,
  copies: async ({ tx }, { roundId, departmentCode }, base) => ({
    ...base,
    round: await loadRound(tx, roundId),
    filings: await filingsCopiedTo(tx, roundId, departmentCode),
  }),
  office: ofOffice,
  officeList: ofIntake,
  board: async ({ tx, operators }, { roundId }, base) => {
    if (base.me) mustOperate(operators, base.me);
    const round = await loadRound(tx, roundId);
    return { ...base, round, board: await boardOf(tx, round, base.now) };
  },
  officeSearch: async ({ tx, operators }, { roundId, words = '' }, base) => {
    if (base.me) mustOperate(operators, base.me);
    return { ...base, round: await loadRound(tx, roundId), found: await findFilings(tx, roundId, words) };
  },
  officeCase: async (sources, notice, base) => {
    if (base.me) mustOperate(sources.operators, base.me);
    return ofFiling(sources, notice, base);
  },
  officePaper: async ({ tx, operators }, { roundId, what }, base) => {
    if (base.me) mustOperate(operators, base.me);
    return { file: await paperOf(tx, roundId, what) };
  },
  officeBatchForm: ofIntake,
  officeBatch: async ({ tx, operators }, { batchId }, base) => {
    if (base.me) mustOperate(operators, base.me);
    return { ...base, batch: await loadOfficeBatch(tx, batchId) };
  },
  officeForm: ofOffice,
  officeFile: async (sources, notice, base) => {
    const { filing } = await ofOffice(sources, notice, base);
    const file = [...allFiles(filing), ...filing.complete].find(({ id }) => id === notice.fileId);
    if (!file) throw new Refusal('no_file', '这份文件已被申报单位移除。');
    return { file: { name: file.name, content: await sources.files.read(file.key) } };
  },
  overQuota: ofOffice,
  annex: async (sources, { filingId, version }, base) => {
    const { filing } = await ofFiling(sources, { filingId }, base);
    const { me } = base;
    const forOffice = me && filing.office && isOperator(sources.operators, me);
    if (me && !forOffice && !memberOf(filing, me)) {
      await mayReadHandedIn(sources.tx, sources.operators, filing, me, base.now);
    }
    const sealed = await sealedAs(sources.tx, filing, version);
    return { file: await annexFile(sealed, await sources.template(sealed.round)) };
  },
  reviewFile: async (sources, { filingId, version, fileId }, base) => {
    const { tx, files, operators } = sources;
    const { filing: now } = await ofFiling(sources, { filingId }, base);
    if (base.me) await mayReadHandedIn(tx, operators, now, base.me, base.now);
    const filing = await sealedAs(tx, now, version);
    const file = allFiles(filing).find(({ id }) => id === fileId);
    if (!file) throw new Refusal('no_file', '这份文件已被申报单位移除。');
    return { file: { name: file.name, content: await files.read(file.key) } };
  },
  opinionPage: async (sources, { filingId, version }, base) => {
    const { filing } = await ofSides(sources, { filingId }, base);
    const sealed = await sealedAs(sources.tx, filing, version);
    return { file: await opinionFile(sealed, await sources.template(sealed.round, 'opinion')) };
  },
  seals: ofSides,
  timeline: async (sources, notice, base) => {
    const { me } = base;
    const sees = me !== null && isOperator(sources.operators, me);
    const view = sees ? await ofFiling(sources, notice, base) : await ofSides(sources, notice, base);
    const course = await courseOf(sources.tx, notice.filingId);
    return { ...view, ...course, operator: sees && !memberOf(view.filing, me) };
  },
  withdrawAsk: ofOwn,
  urged: ofSides,
  completeFile: async (sources, { filingId, fileId }, base) => {
    const { filing } = await ofSides(sources, { filingId }, base);
    const file = filing.complete.find(({ id }) => id === fileId);
    if (!file) throw new Refusal('no_file', '这份扫描件已经移除。');
    return { file: { name: file.name, content: await sources.files.read(file.key) } };
  },
  scanAsk: async ({ tx }, _notice, base) => ({
    ...base,
    filings: base.me ? await awaitingSeals(tx, base.me, base.now) : [],
  }),
  reviewText: ofSubmitted,
  reviewFiles: ofSubmitted,
  batchForm: ofDesk,
  batchPreview: ofDesk,
  batchDone: async (_sources, _notice, base) => base,
  desk: ofDesk,
  departments: ofDepartments,
  department: ofDepartment,
  due: ofDepartment,
  departmentDue: ofDepartment,
  extensions: async (sources, notice, base) => {
    if (base.me) mustOperate(sources.operators, base.me);
    const filings = await extendedFilings(sources.tx, notice.roundId);
    return { ...(await ofDepartments(sources, notice, base)), filings };
  },
  extension: async (sources, notice, base) => {
    if (base.me) mustOperate(sources.operators, base.me);
    return ofFiling(sources, notice, base);
  },
  dueChanged: ofFiling,
  departmentForm: ofDepartments,
  departmentCode: async ({ tx, botLink }, { codeId }, base) => ({
    ...base,
    botLink,
    code: await codeFor(tx, codeId, null, base.now),
  }),
  registerForm: async ({ tx }, { codeId }, base) => ({ ...base, code: await codeFor(tx, codeId, base.me, base.now) }),
  registration: ofRegistration,
  refuseForm: ofRegistration,
  ownContact: async ({ tx }, { roundId, departmentCode }, base) => {
    const found = await departmentsOf(tx, roundId);
    const department = departmentIn(found, departmentCode);
    const { me } = base;
    const row = [department.contact, ...department.deputies].find((one) => one && me && isTheirs(one, me));
    if (!row) throw new Refusal('not_registered', '您没有在这个部门登记，不能更正。如有变化，请联系主办方。');
    return { ...base, round: found.round, departmentName: department.name, row: formOf(row) };
  },
  contactEnded: ofContact,
  annex2Word: async ({ tx, operators, template }, { roundId, departmentCode }, base) => {
    const found = await departmentsOf(tx, roundId);
    const department = departmentIn(found, departmentCode);
    const { me, now } = base;
    if (me && !isOperator(operators, me)) mustAct(department, me, now, '只有这个部门的联系人和主办方可以看附件2。');
    return { file: await annex2File(department, await template(found.round, 'annex2')) };
  },
  annex2Book: async ({ tx, operators }, { roundId }, base) => {
    if (base.me) mustOperate(operators, base.me);
    return { file: await annex2Book(await departmentsOf(tx, roundId)) };
  },
  annex2Form: ofDepartments,
  colleagues: ofDepartment,
  colleagueNews: async ({ tx }, { colleagueId }, base) => ({
    ...base,
    colleague: await loadColleague(tx, colleagueId),
  }),
  deputyForm: ofDepartments,
  deputyNews: async ({ tx }, { deputyId }, base) => ({ ...base, deputy: await loadDeputy(tx, deputyId) }),
  contacts: async (sources, notice, base) => {
    const view = await ofDepartments(sources, notice, base);
    const contacts = view.departments.flatMap(({ contact }) => (contact ? [contact] : []));
    return { ...view, contacts };
  },
  appointForm: ofRound,
  deadlines: ofRound,
  correction: async ({ tx }, { roundId }, base) => {
    const round = await loadRound(tx, roundId);
    const newest = newestRevision(round.call);
    return {
      ...base,
      round,
      newest,
      concerned: newest > round.adopted ? await concernedBy(tx, round, newest) : nobody,
    };
  },
  past: async ({ tx }, _notice, base) => ({ ...base, filings: base.me ? await pastFilingsOf(tx, base.me) : [] }),
  closing: async ({ tx, operators }, { roundId }, base) => {
    if (base.me) mustOperate(operators, base.me);
    return { ...base, round: await loadRound(tx, roundId), tally: await tallyOf(tx, roundId) };
  },
  formCorrected: ofOwn,
  histories: async ({ tx, operators }, { roundId, page }, base) => {
    if (base.me) mustOperate(operators, base.me);
    return { ...base, round: await loadRound(tx, roundId), ...(await filingPage(tx, roundId, page)) };
  },
  history: async ({ tx, operators }, { filingId }, base) => {
    if (base.me) mustOperate(operators, base.me);
    return { file: await historyFile(tx, await loadFiling(tx, filingId)) };
  },
  operators: async ({ tx, operators }, _notice, base) => {
    if (base.me) mustOperate(operators, base.me);
    return { ...base, ...(await listOperators(tx)) };
  },
  operatorForm: ofSearch,
  // What a former operator was still to be told is nothing for them any more, save that they are none.
  operatorNews: (sources, notice, base) =>
    notice.event === 'dismissed' ? Promise.resolve({ ...base, search: null }) : ofSearch(sources, notice, base),
  appointed: ofContact,
  lookUpFailed: ofContact,
};

/** Attachments and scans, in the order of the form. */
export const allFiles = (filing: Filing) => [
  ...filesAt(filing.answers, 'systems', 'systems'),
  ...filesAt(filing.answers, 'route', 'proof'),
  ...filing.scans,
];

async function loadHome({ tx, operators }: Sources, _notice: NoticeOf<'home'>, base: Base): Promise<HomeView> {
  const rounds = await openRounds(tx);
  const { me } = base;
  const operator = !!me && isOperator(operators, me);
  if (!rounds.length || !me) return { ...base, operator, rounds: rounds.map((round) => ({ round, ...nothingToDo })) };
  const posts = await actsFor(tx, me, base.now);
  const { own: filings, handed } = await filingsAround(tx, me);
  const [first] = filings;
  const texts = first && filings.length === 1 ? await waitingTexts(tx, me, first.id) : [];
  const national = operator ? rounds.map(({ id }) => ({ roundId: id, departmentCode: DIRECT })) : [];
  const handedIn = await filingsAtAny(tx, [...posts, ...national]);
  const at = (round: Round, code: string) =>
    handedIn.filter(({ roundId, departmentCode }) => roundId === round.id && departmentCode === code);
  const partOf = (round: Round): HomeRound => ({
    round,
    filings: filings.filter(({ roundId }) => roundId === round.id),
    handed: handed.filter((filing) => filing.roundId === round.id && isWithDepartment(filing)),
    desks: posts
      .filter(({ roundId }) => roundId === round.id)
      .map(({ departmentCode }) => ({
        department: round.departments.find(({ code }) => code === departmentCode)!,
        filings: at(round, departmentCode),
      })),
    direct: at(round, DIRECT),
  });
  return { ...base, operator, rounds: rounds.map(partOf), texts };
}

const nothingToDo = { filings: [], desks: [], direct: [], handed: [] };
