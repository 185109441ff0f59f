import type { Tx } from '../prisma/client.ts';
import type { Broadcast, Sent } from './broadcasts/broadcasts.ts';
import type { Former } from './broadcasts/opening.ts';
import type { Acting } from './departments/acting.ts';

import type { DepartmentCode } from './departments/codes.ts';
import type { ColleagueSearch } from './departments/colleague-search.ts';
import type { Colleague } from './departments/colleagues.ts';
import type { Contact, ContactForm } from './departments/contacts.ts';
import type { Deputy } from './departments/deputies.ts';
import type { DepartmentState, Departments } from './departments/overview.ts';
import type { Registration } from './departments/registrations.ts';
import type { FileStore } from './files/store.ts';
import type { AsideData } from './filing/asides.ts';
import type { Brought } from './filing/brought.ts';
import type { Changes } from './filing/changes.ts';
import type { Course } from './filing/course.ts';
import type { Filing, Opinion, Who } from './filing/filing.ts';
import type { Receipt } from './filing/receipt.ts';
import type { RemarkDraft } from './filing/remark-drafts.ts';
import type { TextBatch, WaitingText } from './filing/text-batch.ts';
import type { FilingLine } from './journal/filing-list.ts';
import type { NoticeKind, NoticeOf } from './notice.ts';
import type { OfficeBatch } from './office/batch.ts';
import type { Board } from './office/board.ts';
import type { IntakeRow } from './office/intake.ts';
import type { Found } from './office/search.ts';
import type { Listed } from './people/operator-list.ts';
import type { Search } from './people/operator-search.ts';
import type { Operators } from './people/roles.ts';
import type { EscalatedLine } from './reminders/escalated-lines.ts';
import type { ReminderLine } from './reminders/lines.ts';
import type { Telephone } from './reminders/telephoned.ts';
import type { UnheardPage } from './reminders/unheard.ts';
import type { Concerned } from './rounds/adopt-correction.ts';
import type { Rerouted } from './rounds/change-routes.ts';
import type { Tally } from './rounds/closing.ts';
import type { OwnRoutes } from './rounds/own-routes.ts';
import type { Department, Round } from './rounds/round.ts';
import type { UndeliveredPage } from './undelivered.ts';

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
  /** `gone`: to the department it has gone from. */
  seals: FilingView & { gone?: boolean };
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
  officeReturnForm: ChangedView & { drafts: RemarkDraft[] };
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
  /** `drafts`: by the filing's id, remarks that have been written at its questions and go out with 批量退回. */
  batchPreview: DeskView & { drafts: Map<string, RemarkDraft[]> };
  batchDone: Base;
  desk: DeskView;
  departments: DepartmentsView;
  department: DepartmentView;
  departmentForm: DepartmentsView;
  departmentCode: CodeView & { botLink: string };
  registerForm: CodeView;
  registration: RegistrationView;
  entryForm: RegistrationView;
  refuseForm: RegistrationView;
  ownContact: OwnContactView;
  contactEnded: ContactView;
  annex2Word: FileView;
  annex2Book: FileView;
  annex2Form: DepartmentsView;
  colleagues: DepartmentView;
  colleagueSought: Base & { search: ColleagueSearch | null };
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
  reminder: Base & { lines: ReminderLine[] };
  escalated: Base & { lines: EscalatedLine[] };
  unheard: Base & Departments & { found: UnheardPage; telephones: Map<string, Telephone> };
  quiet: Base & { quietUntil: string | null };
  past: Base & { filings: Filing[] };
  closing: Base & { round: Round; tally: Tally };
  correction: CorrectionView;
  formCorrected: FilingView;
  histories: Base & { round: Round; filings: FilingLine[]; total: number };
  history: FileView;
  operators: Base & Listed;
  operatorForm: Base & { search: Search | null };
  operatorNews: Base & { search: Search | null };
  undelivered: Base & UndeliveredPage;
  apiBudget: Base;
  broadcast: Base & { broadcast: Broadcast };
  roundOpened: Base & { round: Round; former: Former };
  roundCalendar: Base & { round: Round };
  routes: Base & { round: Round };
  routeForm: Base & { round: Round };
  routePreview: Base & { round: Round; next: OwnRoutes | null; found: Rerouted };
  deadlineFile: FileView;
  broadcasts: Base & { round: Round; sent: Sent };
  broadcastForm: Base & { round: Round };
  /** `size`: of a preview. */
  broadcastSheet: Base & { broadcast: Broadcast; size?: { people: number; unheld: number } };
  openRound: Base & { rounds: Round[] };
};

export type Sources = {
  tx: Tx;
  /** A filing that needs not be read: this transaction has just read or written it. */
  known?: Filing;
  /** A filing as it was read a moment ago; unlike with `known`, nobody has asked yet whose business it is. */
  read?: Filing;
  brought?: Brought;
  files: FileStore;
  operators: Operators;
  /** Opens the chat with the bot. */
  botLink: string;
  template: (round: Round, part?: 'opinion' | 'annex2') => Promise<Uint8Array>;
};

export type Loader<K extends NoticeKind> = (sources: Sources, notice: NoticeOf<K>, base: Base) => Promise<Views[K]>;
/** Each kind has its loader; one file of services/views/ holds some of them. */
export type Loaders = { [K in NoticeKind]: Loader<K> };
export type SomeLoaders = Partial<Loaders>;
