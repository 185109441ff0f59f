import { Prisma, type Tx } from '../../prisma/client.ts';
import type { Who } from '../filing/filing.ts';
import type { Status } from '../filing/status.ts';
import { dayOf } from '../time.ts';

/** `name`: as the operator chooses it. `because`: why one gets it, as they read it. */
type Audience = { name: string; because: string } & (
  | { fill: readonly Status[] }
  | { departments: 'all' | 'annex2' | 'review' }
  | { known: 'fillers' | 'all' }
);

/** What can be written to, by what people have to do or still lack. The names are storage. */
export const audiences = {
  fillers: {
    name: '全部填报人',
    because: '您在填报本年度的备案表',
    fill: [
      ...([
        'draft',
        'ineligible',
        'returned',
        'frozen',
        'inst_sealed',
        'submitted',
        'under_review',
        'waiting',
      ] as const),
      ...(['recommended', 'dept_sealed', 'not_recommended', 'filed_online', 'publicity', 'objection'] as const),
      ...(['approved', 'not_approved', 'listed'] as const),
    ],
  },
  unsubmitted: {
    name: '还没有提交的填报人',
    because: '您填报的备案表还没有提交',
    fill: ['draft', 'returned', 'frozen', 'inst_sealed'],
  },
  unsealed: {
    name: '待盖章的填报人（已定稿待盖章、已推荐待双方盖章）',
    because: '您填报的备案表还没有盖好章',
    fill: ['frozen', 'recommended'],
  },
  known: {
    name: '往年填过、今年还没有开始的',
    because: '您往年在这里填报过备案表，今年还没有开始',
    known: 'fillers',
  },
  contacts: { name: '全部推荐部门联系人', because: '您是推荐部门的备案工作联系人', departments: 'all' },
  annex2: {
    name: '还没有发送附件2 的部门',
    because: '您是推荐部门的备案工作联系人，还没有记录附件2 已经发送',
    departments: 'annex2',
  },
  reviewing: {
    name: '还有材料没有审核完的部门',
    because: '您的部门还有材料没有审核完',
    departments: 'review',
  },
  /** Told by itself when a round opens; no operator chooses it. */
  opening: { name: '往年的填报人和联系人', because: '您往年在这里办理过备案', known: 'all' },
} as const satisfies Record<string, Audience>;

export type AudienceKey = keyof typeof audiences;
export const isAudience = (key: string): key is AudienceKey => Object.hasOwn(audiences, key);
/** Those an operator may write to. */
export const offered: readonly AudienceKey[] = (Object.keys(audiences) as AudienceKey[]).filter(
  (key) => key !== 'opening',
);
const audienceAt = (key: AudienceKey): Audience => audiences[key];

/** A query of the people meant, each once: "tenantKey", "openId", "name". */
export const peopleIn = (key: AudienceKey, roundId: string, now: Date): Prisma.Sql => {
  const audience = audienceAt(key);
  if ('fill' in audience) return onceEach(filling(roundId, audience.fill));
  if ('departments' in audience)
    return onceEach(Prisma.sql`SELECT "tenantKey", "openId", "name" FROM (${holders(roundId, audience.departments, now)})
      AS held WHERE "openId" IS NOT NULL`);
  const before = Prisma.sql`(SELECT "openedAt" FROM "Round" WHERE "id" = ${roundId})`;
  const former =
    audience.known === 'all'
      ? Prisma.sql`${filledBefore(before)} UNION ALL ${actedBefore(roundId, before)}`
      : filledBefore(before);
  const begun =
    audience.known === 'fillers'
      ? Prisma.sql`AND NOT EXISTS (SELECT FROM "Member" AS mine JOIN "Filing" AS own ON own."id" = mine."filingId"
          WHERE own."roundId" = ${roundId} AND mine."tenantKey" = former."tenantKey" AND mine."openId" = former."openId")`
      : Prisma.empty;
  return onceEach(Prisma.sql`SELECT "tenantKey", "openId", "name" FROM (${former}) AS former
    WHERE NOT EXISTS (SELECT FROM "OptOut" AS out WHERE out."roundId" = ${roundId}
      AND out."tenantKey" = former."tenantKey" AND out."openId" = former."openId") ${begun}`);
};

