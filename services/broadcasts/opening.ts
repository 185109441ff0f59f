import { randomUUID } from 'node:crypto';
import { Prisma, type Tx } from '../../prisma/client.ts';
import { guestKey } from '../departments/codes.ts';
import type { Who } from '../filing/filing.ts';
import { intended, toPerson, wakingFor } from '../outbox.ts';
import type { Enqueue } from '../queue.ts';
import { Refusal } from '../refusal.ts';

/** A department for which somebody acted before: who acts for it in the round that has opened, and what is known of them. */
export type FormerPost = { code: string; name: string; seated: boolean; mine: boolean; asked: boolean };
/** What the round that has opened is to somebody known from before. */
export type Former = {
  /** Institutions they filled for, the latest first. */
  institutions: string[];
  /** They fill in this round already. */
  begun: boolean;
  optedOut: boolean;
  posts: FormerPost[];
};

/** One statement. */
export const formerOf = async (tx: Tx, roundId: string, who: Who): Promise<Former> => {
  const { tenantKey, openId } = who;
  const mine = Prisma.sql`"tenantKey" = ${tenantKey} AND "openId" = ${openId}`;
  const before = Prisma.sql`(SELECT "openedAt" FROM "Round" WHERE "id" = ${roundId})`;
  const [row] = await tx.$queryRaw<[Former]>`
    SELECT
      (SELECT coalesce(json_agg(one.name), '[]') FROM (
        SELECT filing."answers"->'identity'->>'institutionName' AS name, max(earlier."openedAt") AS at
        FROM "Member" AS member JOIN "Filing" AS filing ON filing."id" = member."filingId"
          JOIN "Round" AS earlier ON earlier."id" = filing."roundId"
        WHERE member."tenantKey" = ${tenantKey} AND member."openId" = ${openId} AND member."role" <> 'head'
          AND earlier."openedAt" < ${before} AND filing."answers"->'identity'->>'institutionName' <> ''
        GROUP BY 1 ORDER BY 2 DESC LIMIT ${NAMED}) AS one) AS institutions,
      EXISTS (SELECT FROM "Member" AS member JOIN "Filing" AS filing ON filing."id" = member."filingId"
        WHERE member."tenantKey" = ${tenantKey} AND member."openId" = ${openId} AND filing."roundId" = ${roundId}) AS begun,
      EXISTS (SELECT FROM "OptOut" WHERE "roundId" = ${roundId} AND ${mine}) AS "optedOut",
      (SELECT coalesce(json_agg(post), '[]') FROM (
        SELECT department."code", department."name", contact."id" IS NOT NULL AS seated,
          contact."tenantKey" IS NOT DISTINCT FROM ${tenantKey} AND contact."openId" IS NOT DISTINCT FROM ${openId} AS mine,
          EXISTS (SELECT FROM "Registration" WHERE "roundId" = ${roundId} AND "departmentCode" = department."code"
            AND "role" = 'contact' AND "state" = 'pending' AND ${mine}) AS asked
        FROM "Department" AS department LEFT JOIN "Contact" AS contact ON contact."roundId" = department."roundId"
          AND contact."departmentCode" = department."code" AND contact."endedAt" IS NULL
        WHERE department."roundId" = ${roundId} AND department."code" IN (${postsBefore(before, who)})
        ORDER BY department."order") AS post) AS posts`;
  return row;
};

/** Institutions and departments named on one card. */
const NAMED = 5;

/** Departments of the round before for which somebody was the contact, had registered, or had sent the code. */
const postsBefore = (before: Prisma.Sql, { tenantKey, openId }: Who): Prisma.Sql => {
  const last = Prisma.sql`(SELECT "id" FROM "Round" WHERE "openedAt" < ${before} ORDER BY "openedAt" DESC LIMIT 1)`;
  const theirs = Prisma.sql`"roundId" = ${last} AND "tenantKey" = ${tenantKey} AND "openId" = ${openId}`;
  return Prisma.sql`
    SELECT "departmentCode" FROM "Contact" WHERE ${theirs} AND "endedAt" IS NULL
    UNION SELECT "departmentCode" FROM "Registration" WHERE ${theirs} AND "role" = 'contact' AND "state" = 'pending'
    UNION SELECT "departmentCode" FROM "DepartmentCode"
      WHERE "roundId" = ${last} AND "role" = 'contact' AND "state" = 'open' AND ${guestKey({ tenantKey, openId })} = ANY("guests")`;
};

