import type { FileRef, Raw, RawItem } from '../form/define.ts';
import type { EntryKind } from '../journal/entry-kinds.ts';
import type { Notice } from '../notice.ts';
import { Refusal } from '../refusal.ts';
import type { Urgency } from '../urgency.ts';
import type { FilePlace } from './file-places.ts';
import {
  assigneeOf,
  DIRECT,
  type Filing,
  type Invitation,
  type Member,
  type Opinion,
  type Remark,
  sameWho,
  type Urge,
  type Who,
} from './filing.ts';
import { isEditable, isFrozen, isOpenForReview, isWithDepartment, statusNames } from './status.ts';

export type Actor = Who & { name: string };

/** What is to be put right: words on the whole, remarks at single questions, or both, and until when. */
export type GivenBack = { version: number; remarks: string; items?: Remark[]; dueOn?: string };

/** What a person (or a file that has arrived) asks of a filing. */
export type Command =
  /** `looked`: the revision of the form whose questions the person saw, if they were looked at and not skipped. */
  | { type: 'save'; step: string; rev: number; values: Record<string, Raw>; looked?: number }
  | { type: 'confirm'; step: string; form: number }
  | { type: 'saveItem'; step: string; field: string; item: RawItem; was: string }
  | { type: 'removeItem'; step: string; field: string; item: string; was: string }
  | { type: 'moveItem'; step: string; field: string; item: string; to: number }
  | { type: 'restoreItem'; step: string; field: string; item: RawItem; order: string[] }
  | { type: 'adoptItems'; step: string; field: string; items: RawItem[] }
  | { type: 'append'; step: string; field: string; text: string; replace?: boolean }
  | { type: 'undo'; step: string; rev: number }
  | { type: 'attach'; step: string; field: string; file: FileRef; replaces?: string }
  | { type: 'adopt'; sections: { step: string; rev: number; values: Record<string, Raw> }[] }
  | { type: 'unadopt'; step: string; rev: number; values: Record<string, Raw | undefined> }
  | { type: 'choose'; step: string; rev: number; at: string; mine: boolean; field?: string }
  | { type: 'freeze'; rev: number; declared: boolean }
  | { type: 'reopen'; version: number }
  | { type: 'scan'; version: number; file: FileRef; replaces?: string }
  | { type: 'page'; version: number; file: FileRef; replaces?: string }
  | { type: 'receive'; file: FileRef }
  | { type: 'placeFiles'; files: string[]; to: FilePlace | null }
  | { type: 'takeOut'; file: string }
  | { type: 'restore'; file: string }
  | { type: 'moveFile'; file: string; by: 1 | -1 }
  | { type: 'renameFile'; file: string; name: string }
  | { type: 'finishScan'; version: number; pages: string[]; file: FileRef }
  | { type: 'submit'; version: number }
  | { type: 'withdraw'; version: number }
  | { type: 'abandon'; rev: number; reason: string }
  | { type: 'resume' }
  | { type: 'join'; member: Member }
  | { type: 'invite'; invitation: Invitation }
  | { type: 'found'; invitation: string; found: { openId: string } | { trouble: string } }
  | { type: 'uninvite'; invitation: string }
  | { type: 'accept'; invitation: string; name: string }
  | { type: 'decline'; invitation: string }
  | { type: 'assign'; who: Who; sections: string[] | null }
  | { type: 'remove'; who: Who }
  | { type: 'leave' }
  | { type: 'handOver'; to: Who }
  | { type: 'ownerLost'; who: Who }
  | { type: 'claim' }
  | { type: 'settleClaim'; at: string; yes: boolean }
  | { type: 'askLook'; who: Who }
  | { type: 'judge'; agree: boolean; remarks: string }
  | { type: 'open'; version: number }
  | ({ type: 'return' } & GivenBack)
  | { type: 'turnDown'; version: number; reason: string }
  /** `over`: why beyond the quota, '' where the reason was asked for and not given; `wait`: kept in rank without a place. */
  | { type: 'recommend'; version: number; opinion: string; over?: string; wait?: boolean }
  | { type: 'moveUp'; version: number; over?: string }
  | { type: 'takeBack'; version: number }
  /** `order`: the department's order as the card showed it. */
  | { type: 'rank'; order: string[]; by: 1 | -1 }
  /** 转交, or taken back where there is no `to`; `tell`: the others who act for the department. */
  | { type: 'assignReview'; version: number; to: (Who & { name: string }) | null; tell: Who[] }
  | { type: 'askOpinion'; version: number; id: string; of: Who & { name: string }; kind: Opinion['kind'] }
  | { type: 'giveOpinion'; version: number; id: string; agree: boolean; words: string }
  | { type: 'dropOpinion'; id: string }
  /** `code`: the beginning of the check code as read off the scan; `hash` is that of the frozen version. */
  | { type: 'seal'; version: number; slots: string[]; code: string; hash: string }
  | { type: 'complete'; version: number; file: FileRef }
  | { type: 'dropComplete'; file: string }
  | { type: 'sealComplete'; version: number; slots: string[]; code: string; hash: string }
  /** The complete scan was wrong: another one takes its place, and the ten places are looked at again. */
  | { type: 'unseal'; version: number }
  | { type: 'fileOnline'; version: number; on: string; receipt: string }
  | ({ type: 'officeReturn' } & GivenBack)
  | { type: 'refuse'; version: number; reason: string }
  | { type: 'publicise'; version: number; from: string; days: number; link: string }
  | { type: 'object'; version: number; words: string }
  /** `objection`: which one, by its id. */
  | { type: 'settleObjection'; version: number; objection: string; upheld: boolean; why: string }
  | { type: 'correctPublicity'; version: number; from: string; days: number; link: string; reason: string }
  | { type: 'correctNumber'; version: number; number: string; reason: string }
  | { type: 'approve'; version: number; number: string }
  | { type: 'list'; version: number; on: string; link: string; number: string }
  /** `to`: a department's code or DIRECT; let in by the rows' own province when absent. */
  | { type: 'admit'; reason: string; to?: string }
  /** The round's own routes are others. */
  | { type: 'reroute' }
  | { type: 'acknowledge'; department: string; version: number; comment: string }
  | { type: 'urge'; from: Urge['from'] }
  /** Somebody of the other side has read the urge of then. */
  | { type: 'urgeRead'; at: string }
  | { type: 'expire' }
  /** `was`: the extension a card showed, '' for none; null ends it. */
  | { type: 'extend'; was: string; to: string | null; why: string };
