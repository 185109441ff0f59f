import type { Notice, NoticeOf } from '../notice.ts';
import { type Addressed, contactRole, toMembers, toReviewer } from './decision.ts';
import { DIRECT, type Filing, routeOfFiling, type Who } from './filing.ts';

type Event = NoticeOf<'status'>['event'];

/** The version as handed over to whoever decides. */
export const handedOver = (filing: Filing, now: Date): Filing => ({
  ...filing,
  handedIn: filing.version,
  submittedAt: now,
});

/** News for everybody whose work it is: those who fill, the department, and the national office once it is theirs. */
export const toAllSides = (filing: Filing, event: Event, operators: Who[]): Addressed[] => {
  const notice = { kind: 'status', filingId: filing.id, event } as const;
  const department = filing.departmentCode === DIRECT ? [] : toReviewer(filing, notice, operators);
  return [...toMembers(filing, notice), ...department, ...(filing.office ? toOffice(filing, operators) : [])];
};

/** To the national office: its card of this filing, to decide on. */
export const toOffice = (filing: Filing, operators: Who[]): Addressed[] =>
  operators.map((who) => ({ to: { who }, notice: { kind: 'office', filingId: filing.id } }));

/** 抄送所在地省级知识产权管理部门 (通知二（一）): for information, blocks nothing. */
export const copiesOf = (filing: Filing): Addressed[] => {
  const route = routeOfFiling(filing);
  const notice: Notice = { kind: 'copied', filingId: filing.id, version: filing.version };
  const cc = 'cc' in route ? route.cc : [];
  return cc.map((code) => ({ to: { role: contactRole(filing.roundId, code) }, notice }));
};
