import { isTaken, Prisma, type Tx } from '../../prisma/client.ts';
import { type Acting, actingOf, NOBODY, withActing } from '../departments/acting.ts';
import { type Entry, hashEntry } from '../journal/journal.ts';
import type { Intent } from '../outbox.ts';
import { Refusal } from '../refusal.ts';
import { lookAgain } from '../reminders/replan.ts';
import { loadedRound } from '../rounds/store.ts';
import {
  assigneeOf,
  type Filing,
  type Invitation,
  isHandedIn,
  type Member,
  memberOf,
  type Role,
  receiverOf,
  sameWho,
  stored,
  underItsForm,
  type Who,
} from './filing.ts';
import { isEditable, isFrozen, type Status, statuses } from './status.ts';

const withPeople = {
  members: { orderBy: { joinedAt: 'asc' } },
  invitations: { where: { state: { in: ['open', 'failed'] as string[] } }, orderBy: { createdAt: 'asc' } },
} as const;
const withAll = { round: { include: { departments: { orderBy: { order: 'asc' } } } }, ...withPeople } as const;
type Row = NonNullable<Awaited<ReturnType<typeof findRow>>>;

const findRow = (tx: Tx, id: string) =>
  tx.filing.findUnique({ where: { id }, include: withAll, relationLoadStrategy: 'join' });

/** One statement: the row with its round, departments and members. Refusal when there is none. */
export const loadFiling = async (tx: Tx, id: string): Promise<Filing> => {
  const row = await findRow(tx, id);
  if (!row) throw noFiling();
  return toFiling(row);
};

/** The filing and who acts for the department it is at (nobody for direct filings), or for the one named. One statement. */
export const loadForReview = async (tx: Tx, id: string, code?: string): Promise<{ filing: Filing; acting: Acting }> => {
  const departments = { orderBy: { order: 'asc' }, include: withActing } as const;
  const row = await tx.filing.findUnique({
    where: { id },
    include: { round: { include: { departments } }, ...withPeople },
    relationLoadStrategy: 'join',
  });
  if (!row) throw noFiling();
  const of = code ?? row.departmentCode;
  const at = row.round.departments.find((department) => department.code === of);
  const bare = row.round.departments.map(({ contacts: _, deputies: __, colleagues: ___, ...department }) => department);
  return {
    filing: toFiling({ ...row, round: { ...row.round, departments: bare } }),
    acting: at ? actingOf(at) : NOBODY,
  };
};

const noFiling = () => new Refusal('no_filing', '没有找到这份材料，可能已被删除。发送“继续”看看现有的填报。');

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

/** Filings this person may fill, and those whose review has been handed to them. One statement. */
export const filingsAround = async (
  tx: Tx,
  { tenantKey, openId }: Who,
): Promise<{ own: Filing[]; handed: Filing[] }> => {
  const isTheirs = [
    { assignee: { path: ['openId'], equals: openId } },
    { assignee: { path: ['tenantKey'], equals: tenantKey } },
  ];
  const rows = await tx.filing.findMany({
    where: { round: { closedAt: null }, OR: [{ members: { some: { tenantKey, openId } } }, { AND: isTheirs }] },
    include: withAll,
    relationLoadStrategy: 'join',
    orderBy: { touchedAt: 'desc' },
  });
  const all = rows.map(toFiling);
  const who = { tenantKey, openId };
  const isHanded = (filing: Filing) => {
    const assignee = assigneeOf(filing);
    return assignee !== null && sameWho(assignee, who);
  };
  return { own: all.filter((filing) => memberOf(filing, who)), handed: all.filter(isHanded) };
};

/** These, in no order; one that is gone is not among them. One statement. */
export const filingsWithIds = async (tx: Tx, ids: string[]): Promise<Filing[]> =>
  (await filingRows(tx, ids)).map(toFiling);

/** The same as they are stored. */
export const filingRows = async (tx: Tx, ids: string[]) =>
  ids.length ? tx.filing.findMany({ where: { id: { in: ids } }, include: withAll, relationLoadStrategy: 'join' }) : [];

/** Those of rounds that are over. */
export const pastFilingsOf = async (tx: Tx, { tenantKey, openId }: Who): Promise<Filing[]> => {
  const rows = await tx.filing.findMany({
    where: { members: { some: { tenantKey, openId } }, round: { closedAt: { not: null } } },
    include: withAll,
    relationLoadStrategy: 'join',
    orderBy: { touchedAt: 'desc' },
  });
  return rows.map(toFiling);
};