/** 今年不申报, or after all: whoever has said so is told no more of the round. One statement. */
export const setOptOut = async (tx: Tx, roundId: string, who: Who, out: boolean, now: Date): Promise<void> => {
  const { tenantKey, openId } = who;
  if (!out) await tx.optOut.deleteMany({ where: { roundId, tenantKey, openId } });
  else await tx.optOut.createMany({ data: [{ roundId, tenantKey, openId, at: now }], skipDuplicates: true });
};

type Again = { roundId: string; department: string; who: Who; operators: readonly Who[] };

/**
 * 今年还由我联系: what is known of them from before is registered anew, for the operators to confirm as any registration;
 * theirs to correct until then. Of whoever is only known to have been invited the operators are told, for them to give a
 * code; resolves with null then. Refusal for everybody else.
 */
export const registerAgain = async (
  tx: Tx,
  enqueue: Enqueue,
  { roundId, department, who, operators }: Again,
  now: Date,
): Promise<string | null> => {
  const { posts } = await formerOf(tx, roundId, who);
  const post = posts.find(({ code }) => code === department);
  if (!post) throw new Refusal('not_registered', '您以前没有担任过这个部门的联系人，您的点击没有改动任何内容。');
  if (post.mine) throw new Refusal('seated', '您已经是这个部门今年的联系人了，发送“首页”就可以开始办理。');
  if (post.seated) throw new Refusal('seated', `${post.name}今年已经有联系人了。如有变化，请联系主办方。`);
  if (post.asked) throw new Refusal('asked', '已经登记过了，主办方确认后会马上告诉您。');
  const { tenantKey, openId } = who;
  const id = randomUUID();
  const [first] = operators;
  const asked = operators.map((one) => toPerson(one, { kind: 'registration', registrationId: id }));
  const theirs = Prisma.sql`"departmentCode" = ${department} AND "tenantKey" = ${tenantKey} AND "openId" = ${openId}`;
  const flash = `一位往年收到过邀请码的人希望担任${post.name}的联系人。请电话核实后，在这里给邀请码。`;
  const told = operators.map((one) =>
    toPerson(one, { kind: 'department', roundId, departmentCode: department, flash }),
  );
  const [written] = await tx.$queryRaw<[{ count: number }]>`
    WITH known AS (
      SELECT "name", "position", "officePhone", "mobile", "email", "appointedAt" AS at FROM "Contact" WHERE ${theirs}
      UNION ALL
      SELECT "name", "position", "officePhone", "mobile", "email", "registeredAt" FROM "Registration"
      WHERE ${theirs} AND "role" = 'contact'
      ORDER BY at DESC LIMIT 1
    ), entered AS (
      INSERT INTO "Registration" ("id", "roundId", "departmentCode", "role", "tenantKey", "openId", "name", "position",
        "officePhone", "mobile", "email", "invitedBy", "state", "registeredAt")
      SELECT ${id}, ${roundId}, ${department}, 'contact', ${tenantKey}, ${openId}, "name", "position", "officePhone", "mobile",
        "email", ${first ? guestKey(first) : ''}, 'pending', ${now} FROM known RETURNING 1
    ), ${intended('asked', asked, now, Prisma.sql`EXISTS (SELECT FROM entered)`)},
    ${intended('told', told, now, Prisma.sql`NOT EXISTS (SELECT FROM entered)`)}
    SELECT count(*)::int AS count FROM entered`;
  await enqueue(tx, 'courier', wakingFor(asked));
  return written.count ? id : null;
};
