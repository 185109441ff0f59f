import type { Tx } from '../../prisma/client.ts';
import { type Acting, actingFor, actsNow, colleagueAs, mustAct, NOBODY } from '../departments/acting.ts';
import {
  assigneeOf,
  DIRECT,
  type Filing,
  formOf,
  isHandedIn,
  type Member,
  memberOf,
  type Opinion,
  opinionsNow,
  ownerOf,
  type Role,
  sameWho,
  type Who,
} from '../filing/filing.ts';
import { Refusal } from '../refusal.ts';

/** The round's operators, from the settings; an entry without a tenant serves in any. */
export type Operators = readonly { openId: string; tenantKey?: string }[];

export const isOperator = (operators: Operators, who: Who): boolean =>
  operators.some(({ openId, tenantKey }) => openId === who.openId && (tenantKey ?? who.tenantKey) === who.tenantKey);

/**
 * What a member may do: read; edit (a section); carry (定稿, scans, 提交, 撤回); lead (invite, sections, remove, hand
 * over, ask the 负责人); claim (ask to take over); leave; judge (say yes or no before 定稿, whoever has been asked).
 */
export type Deed = 'read' | 'edit' | 'carry' | 'lead' | 'claim' | 'leave' | 'judge';

const rights: Record<Role, readonly Deed[]> = {
  owner: ['read', 'edit', 'carry', 'lead'],
  editor: ['read', 'edit', 'carry', 'claim', 'leave'],
  head: ['read', 'leave'],
};

/** Whether this person may; an editor of some sections edits these only and carries nothing. */
export const isAllowed = (filing: Filing, who: Who, deed: Deed, section?: string): boolean => {
  const member = memberOf(filing, who);
  return member !== undefined && memberMay(member, deed, section);
};

const memberMay = (member: Member, deed: Deed, section?: string): boolean => {
  if (deed === 'judge') return !!member.verdict;
  if (!rights[member.role].includes(deed)) return false;
  const { sections } = member;
  if (member.role !== 'editor' || !sections) return true;
  if (deed === 'carry') return false;
  return deed !== 'edit' || section === undefined || sections.includes(section);
};

/** Throws a Refusal that says who may. */
export const mayDo = (filing: Filing, who: Who, deed: Deed, section?: string): void => {
  const member = memberOf(filing, who);
  if (!member) {
    throw new Refusal(
      'not_member',
      '这份材料由其他同事填报，您不能改动。如需一起填，请发送“开始”并输入单位的统一社会信用代码申请加入。',
    );
  }
  if (!memberMay(member, deed, section)) throw new Refusal(`not_${deed}`, refusals[deed](filing, member));
};

const ownerName = (filing: Filing): string => ownerOf(filing)?.name ?? '';

const refusals: Record<Deed, (filing: Filing, member: Member) => string> = {
  read: () => '您不能看这份材料。',
  edit: (filing, { role, sections }) =>
    role === 'head'
      ? '没有改动：您受邀过目这份材料，可以看全部内容。有意见请写给填报人，由填报人修改。'
      : `没有改动：这一部分由其他同事负责，您可以看。您负责：${sectionTitles(filing, sections ?? [])}。如需一起改，请联系填报人${ownerName(filing)}。`,
  carry: (filing) => `没有改动：定稿、扫描件和提交由填报人${ownerName(filing)}和负责全部内容的同事办理。`,
  lead: (filing) => `没有改动：邀请同事、分工和移交由填报人${ownerName(filing)}办理。`,
  claim: () => '没有申请：只有一起填的同事可以申请接手。',
  leave: () => '您是填报人，不能直接退出。请先把材料移交给一起填的同事。',
  judge: () => '没有记下：现在没有请您过目。如有意见，请直接告诉填报人。',
};

/** Names of sections for words. */
export const sectionTitles = (filing: Filing, sections: string[]): string =>
  sections.map((key) => `“${formOf(filing.round).steps[key]?.title ?? key}”`).join('、') || '没有';

/** Who reviews: whoever acts now for the department it was submitted to, and the colleague it was handed to; operators for direct filings. */
export const mayReview = async (tx: Tx, operators: Operators, filing: Filing, who: Who, now: Date): Promise<void> => {
  mustReview(operators, filing, await actingAt(tx, filing), who, now);
};

/** Who may read what was handed in: whoever reviews it, and a colleague who was asked about this version. */
export const mayReadHandedIn = async (tx: Tx, operators: Operators, filing: Filing, who: Who, now: Date) => {
  const acting = await actingAt(tx, filing);
  if (!askedOf(filing, acting, who).length) mustReview(operators, filing, acting, who, now);
};

/** What this colleague was asked about the version that lies with the department. */
export const askedOf = (filing: Filing, acting: Acting, who: Who): Opinion[] =>
  isHandedIn(filing) && colleagueAs(acting, who) ? opinionsNow(filing).filter((one) => sameWho(one, who)) : [];

const actingAt = async (tx: Tx, { roundId, departmentCode }: Filing): Promise<Acting> =>
  departmentCode && departmentCode !== DIRECT ? actingFor(tx, roundId, departmentCode) : NOBODY;

/** The same where those who act for the department have been read already; resolves with the name in 附件2, if any. */
export const mustReview = (
  operators: Operators,
  filing: Filing,
  acting: Acting,
  who: Who,
  now: Date,
): string | undefined => {
  const words = '只有推荐部门的备案工作联系人可以审核这份材料，您的点击没有改动任何内容。';
  // What was never handed in to them is not theirs to review.
  if (!isHandedIn(filing)) throw new Refusal('not_reviewer', words);
  if (filing.departmentCode !== DIRECT) {
    const assignee = assigneeOf(filing);
    // Whoever acts for the department does so as such, whatever was handed to them.
    const handed = assignee && sameWho(assignee, who) && !actsNow(acting, who, now);
    const colleague = handed ? colleagueAs(acting, who) : undefined;
    return colleague?.name ?? mustAct(acting, who, now, words).name;
  }
  if (!isOperator(operators, who)) throw new Refusal('not_reviewer', words);
  return undefined;
};

export const mustOperate = (operators: Operators, who: Who): void => {
  if (!isOperator(operators, who)) {
    throw new Refusal('not_operator', '这项操作只有主办方管理员可以做，您的点击没有改动任何内容。');
  }
};
