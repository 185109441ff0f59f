import type { NoticeOf } from '../notice.ts';
import { type Addressed, contactRole, toMembers, toReviewer } from './decision.ts';
import { DIRECT, type Filing, routeOfFiling, type Who } from './filing.ts';

type Event = NoticeOf<'status'>['event'];

/** The version as handed over to whoever decides. */
export const handedOver = (filing: Filing, now: Date): Filing => ({
  ...filing,
  handedIn: filing.version,
  submittedAt: now,
  copies: { ...filing.copies, ...Object.fromEntries(copiedTo(filing).map((code) => [code, copyOf(filing, now)])) },
});

const copyOf = ({ version }: Filing, now: Date) => ({ version, at: now.toISOString() });

/** Departments that are told of it (抄送), as the answers say. */
const copiedTo = (filing: Filing): readonly string[] => {
  const route = routeOfFiling(filing);
  // Frozen before the round's routes were changed: who has it needs no copy.
  return 'cc' in route ? route.cc.filter((code) => code !== filing.departmentCode) : [];
};

/** News for everybody whose work it is: those who fill, the department, and the national office once it is theirs. */
export const toAllSides = (filing: Filing, event: Event, operators: Who[], why?: string): Addressed[] => {
  const notice = { kind: 'status', filingId: filing.id, event, ...(why && { why }) } as const;
  const department = filing.departmentCode === DIRECT ? [] : toReviewer(filing, notice, operators);
  return [...toMembers(filing, notice), ...department, ...(filing.office ? toOffice(filing, operators) : [])];
};

/** To the national office: its card of this filing, to decide on. */
const toOffice = (filing: Filing, operators: Who[]): Addressed[] =>
  operators.map((who) => ({ to: { who }, notice: { kind: 'office', filingId: filing.id } }));

/** 抄送所在地省级知识产权管理部门 (通知二（一）): for information, blocks nothing. */
export const copiesOf = (filing: Filing): Addressed[] =>
  copiedTo(filing).map((code) => copyTo(filing, code, filing.version));

/** News of it to whoever has a copy, whatever the round's routes say by now; each of the version that it was given. */
export const toCopied = (filing: Filing): Addressed[] =>
  Object.entries(filing.copies)
    .filter(([code]) => code !== filing.departmentCode)
    .map(([code, { version }]) => copyTo(filing, code, version));

const copyTo = ({ id, roundId }: Filing, code: string, version: number): Addressed => ({
  to: { role: contactRole(roundId, code) },
  notice: { kind: 'copied', filingId: id, version, departmentCode: code },
});
