import { z } from 'zod';
import type { Tx } from '../../prisma/client.ts';
import { DIRECT } from '../filing/filing.ts';
import { isEditable, isFrozen, type Status, statuses } from '../filing/status.ts';
import { dueOfDepartment } from '../rounds/deadlines.ts';
import type { Round } from '../rounds/round.ts';
import { type Day, dayOf, workingDaysLeft } from '../time.ts';
import { departmentName } from './batch.ts';

/** The states as a board tells them apart, in the order of the work. */
export const boardGroups = ['filling', 'reviewing', 'recommended', 'office', 'approved', 'ended'] as const;
export type BoardGroup = (typeof boardGroups)[number];

/** One line: a department, those who apply directly, or those whose department is not settled yet. */
export type BoardRow = {
  name: string;
  counts: Record<BoardGroup, number>;
  total: number;
  /** Places given and allowed; undefined where there are none. */
  places?: { taken: number; quota: number };
  /** The day that counts for handing in, and the working days left to it. */
  due: { on: Day; left: number };
};
export type Board = { rows: BoardRow[]; idle: number; sum: Record<BoardGroup, number>; total: number };

const counted = z.object({ code: z.string(), status: z.enum(statuses), count: z.int() });

const groupOf = (status: Status): BoardGroup => {
  if (isEditable({ status }) || isFrozen({ status })) return 'filling';
  return groups[status] ?? 'ended';
};
const groups: Partial<Record<Status, BoardGroup>> = {
  submitted: 'reviewing',
  under_review: 'reviewing',
  waiting: 'recommended',
  recommended: 'recommended',
  dept_sealed: 'recommended',
  filed_online: 'office',
  publicity: 'office',
  objection: 'office',
  approved: 'approved',
  listed: 'approved',
};

/** How many filings each department has in which state; departments without any are only counted. One statement. */
export const boardOf = async (tx: Tx, round: Round, now: Date): Promise<Board> => {
  const figures = z.array(counted).parse(
    await tx.$queryRaw<unknown[]>`
      SELECT coalesce("departmentCode", '') AS "code", "status", count(*)::int AS "count"
      FROM "Filing" WHERE "roundId" = ${round.id} GROUP BY 1, 2`,
  );
  const codes = [...round.departments.map(({ code }) => code), DIRECT, ''];
  const all = codes.map((code) => rowOf(round, code, figures, now));
  const rows = all.filter(({ total }) => total > 0);
  const sum = sumOf(rows.map(({ counts }) => counts));
  return {
    rows,
    idle: round.departments.length - rows.filter(({ places }) => places).length,
    sum,
    total: totalOf(sum),
  };
};

const rowOf = (round: Round, code: string, figures: z.infer<typeof counted>[], now: Date): BoardRow => {
  const department = round.departments.find((one) => one.code === code);
  const counts = none();
  for (const one of figures) if (one.code === code) counts[groupOf(one.status)] += one.count;
  const { on } = dueOfDepartment(round, department);
  return {
    name: code ? departmentName(round, code) : '还没有定稿，去向未定',
    counts,
    total: totalOf(counts),
    ...(department && { places: { taken: department.taken, quota: department.softQuota } }),
    due: { on, left: workingDaysLeft(dayOf(now), on, round.holidays) },
  };
};

const none = (): Record<BoardGroup, number> =>
  Object.fromEntries(boardGroups.map((group) => [group, 0])) as Record<BoardGroup, number>;

/** The counts of several rows as those of one. */
export const sumOf = (many: Record<BoardGroup, number>[]): Record<BoardGroup, number> =>
  many.reduce((sum, one) => {
    for (const group of boardGroups) sum[group] += one[group];
    return sum;
  }, none());

const totalOf = (counts: Record<BoardGroup, number>): number =>
  boardGroups.reduce((total, group) => total + counts[group], 0);
