import { z } from 'zod';
import { answersIn } from '../form/correct.ts';
import {
  answers,
  type Field,
  type FileRef,
  type Form,
  type FormContext,
  fileRef,
  type Raw,
  type Roster,
  rawValue,
  type Step,
} from '../form/define.ts';
import { textAt } from '../form/read.ts';
import { Refusal } from '../refusal.ts';
import { callOf } from '../rounds/calls.ts';
import type { Department, Round } from '../rounds/round.ts';
import { arises, DIRECT_ROUTE, type Route, type RoutingCall, routeOf, type Standing } from '../rounds/routes.ts';
import { routingOf } from '../rounds/routing.ts';
import { correctedSteps } from './corrected.ts';
import { formAt } from './forms.ts';
import { isEditable, isFrozen, type Status } from './status.ts';

/** Filings of national bodies go straight to the national office (通知二（一）): its operators review them. */
export const DIRECT = DIRECT_ROUTE;

export type Who = { tenantKey: string; openId: string };
export const sameWho = (a: Who, b: Who): boolean => a.tenantKey === b.tenantKey && a.openId === b.openId;

/** What a section said before its last change, which made it `rev`; `undone` when that change was itself an undoing. */
export const formerSchema = z.object({
  rev: z.number(),
  values: z.record(z.string(), rawValue),
  undone: z.boolean().optional(),
});
export type Former = z.infer<typeof formerSchema>;

const whoSchema = z.object({ tenantKey: z.string(), openId: z.string() });
/** What somebody who was asked to look before 定稿 says of it; `at` is when they were asked, or answered. */
export const verdictSchema = z.object({
  state: z.enum(['asked', 'agreed', 'objected']),
  at: z.string(),
  remarks: z.string().optional(),
});
export type Verdict = z.infer<typeof verdictSchema>;
/** owner: 填报人. editor: fills too, all sections or only `sections`. head: 机构负责人, reads and says yes or no. */
export type Role = 'owner' | 'editor' | 'head';
export type Member = Who & {
  name: string;
  role: Role;
  /** Steps an editor may change; absent or null = all. */
  sections?: string[] | null;
  verdict?: Verdict | null;
  /** The platform says that they have left. */
  lostAt?: Date | null;
  /** Absent of one who joins just now. */
  joinedAt?: Date;
};
export const memberOf = (filing: Pick<Filing, 'members'>, who: Who): Member | undefined =>
  filing.members.find((member) => sameWho(member, who));
export const ownerOf = (filing: Pick<Filing, 'members'>): Member | undefined =>
  filing.members.find(({ role }) => role === 'owner');

/** A colleague invited by a code that is handed on, or by mobile or e-mail; `sections` as of a member. */
export type Invitation = {
  id: string;
  role: 'editor' | 'head';
  sections: string[] | null;
  code: string | null;
  usesLeft: number;
  mobile: string | null;
  email: string | null;
  tenantKey: string;
  /** The guest, once found. */
  openId: string | null;
  /** open_id of the one who invited, in the same tenant. */
  invitedBy: string;
  byName: string;
  state: 'open' | 'used' | 'declined' | 'withdrawn' | 'failed';
  trouble: string | null;
  createdAt: Date;
  endsAt: Date;
};

/** Who changed a section last, and when. */
export const editSchema = whoSchema.extend({ name: z.string(), at: z.string() });
export type Edit = z.infer<typeof editSchema>;
/** A colleague asks to take the draft over; it is theirs at `dueAt` unless the owner refuses. */
export const claimSchema = editSchema.extend({ dueAt: z.string() });
export type Claim = z.infer<typeof claimSchema>;
/** A second editor's text for a section, kept until somebody chooses. */
export const conflictSchema = z.object({
  by: whoSchema.extend({ name: z.string() }),
  at: z.string(),
  values: z.record(z.string(), rawValue),
});
export type Conflict = z.infer<typeof conflictSchema>;

/** One thing to put right, at the question it is about; '' for a whole section. */
export const remarkSchema = z.object({ step: z.string(), field: z.string(), words: z.string() });
export type Remark = z.infer<typeof remarkSchema>;