/** Filings that one department (or for direct ones the national office) has been handed at least once. */
export const filingsAt = async (tx: Tx, roundId: string, departmentCode: string): Promise<Filing[]> => {
  const rows = await tx.filing.findMany({
    where: { roundId, departmentCode, handedIn: { gt: 0 } },
    include: withAll,
    relationLoadStrategy: 'join',
    orderBy: { submittedAt: 'asc' },
  });
  return rows.map(toFiling).filter(isHandedIn);
};

/** Filings of a round of which a department got a copy, under the name they had then, the newest change first. Two statements. */
export const filingsCopiedTo = async (tx: Tx, roundId: string, code: string): Promise<Filing[]> => {
  const found = await tx.$queryRaw<{ id: string; name: string | null }[]>`
    SELECT one."id", copied."answers" -> 'identity' ->> 'institutionName' AS "name"
    FROM "Filing" AS one JOIN "Version" AS copied
      ON copied."filingId" = one."id" AND copied."version" = (one."copies" -> ${code} ->> 'version')::int
    WHERE one."roundId" = ${roundId} AND jsonb_exists(one."copies", ${code})`;
  if (!found.length) return [];
  const rows = await tx.filing.findMany({
    where: { id: { in: found.map(({ id }) => id) } },
    include: withAll,
    relationLoadStrategy: 'join',
    orderBy: { touchedAt: 'desc' },
  });
  return rows.map(toFiling).map((filing) => {
    const institutionName = found.find(({ id }) => id === filing.id)?.name ?? '';
    return { ...filing, answers: { ...filing.answers, identity: { ...filing.answers.identity, institutionName } } };
  });
};

/** The same for several of them, of one round or more, in one statement. */
export const filingsAtAny = async (tx: Tx, desks: { roundId: string; departmentCode: string }[]): Promise<Filing[]> => {
  if (!desks.length) return [];
  const rows = await tx.filing.findMany({
    where: { handedIn: { gt: 0 }, OR: desks.map(({ roundId, departmentCode }) => ({ roundId, departmentCode })) },
    include: withAll,
    relationLoadStrategy: 'join',
    orderBy: { submittedAt: 'asc' },
  });
  return rows.map(toFiling).filter(isHandedIn);
};

/** All filings of a round, by id; of one department those that have been frozen for it, and drafts that are nobody's yet. */
export const filingsIn = async (tx: Tx, roundId: string, departmentCode?: string): Promise<{ filingId: string }[]> => {
  const of = departmentCode ? { OR: [{ departmentCode }, { departmentCode: null }] } : {};
  const rows = await tx.filing.findMany({ where: { roundId, ...of }, select: { id: true } });
  return rows.map(({ id }) => ({ filingId: id }));
};

/** Filings of a round that are still to be handed in. Reads all their answers: for what an operator does a few times a year. */
export const filingsStillOut = async (tx: Tx, roundId: string): Promise<Filing[]> => {
  const rows = await tx.filing.findMany({
    where: { roundId, status: { in: statuses.filter((status) => isEditable({ status }) || isFrozen({ status })) } },
    include: withAll,
    relationLoadStrategy: 'join',
  });
  return rows.map(toFiling);
};

/** Filings of a round to which the national office has given a date of their own, the latest date first. */
export const extendedFilings = async (tx: Tx, roundId: string): Promise<Filing[]> => {
  const rows = await tx.filing.findMany({
    where: { roundId, extendedTo: { not: null } },
    include: withAll,
    relationLoadStrategy: 'join',
    orderBy: [{ extendedTo: 'desc' }, { id: 'asc' }],
  });
  return rows.map(toFiling);
};

