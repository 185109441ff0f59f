import type { Tx } from '../../prisma/client.ts';
import { type Acting, actingIn, NOBODY } from '../departments/acting.ts';
import { type DepartmentState, departmentRows, toDepartments } from '../departments/overview.ts';
import { contactRole } from '../filing/decision.ts';
import type { Filing, Who } from '../filing/filing.ts';
import { filingRows, toFiling } from '../filing/store.ts';
import type { Round } from '../rounds/round.ts';
import { departmentSubject, filingSubject, partsOfDepartment, partsOfFiling } from './parts.ts';
import type { Part } from './plan.ts';

/** What is reminded of, as it stands now, and whose part in it is what. */
export type Standing = { round: Round; parts: Part[] } & (
  | { filing: Filing; department: null }
  | { filing: null; department: DepartmentState }
);

/** Subjects of which this release can make nothing, and why: they are put off until then, so that they do not hold up all others. */
export type Aside = { subjects: Map<string, unknown>; until: Date };

/**
 * Several subjects as they stand now; one that is gone is not among them, nor one that has to be set aside: without `aside`
 * that is thrown. Two statements for the filings, one a round for departments.
 */
export const standingsOf = async (
  tx: Tx,
  subjects: readonly string[],
  operators: readonly Who[],
  aside?: Aside,
): Promise<Map<string, Standing>> => {
  const keys = [...new Set(subjects)].map((subject) => subject.split(':'));
  const rows = await filingRows(tx, idsIn(keys));
  const found = new Map<string, Standing>();
  for (const row of rows)
    orAside(aside, [filingSubject(row.id)], () => {
      const filing = toFiling(row);
      const parts = partsOfFiling(filing, operators);
      found.set(filingSubject(filing.id), { filing, department: null, round: filing.round, parts });
    });
  const wanted = keys.filter(([kind]) => kind === 'department');
  for (const roundId of new Set(wanted.map(([, id = '']) => id))) {
    const theirs = subjects.filter((subject) => subject.startsWith(departmentSubject(roundId, '')));
    const row = await departmentRows(tx, roundId);
    orAside(aside, theirs, () => {
      const { round, departments } = toDepartments(row);
      for (const department of departments) {
        const subject = departmentSubject(roundId, department.code);
        if (!theirs.includes(subject)) continue;
        const parts = partsOfDepartment(round, department, operators);
        found.set(subject, { filing: null, department, round, parts });
      }
    });
  }
  return found;
};

const orAside = (aside: Aside | undefined, subjects: string[], read: () => void): void => {
  try {
    read();
  } catch (error) {
    if (!aside) throw error;
    for (const subject of subjects) aside.subjects.set(subject, error);
  }
};

const idsIn = (keys: string[][]): string[] => keys.flatMap(([kind, id = '']) => (kind === 'filing' ? [id] : []));

/** Who acts for the department that each of these is with, or that it is about. One statement. */
export const actingAt = async (
  tx: Tx,
  standings: Map<string, Standing>,
): Promise<(standing: Standing | undefined) => Acting> => {
  const found = await actingIn(tx, [...new Set([...standings.values()].flatMap(roleOf))]);
  return (standing) => found.get(standing ? (roleOf(standing)[0] ?? '') : '') ?? NOBODY;
};

const roleOf = ({ round, filing, department }: Standing): string[] => {
  const code = department?.code ?? filing?.departmentCode;
  return code ? [contactRole(round.id, code)] : [];
};

/** The operators as people who can be written to; one who serves in any tenant, wherever they have been seen. */
export const operatorsToTell = (tx: Tx): Promise<Who[]> => tx.$queryRaw<Who[]>`
  SELECT coalesce(nullif(one."tenantKey", ''), seen."tenantKey") AS "tenantKey", one."openId"
  FROM "Operator" AS one LEFT JOIN "Person" AS seen ON one."tenantKey" = '' AND seen."openId" = one."openId"
  WHERE one."endedAt" IS NULL AND coalesce(nullif(one."tenantKey", ''), seen."tenantKey") IS NOT NULL
  ORDER BY one."addedAt", one."openId"`;