/** What the reviewer said of the version named. */
export const reviewSchema = z.object({
  version: z.number(),
  remarks: z.string(),
  /** Remarks at single questions, beside the words on the whole. */
  items: z.array(remarkSchema).optional(),
  /** Whether the national office gave it back, and not the department. */
  byOffice: z.boolean().optional(),
  /** Why it is not recommended. */
  declined: z.string().optional(),
  /** Why it is recommended although the places are taken (原则上, 通知二（二）). */
  over: z.string().optional(),
  dueOn: z.string().optional(),
  opinion: z.string(),
  by: z.string(),
  at: z.string(),
});
export type Review = z.infer<typeof reviewSchema>;

const moment = { by: z.string(), at: z.string() };
/** What the national office has recorded, and what was filed in the national system (days in Asia/Shanghai). */
export const officeSchema = z.object({
  filed: z.object({ on: z.string(), receipt: z.string(), ...moment }).optional(),
  publicity: z.object({ from: z.string(), until: z.string(), link: z.string(), ...moment }).optional(),
  objections: z
    .array(
      z.object({
        ...{ id: z.string(), words: z.string(), ...moment },
        settled: z.object({ upheld: z.boolean(), why: z.string(), ...moment }).optional(),
      }),
    )
    .default([]),
  verdict: z.object({ approved: z.boolean(), on: z.string(), why: z.string(), ...moment }).optional(),
  /** 编号, printed nowhere before it is given. */
  number: z.string().optional(),
  listed: z.object({ on: z.string(), link: z.string(), ...moment }).optional(),
});
export type Office = z.infer<typeof officeSchema>;

/** The operator lets an institution in that no row of the routes admits, or sends it elsewhere: `to` a department or DIRECT. */
export const admissionSchema = z.object({ reason: z.string(), to: z.string().optional(), ...moment });
export type Admission = z.infer<typeof admissionSchema>;

/** 催办: one side asks the other to go on; counted by the working day it belongs to. `readAt`: when the first of them read it. */
export const urgeSchema = z.object({
  from: z.enum(['institution', 'department']),
  at: z.string(),
  day: z.string(),
  readAt: z.string().optional(),
});
export type Urge = z.infer<typeof urgeSchema>;

/** 抄送 to one department: of which version and when, and what it said of it. */
export const copySchema = z.object({
  version: z.number(),
  at: z.string(),
  readAt: z.string().optional(),
  by: z.string().optional(),
  comment: z.string().optional(),
});
export type Copy = z.infer<typeof copySchema>;

/** The department it was handed to before its answers led elsewhere, with the last version that it got. */
export const movedSchema = z.object({ from: z.string(), version: z.number(), at: z.string() });
export type Moved = z.infer<typeof movedSchema>;

/** The colleague in the department to whom the contact has handed the review of this filing, until it is taken back. */
export const assigneeSchema = whoSchema.extend({ name: z.string(), departmentCode: z.string(), ...moment });
export type Assignee = z.infer<typeof assigneeSchema>;

/** What a colleague was asked about one version: 征求意见 ('opinion'), or the head's word before 推荐 ('approval'). */
export const opinionSchema = whoSchema.extend({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['opinion', 'approval']),
  version: z.number(),
  askedAt: z.string(),
  /** Absent while nothing has been said. */
  answer: z.enum(['agreed', 'objected']).optional(),
  words: z.string().optional(),
  at: z.string().optional(),
});
export type Opinion = z.infer<typeof opinionSchema>;

/** `out`: where the file was taken from, and which it was there. */
export const looseFile = fileRef.extend({
  out: z.object({ step: z.string(), field: z.string(), at: z.int() }).optional(),
});
export type LooseFile = z.infer<typeof looseFile>;

