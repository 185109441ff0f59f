import { z } from 'zod';
import { deskDeeds } from './filing/desk-batch.ts';
import { batchDeeds, intakeStates, officeDeeds, officePapers } from './office/states.ts';
import { halves } from './reminders/halves.ts';
import { routeEdit } from './rounds/own-routes.ts';

// Typed as a plain object: zod infers Record<string, never> for {}, which cannot also hold a kind.
const nothing: z.ZodType<object> = z.object({});
const filing = z.object({ filingId: z.string() });
const who = z.object({ tenantKey: z.string(), openId: z.string() });
const department = z.object({ roundId: z.string(), departmentCode: z.string() });
const registration = z.object({ registrationId: z.string() });
/** A form that was sent in and is shown again: what was typed, and what is wrong with it, by field. */
const typedForm = z.object({
  typed: z.record(z.string(), z.string()).optional(),
  errors: z.record(z.string(), z.string()).optional(),
});
const version = filing.extend({ version: z.number() });
/** `asked`: by a colleague who was asked for an opinion, and decides nothing. */
const reading = version.extend({ page: z.number().optional(), asked: z.boolean().optional() });
const batch = department.extend({
  deed: z.enum(deskDeeds),
  dueOn: z.string().optional(),
  error: z.string().optional(),
});
const namedWords = z.array(z.object({ name: z.string(), words: z.string() }));
/** A decision to be made on this version; `seen`: what was typed was meant for an earlier one, and the difference is shown. */
const seenVersion = version.extend({ seen: z.number().optional() });
/** `at` and `words`: a remark at a question as it was typed; `wrong`: what the error is about. */
const returnForm = seenVersion.extend({
  remarks: z.string().optional(),
  at: z.string().optional(),
  words: z.string().optional(),
  dueOn: z.string().optional(),
  error: z.string().optional(),
  wrong: z.enum(['item']).optional(),
});

/**
 * Every message the bot sends and every card an answer to a click shows. The names are storage: cards live in chats
 * for weeks, and an intent may wait in the outbox over a release.
 */
