import { randomUUID } from 'node:crypto';
import type { Filing } from '../../../services/filing/filing.ts';
import type { Status } from '../../../services/filing/status.ts';
import type { Answers, FileRef } from '../../../services/form/define.ts';
import { notice2023 } from '../../../services/rounds/notice-2023.ts';
import type { Round } from '../../../services/rounds/round.ts';
import json from '../../sample-filing.json' with { type: 'json' };
import { yunhan } from '../../season.ts';

export const noon = new Date('2026-11-23T04:00:00Z');
export const clerk = { tenantKey: 'tenant', openId: 'ou_clerk' };

export const round: Round = {
  id: 'round-2026',
  year: 2026,
  title: '2026年度国家知识产权信息公共服务网点备案',
  call: 'notice-2023',
  formRevision: 1,
  adopted: 1,
  annex2DueOn: '2026-12-07',
  materialsDueOn: '2027-01-18',
  holidays: [],
  closingAt: null,
  closedAt: null,
  rev: 1,
  departments: [...notice2023.departments, yunhan].map((department) => ({ ...department, taken: 0, ranking: [] })),
};

/** A received file; files of different names differ in everything. */
export const fileRef = (name: string): FileRef => ({
  id: name.slice(0, 8),
  name,
  size: 300_000,
  sha256: `sha-${name}`,
  key: `key-${name}`,
  source: `om_${name}/file`,
});

/** The complete fictional filing as the form stores it; a fresh copy each time. */
export const sampleAnswers = (): Answers => {
  const { section1: one } = json;
  return structuredClone({
    identity: { institutionName: one.name, category: '科技情报机构', province: yunhan.code },
    standing: { center: 'none', affiliation: 'none', outlet: '是', outletYear: '2021' },
    route: { proof: [fileRef('省级网点认定文件.pdf')] },
    basics: {
      name: one.name,
      legalNature: '事业单位',
      address: one.address,
      principalName: one.principal_name,
      principalTitle: one.principal_title,
    },
    staff: {
      staffTotal: String(one.staff_total),
      staffFulltime: String(one.staff_fulltime),
      staffParttime: String(one.staff_parttime),
      contactName: one.contact_name,
      contactMobile: one.contact_mobile,
      contactEmail: one.contact_email,
    },
    services: {
      serviceTargets: one.service_targets,
      serviceItems: one.service_items.map(({ name, type, fee }) => `${name}；${type}；${fee}`).join('\n'),
    },
    foundation: { foundation: json.section2.text },
    systems: { systems: [fileRef('知识产权信息公共服务管理办法.pdf')] },
    team: {
      members: json.section3.members.map(({ name, role, bio }, index) => ({
        id: `m${index}`,
        name,
        role: role === '主要负责人' ? '主要负责人（专职）' : '专职人员',
        bio,
      })),
    },
    plan: { plan: json.section4.text },
    cases: {
      cases: json.section5.cases.map(({ name, period, content }, index) => ({
        id: `c${index}`,
        name,
        period,
        content,
      })),
    },
    opinion: { opinion: json.section6.opinion },
  });
};

/** The same answers with some sections' fields replaced. */
export const answersWith = (changes: Answers): Answers => {
  const all = sampleAnswers();
  for (const [step, fields] of Object.entries(changes)) all[step] = { ...all[step], ...fields };
  return all;
};

const placed: Status[] = [
  ...(['recommended', 'dept_sealed', 'filed_online', 'publicity'] as const),
  ...(['objection', 'approved', 'not_approved', 'listed'] as const),
];
const said = { by: '国知办', at: noon.toISOString() };
/** What the national office has recorded by then. */
const officeOf = (status: Status): Filing['office'] => {
  const order: Status[] = ['filed_online', 'publicity', 'approved', 'listed'];
  const far = status === 'objection' ? 1 : status === 'not_approved' ? 0 : order.indexOf(status);
  if (far < 0) return null;
  const words = '公告方法不符';
  return {
    filed: { on: '2026-11-20', receipt: 'GG-1', ...said },
    ...(far > 0 && { publicity: { from: '2026-11-12', until: '2026-11-20', link: '', ...said } }),
    objections: status === 'objection' ? [{ id: 'o1', words, ...said }] : [],
    ...(far > 1 && { verdict: { approved: true, on: '2026-11-23', why: '', ...said }, number: '001' }),
    ...(far > 2 && { listed: { on: '2026-11-23', link: '', ...said } }),
  };
};

/** A filing held by the clerk, in any status, with what that status implies. */
export const sampleFiling = (status: Status = 'draft', changes: Partial<Filing> = {}): Filing => {
  const isFrozen = status !== 'draft' && status !== 'ineligible';
  const isSubmitted = isFrozen && status !== 'frozen' && status !== 'inst_sealed';
  const said = { remarks: '', opinion: '', by: '韩示例', at: noon.toISOString(), version: 1 };
  return {
    id: randomUUID(),
    roundId: round.id,
    creditCode: json.section1.unified_social_credit_code,
    status,
    rev: 7,
    version: isFrozen ? 1 : 0,
    handedIn: isSubmitted ? 1 : 0,
    answers: sampleAnswers(),
    revs: {},
    conflicts: {},
    departmentCode: isFrozen ? yunhan.code : null,
    scans: (isSubmitted || status === 'inst_sealed') && status !== 'returned' ? [fileRef('扫描件.pdf')] : [],
    pages: [],
    loose: [],
    formRevision: 1,
    confirmed: {},
    review:
      status === 'returned'
        ? { ...said, remarks: '请补充第二部分。' }
        : [...placed, 'waiting'].includes(status)
          ? { ...said, opinion: json.section7.opinion }
          : null,
    edits: {},
    former: {},
    invitations: [],
    claim: null,
    complete: status === 'dept_sealed' ? [fileRef('完整扫描件.pdf')] : [],
    placed: placed.includes(status),
    office: officeOf(status),
    assignee: null,
    opinions: [],
    admission: null,
    urges: [],
    copies: {},
    moved: null,
    createdAt: noon,
    touchedAt: noon,
    frozenAt: isFrozen ? noon : null,
    submittedAt: isSubmitted ? noon : null,
    journalHead: '',
    extendedTo: null,
    extendedWhy: null,
    members: [{ ...clerk, name: '沈若溪', role: 'owner' }],
    round,
    ...changes,
  };
};