export type Filing = {
  id: string;
  roundId: string;
  creditCode: string;
  status: Status;
  rev: number;
  version: number;
  handedIn: number;
  answers: z.infer<typeof answers>;
  revs: Record<string, number>;
  conflicts: Record<string, Conflict[]>;
  departmentCode: string | null;
  scans: FileRef[];
  /** Photographs of the signed form, one a page, until they are joined into a scan. */
  pages: FileRef[];
  /** Files that stand nowhere: waiting for a place, or taken `out` of one and still to be had back. */
  loose: LooseFile[];
  review: Review | null;
  /** Scan B: the whole form with the seals of both sides. */
  complete: FileRef[];
  assignee: Assignee | null;
  /** Those asked, the first one first; each belongs to the version it was asked about. */
  opinions: Opinion[];
  /** Holds one of the department's places (通知二（二）): from 推荐 on, until it is taken back or given up. */
  placed: boolean;
  office: Office | null;
  admission: Admission | null;
  urges: Urge[];
  /** By the department's code. */
  copies: Record<string, Copy>;
  moved: Moved | null;
  edits: Record<string, Edit>;
  former: Record<string, Former>;
  /** Those that are open, or whose guest was not found. */
  invitations: Invitation[];
  claim: Claim | null;
  /** The revision of the form it was begun or last frozen under, and sections looked at under a later one since. */
  formRevision: number;
  confirmed: Record<string, number>;
  createdAt: Date;
  touchedAt: Date;
  frozenAt: Date | null;
  submittedAt: Date | null;
  journalHead: string;
  /** What the national office has put in the place of its usual date, and why: services/rounds/deadlines.ts. */
  extendedTo: string | null;
  extendedWhy: string | null;
  members: Member[];
  round: Round;
};

/** The field of this kind, or a Refusal: a card may come from an older form, and a payload from anybody. */
export const fieldAt = <K extends Field['kind']>(
  filing: Filing,
  step: string,
  field: string,
  kind: K,
): Extract<Field, { kind: K }> => {
  const found = fieldIn(formOf(filing.round), step, field);
  if (found?.kind !== kind) throw oldForm();
  return found as Extract<Field, { kind: K }>;
};

/** The same, also if a correction has retired it: what somebody typed under the old form is kept all the same. */
export const everField = <K extends Field['kind']>(
  filing: Filing,
  step: string,
  field: string,
  kind: K,
): Extract<Field, { kind: K }> => {
  const found = formsOf(filing)
    .map((form) => fieldIn(form, step, field))
    .find((one) => one?.kind === kind);
  if (!found) throw oldForm();
  return found as Extract<Field, { kind: K }>;
};

/** What a row of a list is or ever was asked, as the newest form that has it asks it. */
export const everColumns = (filing: Filing, step: string, field: string): Roster['item'] =>
  Object.fromEntries(
    formsOf(filing)
      .toReversed()
      .map((form) => fieldIn(form, step, field))
      .flatMap((found) => (found?.kind === 'roster' ? Object.entries(found.item) : [])),
  );

/** The section as the newest form that has it asks it. */
export const everStep = (filing: Filing, step: string): Step => {
  const form = formsOf(filing).find(({ steps }) => Object.hasOwn(steps, step));
  if (!form) throw oldForm();
  return form.steps[step]!;
};

const fieldIn = ({ steps }: Form, step: string, field: string): Field | undefined =>
  Object.hasOwn(steps, step) && Object.hasOwn(steps[step]!.fields, field) ? steps[step]!.fields[field] : undefined;

/** The filing's form and those it was corrected from, the newest first. */
const formsOf = ({ round }: Filing): Form[] =>
  Array.from({ length: round.formRevision }, (_, age) => formAt({ ...round, formRevision: round.formRevision - age }));

export const stepAt = (filing: Filing, step: string): Step => {
  const { steps } = formOf(filing.round);
  if (!Object.hasOwn(steps, step)) throw oldForm();
  return steps[step]!;
};

const oldForm = () => new Refusal('no_step', '这张卡片来自旧的表单，请发送“继续”使用新的卡片。');

/** The filing with these fields of a section as given, its rev counted. */
export const withSection = (filing: Filing, step: string, values: Record<string, Raw>): Filing => ({
  ...filing,
  answers: { ...filing.answers, [step]: { ...filing.answers[step], ...values } },
  revs: { ...filing.revs, [step]: (filing.revs[step] ?? 0) + 1 },
});