/** The filing of a round with this 统一社会信用代码, or with this 查询号 as it is printed. */
export const findByWords = async (tx: Tx, roundId: string, words: string): Promise<string | undefined> => {
  const said = words.trim().toUpperCase();
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    SELECT filing."id" FROM "Filing" AS filing JOIN "Round" AS round ON round."id" = filing."roundId"
    WHERE filing."roundId" = ${roundId}
      AND (filing."creditCode" = ${said} OR round."year" || '-' || upper(right(filing."id", 8)) = ${said})`;
  return row?.id;
};

export const findByCode = async (tx: Tx, roundId: string, creditCode: string): Promise<Filing | null> => {
  const row = await tx.filing.findUnique({
    where: { roundId_creditCode: { roundId, creditCode } },
    include: withAll,
    relationLoadStrategy: 'join',
  });
  return row ? toFiling(row) : null;
};

/** What a change may add beside the filing's own row; `kept` and `invited` are those that are new or changed. */
type Beside = {
  sealed?: { hash: string; frozenBy: string };
  kept: Member[];
  gone: Who[];
  invited: Invitation[];
  handedIn: boolean;
  intents: Intent[];
  places?: Places;
  /** Somebody else has the next part now, or another day for it: its reminders are planned anew. */
  remind: boolean;
};

/**
 * A change of a department's places and order: `delta` places more, which only go `over` the quota where that was asked
 * for; the filing `enters` the order at its end or `leaves` it, or the whole order changes from what it was.
 */
export type Places = {
  code: string;
  delta: number;
  over: boolean;
  enters: boolean;
  leaves: boolean;
  ranking?: { was: string[]; next: string[] };
};

/**
 * Writes what a change made of a filing, its journal entry, its messages to send, and the sealed version and the members
 * where they change, and counts the department's places. One statement, because it is part of most clicks. Undefined when somebody
 * else's change came first, or took the last place: nothing was written. `free`: the department has a place left after it.
 */
export const writeChange = async (
  tx: Tx,
  before: Pick<Filing, 'journalHead' | 'rev'>,
  filing: Filing,
  entry: Entry,
  { sealed, kept, gone, invited, handedIn, intents, places, remind }: Beside,
): Promise<{ free: boolean } | undefined> => {
  const { members: _members, invitations: _invitations, round: _round, ...row } = filing;
  const journal = { ...entry, prev: before.journalHead, hash: filing.journalHead };
  const { id, version, answers, formRevision, frozenAt, departmentCode } = filing;
  const departmentName = receiverOf(filing);
  const members = kept.map((member) => ({ joinedAt: filing.touchedAt, ...member, filingId: id }));
  const invitations = invited.map((invitation) => ({ ...invitation, filingId: id }));
  const versions = sealed
    ? [{ filingId: id, version, answers, formRevision, frozenAt, departmentCode, departmentName, scans: [], ...sealed }]
    : [];
  // The row of the department is the lock: whoever waits for it counts what the one before has written.
  const given = places ?? { code: '', delta: 0, over: true, enters: false, leaves: false };
  const ranking = places?.ranking ?? null;
  const written = await tx.$queryRaw<[{ count: number; free: boolean }]>`
    WITH given AS (
      UPDATE "Department" SET
        "taken" = "taken" + ${given.delta}::int,
        "ranking" = CASE
          WHEN ${ranking !== null} THEN ${ranking?.next ?? []}::text[]
          WHEN ${given.enters} THEN array_append(array_remove("ranking", ${id}), ${id})
          WHEN ${given.leaves} THEN array_remove("ranking", ${id})
          ELSE "ranking" END
      WHERE ${places !== undefined} AND "roundId" = ${filing.roundId} AND "code" = ${given.code}
        AND (${given.delta <= 0 || given.over} OR "taken" < "softQuota")
        AND (${ranking === null} OR "ranking" = ${ranking?.was ?? []}::text[])
      RETURNING "taken" < "softQuota" AS "free"
    ), changed AS (
      UPDATE "Filing" AS old SET
        "status" = new."status", "rev" = new."rev", "version" = new."version", "answers" = new."answers",
        "handedIn" = new."handedIn", "revs" = new."revs", "conflicts" = new."conflicts", "departmentCode" = new."departmentCode",
        "scans" = new."scans", "pages" = new."pages", "loose" = new."loose", "review" = new."review", "edits" = new."edits", "former" = new."former", "claim" = new."claim",
        "formRevision" = new."formRevision", "confirmed" = new."confirmed", "touchedAt" = new."touchedAt", "frozenAt" = new."frozenAt",
        "submittedAt" = new."submittedAt", "journalHead" = new."journalHead", "complete" = new."complete",
        "placed" = new."placed", "assignee" = new."assignee", "opinions" = new."opinions", "office" = new."office", "admission" = new."admission",
        "urges" = new."urges", "copies" = new."copies", "moved" = new."moved",
        "extendedTo" = new."extendedTo", "extendedWhy" = new."extendedWhy",
        "remindAt" = CASE WHEN ${remind} THEN ${lookAgain(Prisma.sql`new."touchedAt"`)} ELSE old."remindAt" END
      FROM jsonb_populate_record(NULL::"Filing", ${JSON.stringify(row)}::jsonb) AS new
      WHERE old."id" = new."id" AND old."rev" = ${before.rev}
        AND (${places === undefined} OR EXISTS (SELECT FROM given))
      RETURNING old."id"
    ), entered AS (
      INSERT INTO "Journal"
      SELECT * FROM jsonb_populate_record(NULL::"Journal", ${JSON.stringify(journal)}::jsonb) WHERE EXISTS (SELECT FROM changed)
    ), sealed AS (
      INSERT INTO "Version"
      SELECT * FROM jsonb_populate_recordset(NULL::"Version", ${JSON.stringify(versions)}::jsonb)
      WHERE EXISTS (SELECT FROM changed)
    ), handed AS (
      UPDATE "Version" SET "scans" = ${JSON.stringify(filing.scans)}::jsonb
      WHERE ${handedIn} AND "filingId" = ${id} AND "version" = ${version} AND EXISTS (SELECT FROM changed)
    ), kept AS (
      INSERT INTO "Member"
      SELECT * FROM jsonb_populate_recordset(NULL::"Member", ${JSON.stringify(members)}::jsonb)
      WHERE EXISTS (SELECT FROM changed)
      ON CONFLICT ("filingId", "tenantKey", "openId") DO UPDATE SET
        "role" = excluded."role", "sections" = excluded."sections", "verdict" = excluded."verdict", "lostAt" = excluded."lostAt"
    ), gone AS (
      DELETE FROM "Member" AS old
      USING jsonb_populate_recordset(NULL::"Member", ${JSON.stringify(gone)}::jsonb) AS one
      WHERE old."filingId" = ${id} AND old."tenantKey" = one."tenantKey" AND old."openId" = one."openId"
        AND EXISTS (SELECT FROM changed)
    ), invited AS (
      INSERT INTO "Invitation"
      SELECT * FROM jsonb_populate_recordset(NULL::"Invitation", ${JSON.stringify(invitations)}::jsonb)
      WHERE EXISTS (SELECT FROM changed)
      ON CONFLICT ("id") DO UPDATE SET
        "state" = excluded."state", "usesLeft" = excluded."usesLeft", "openId" = excluded."openId", "code" = excluded."code",
        "trouble" = excluded."trouble", "mobile" = excluded."mobile", "email" = excluded."email"
    ), intended AS (
      INSERT INTO "Outbox" ("id", "tenantKey", "openId", "role", "filingId", "kind", "notice", "state", "createdAt")
      SELECT "id", "tenantKey", "openId", "role", "filingId", "kind", "notice", "state", "createdAt"
      FROM jsonb_array_elements(${JSON.stringify(intents)}::jsonb) WITH ORDINALITY AS given (intent, place),
        jsonb_populate_record(NULL::"Outbox", given.intent)
      WHERE EXISTS (SELECT FROM changed)
      ORDER BY given.place
    )
    SELECT count(*)::int AS count, coalesce((SELECT "free" FROM given), false) AS "free" FROM changed`.catch(
    (error: unknown) => {
      throw isTaken(error, 'Filing_number_key') ? numberTaken(filing.office?.number ?? '') : error;
    },
  );
  return written[0].count === 1 ? { free: written[0].free } : undefined;
};

/** 编号 are unique within a round: the database holds to it, whoever gives them at the same moment. */
export const numberTaken = (number: string): Refusal =>
  new Refusal('number_taken', `编号 ${number.slice(0, 60)} 本年度已经给了别的单位，请换一个。`);

/** The columns about its reminders are the ledger's own (services/reminders/planning.ts), no part of what is decided on. */
/** Throws where this release cannot read it. */
export const toFiling = ({ remindAt: _, remindFrom: __, remindFor: ___, ...row }: Row): Filing =>
  underItsForm({
    ...row,
    status: row.status as Status,
    answers: stored.answers.parse(row.answers),
    revs: stored.revs.parse(row.revs),
    conflicts: stored.conflicts.parse(row.conflicts),
    scans: stored.scans.parse(row.scans),
    pages: stored.pages.parse(row.pages),
    loose: stored.loose.parse(row.loose),
    review: stored.review.parse(row.review),
    complete: stored.complete.parse(row.complete),
    assignee: stored.assignee.parse(row.assignee),
    opinions: stored.opinions.parse(row.opinions),
    office: stored.office.parse(row.office),
    admission: stored.admission.parse(row.admission),
    urges: stored.urges.parse(row.urges),
    copies: stored.copies.parse(row.copies),
    moved: stored.moved.parse(row.moved),
    edits: stored.edits.parse(row.edits),
    former: stored.former.parse(row.former),
    claim: stored.claim.parse(row.claim),
    invitations: row.invitations.map(({ filingId: _, ...invitation }) => ({
      ...invitation,
      role: invitation.role as Invitation['role'],
      state: invitation.state as Invitation['state'],
      sections: stored.sections.parse(invitation.sections),
    })),
    members: row.members.map((member) => ({
      ...member,
      role: member.role as Role,
      sections: stored.sections.parse(member.sections),
      verdict: stored.verdict.parse(member.verdict),
    })),
    round: loadedRound(row.round),
    confirmed: stored.confirmed.parse(row.confirmed),
  });

/** A filing as it was at 定稿 N, with the hash that is printed on it. */
export type Sealed = Filing & { hash: string };

/**
 * The filing as it was frozen at version N: its answers, department and scans then, whatever has changed since. One
 * statement.
 */
export const sealedAs = async (tx: Tx, filing: Filing, version: number): Promise<Sealed> => {
  const key = { filingId: filing.id, version };
  const frozen = await tx.version.findUnique({ where: { filingId_version: key } });
  if (!frozen) throw new Refusal('no_version', `没有第 ${version} 版定稿，请用最新的卡片。`);
  const { departmentCode, departmentName, frozenAt, hash } = frozen;
  const departments = filing.round.departments.map((department) =>
    department.code === departmentCode ? { ...department, name: departmentName } : department,
  );
  return {
    ...filing,
    ...{ version, departmentCode, frozenAt, hash },
    round: { ...filing.round, departments, formRevision: frozen.formRevision },
    answers: stored.answers.parse(frozen.answers),
    scans: stored.scans.parse(frozen.scans),
  };
};

/**
 * False when somebody else has begun for the same legal person in this round, or the round takes nothing new: nothing was
 * written. A round that is being ended at this very moment is waited for, so that no draft slips in behind it.
 */
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
  const journalHead = hashEntry('', first);
  const row = {
    ...{
      id,
      roundId,
      creditCode,
      status: 'draft',
      rev: 1,
      version: 0,
      handedIn: 0,
      createdAt: now,
      touchedAt: now,
      remindAt: now,
      journalHead,
    },
    ...{
      answers: {},
      revs: {},
      conflicts: {},
      scans: [],
      pages: [],
      loose: [],
      complete: [],
      opinions: [],
      urges: [],
      copies: {},
      placed: false,
      edits: {},
      former: {},
      confirmed: {},
    },
  };
  const member = { filingId: id, ...owner, role: 'owner', joinedAt: now };
  const journal = { ...first, prev: '', hash: journalHead };
  const [written] = await tx.$queryRaw<[{ count: number }]>`
    WITH open AS (
      SELECT "formRevision" FROM "Round" WHERE "id" = ${roundId} AND "closingAt" IS NULL AND "closedAt" IS NULL FOR SHARE
    ), begun AS (
      INSERT INTO "Filing" SELECT given.* FROM open, jsonb_populate_record(
        NULL::"Filing", ${JSON.stringify(row)}::jsonb || jsonb_build_object('formRevision', open."formRevision")
      ) AS given
      ON CONFLICT DO NOTHING
      RETURNING "id"
    ), joined AS (
      INSERT INTO "Member" SELECT * FROM jsonb_populate_record(NULL::"Member", ${JSON.stringify(member)}::jsonb)
      WHERE EXISTS (SELECT FROM begun)
    ), entered AS (
      INSERT INTO "Journal" SELECT * FROM jsonb_populate_record(NULL::"Journal", ${JSON.stringify(journal)}::jsonb)
      WHERE EXISTS (SELECT FROM begun)
    )
    SELECT count(*)::int AS count FROM begun`;
  return written.count === 1;
};
