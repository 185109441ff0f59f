import { z } from 'zod';
import type { Tx } from '../../prisma/client.ts';
import { calls } from './calls.ts';
import { ownRoutes } from './own-routes.ts';
import type { Department, Round } from './round.ts';

const holidays = z.array(z.object({ on: z.string(), work: z.boolean(), name: z.string() }));
const callKey = z.string().refine((key) => Object.hasOwn(calls, key), 'no such call');

type Row = Omit<Round, 'holidays' | 'routes' | 'adopted' | 'departments'> & {
  holidays: unknown;
  routes: unknown;
  departments: Department[];
};

export const loadedRound = (row: Row): Round => ({
  ...row,
  holidays: holidays.parse(row.holidays),
  routes: ownRoutes.nullable().parse(row.routes),
  call: callKey.parse(row.call),
  adopted: row.formRevision,
});

const withDepartments = { departments: { orderBy: { order: 'asc' } } } as const;

/** The rounds that go on now, the one opened first before the others; also those that are just being ended. */
export const openRounds = async (tx: Tx): Promise<Round[]> => {
  const rows = await tx.round.findMany({
    where: { closedAt: null },
    include: withDepartments,
    relationLoadStrategy: 'join',
    orderBy: [{ openedAt: 'asc' }, { id: 'asc' }],
  });
  return rows.map(loadedRound);
};

/** Those in which a filing can be begun. */
export const beginnable = (rounds: Round[]): Round[] => rounds.filter(({ closingAt }) => !closingAt);

export const loadRound = async (tx: Tx, id: string): Promise<Round> =>
  loadedRound(
    await tx.round.findUniqueOrThrow({ where: { id }, include: withDepartments, relationLoadStrategy: 'join' }),
  );

/** The round and who works for it now, the longest in office first. One statement. */
export const roundWithContacts = async (tx: Tx, id: string) => {
  const row = await tx.round.findUniqueOrThrow({
    where: { id },
    include: { departments: { orderBy: { order: 'asc' }, include: { contacts: { where: { endedAt: null } } } } },
    relationLoadStrategy: 'join',
  });
  const contacts = row.departments.flatMap((department) => department.contacts);
  const departments = row.departments.map(({ contacts: _, ...department }) => department);
  return {
    round: loadedRound({ ...row, departments }),
    contacts: contacts.sort((a, b) => a.appointedAt.getTime() - b.appointedAt.getTime()),
  };
};