/** What the scans of a version leave behind when it is given up: nothing of them belongs to the next one. */
export const withoutScans = (filing: Filing): Filing => ({
  ...filing,
  scans: [],
  pages: [],
  complete: [],
  loose: filing.loose.filter(({ out }) => !out || out.step || out.field === 'waiting'),
});

/** Whom it lies with while it can be changed again: somebody has given it back with remarks, or nobody has. */
export const openedAgain = ({ review }: Pick<Filing, 'review'>): Status => (review?.remarks ? 'returned' : 'draft');

/** Why it has its place beyond the quota: that stands as long as the place does, whoever reviews it again. */
export const overKept = ({ placed, review }: Pick<Filing, 'placed' | 'review'>): Pick<Review, 'over'> =>
  placed && review?.over ? { over: review.over } : {};

/** The place is given up, and with it why it was had beyond the quota. */
export const withoutPlace = (filing: Filing): Filing => {
  if (!filing.review) return { ...filing, placed: false };
  const { over: _, ...review } = filing.review;
  return { ...filing, placed: false, review };
};

/** Stands in the department's order: it has a place, or waits for one. */
export const isRanked = ({ placed, status }: Pick<Filing, 'placed' | 'status'>): boolean =>
  placed || status === 'waiting';

export const departmentOf = (filing: Filing): Department | undefined =>
  filing.round.departments.find(({ code }) => code === filing.departmentCode);

/** The last version that another department had, before corrected answers led to this one: 0 where none had any. */
export const othersUpTo = ({ moved, departmentCode }: Pick<Filing, 'moved' | 'departmentCode'>): number =>
  moved && moved.from !== departmentCode ? moved.version : 0;

/**
 * What was handed in was handed in to the department it lies with. Where corrected answers lead elsewhere it is made out to that
 * department with 定稿, and is nothing of its before 提交.
 */
export const isHandedIn = (filing: Pick<Filing, 'handedIn' | 'moved' | 'departmentCode'>): boolean =>
  filing.handedIn > othersUpTo(filing);

/** Who has been handed the review, if it still lies with their department. */
export const assigneeOf = ({
  assignee,
  departmentCode,
}: Pick<Filing, 'assignee' | 'departmentCode'>): Assignee | null =>
  assignee?.departmentCode === departmentCode ? assignee : null;

/** What was asked about the version that lies with the department. */
export const opinionsNow = ({ opinions, handedIn }: Pick<Filing, 'opinions' | 'handedIn'>): Opinion[] =>
  opinions.filter(({ version }) => version === handedIn);

/** 1 for the first in the department's order, among those that stand in it; undefined for any other. */
export const rankOf = (filing: Filing): number | undefined => {
  const at = departmentOf(filing)?.ranking.indexOf(filing.id) ?? -1;
  return at < 0 || !isRanked(filing) ? undefined : at + 1;
};

/** One form table per revision of the official form; rounds with different forms live side by side. */
export const formOf = (round: Pick<Round, 'call' | 'formRevision'>): Form => formAt(round);

/** What is sealed stands under the form it was sealed by; whatever can still be filled in, under the round's present one. */
export const underItsForm = (filing: Filing): Filing => {
  const open = isEditable(filing) || filing.status === 'abandoned';
  const formRevision = open ? filing.round.adopted : filing.formRevision;
  return filing.round.formRevision === formRevision ? filing : { ...filing, round: { ...filing.round, formRevision } };
};

/** Frozen by a form that has been corrected since: it has to be looked at and frozen again before it is handed in. */
export const isOutdated = (filing: Filing): boolean => isFrozen(filing) && filing.formRevision < filing.round.adopted;

/** The answers to what the filing's form asks. */
export const askedAnswers = (filing: Pick<Filing, 'round' | 'answers'>): Filing['answers'] =>
  answersIn(formOf(filing.round), filing.answers);

/** What the rules of the form look at: the answers, the round's departments, and what the route is. */
export const contextOf = (filing: Filing): FormContext => {
  const route = routeOfFiling(filing);
  return {
    answers: askedAnswers(filing),
    corrected: correctedSteps(filing),
    departments: filing.round.departments,
    facts: {
      routeKind: route.kind,
      ...('rule' in route ? { routeRule: route.rule } : {}),
      ...(route.kind === 'ineligible' ? { ineligible: route.why } : {}),
      ...(hasChoice(filing) ? { routeChoice: 'open' } : {}),
    },
  };
};