export const notices = {
  home: nothing,
  words: z.object({ words: z.string() }),
  /** `roundId`: the round that was chosen where more than one is open. */
  creditCode: z.object({
    roundId: z.string().optional(),
    typed: z.string().optional(),
    error: z.string().optional(),
  }),
  held: filing.extend({ asked: z.boolean().optional() }),
  step: filing.extend({
    step: z.string(),
    flash: z.string().optional(),
    checked: z.boolean().optional(),
    /** An earlier filing of the same institution whose answers can be looked at. */
    earlier: z.object({ filing: z.string(), year: z.number() }).optional(),
    /** Opened from the check, to which saving leads back. */
    back: z.boolean().optional(),
    /** A file just taken out, which can be put back. */
    undo: z.string().optional(),
    /** A row was just removed: where it lies, to be brought back. */
    removed: z.object({ field: z.string(), aside: z.string() }).optional(),
    /** The row of a list that was just moved: it stays chosen. */
    picked: z.string().optional(),
  }),
  item: filing.extend({
    step: z.string(),
    field: z.string(),
    item: z.string(),
    checked: z.boolean().optional(),
    /** Its list was opened from the check, to which saving leads back. */
    back: z.boolean().optional(),
  }),
  /** Rows understood from a file or a message, to be taken or not; `same`: what becomes of those already in the list. */
  tablePreview: filing.extend({
    step: z.string(),
    aside: z.string(),
    same: z.enum(['skip', 'replace']).optional(),
    flash: z.string().optional(),
  }),
  tableTemplate: filing.extend({ step: z.string(), field: z.string() }),
  check: filing.extend({
    flash: z.string().optional(),
    brought: z.string().optional(),
    undeclared: z.boolean().optional(),
  }),
  /** Answers found elsewhere, to be taken or left: services/filing/brought.ts. */
  brought: filing.extend({ brought: z.string() }),
  /** Long text that waits for its person's word: services/filing/text-batch.ts. */
  textPreview: filing.extend({ step: z.string(), field: z.string(), batch: z.string(), flash: z.string().optional() }),
  answers: filing.extend({ page: z.number() }),
  abandonForm: filing,
  receipt: version,
  draft: filing,
  textPack: version,
  offer: filing.extend({ step: z.string(), field: z.string(), text: z.string() }),
  frozen: filing.extend({
    flash: z.string().optional(),
    undo: z.string().optional(),
    /** What was typed and ticked, and what is wrong with it. */
    error: z.string().optional(),
    typed: z.object({ code: z.string(), on: z.string(), receipt: z.string() }).partial().optional(),
  }),
  /** What has come of the files of one batch, by their ids, and where those that wait may go. */
  received: filing.extend({ files: z.array(z.string()), said: z.array(z.string()).optional() }),
  /** One file; `replacing` while the next one sent takes its place. `step` is '' beside the sections. */
  file: filing.extend({
    step: z.string(),
    file: z.string(),
    replacing: z.boolean().optional(),
    flash: z.string().optional(),
  }),
  ownFile: filing.extend({ fileId: z.string() }),
  annex: version,
  status: filing.extend({
    event: z.enum([
      'submitted',
      'opened',
      'returned',
      'recommended',
      'waiting',
      'movedUp',
      'declined',
      'takenBack',
      'deptSealed',
      'unsealed',
      'filed',
      'publicity',
      'objected',
      'publicityCorrected',
      'numberCorrected',
      'approved',
      'refused',
      'listed',
      'expired',
      'admitted',
      'redirected',
      'rerouted',
      'moved',
      'frozen',
      'withdrawn',
      'abandoned',
      'resumed',
      'joined',
      'none',
    ]),
    /** The reason somebody gave, for those who fill together. */
    why: z.string().optional(),
  }),
  joinAsk: filing.extend({ who: z.object({ tenantKey: z.string(), openId: z.string() }), name: z.string() }),
  joinDenied: filing,
  team: filing.extend({ flash: z.string().optional() }),
  inviteForm: filing.extend({ role: z.enum(['editor', 'head']), error: z.string().optional() }),
  inviteText: filing.extend({ invitationId: z.string() }),
  invited: filing.extend({ invitationId: z.string() }),
  member: filing.extend({ who }),
  teamNews: filing.extend({
    event: z.enum([
      'assigned',
      'removed',
      'left',
      'gone',
      'received',
      'handedOver',
      'ownerLost',
      'claimRefused',
      'joined',
      'declined',
    ]),
    name: z.string(),
  }),
  claim: filing.extend({ at: z.string() }),
  look: filing.extend({ flash: z.string().optional() }),
  lookForm: filing.extend({ remarks: z.string().optional(), error: z.string().optional() }),
  judged: filing.extend({ name: z.string(), agree: z.boolean(), remarks: z.string() }),
  /** `decided`: the answer to the reviewer's own decision. */
  review: version.extend({ decided: z.boolean().optional() }),
  returnForm,
  recommendForm: seenVersion.extend({
    opinion: z.string().optional(),
    error: z.string().optional(),
    /** The places are taken: wait in rank, or give a reason. */
    over: z.object({ words: z.string(), reason: z.string() }).optional(),
  }),
  turnDownForm: seenVersion.extend({ reason: z.string().optional(), error: z.string().optional() }),
  /** 递补 although the places are taken. */
  moveUpForm: version.extend({ over: z.object({ words: z.string(), reason: z.string() }) }),
  /** Within the department: to whom the review is handed, and who is asked. */
  reviewPeople: version.extend({ error: z.string().optional() }),
  opinionAsk: version.extend({ opinionId: z.string(), words: z.string().optional(), error: z.string().optional() }),
  opinionNews: filing.extend({ opinionId: z.string() }),
  handover: filing.extend({ event: z.enum(['handed', 'ended', 'dropped']) }),
  reviewFile: version.extend({ fileId: z.string() }),
  /** 七 and 八 by themselves, for the department to print. */
  opinionPage: version,
  /** To both sides: the complete scan, its ten places, and the filing in the national system. */
  seals: filing.extend({
    flash: z.string().optional(),
    error: z.string().optional(),
    ticked: z.array(z.string()).optional(),
    typed: z.object({ code: z.string(), on: z.string(), receipt: z.string() }).partial().optional(),
  }),
  /** To both sides and the operators: the whole course of a filing. */
  timeline: filing.extend({ flash: z.string().optional() }),
  /** Before 撤回修改: what it would do. */
  withdrawAsk: filing,
  /** One side asks the other to go on. */
  urged: filing.extend({ from: z.enum(['institution', 'department']), at: z.string() }),
  completeFile: filing.extend({ fileId: z.string() }),
  /** To a department: which filing a file belongs to. */
  scanAsk: z.object({
    messageId: z.string(),
    files: z.array(z.object({ fileKey: z.string(), name: z.string(), type: z.enum(['file', 'image']) })),
  }),
  /** Of which department's copy it is; older cards do not say. */
  copied: version.extend({
    departmentCode: z.string().optional(),
    comment: z.string().optional(),
    error: z.string().optional(),
  }),
  /** To whoever decides: what a province said of its copy. */
  copySaid: filing.extend({ departmentCode: z.string() }),
  /** 抄送本省. */
  copies: department,
  /** To the national office: one filing, from the national system on. */
  office: filing,
  /** To the national office: all that lies with it, by state and page. */
  officeList: z.object({
    roundId: z.string(),
    state: z.enum(intakeStates).optional(),
    page: z.number().optional(),
    flash: z.string().optional(),
  }),
  officeReturnForm: returnForm,
  officeForm: typedForm.extend({ ...version.shape, deed: z.enum(officeDeeds) }),
  officeFile: filing.extend({ fileId: z.string() }),
  board: z.object({ roundId: z.string(), page: z.number().optional() }),
  officeSearch: z.object({ roundId: z.string(), words: z.string().optional() }),
  officeCase: typedForm.extend({ ...filing.shape, flash: z.string().optional() }),
  officePaper: z.object({ roundId: z.string(), what: z.enum(officePapers) }),
  officeBatchForm: typedForm.extend({
    roundId: z.string(),
    deed: z.enum(batchDeeds),
    chosen: z.array(z.string()).optional(),
  }),
  officeBatch: z.object({ roundId: z.string(), batchId: z.string(), page: z.int().optional() }),
  /** To the national office: recommended beyond the quota, and why. */
  overQuota: filing,
  /** The whole of what was handed in, to be read; and its files one by one. */
  reviewText: reading,
  reviewFiles: reading,
  /** Several filings of a department at once; `chosen`: with the version that was seen. */
  batchForm: batch.extend({ chosen: z.array(z.string()).optional(), words: z.string().optional() }),
  batchPreview: batch.extend({
    chosen: z.array(z.string()),
    words: z.string(),
    over: z.object({ words: z.string(), reason: z.string() }).optional(),
  }),
  batchDone: batch.extend({ done: namedWords, left: namedWords }),
  desk: department.extend({ page: z.number().optional(), flash: z.string().optional() }),
  departments: z.object({ roundId: z.string(), page: z.number().optional(), flash: z.string().optional() }),
  department: department.extend({ flash: z.string().optional() }),
  departmentForm: typedForm.extend({ roundId: z.string(), departmentCode: z.string().optional() }),
  /** Words with a code to hand on, and what comes of it: services/departments/codes.ts, registrations.ts. */
  departmentCode: z.object({ codeId: z.string() }),
  registerForm: typedForm.extend({ codeId: z.string() }),
  registration,
  /** Before it is answered: what was registered, to be corrected. */
  entryForm: typedForm.extend(registration.shape),
  refuseForm: registration.extend({ typed: z.string().optional(), error: z.string().optional() }),
  ownContact: typedForm.extend({ ...department.shape, flash: z.string().optional() }),
  contactEnded: z.object({ contactId: z.string() }),
  annex2Word: department,
  annex2Book: z.object({ roundId: z.string() }),
  annex2Form: department.extend({ on: z.string().optional(), error: z.string().optional() }),
  colleagues: typedForm.extend({ ...department.shape, flash: z.string().optional() }),
  /** To whoever looked for a colleague: nobody was found, and why. */
  colleagueSought: department.extend({ searchId: z.string() }),
  colleagueNews: z.object({ colleagueId: z.string(), event: z.enum(['joined', 'ended']) }),
  deputyForm: typedForm.extend(department.shape),
  deputyNews: z.object({
    deputyId: z.string(),
    event: z.enum(['named', 'failed', 'begun', 'over', 'ended']),
  }),
  contacts: z.object({ roundId: z.string(), flash: z.string().optional() }),
  appointForm: z.object({
    roundId: z.string(),
    typed: z.record(z.string(), z.string()).optional(),
    errors: z.record(z.string(), z.string()).optional(),
  }),
  appointed: z.object({ contactId: z.string() }),
  lookUpFailed: z.object({ contactId: z.string() }),
  deadlines: z.object({
    roundId: z.string(),
    flash: z.string().optional(),
    error: z.string().optional(),
    typed: z.record(z.string(), z.string()).optional(),
  }),
  /** A department's own date, and the national office's extension for it. */
  due: typedForm.extend({ roundId: z.string(), departmentCode: z.string(), flash: z.string().optional() }),
  /** Departments and filings of a round that have dates of their own. */
  extensions: z.object({
    roundId: z.string(),
    error: z.string().optional(),
    typed: z.string().optional(),
  }),
  extension: typedForm.extend({ filingId: z.string(), flash: z.string().optional() }),
  dueChanged: filing.extend({ event: z.enum(['extended', 'ended', 'department']) }),
  departmentDue: department.extend({ event: z.enum(['set', 'cleared', 'extended', 'ended']) }),
  /** What somebody has to do by when, one message a day: services/reminders/. `later`: put off until the next working day. */
  reminder: z.object({ digest: z.string(), later: z.string().optional() }),
  /** What others have not done on its last day, to whoever comes next: services/reminders/escalation.ts. */
  escalated: z.object({ digest: z.string() }),
  /** 提醒情况: whom the reminders of the last days have not reached, and what was done about it. */
  unheard: z.object({
    roundId: z.string(),
    half: z.enum(halves).optional(),
    page: z.int().optional(),
    flash: z.string().optional(),
  }),
  /** 提醒设置: days without reminders. */
  quiet: z.object({ flash: z.string().optional(), error: z.string().optional() }),
  /** What this person filled in rounds that are over. */
  past: nothing,
  /** 结束本年度: what becomes of which filings, how far it is, what came of it. */
  closing: z.object({ roundId: z.string(), flash: z.string().optional() }),
  correction: z.object({ roundId: z.string(), flash: z.string().optional() }),
  /** The form was corrected after one revision up to another: which questions changed. */
  formCorrected: filing.extend({ from: z.int(), to: z.int() }),
  /** Filings whose history the operator may have, and the file with one. */
  histories: z.object({ roundId: z.string(), page: z.int() }),
  history: filing,
  operators: z.object({ flash: z.string().optional() }),
  operatorForm: z.object({
    search: z.string().optional(),
    typed: z.object({ mobile: z.string(), email: z.string() }).optional(),
    errors: z.object({ mobile: z.string().optional(), email: z.string().optional() }).optional(),
  }),
  /** `welcome` and `dismissed` go to the one concerned, the others to operators. */
  operatorNews: z.object({
    event: z.enum(['welcome', 'dismissed', 'added', 'removed', 'already', 'notFound']),
    name: z.string(),
    search: z.string().optional(),
  }),
  /** To the operators: what could not be delivered; and how much of the month's calls of the platform is used. */
  undelivered: z.object({ page: z.int().optional(), flash: z.string().optional() }),
  apiBudget: z.object({ month: z.string(), percent: z.int(), budget: z.int() }),
  /** To many at once, in an operator's words: services/broadcasts/. */
  broadcast: z.object({ broadcastId: z.string() }),
  /** To those known from before: a round is open. `flash`: what they have said to it. */
  roundOpened: z.object({ roundId: z.string(), flash: z.string().optional() }),
  /** 发送时段与节假日 of a round. */
  roundCalendar: typedForm.extend({ roundId: z.string(), flash: z.string().optional() }),
  /** 推荐路径 of a round, one row to be changed (or added where there is no `rule`), and what a change would mean. */
  routes: z.object({ roundId: z.string(), flash: z.string().optional() }),
  routeForm: z.object({
    roundId: z.string(),
    rule: z.string().optional(),
    typed: routeEdit.partial().optional(),
    errors: z.record(z.string(), z.string()).optional(),
  }),
  routePreview: z.object({ roundId: z.string(), rev: z.int(), edit: routeEdit }),
  /** A deadline for somebody's own calendar; `of`: the filing or department it is about, `more`: and others. */
  deadlineFile: z.object({
    ...{ roundId: z.string(), rule: z.string(), on: z.string() },
    ...{ of: z.string().optional(), more: z.boolean().optional() },
  }),
  /** 群发通知: what was sent, what is written, and what has become of one of them. */
  broadcasts: z.object({ roundId: z.string() }),
  broadcastForm: typedForm.extend({ roundId: z.string() }),
  broadcastSheet: z.object({ roundId: z.string(), broadcastId: z.string(), flash: z.string().optional() }),
  openRound: z.object({ error: z.string().optional(), typed: z.record(z.string(), z.string()).optional() }),
} as const;

export type NoticeKind = keyof typeof notices;
export type Notice = { [K in NoticeKind]: { kind: K } & z.infer<(typeof notices)[K]> }[NoticeKind];
export type NoticeOf<K extends NoticeKind> = Extract<Notice, { kind: K }>;

/** The national office gave back by the form of its other deeds once; what was typed there has the names of today's. */
const givingBack = z.object({ deed: z.literal('return'), typed: z.looseObject({}).optional() }).loose();

/** Reads a stored notice; throws when a release has dropped what an older one wrote. */
export const parseNotice = (kind: string, data: unknown): Notice => {
  const known = kind as NoticeKind;
  const old = known === 'officeForm' && givingBack.safeParse(data).data;
  if (old) return parseNotice('officeReturnForm', { ...old, ...old.typed });
  if (!Object.hasOwn(notices, known)) throw new Error(`unknown notice kind ${kind}`);
  return { kind: known, ...notices[known].parse(data) } as Notice;
};
