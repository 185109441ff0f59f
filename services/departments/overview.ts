import type { Tx } from '../../prisma/client.ts';
import { Refusal } from '../refusal.ts';
import type { Department, Round } from '../rounds/round.ts';
import { loadedRound } from '../rounds/store.ts';
import type { Contact } from './contacts.ts';

/** A department of a round and who works for it now. */
export type DepartmentState = Department & {
  annex2SentOn: string | null;
  annex2RecordedAt: Date | null;
  annex2RecordedBy: string | null;
  contact: (Contact & { appointedAt: Date }) | null;
};
export type Departments = { round: Round; departments: DepartmentState[] };

/** The round with all of its departments, in their order. One statement. */
export const departmentsOf = async (tx: Tx, roundId: string): Promise<Departments> => {
  const row = await tx.round.findUniqueOrThrow({
    where: { id: roundId },
    include: { departments: { orderBy: { order: 'asc' }, include: { contacts: { where: { endedAt: null } } } } },
    relationLoadStrategy: 'join',
  });
  const departments = row.departments.map(({ contacts, ...department }) => ({
    ...department,
    contact: contacts[0] ?? null,
  }));
  return { round: loadedRound({ ...row, departments }), departments };
};

export const departmentIn = ({ departments }: Departments, code: string): DepartmentState => {
  const found = departments.find((department) => department.code === code);
  if (!found) throw new Refusal('no_department', '没有这个推荐部门，请返回列表重新选择。');
  return found;
};
