import { Prisma, type Tx } from '../../prisma/client.ts';
import { DIRECT } from '../filing/filing.ts';
import { addDays, type Day, dayOf, instantOf } from '../time.ts';
import type { Half } from './halves.ts';
import { type RuleKey, rules, type StepKey } from './rules.ts';

/** Why an operator should know: nobody has registered; nobody was found; all have left; not delivered; delivered and not read. */
export const whys = ['unregistered', 'nobody', 'gone', 'parked', 'unread'] as const;
export type Why = (typeof whys)[number];
const halfOf = (why: Why): Half => (why === 'unread' ? 'unread' : 'unreached');

/** One thing that somebody was to be reminded of. */
export type UnheardThing = {
  rule: RuleKey;
  subject: string;
  dueOn: Day;
  institution: string | null;
  mobile: string | null;
};
/** What was done about it, once for all of their things; `call`: an operator has telephoned. */
export type UnheardStep = {
  step: StepKey | 'call';
  person: string;
  name: string | null;
  state: string;
  reason: string | null;
  at: string;
};
/** Somebody whom the reminders of the last days have not reached: as of the reminder, or a department. */
export type Unheard = {
  why: Why;
  recipient: string;
  name: string | null;
  /** How many things, and some of them. */
  count: number;
  things: UnheardThing[];
  sentAt: Date | null;
  reason: string | null;
  steps: UnheardStep[];
};

/** Reminders older than this are history. */
const DAYS = 7;
/** People on a page, and things and steps named for each. */
export const ROWS = 8;
const NAMED = 3;
const STEPS = 6;

const rulesJson = JSON.stringify(
  Object.entries(rules).map(([rule, { to, while: states }]) => ({
    rule,
    to,
    states: states === 'annex2' ? [] : states,
  })),
);

/**
 * WITH queries: the reminders of the last days whose thing is still to be done by this person, with what became of the newest
 * (`heard`), and those that did not reach them (`unheard`). What is still to be done is read from the row that it is about,
 * as the last sweep has noted it, and a filing's state as it is now.
 */
export const unheardSql = (roundId: string, now: Date): Prisma.Sql => Prisma.sql`
  rules AS (SELECT * FROM jsonb_to_recordset(${rulesJson}::jsonb) AS one (rule text, "to" text, states text[])),
  heard AS MATERIALIZED (
    SELECT DISTINCT ON (told."recipient", told."subject", told."rule", told."dueOn") told."recipient", told."subject",
      told."rule", told."dueOn", told."state", told."toldTo", message."state" AS fate, message."sentAt", message."readAt",
      CASE WHEN told."state" = 'planned' THEN told."reason" ELSE message."reason" END AS reason
    FROM "Reminder" AS told JOIN rules ON rules.rule = told."rule"
    LEFT JOIN "Outbox" AS message ON message."id" = told."digest"
    LEFT JOIN "Filing" AS filing ON filing."id" = split_part(told."subject", ':', 2)
    LEFT JOIN "Department" AS place
      ON told."subject" LIKE 'department:%' AND place."roundId" = told."roundId" AND place."code" = split_part(told."subject", ':', 3)
    WHERE told."roundId" = ${roundId} AND told."at" >= ${since(now)} AND told."state" <> 'merged'
      AND ${notedFor('told', 'coalesce(filing."remindFor", place."remindFor")')}
      AND (filing."id" IS NULL OR filing."status" = ANY(rules.states) AND (told."recipient" NOT LIKE 'person:%' OR CASE rules."to"
        WHEN 'members' THEN message."state" = 'parked' OR EXISTS (
          SELECT FROM "Member" AS member WHERE member."filingId" = filing."id" AND member."lostAt" IS NULL
            AND told."recipient" = 'person:' || member."tenantKey" || ':' || member."openId")
        WHEN 'reviewer' THEN filing."departmentCode" = ${DIRECT}
          OR told."recipient" = 'person:' || (filing."assignee"->>'tenantKey') || ':' || (filing."assignee"->>'openId')
        ELSE true END))
    ORDER BY told."recipient", told."subject", told."rule", told."dueOn", told."at" DESC, told."again" DESC
  ), unheard AS MATERIALIZED (
    SELECT * FROM (
      SELECT "subject", "rule", "dueOn", "toldTo", "sentAt", reason,
        CASE WHEN "rule" = 'annex2Missing' THEN 'contact:' || substr("subject", length('department:') + 1) ELSE "recipient" END AS "recipient",
        CASE WHEN "rule" = 'annex2Missing' THEN 'unregistered'
          WHEN "state" = 'planned' AND reason = 'nobody' THEN 'nobody'
          WHEN "state" <> 'planned' AND fate = 'parked' THEN 'parked'
          WHEN "state" <> 'planned' AND fate IN ('sent', 'retired') AND "readAt" IS NULL THEN 'unread' END AS why
      FROM heard
      UNION ALL
      SELECT escalated."subject", escalated."rule", escalated."dueOn", NULL, NULL, NULL, escalated."subject", 'gone'
      FROM "Escalation" AS escalated JOIN rules ON rules.rule = escalated."rule" AND rules."to" = 'members'
      JOIN "Filing" AS filing ON filing."id" = split_part(escalated."subject", ':', 2)
      WHERE escalated."roundId" = ${roundId} AND escalated."dueOn" >= ${addDays(dayOf(now), -DAYS)}
        AND filing."status" = ANY(rules.states)
        AND ${notedFor('escalated', 'filing."remindFor"')}
        AND NOT EXISTS (SELECT FROM heard WHERE heard."subject" = escalated."subject" AND heard."rule" = escalated."rule")
    ) AS found WHERE why IS NOT NULL)`;

