import { callOf } from '../rounds/calls.ts';
import { dueOf } from '../rounds/deadlines.ts';
import type { Day } from '../time.ts';
import { DIRECT, type Filing, memberOf, receiverOf } from './filing.ts';
import { isEditable, isFrozen } from './status.ts';

/** An entry of the history that changed where a filing stands. */
export type CourseEntry = { at: Date; who: string; what: string; to: string | null };
/** One step of the course, in words, with the role of who took it. */
export type Step = { at: Date; words: string; by: string };
/** What comes next, who has to do it, and until when, where there is a date. */
export type Next = { words: string; by: string; until?: Day };

type By = 'institution' | 'department' | 'office' | 'either' | 'itself';
/** `inside`: before it is handed in, or while it is changed: nobody's business but the institution's. */
type Verb = { words: string; by: By; inside?: true };

/** By the first word of an entry; what is not here is no step of its own. */
const verbs: Record<string, Verb> = {
  create: { words: '建立草稿', by: 'institution', inside: true },
  freeze: { words: '第 N 版定稿', by: 'institution', inside: true },
  seal: { words: '第 N 版五处签字盖章已核对', by: 'institution', inside: true },
  reopen: { words: '第 N 版作废，重新修改', by: 'institution', inside: true },
  submit: { words: '提交第 N 版', by: 'institution' },
  withdraw: { words: '撤回第 N 版修改', by: 'institution' },
  abandon: { words: '本次不申报', by: 'institution' },
  resume: { words: '重新申报', by: 'institution' },
  open: { words: '开始审核', by: 'department' },
  return: { words: '退回第 N 版补正', by: 'department' },
  turnDown: { words: '不予推荐', by: 'department' },
  recommend: { words: '推荐', by: 'department' },
  wait: { words: '列为候补', by: 'department' },
  moveUp: { words: '候补递补为推荐', by: 'either' },
  takeBack: { words: '撤销决定', by: 'department' },
  sealComplete: { words: '十处签字盖章已核对', by: 'either' },
  unseal: { words: '撤回盖章核对，重新扫描', by: 'either' },
  file: { words: '在国家系统提交', by: 'either' },
  officeReturn: { words: '退回第 N 版补正', by: 'office' },
  publicise: { words: '开始公示', by: 'office' },
  object: { words: '收到异议', by: 'office' },
  objection: { words: '异议不成立', by: 'office' },
  correctPublicity: { words: '更正公示日期', by: 'office' },
  correctNumber: { words: '更正编号', by: 'office' },
  approve: { words: '准予备案', by: 'office' },
  refuse: { words: '不予备案', by: 'office' },
  list: { words: '列入名单', by: 'office' },
  expire: { words: '年度结束，未完成', by: 'office' },
  urge: { words: '催办', by: 'either' },
};

/** The course of a filing. The reviewing side sees it from where it was handed in, and nothing of what was written before. */
export const timelineOf = (filing: Filing, entries: CourseEntry[], institution: boolean): Step[] =>
  entries.flatMap((entry) => {
    const [first = '', second] = entry.what.split(' ');
    const verb = verbs[first];
    if (!verb || (verb.inside && !institution)) return [];
    const version = second?.startsWith('v') ? second.slice(1) : '';
    return [{ at: entry.at, words: verb.words.replace('N', version), by: nameOf(filing, entry, verb.by, second) }];
  });

const nameOf = (filing: Filing, entry: CourseEntry, by: By, second: string | undefined): string => {
  if (entry.who === ':automatic') return '自动';
  const [tenantKey = '', openId = ''] = entry.who.split(':');
  const ours = second === 'institution' || (second !== 'department' && memberOf(filing, { tenantKey, openId }));
  if (by === 'institution' || (by === 'either' && ours)) return '申报单位';
  if (by === 'office') return callOf(filing.round.call).nationalOffice;
  return filing.departmentCode === null || filing.departmentCode === DIRECT ? '推荐部门' : receiverOf(filing);
};

/** Whose turn it is; undefined when nothing comes any more. */
export const nextOf = (filing: Filing): Next | undefined => {
  const { status, office } = filing;
  const due = dueOf(filing);
  const receiver = receiverOf(filing);
  const national = callOf(filing.round.call).nationalOffice;
  if (isEditable(filing))
    return { words: status === 'returned' ? '补正后重新定稿、提交' : '填完后定稿', by: '申报单位', until: due.on };
  if (isFrozen(filing)) return { words: '签字、盖章、扫描，核对后提交', by: '申报单位', until: due.on };
  const steps: Partial<Record<Filing['status'], Next>> = {
    submitted: { words: '打开审核', by: receiver, until: due.last },
    under_review: { words: '审核后决定', by: receiver, until: due.last },
    waiting: { words: '有名额空出时递补', by: receiver, until: due.last },
    recommended: { words: '双方签字盖章，整份扫描，核对十处', by: '申报单位和推荐部门', until: due.last },
    dept_sealed: { words: '在国家系统提交，登记回执号', by: '申报单位和推荐部门', until: due.last },
    filed_online: { words: '审核，公示', by: national },
    publicity: { words: '公示期满、无异议的准予备案', by: national, until: office?.publicity?.until },
    objection: { words: '处理异议', by: national },
    approved: { words: '发布名单', by: national },
  };
  return steps[status];
};