/** 推荐部门 and 抄送 as the answers say now (通知二（一）), or as the operator has decided. */
export const routeOfFiling = (filing: Pick<Filing, 'round' | 'answers' | 'admission'>): Route => {
  const call = routingOf(filing.round);
  const { admission } = filing;
  const standing = standingOf(askedAnswers(filing), call);
  return routeOf(call, admission ? { ...standing, admitted: admission } : standing);
};

/** Whether the clerk may choose between two routes: also after having chosen, so that the choice can be changed. */
const hasChoice = (filing: Filing): boolean => {
  const call = routingOf(filing.round);
  const { preferDirect: _, ...standing } = standingOf(askedAnswers(filing), call);
  return routeOf(call, standing).kind === 'choice';
};

export const standingOf = (given: z.infer<typeof answers>, call: RoutingCall): Standing => {
  const at = (step: string, field: string) => textAt(given, step, field) || undefined;
  const yes = (step: string, field: string) => at(step, field) && at(step, field) === '是';
  const category = at('identity', 'category');
  const center = at('standing', 'center');
  const known: { [K in keyof Standing]: Standing[K] | '' } = {
    category,
    provinceCode: at('identity', 'province'),
    isTisc: center && center === 'tisc',
    isUniversityCenter: center && center === 'university',
    affiliation: at('standing', 'affiliation'),
    isCultureLibrary: yes('standing', 'cultureLibrary'),
    isNationalOrg: yes('standing', 'nationalOrg'),
    isProvincialOutlet: yes('standing', 'outlet'),
    preferDirect: yes('route', 'preferDirect'),
  };
  // An answer to a question that the present category no longer asks must not count. The two centres are asked of all.
  const asked = ([question]: [string, unknown]) =>
    !category || question === 'isUniversityCenter' || arises(call, question as keyof Standing, category);
  return Object.fromEntries(
    Object.entries(known)
      .filter(([, value]) => value !== undefined && value !== '')
      .filter(asked),
  );
};

/** The name for cards and messages; a longer one than the form takes is cut, because a list holds many of them. */
export const institutionName = (filing: Pick<Filing, 'answers' | 'creditCode'>): string => {
  const name = [...textAt(filing.answers, 'identity', 'institutionName')];
  if (!name.length) return `${filing.creditCode}（未填单位名称）`;
  return name.length > NAME_LENGTH ? `${name.slice(0, NAME_LENGTH).join('')}……` : name.join('');
};
const NAME_LENGTH = 100;

/** The reference printed in the form's footer and quoted on the telephone: year and the end of the filing's id. */
export const referenceOf = (filing: Pick<Filing, 'id' | 'round'>): string =>
  `${filing.round.year}-${filing.id.slice(-8).toUpperCase()}`;

/** Whom the material goes to, in words. */
export const receiverOf = (filing: Filing): string =>
  filing.departmentCode === DIRECT
    ? callOf(filing.round.call).nationalOffice
    : (filing.round.departments.find(({ code }) => code === filing.departmentCode)?.name ?? '推荐部门');

export const stored = {
  answers,
  revs: z.record(z.string(), z.number()),
  conflicts: z.record(z.string(), z.array(conflictSchema)),
  scans: z.array(fileRef),
  pages: z.array(fileRef),
  loose: z.array(looseFile),
  review: reviewSchema.nullable(),
  complete: z.array(fileRef),
  assignee: assigneeSchema.nullable(),
  opinions: z.array(opinionSchema),
  office: officeSchema.nullable(),
  admission: admissionSchema.nullable(),
  urges: z.array(urgeSchema),
  copies: z.record(z.string(), copySchema),
  moved: movedSchema.nullable(),
  edits: z.record(z.string(), editSchema),
  former: z.record(z.string(), formerSchema),
  claim: claimSchema.nullable(),
  confirmed: z.record(z.string(), z.number()),
  sections: z.array(z.string()).nullable(),
  verdict: verdictSchema.nullable(),
};