const onceEach = (people: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT "tenantKey", "openId", max("name") AS "name" FROM (${people}) AS meant GROUP BY "tenantKey", "openId"`;

const filling = (roundId: string, states: readonly Status[]): Prisma.Sql => Prisma.sql`
  SELECT one."tenantKey", one."openId", one."name" FROM "Member" AS one JOIN "Filing" AS filing ON filing."id" = one."filingId"
  WHERE filing."roundId" = ${roundId} AND filing."status" = ANY(${[...states]}) AND one."role" <> 'head' AND one."lostAt" IS NULL`;

/** One row a department: whoever its messages reach today (acting.ts: the deputy on duty, else the contact), or nobody. */
const holders = (roundId: string, which: 'all' | 'annex2' | 'review', now: Date): Prisma.Sql => {
  const today = dayOf(now);
  const lacking = {
    all: Prisma.sql`true`,
    // As sendingOf (annex2.ts): what was sent before the contact changed has to be sent again.
    annex2: Prisma.sql`department."annex2SentOn" IS NULL OR NOT EXISTS (SELECT FROM "Contact" AS now
      WHERE now."roundId" = department."roundId" AND now."departmentCode" = department."code" AND now."endedAt" IS NULL
        AND now."appointedAt" <= department."annex2RecordedAt")`,
    review: Prisma.sql`EXISTS (SELECT FROM "Filing" AS filing WHERE filing."roundId" = department."roundId"
      AND filing."departmentCode" = department."code" AND filing."status" IN ('submitted', 'under_review'))`,
  }[which];
  return Prisma.sql`
    SELECT holder."tenantKey", holder."openId", holder."name" FROM "Department" AS department LEFT JOIN LATERAL (
      SELECT "tenantKey", "openId", "name", 0 AS rank, "fromOn" FROM "Deputy"
      WHERE "roundId" = department."roundId" AND "departmentCode" = department."code" AND "endedAt" IS NULL
        AND "openId" IS NOT NULL AND "fromOn" <= ${today} AND "toOn" >= ${today}
      UNION ALL
      SELECT "tenantKey", "openId", "name", 1, '' FROM "Contact"
      WHERE "roundId" = department."roundId" AND "departmentCode" = department."code" AND "endedAt" IS NULL
        AND "openId" IS NOT NULL
      ORDER BY rank, "fromOn" LIMIT 1
    ) AS holder ON true
    WHERE department."roundId" = ${roundId} AND (${lacking})`;
};

const filledBefore = (before: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT one."tenantKey", one."openId", one."name" FROM "Member" AS one JOIN "Filing" AS filing ON filing."id" = one."filingId"
    JOIN "Round" AS earlier ON earlier."id" = filing."roundId"
  WHERE earlier."openedAt" < ${before} AND one."role" <> 'head' AND one."lostAt" IS NULL`;

/** Contacts of the round before, those who had registered, and those who had sent a contact's code; of departments that are still there. */
const actedBefore = (roundId: string, before: Prisma.Sql): Prisma.Sql => {
  const last = Prisma.sql`(SELECT "id" FROM "Round" WHERE "openedAt" < ${before} ORDER BY "openedAt" DESC LIMIT 1)`;
  return Prisma.sql`
    SELECT "tenantKey", "openId", "name" FROM (
      SELECT "departmentCode", "tenantKey", "openId", "name" FROM "Contact"
      WHERE "roundId" = ${last} AND "endedAt" IS NULL AND "openId" IS NOT NULL
      UNION ALL
      SELECT "departmentCode", "tenantKey", "openId", "name" FROM "Registration"
      WHERE "roundId" = ${last} AND "role" = 'contact' AND "state" = 'pending'
      UNION ALL
      SELECT "departmentCode", split_part(guest, ':', 1), split_part(guest, ':', 2), ''
      FROM "DepartmentCode", unnest("guests") AS guest
      WHERE "roundId" = ${last} AND "role" = 'contact' AND "state" = 'open'
    ) AS acted WHERE "departmentCode" IN (SELECT "code" FROM "Department" WHERE "roundId" = ${roundId})`;
};

/** How many people, and how many departments besides that nobody can be reached in. One statement. */
export const sizeOf = async (
  tx: Tx,
  key: AudienceKey,
  roundId: string,
  now: Date,
): Promise<{ people: number; unheld: number }> => {
  const audience = audienceAt(key);
  const unheld =
    'departments' in audience
      ? Prisma.sql`(SELECT count(*)::int FROM (${holders(roundId, audience.departments, now)}) AS held WHERE "openId" IS NULL)`
      : Prisma.sql`0`;
  const [row] = await tx.$queryRaw<[{ people: number; unheld: number }]>`
    SELECT (SELECT count(*)::int FROM (${peopleIn(key, roundId, now)}) AS meant) AS people, ${unheld} AS unheld`;
  return row;
};

/** Whether it still is for this person: what they have done since needs not be said. One statement. */
export const isStillMeant = async (
  tx: Tx,
  key: AudienceKey,
  roundId: string,
  who: Who,
  now: Date,
): Promise<boolean> => {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 AS found FROM (${peopleIn(key, roundId, now)}) AS meant
    WHERE "tenantKey" = ${who.tenantKey} AND "openId" = ${who.openId}`;
  return rows.length > 0;
};