export type CommandOf<T extends Command['type']> = Extract<Command, { type: T }>;

export type Recipient = { who: Who } | { role: string };
/** `id`: of the message, where something else has to know it; `urgency`: where it is not the one of its kind. */
export type Addressed = { to: Recipient; notice: Notice; id?: string; urgency?: Urgency };
export type Decision = {
  filing: Filing;
  /** For the history: names of fields, never their contents. */
  entry: { what: EntryKind; why?: string };
  notices: Addressed[];
  outcome: 'done' | 'conflict' | 'unchanged';
  frozen?: { hash: string };
  /** The department's order, changed from what it was. */
  ranking?: { was: string[]; next: string[] };
};
export type Circumstances = { now: Date; actor: Actor; operators: Who[] };

/** One function per command; each file of commands holds a part of them. */
export type Commands = {
  [T in Command['type']]: (filing: Filing, command: CommandOf<T>, circumstances: Circumstances) => Decision;
};

/** The role whose holder reviews: the department's contact, or for direct filings the operators. */
export const contactRole = (roundId: string, departmentCode: string): string => `contact:${roundId}:${departmentCode}`;

export const done = (
  filing: Filing,
  entry: Decision['entry'],
  notices: Addressed[] = [],
  outcome: Decision['outcome'] = 'done',
): Decision => ({ filing, entry, notices, outcome });

/** Answers may be changed while nothing is sealed or handed in. */
export const editable = (filing: Filing) => {
  if (isEditable(filing)) return;
  throw new Refusal('not_editable', `材料已经定稿或提交，现在不能改动。${wayToChange(filing)}。`);
};

const wayToChange = (filing: Filing): string => {
  if (isFrozen(filing)) return '请先点“重新修改”';
  if (isOpenForReview(filing)) return '如需修改，请先撤回（发送“进度”）';
  if (filing.status === 'abandoned') return '这份材料本次不申报了，如需继续请先点“重新申报”（发送“进度”）';
  if (isWithDepartment(filing)) return `材料现在是“${statusNames[filing.status]}”，如有问题请联系推荐部门`;
  return `材料现在是“${statusNames[filing.status]}”，如有疑问请联系主办方`;
};

/** To all who fill; a 机构负责人 who only reads is asked and told separately. */
export const toMembers = (filing: Filing, notice: Notice): Addressed[] =>
  filing.members
    .filter(({ role }) => role !== 'head')
    .map(({ tenantKey, openId }) => ({ to: { who: { tenantKey, openId } }, notice }));

/** The one who clicked sees the change on the card itself. */
export const toColleagues = (filing: Filing, actor: Actor, notice: Notice): Addressed[] =>
  toMembers({ ...filing, members: filing.members.filter((member) => !sameWho(member, actor)) }, notice);

/** To the department, and to the colleague who has been handed the review. */
export const toReviewer = (filing: Filing, notice: Notice, operators: Who[]): Addressed[] => {
  if (filing.departmentCode === DIRECT) return operators.map((who) => ({ to: { who }, notice }));
  const assignee = assigneeOf(filing);
  const handed = assignee ? [{ tenantKey: assignee.tenantKey, openId: assignee.openId }] : [];
  return [
    { to: { role: contactRole(filing.roundId, filing.departmentCode ?? '') }, notice },
    ...handed.map((who) => ({ to: { who }, notice })),
  ];
};
