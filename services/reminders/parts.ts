import { sendingOf } from '../departments/annex2.ts';
import type { DepartmentState } from '../departments/overview.ts';
import { contactRole } from '../filing/decision.ts';
import { assigneeOf, DIRECT, type Filing, type Who } from '../filing/filing.ts';
import { personKey } from '../outbox.ts';
import { dueOf } from '../rounds/deadlines.ts';
import { isOver, type Round } from '../rounds/round.ts';
import type { Day } from '../time.ts';
import type { Part, Recipient } from './plan.ts';
import { type Rule, type RuleKey, ruleAt, ruleKeys } from './rules.ts';

export const filingSubject = (id: string): string => `filing:${id}`;
export const departmentSubject = (roundId: string, code: string): string => `department:${roundId}:${code}`;

/** What somebody has to do about a filing now, by the table of rules. */
export const partsOfFiling = (filing: Filing, operators: readonly Who[]): Part[] => {
  if (isOver(filing.round)) return [];
  return ruleKeys.flatMap((rule) => {
    const { while: states } = ruleAt(rule);
    if (states === 'annex2' || !states.includes(filing.status)) return [];
    const dueOn = dayFor(rule, filing);
    if (!dueOn) return [];
    return [
      { rule, subject: filingSubject(filing.id), dueOn, recipients: recipientsOf(ruleAt(rule), filing, operators) },
    ];
  });
};

/** The deadline that a rule counts back from; undefined when the rule does not hold for this filing. */
const dayFor = (rule: RuleKey, filing: Filing): Day | undefined => {
  // Given back with remarks, it is a correction until the department decides again.
  const correcting = Boolean(filing.review?.remarks);
  switch (ruleAt(rule).deadline) {
    case 'handIn':
      return correcting ? undefined : dueOf(filing).on;
    case 'correction':
      return correcting ? dueOf(filing).on : undefined;
    case 'publicity':
      return filing.office?.publicity?.until;
    default:
      return dueOf(filing).last;
  }
};

const recipientsOf = ({ to }: Rule, filing: Filing, operators: readonly Who[]): Recipient[] => {
  if (to === 'members') {
    return filing.members
      .filter(({ role, lostAt }) => role !== 'head' && !lostAt)
      .map((member) => ({ key: personKey(member), ...(member.joinedAt && { since: member.joinedAt }) }));
  }
  if (to === 'operators' || filing.departmentCode === DIRECT) return operators.map((who) => ({ key: personKey(who) }));
  const assignee = assigneeOf(filing);
  if (assignee) return [{ key: personKey(assignee), since: new Date(assignee.at) }];
  return [{ key: contactRole(filing.roundId, filing.departmentCode ?? '') }];
};

/** What there is to do about a department's 附件2 (通知三（二）): before somebody can be reached, the operators are asked to telephone. */
export const partsOfDepartment = (round: Round, department: DepartmentState, operators: readonly Who[]): Part[] => {
  const { code, contact, deputies, codes, registrations } = department;
  // Sent before the contact changed, it has to be sent again.
  if (isOver(round) || sendingOf(department) === 'sent') return [];
  const found = contact?.openId || deputies.some(({ openId }) => openId);
  const invited = [
    ...codes.filter(({ role }) => role === 'contact').flatMap(({ guests }) => guests),
    ...registrations.filter(({ role }) => role === 'contact').map(({ tenantKey, openId }) => `${tenantKey}:${openId}`),
  ];
  const parts: [RuleKey, Recipient[]][] = found
    ? [['annex2', [{ key: contactRole(round.id, code) }]]]
    : [
        ['annex2Invited', [...new Set(invited)].map((guest) => ({ key: `person:${guest}` }))],
        ['annex2Missing', operators.map((who) => ({ key: personKey(who) }))],
      ];
  const subject = departmentSubject(round.id, code);
  return parts
    .filter(([, recipients]) => recipients.length)
    .map(([rule, recipients]) => ({ rule, subject, dueOn: round.annex2DueOn, recipients }));
};
