import type { Tx } from '../../prisma/client.ts';
import { noDepartment } from '../rounds/history.ts';
import type { Department, Round } from '../rounds/round.ts';
import { loadedRound } from '../rounds/store.ts';
import type { DepartmentCode } from './codes.ts';
import type { ColleagueSearch } from './colleague-search.ts';
import type { Colleague } from './colleagues.ts';
import type { Contact } from './contacts.ts';
import type { Deputy } from './deputies.ts';
import type { Registration } from './registrations.ts';

/** A department of a round and who works for it now. */
export type DepartmentState = Department & {
  annex2SentOn: string | null;
  annex2RecordedAt: Date | null;
  annex2RecordedBy: string | null;
  contact: (Contact & { appointedAt: Date }) | null;
  /** Those who stand in for the contact, the earliest days first. */
  deputies: Deputy[];
  /** Those who are let in, in the order they came. */
  colleagues: Colleague[];
  /** Those who are looked for, or were not found. */
  searches: ColleagueSearch[];
  /** Codes that are out, and registrations that nobody has answered. */
  codes: DepartmentCode[];
  registrations: Registration[];
};
export type Departments = { round: Round; departments: DepartmentState[] };

const active = { endedAt: null };
const withPeople = {
  contacts: { where: active },
  deputies: { where: active, orderBy: { fromOn: 'asc' } },
  colleagues: { where: active, orderBy: { addedAt: 'asc' } },
  searches: { orderBy: { createdAt: 'asc' } },
  codes: { where: { state: 'open' }, orderBy: { createdAt: 'asc' } },
  registrations: { where: { state: 'pending' }, orderBy: { registeredAt: 'asc' } },
} as const;

/** The round with all of its departments, in their order. One statement. */
export const departmentsOf = async (tx: Tx, roundId: string): Promise<Departments> =>
  toDepartments(await departmentRows(tx, roundId));

/** The same as they are stored. */
export const departmentRows = (tx: Tx, roundId: string) =>
  tx.round.findUniqueOrThrow({
    where: { id: roundId },
    include: { departments: { orderBy: { order: 'asc' }, include: withPeople } },
    relationLoadStrategy: 'join',
  });

/** Throws where this release cannot read them. */
export const toDepartments = (row: Awaited<ReturnType<typeof departmentRows>>): Departments => {
  const departments = row.departments.map(({ contacts, ...department }) => ({
    ...department,
    contact: contacts[0] ?? null,
  }));
  return { round: loadedRound({ ...row, departments }), departments };
};

export const departmentIn = ({ departments }: Departments, code: string): DepartmentState => {
  const found = departments.find((department) => department.code === code);
  if (!found) throw noDepartment();
  return found;
};
