/** The states of a filing; which command leads from which to which stands in test/services/filing/arrows.ts. */
export const statuses = [
  'draft',
  'ineligible',
  'returned',
  'frozen',
  'inst_sealed',
  'submitted',
  'under_review',
  'waiting',
  'recommended',
  'dept_sealed',
  'not_recommended',
  'filed_online',
  'publicity',
  'objection',
  'approved',
  'not_approved',
  'listed',
  'abandoned',
  'expired',
] as const;
export type Status = (typeof statuses)[number];

export const statusNames: Record<Status, string> = {
  draft: '填报中',
  ineligible: '暂不能申报',
  returned: '退回补正',
  frozen: '已定稿，待盖章',
  inst_sealed: '已盖章，待提交',
  submitted: '已提交，待审核',
  under_review: '审核中',
  waiting: '候补推荐',
  recommended: '已推荐',
  dept_sealed: '推荐部门已盖章',
  not_recommended: '不予推荐',
  filed_online: '已在国家系统提交',
  publicity: '公示中',
  objection: '公示有异议',
  approved: '准予备案',
  not_approved: '不予备案',
  listed: '已列入名单',
  abandoned: '本次不申报',
  expired: '年度结束，未完成',
};

const within =
  (...some: Status[]) =>
  ({ status }: { status: Status }): boolean =>
    some.includes(status);

/** Answers may be changed: nothing is sealed or handed in. */
export const isEditable = within('draft', 'ineligible', 'returned');
/** A version is frozen and lies with the institution still: it is printed, signed, sealed, scanned. */
export const isFrozen = within('frozen', 'inst_sealed');
/** The department has it and has not decided. */
export const isOpenForReview = within('submitted', 'under_review');
/** 退回补正 by the department: as long as it has not recommended it. */
export const isReturnable = within('submitted', 'under_review', 'waiting');
/** The department has decided for it, and what it decided can still be taken back. */
export const isChosen = within('waiting', 'recommended', 'dept_sealed');
/** It lies with the department, decided or not; the department hears when the institution gives it up. */
export const isWithDepartment = within('submitted', 'under_review', 'waiting', 'recommended', 'dept_sealed');
/** It is in the national system: the national office decides. */
export const isWithOffice = within('filed_online', 'publicity', 'objection', 'approved');
/** What the reviewing side sees is the filing itself, and not the version handed in before it was changed again. */
export const isBeforeReviewers = within(
  ...(['submitted', 'under_review', 'waiting', 'recommended', 'dept_sealed', 'not_recommended'] as const),
  ...(['filed_online', 'publicity', 'objection', 'approved', 'not_approved', 'listed'] as const),
);
/** Between 推荐 and the national system: the complete scan is made, looked at and filed, by either side. */
export const awaitsSeals = within('recommended', 'dept_sealed');
/** 七 has been given and stands: it is printed. */
export const isRecommended = within(
  ...(['recommended', 'dept_sealed', 'filed_online', 'publicity'] as const),
  ...(['objection', 'approved', 'not_approved', 'listed'] as const),
);
/** What the closing of the round ends, because it is neither decided nor given up. */
export const endsWithRound = within(
  ...(['draft', 'returned', 'frozen', 'inst_sealed', 'submitted', 'under_review'] as const),
  ...(['waiting', 'recommended', 'dept_sealed'] as const),
);
