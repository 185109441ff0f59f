import { Refusal } from '../refusal.ts';
import { departmentIn, dueOf } from '../rounds/deadlines.ts';
import { extensionFault } from '../rounds/extension.ts';
import { type Addressed, type Commands, contactRole, done, toMembers } from './decision.ts';
import type { Filing } from './filing.ts';
import { endsWithRound, statusNames } from './status.ts';

/** The national office puts another date in the place of the usual one for a single filing, or takes that back. */
export const extendCommands: Pick<Commands, 'extend'> = {
  extend: (filing, { was, to, why }, { now }) => {
    if ((filing.extendedTo ?? '') !== was) {
      throw new Refusal('changed_since', '这份材料的延期刚被改过，请看最新的再操作。');
    }
    if (!endsWithRound(filing) && filing.status !== 'ineligible') {
      throw new Refusal('settled', `这份材料的状态是“${statusNames[filing.status]}”，不需要延期，没有改动。`);
    }
    const plain: Filing = { ...filing, extendedTo: null, extendedWhy: null };
    if (to === null) return done(plain, { what: 'extension ended' }, told(filing, 'ended'));
    const fault = extensionFault({ to, why }, dueOf(plain).on, now);
    if (fault) throw fault;
    const extended: Filing = { ...filing, extendedTo: to, extendedWhy: why.trim() };
    return done(extended, { what: `extended to ${to}`, why: why.trim() }, told(filing, 'extended'));
  },
};

/** The institution and its department. */
const told = (filing: Filing, event: 'extended' | 'ended'): Addressed[] => {
  const notice = { kind: 'dueChanged', filingId: filing.id, event } as const;
  const department = departmentIn(filing);
  const role = department && contactRole(filing.roundId, department.code);
  return [...toMembers(filing, notice), ...(role ? [{ to: { role }, notice }] : [])];
};
