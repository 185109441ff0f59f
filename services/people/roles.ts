import type { Tx } from '../../prisma/client.ts';
import { DIRECT, type Filing, sameWho, type Who } from '../filing/filing.ts';
import { Refusal } from '../refusal.ts';

/** The round's operators, from the settings; an entry without a tenant serves in any. */
export type Operators = readonly { openId: string; tenantKey?: string }[];

export const isOperator = (operators: Operators, who: Who): boolean =>
  operators.some(({ openId, tenantKey }) => openId === who.openId && (tenantKey ?? who.tenantKey) === who.tenantKey);

/** Who may fill: the filing's owner and the colleagues let in. */
export const mayFill = (filing: Filing, who: Who): void => {
  if (filing.members.some((member) => sameWho(member, who))) return;
  throw new Refusal(
    'not_member',
    '这份材料由其他同事填报，您不能改动。如需一起填，请发送“开始”并输入单位的统一社会信用代码申请加入。',
  );
};

/** Who reviews: the active contact of the department it was submitted to; operators for direct filings. */
export const mayReview = async (tx: Tx, operators: Operators, filing: Filing, who: Who): Promise<void> => {
  const { roundId, departmentCode } = filing;
  const contact =
    departmentCode && departmentCode !== DIRECT
      ? await tx.contact.findFirst({ where: { roundId, departmentCode, endedAt: null } })
      : null;
  mustReview(operators, filing, contact, who);
};

/** The same where the department's contact has been read already. */
export const mustReview = (operators: Operators, filing: Filing, contact: Nullable<Who> | null, who: Who): void => {
  const holder =
    filing.departmentCode === DIRECT
      ? isOperator(operators, who)
      : contact !== null && contact.openId === who.openId && contact.tenantKey === who.tenantKey;
  // What was never handed in is nobody's to review.
  if (!holder || filing.handedIn === 0)
    throw new Refusal('not_reviewer', '只有推荐部门的备案工作联系人可以审核这份材料，您的点击没有改动任何内容。');
};

type Nullable<T> = { [K in keyof T]: T[K] | null };

export const mustOperate = (operators: Operators, who: Who): void => {
  if (!isOperator(operators, who)) {
    throw new Refusal('not_operator', '这项操作只有主办方管理员可以做，您的点击没有改动任何内容。');
  }
};
