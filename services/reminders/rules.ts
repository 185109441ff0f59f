import type { Status } from '../filing/status.ts';

/** What is counted back from; which day that is for somebody is found in parts.ts. */
export const deadlines = {
  annex2: '附件2 报送截止',
  handIn: '提交截止（全国、部门内部或延期后的日期，以先到、有效的为准）',
  correction: '补正截止',
  materials: '材料填报截止（或延期后的日期）',
  publicity: '公示期满',
} as const;

/** Who is reminded. */
export const audiences = {
  contact: '推荐部门联系人（代理期内为代理）',
  invited: '已收到邀请码、还没有登记完成的人',
  operators: '主办方管理员',
  members: '申报单位的填报人和共同填报人',
  reviewer: '推荐部门联系人（代理期内为代理）；已转交的为接办同事；直接申报的为主办方管理员',
} as const;

/** When it goes on without them: on the last days, within the windows, as long as it is not done. */
export const moments = {
  unread: '前一天或当天的提醒发出两小时还没有读',
  afternoon: '最后一个工作日下午还没有办',
  hourLater: '再过一小时还没有办',
} as const;

/** What is done then, each once for everybody whom it concerns. What an operator sees and does stands on 提醒情况. */
export const steps = {
  buzz: { name: '加急', when: 'unread', does: '加急提醒本人' },
  heads: { name: '机构负责人', when: 'afternoon', does: '告诉机构负责人；有人没有读到时，也告诉已经读到的共同填报人' },
  deputies: { name: '联系人和代理', when: 'afternoon', does: '告诉没有提醒过的联系人和代理（不在代理期的只是告知）' },
  operators: { name: '主办方', when: 'hourLater', does: '告诉主办方管理员，由其电话联系' },
} as const satisfies Record<string, { name: string; when: keyof typeof moments; does: string }>;
export type StepKey = keyof typeof steps;

export type Rule = {
  /** How the reminder is headed, and what there is to do. */
  title: string;
  task: string;
  deadline: keyof typeof deadlines;
  /** T-n in calendar days before the deadline, moved to the last working day at or before; -1: the first working day after it. */
  days: readonly number[];
  to: keyof typeof audiences;
  /** Reminded as long as a filing stands so; 'annex2': as long as nobody has recorded that 附件2 was sent. */
  while: readonly Status[] | 'annex2';
  /** Why you get this. */
  because: string;
  /** What is done on the last days when that is not enough. */
  escalate: readonly StepKey[];
};

const ALL = [30, 14, 7, 3, 1, 0] as const;
const IN_INSTITUTION = ['buzz', 'heads', 'operators'] as const;
const IN_DEPARTMENT = ['buzz', 'deputies', 'operators'] as const;

/**
 * Who is reminded of what, and when: the whole timetable. README shows this table (`npm run timetable`). The days are those
 * of the practice that people know; each is moved to a working day, for 30 April 2023, the last day for 附件2 (通知三（二）),
 * was a Sunday within a holiday.
 */
export const rules = {
  annex2: {
    title: '附件2 还没有发送',
    task: '把附件2（联系人信息表）发送给国家知识产权局，并记录发送日期',
    deadline: 'annex2',
    days: ALL,
    to: 'contact',
    while: 'annex2',
    because: '您是这个推荐部门的备案工作联系人，还没有记录附件2已经发送',
    escalate: IN_DEPARTMENT,
  },
  annex2Invited: {
    title: '联系人登记还没有完成',
    task: '登记为备案工作联系人',
    deadline: 'annex2',
    days: ALL,
    to: 'invited',
    while: 'annex2',
    because: '您收到了联系人邀请码，登记还没有完成',
    escalate: ['buzz'],
  },
  annex2Missing: {
    title: '还有推荐部门联系不上',
    task: '电话联系还没有联系人、或联系不上的推荐部门',
    deadline: 'annex2',
    days: ALL,
    to: 'operators',
    while: 'annex2',
    because: '您是主办方管理员，这些部门还没有能收到消息的联系人，附件2 也没有记录发送',
    escalate: [],
  },
  fill: {
    title: '备案材料还没有提交',
    task: '填写、盖章并提交备案材料',
    deadline: 'handIn',
    days: ALL,
    to: 'members',
    while: ['draft', 'frozen', 'inst_sealed'],
    because: '您在填报这份备案表，它还没有提交',
    escalate: IN_INSTITUTION,
  },
  correct: {
    title: '补正还没有提交',
    task: '按退回意见补正后重新提交',
    deadline: 'correction',
    days: [7, 3, 1, 0],
    to: 'members',
    while: ['returned', 'frozen', 'inst_sealed'],
    because: '您的备案表被退回了，还没有补正后重新提交',
    escalate: IN_INSTITUTION,
  },
  review: {
    title: '有材料等您审核',
    task: '审核并作出决定',
    deadline: 'materials',
    days: ALL,
    to: 'reviewer',
    while: ['submitted', 'under_review'],
    because: '这份材料由您审核，还没有决定',
    escalate: IN_DEPARTMENT,
  },
  sealByInstitution: {
    title: '双方盖章还没有办完',
    task: '完成双方盖章，在国家系统提交并登记回执',
    deadline: 'materials',
    days: ALL,
    to: 'members',
    while: ['recommended', 'dept_sealed'],
    because: '您的备案表已获推荐，还没有登记在国家系统提交',
    escalate: IN_INSTITUTION,
  },
  sealByDepartment: {
    title: '双方盖章还没有办完',
    task: '完成双方盖章，在国家系统提交并登记回执',
    deadline: 'materials',
    days: ALL,
    to: 'reviewer',
    while: ['recommended', 'dept_sealed'],
    because: '您推荐了这份备案表，还没有登记在国家系统提交',
    escalate: IN_DEPARTMENT,
  },
  publicity: {
    title: '公示期满要办理',
    task: '公示期满，登记异议或准予备案',
    deadline: 'publicity',
    days: [1, -1],
    to: 'operators',
    while: ['publicity'],
    because: '您是主办方管理员，这些材料在公示，期满后要作出决定',
    escalate: [],
  },
} as const satisfies Record<string, Rule>;

export type RuleKey = keyof typeof rules;
export const ruleKeys = Object.keys(rules) as RuleKey[];
export const ruleAt = (key: string): Rule => rules[key as RuleKey];

/** A last day, or the day before it: told at once, also beside the day's digest and on quiet days. */
export const isUrgent = (milestone: number): boolean => LAST_DAYS.includes(milestone);
/** n of T-n on which a reminder cannot wait. */
export const LAST_DAYS = [0, 1];
