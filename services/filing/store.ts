import type { Tx } from '../../prisma/client.ts';
import { appendEntry, hashEntry } from '../journal/journal.ts';
import { Refusal } from '../refusal.ts';
import { loadedRound } from '../rounds/store.ts';
import { type Filing, type Member, type Status, stored } from './filing.ts';

const withAll = { round: { include: { departments: { orderBy: { order: 'asc' } } } }, members: true } as const;
type Row = NonNullable<Awaited<ReturnType<typeof findRow>>>;

const findRow = (tx: Tx, id: string) =>
  tx.filing.findUnique({ where: { id }, include: withAll, relationLoadStrategy: 'join' });

/** One statement: the row with its round, departments and members. Refusal when there is none. */
export const loadFiling = async (tx: Tx, id: string): Promise<Filing> => {
  const row = await findRow(tx, id);
  if (!row) throw new Refusal('no_filing', '没有找到这份材料，可能已被删除。发送“继续”看看现有的填报。');
  return toFiling(row);
};

/** Filings this person may fill, newest change first. */
export const filingsOf = async (tx: Tx, tenantKey: string, openId: string): Promise<Filing[]> => {
  const rows = await tx.filing.findMany({
    where: { members: { some: { tenantKey, openId } }, round: { closedAt: null } },
    include: withAll,
    relationLoadStrategy: 'join',
    orderBy: { touchedAt: 'desc' },
  });
  return rows.map(toFiling);
};

/** Filings at one department (or DIRECT) that were submitted at least once in their present version. */
export const filingsAt = async (tx: Tx, roundId: string, departmentCode: string): Promise<Filing[]> => {
  const rows = await tx.filing.findMany({
    where: { roundId, departmentCode, status: { in: ['submitted', 'under_review', 'recommended', 'returned'] } },
    include: withAll,
    relationLoadStrategy: 'join',
    orderBy: { submittedAt: 'asc' },
  });
  return rows.map(toFiling);
};

export const findByCode = async (tx: Tx, roundId: string, creditCode: string): Promise<Filing | null> => {
  const row = await tx.filing.findUnique({
    where: { roundId_creditCode: { roundId, creditCode } },
    include: withAll,
    relationLoadStrategy: 'join',
  });
  return row ? toFiling(row) : null;
};

/** False when somebody else's change came first: nothing was written. */
export const saveFiling = async (tx: Tx, filing: Filing, expectedRev: number): Promise<boolean> => {
  const { count } = await tx.filing.updateMany({
    where: { id: filing.id, rev: expectedRev },
    data: {
      status: filing.status,
      rev: filing.rev,
      version: filing.version,
      answers: filing.answers,
      revs: filing.revs,
      conflicts: filing.conflicts,
      departmentCode: filing.departmentCode,
      scans: filing.scans,
      review: filing.review ?? undefined,
      touchedAt: filing.touchedAt,
      frozenAt: filing.frozenAt,
      submittedAt: filing.submittedAt,
      journalHead: filing.journalHead,
    },
  });
  return count === 1;
};

const toFiling = (row: Row): Filing => ({
  ...row,
  status: row.status as Status,
  answers: stored.answers.parse(row.answers),
  revs: stored.revs.parse(row.revs),
  conflicts: stored.conflicts.parse(row.conflicts),
  scans: stored.scans.parse(row.scans),
  review: stored.review.parse(row.review),
  members: row.members as Member[],
  round: loadedRound(row.round),
});

/** The filing as it was frozen at version N: its answers then, whatever has been edited since. */
export const atVersion = async (tx: Tx, id: string, version: number): Promise<Filing> => {
  const filing = await loadFiling(tx, id);
  const frozen = await tx.version.findUnique({ where: { filingId_version: { filingId: id, version } } });
  if (!frozen) throw new Refusal('no_version', `没有第 ${version} 版定稿，请用最新的卡片。`);
  return { ...filing, version, answers: stored.answers.parse(frozen.answers), frozenAt: frozen.frozenAt };
};

/** False when somebody else has begun for the same legal person in this round: nothing was written. */
export const createFiling = async (
  tx: Tx,
  begun: { id: string; roundId: string; creditCode: string; owner: Omit<Member, 'role'>; now: Date },
): Promise<boolean> => {
  const { id, roundId, creditCode, owner, now } = begun;
  const first = {
    subject: `filing:${id}`,
    seq: 1,
    at: now,
    who: `${owner.tenantKey}:${owner.openId}`,
    what: 'create',
    to: 'draft',
  };
  const { count } = await tx.filing.createMany({
    skipDuplicates: true,
    data: {
      id,
      roundId,
      creditCode,
      status: 'draft',
      rev: 1,
      version: 0,
      answers: {},
      revs: {},
      conflicts: {},
      scans: [],
      createdAt: now,
      touchedAt: now,
      journalHead: hashEntry('', first),
    },
  });
  if (count === 0) return false;
  const { tenantKey, openId, name } = owner;
  await tx.member.create({ data: { filingId: id, tenantKey, openId, name, role: 'owner', joinedAt: now } });
  await appendEntry(tx, '', first);
  return true;
};
