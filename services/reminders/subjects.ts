import type { Tx } from '../../prisma/client.ts';
import { type Acting, actingIn, NOBODY } from '../departments/acting.ts';
import { type DepartmentState, departmentsOf } from '../departments/overview.ts';
import { contactRole } from '../filing/decision.ts';
import type { Filing, Who } from '../filing/filing.ts';
import { filingsWithIds } from '../filing/store.ts';
import type { Round } from '../rounds/round.ts';
import { departmentSubject, filingSubject, partsOfDepartment, partsOfFiling } from './parts.ts';
import type { Part } from './plan.ts';

/** What is reminded of, as it stands now, and whose part in it is what. */
export type Standing = { round: Round; parts: Part[] } & (
  | { filing: Filing; department: null }
  | { filing: null; department: DepartmentState }
);

/** Several subjects as they stand now; one that is gone is not among them. Two statements for the filings, one a round for departments. */
export const standingsOf = async (
  tx: Tx,
  subjects: readonly string[],
  operators: readonly Who[],
): Promise<Map<string, Standing>> => {
  const keys = [...new Set(subjects)].map((subject) => subject.split(':'));
  const filings = await filingsWithIds(tx, idsIn(keys));
  const found = new Map<string, Standing>(
    filings.map((filing) => [
      filingSubject(filing.id),
      { filing, department: null, round: filing.round, parts: partsOfFiling(filing, operators) },
    ]),
  );
  const wanted = keys.filter(([kind]) => kind === 'department');
  for (const roundId of new Set(wanted.map(([, id = '']) => id))) {
    const { round, departments } = await departmentsOf(tx, roundId);
    for (const department of departments) {
      const subject = departmentSubject(roundId, department.code);
      if (!subjects.includes(subject)) continue;
      const parts = partsOfDepartment(round, department, operators);
      found.set(subject, { filing: null, department, round, parts });
    }
  }
  return found;
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
