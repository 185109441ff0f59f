import type { Command } from '../../../services/filing/decision.ts';
import { DIRECT, type Filing } from '../../../services/filing/filing.ts';
import { allSlots, institutionSlots } from '../../../services/filing/seal-commands.ts';
import type { Status } from '../../../services/filing/status.ts';
import { answersWith, fileRef, sampleFiling } from './sample.ts';

/** One command that changes the state, and from which state it leads to which; from any other it is refused or does nothing. */
export type Arrows = {
  what: string;
  command: (filing: Filing) => Command;
  leads: Partial<Record<Status, Status>>;
  /** What the filing is beside the sample. */
  with?: Partial<Filing>;
  /** States in which the command changes nothing and says nothing. */
  nothing?: Status[];
};

export const hash = 'ab12'.padEnd(64, '0');
const excluded = answersWith({ standing: { center: 'tisc' } });
const direct = {
  departmentCode: DIRECT,
  answers: answersWith({ identity: { category: '行业组织' }, standing: { nationalOrg: '是', outlet: '否' } }),
};
/** Every department's places are taken. */
export const full = (filing: Filing): Filing => ({
  ...filing,
  round: { ...filing.round, departments: filing.round.departments.map((one) => ({ ...one, taken: one.softQuota })) },
});

/** Every arrow of the state machine, and with them every one that there is not. */
export const arrows: Arrows[] = [
  {
    what: 'an answer that shuts it out',
    command: () => ({ type: 'save', step: 'standing', rev: 0, values: { center: 'tisc' } }),
    leads: { draft: 'ineligible', ineligible: 'ineligible', returned: 'returned' },
  },
  {
    what: 'an answer that lets it in again',
    command: () => ({ type: 'save', step: 'standing', rev: 0, values: { center: 'none' } }),
    with: { answers: excluded },
    leads: { draft: 'draft', ineligible: 'draft', returned: 'returned' },
  },
  {
    what: 'let in by the operator',
    command: () => ({ type: 'admit', reason: '已改制' }),
    with: { answers: excluded },
    leads: { draft: 'draft', ineligible: 'draft', returned: 'returned' },
  },
  {
    what: 'other routes of the round',
    command: () => ({ type: 'reroute' }),
    leads: { draft: 'draft', ineligible: 'draft', returned: 'returned' },
    nothing: [
      ...(['frozen', 'inst_sealed', 'submitted', 'under_review', 'waiting', 'recommended', 'dept_sealed'] as const),
      ...(['not_recommended', 'filed_online', 'publicity', 'objection', 'approved', 'not_approved', 'listed'] as const),
      ...(['abandoned', 'expired'] as const),
    ],
  },
  {
    what: '定稿',
    command: ({ rev }) => ({ type: 'freeze', rev, declared: true }),
    // The sample's answers are those of an institution that may file.
    leads: { draft: 'frozen', ineligible: 'frozen', returned: 'frozen' },
  },
  {
    what: '重新修改',
    command: ({ version }) => ({ type: 'reopen', version }),
    leads: { frozen: 'draft', inst_sealed: 'draft' },
  },
  {
    what: '核对五处',
    command: ({ version }) => ({ type: 'seal', version, slots: Object.keys(institutionSlots), code: 'AB12', hash }),
    with: { scans: [fileRef('扫描件.pdf')] },
    leads: { frozen: 'inst_sealed' },
  },
  {
    what: 'another scan after 核对',
    command: ({ version }) => ({ type: 'scan', version, file: fileRef('又一份.pdf') }),
    leads: { frozen: 'frozen', inst_sealed: 'frozen' },
  },
  { what: '提交', command: ({ version }) => ({ type: 'submit', version }), leads: { inst_sealed: 'submitted' } },
  {
    what: '撤回修改',
    command: ({ version }) => ({ type: 'withdraw', version }),
    leads: { submitted: 'draft', under_review: 'draft' },
  },
  {
    what: '打开',
    command: ({ version }) => ({ type: 'open', version }),
    leads: { submitted: 'under_review' },
    nothing: [
      ...(['draft', 'ineligible', 'returned', 'frozen', 'inst_sealed', 'under_review'] as const),
      ...(['waiting', 'recommended', 'dept_sealed', 'not_recommended', 'filed_online'] as const),
      ...(['publicity', 'objection', 'approved', 'not_approved', 'listed', 'abandoned', 'expired'] as const),
    ],
  },
  {
    what: '退回补正',
    command: ({ version }) => ({ type: 'return', version, remarks: '请补充' }),
    leads: { submitted: 'returned', under_review: 'returned', waiting: 'returned' },
  },
  {
    what: '不予推荐',
    command: ({ version }) => ({ type: 'turnDown', version, reason: '人员不足' }),
    leads: { submitted: 'not_recommended', under_review: 'not_recommended' },
  },
  {
    what: '拟推荐',
    command: ({ version }) => ({ type: 'recommend', version, opinion: '同意' }),
    leads: { submitted: 'recommended', under_review: 'recommended' },
  },
  {
    what: '列为候补',
    command: ({ version }) => ({ type: 'recommend', version, opinion: '同意', wait: true }),
    leads: { submitted: 'waiting', under_review: 'waiting' },
  },
  { what: '递补', command: ({ version }) => ({ type: 'moveUp', version }), leads: { waiting: 'recommended' } },
  {
    what: '撤销决定',
    command: ({ version }) => ({ type: 'takeBack', version }),
    leads: {
      ...{ waiting: 'under_review', recommended: 'under_review' },
      ...{ dept_sealed: 'under_review', not_recommended: 'under_review' },
    },
  },
  {
    what: '核对十处',
    command: ({ version }) => ({ type: 'sealComplete', version, slots: Object.keys(allSlots), code: 'ab12', hash }),
    with: { complete: [fileRef('完整.pdf')] },
    leads: { recommended: 'dept_sealed' },
  },
  {
    what: '登记国家系统提交',
    command: ({ version }) => ({ type: 'fileOnline', version, on: '2026-11-23', receipt: 'GG-1' }),
    leads: { dept_sealed: 'filed_online' },
  },
  {
    what: '登记国家系统提交 of a direct filing',
    command: ({ version }) => ({ type: 'fileOnline', version, on: '2026-11-23', receipt: 'GG-1' }),
    with: direct,
    leads: { inst_sealed: 'filed_online' },
  },
  {
    what: 'given back by the national office',
    command: ({ version }) => ({ type: 'officeReturn', version, remarks: '请补充' }),
    leads: { filed_online: 'returned' },
  },
  {
    what: '不予备案',
    command: ({ version }) => ({ type: 'refuse', version, reason: '不符合条件' }),
    leads: { filed_online: 'not_approved' },
  },
  {
    what: '撤回核对',
    command: ({ version }) => ({ type: 'unseal', version }),
    leads: { dept_sealed: 'recommended' },
  },
  {
    what: '公示',
    command: ({ version }) => ({ type: 'publicise', version, from: '2026-11-23', days: 5, link: '' }),
    leads: { filed_online: 'publicity' },
  },
  {
    what: '异议',
    command: ({ version }) => ({ type: 'object', version, words: '情况不实' }),
    leads: { publicity: 'objection', objection: 'objection' },
  },
  {
    what: '异议不成立',
    command: ({ version }) => ({ type: 'settleObjection', version, objection: 'o1', upheld: false, why: '已核实' }),
    leads: { objection: 'publicity' },
  },
  {
    what: '更正公示',
    command: ({ version }) => ({
      ...{ type: 'correctPublicity', version, from: '2026-11-23', days: 5, link: '', reason: '年份写错' },
    }),
    leads: { publicity: 'publicity', objection: 'objection' },
  },
  {
    what: '更正编号',
    command: ({ version }) => ({ type: 'correctNumber', version, number: '002', reason: '写错' }),
    leads: { approved: 'approved' },
  },
  {
    what: '异议成立',
    command: ({ version }) => ({ type: 'settleObjection', version, objection: 'o1', upheld: true, why: '属实' }),
    leads: { objection: 'not_approved' },
  },
  {
    what: '准予备案',
    command: ({ version }) => ({ type: 'approve', version, number: '001' }),
    leads: { publicity: 'approved' },
  },
  {
    what: '发布名单',
    command: ({ version }) => ({ type: 'list', version, on: '2026-11-23', link: '', number: '' }),
    leads: { approved: 'listed' },
  },
  {
    what: '本次不申报',
    command: ({ rev }) => ({ type: 'abandon', rev, reason: '' }),
    leads: {
      ...{ draft: 'abandoned', ineligible: 'abandoned', returned: 'abandoned', frozen: 'abandoned' },
      ...{ inst_sealed: 'abandoned', submitted: 'abandoned', under_review: 'abandoned', waiting: 'abandoned' },
      ...{ recommended: 'abandoned', dept_sealed: 'abandoned' },
    },
    nothing: ['abandoned'],
  },
  {
    what: '重新申报',
    command: () => ({ type: 'resume' }),
    leads: { abandoned: 'draft' },
    nothing: [
      ...(['draft', 'ineligible', 'returned', 'frozen', 'inst_sealed', 'submitted', 'under_review'] as const),
      ...(['waiting', 'recommended', 'dept_sealed', 'not_recommended', 'filed_online'] as const),
      ...(['publicity', 'objection', 'approved', 'not_approved', 'listed', 'expired'] as const),
    ],
  },
  {
    what: 'the end of the round',
    command: () => ({ type: 'expire' }),
    leads: {
      ...{ draft: 'expired', returned: 'expired', frozen: 'expired', inst_sealed: 'expired', submitted: 'expired' },
      ...{ under_review: 'expired', waiting: 'expired', recommended: 'expired', dept_sealed: 'expired' },
    },
    nothing: [
      ...(['ineligible', 'not_recommended', 'filed_online', 'publicity', 'objection'] as const),
      ...(['approved', 'not_approved', 'listed', 'abandoned', 'expired'] as const),
    ],
  },
];

/** A filing of that state, as the row wants it. */
export const standingAt = ({ with: changes }: Arrows, status: Status): Filing => sampleFiling(status, changes);