/** Whether the last sweep has noted this part of the thing as still to be done: rule:day, whatever more it says of it. */
const notedFor = (one: string, noted: string): Prisma.Sql =>
  Prisma.raw(`' ' || ${noted} || ' ' ~ (' ' || ${one}."rule" || ':' || ${one}."dueOn" || '[ :@]')`);

const since = (now: Date): Date => instantOf(addDays(dayOf(now), -DAYS), '00:00');

export type UnheardPage = { counts: Record<Half, number>; page: number; pages: number; rows: Unheard[] };

/** A page of them: those who cannot be reached first, then what is due first. One statement. */
export const unheardIn = async (
  tx: Tx,
  roundId: string,
  { half, page = 1 }: { half?: Half; page?: number },
  now: Date,
): Promise<UnheardPage> => {
  const wanted = half ? whys.filter((why) => halfOf(why) === half) : [...whys];
  const [found] = await tx.$queryRaw<[{ counts: Record<Why, number> | null; rows: Unheard[] | null; page: number }]>`
    WITH ${unheardSql(roundId, now)}, people AS MATERIALIZED (
      SELECT why, "recipient", max("toldTo") AS "toldTo", max("sentAt") AS "sentAt", max(reason) AS reason,
        min("dueOn") AS "dueOn", count(DISTINCT ("subject", "rule", "dueOn"))::int AS count
      FROM unheard GROUP BY why, "recipient"
    ), here AS (
      SELECT least(${page}::int, greatest(1, ceil(count(*) / ${ROWS}::float8)))::int AS page
      FROM people WHERE why = ANY(${wanted})
    ), shown AS (
      SELECT *, array_position(${[...whys]}::text[], why) AS place FROM people WHERE why = ANY(${wanted})
      ORDER BY place, "dueOn", "recipient" LIMIT ${ROWS} OFFSET ${ROWS} * ((SELECT page FROM here) - 1)
    )
    SELECT (SELECT jsonb_object_agg(why, n) FROM (SELECT why, count(*) AS n FROM people GROUP BY why) AS each) AS counts,
      (SELECT page FROM here) AS page,
      (SELECT json_agg(json_build_object('why', why, 'recipient', "recipient", 'count', count, 'sentAt', "sentAt",
          'reason', reason, 'name', ${nameSql('coalesce("toldTo", "recipient")')}, 'things', (${thingsSql}), 'steps', (${stepsSql}))
        ORDER BY place, "dueOn", "recipient") FROM shown) AS rows`;
  const counts = { unreached: 0, unread: 0 };
  for (const why of whys) counts[halfOf(why)] += found.counts?.[why] ?? 0;
  const total = half ? counts[half] : counts.unreached + counts.unread;
  const rows = (found.rows ?? []).map((row) => ({
    ...row,
    sentAt: row.sentAt && instantIn(row.sentAt),
    things: row.things ?? [],
    steps: row.steps ?? [],
  }));
  return { counts, page: found.page, pages: Math.max(1, Math.ceil(total / ROWS)), rows };
};

/** JSON gives an instant of the database, which keeps UTC, without its zone. */
const instantIn = (given: unknown): Date => new Date(`${String(given)}Z`);

/** What somebody is called, by their key: as the platform says, else as a filing has them. */
const nameSql = (key: string): Prisma.Sql => {
  const [tenant, open] = [2, 3].map((part) => Prisma.raw(`split_part(${key}, ':', ${part})`));
  return Prisma.sql`coalesce(
    (SELECT "name" FROM "Person" WHERE "tenantKey" = ${tenant} AND "openId" = ${open}),
    (SELECT min("name") FROM "Member" WHERE "tenantKey" = ${tenant} AND "openId" = ${open}))`;
};

const theirsSql = Prisma.sql`unheard.why = shown.why AND unheard."recipient" = shown."recipient"`;

const thingsSql = Prisma.sql`
  SELECT json_agg(thing) FROM (
    SELECT DISTINCT unheard."dueOn", unheard."subject", unheard."rule",
      coalesce(nullif(filing."answers"->'identity'->>'institutionName', ''), filing."creditCode") AS institution,
      filing."answers"->'staff'->>'contactMobile' AS mobile
    FROM unheard LEFT JOIN "Filing" AS filing ON filing."id" = split_part(unheard."subject", ':', 2)
    WHERE ${theirsSql} ORDER BY unheard."dueOn", unheard."subject" LIMIT ${NAMED}) AS thing`;

const stepsSql = Prisma.sql`
  SELECT json_agg(taken ORDER BY taken.at) FROM (
    SELECT step."step", step."person", max(step."state") AS state, max(step."reason") AS reason,
      max(coalesce(step."doneAt", step."at")) AS at, ${nameSql('coalesce(step."by", step."person")')} AS name
    FROM unheard JOIN "EscalationStep" AS step
      ON step."subject" = unheard."subject" AND step."rule" = unheard."rule" AND step."dueOn" = unheard."dueOn"
    WHERE ${theirsSql} AND step."state" <> 'dropped'
      AND (step."step" NOT IN ('buzz', 'call') OR step."person" IN (shown."toldTo", shown."recipient"))
    GROUP BY step."step", step."person", step."by" ORDER BY at DESC LIMIT ${STEPS}) AS taken`;
