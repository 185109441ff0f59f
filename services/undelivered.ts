import { Prisma, type Tx } from '../prisma/client.ts';
import type { Enqueue, Waking } from './queue.ts';
import { LAST_DAYS } from './reminders/rules.ts';

/** Stands before the month in the reason of what waits for the next one, because this one's calls are used up. */
export const SPENT = 'quota ';
/** Nobody acts for the department yet; whoever is found gets it by itself. */
export const NO_CONTACT = '还没有可以送达的联系人';
/** Rows a page of the list holds. */
export const PAGE = 10;

/** A message that was given up, as a list needs it. `openId` is empty where only a department is meant. */
export type Undelivered = {
  id: string;
  kind: string;
  reason: string;
  openId: string;
  name: string;
  department: string;
  institution: string;
  createdAt: Date;
};
/** `spent`: how many wait for calls besides; `calls`: how many this month has seen. */
export type UndeliveredPage = { rows: Undelivered[]; total: number; spent: number; calls: number };

/** What was given up, the newest first, and what waits for the next month. Two statements. */
export const undeliveredPage = async (tx: Tx, page: number, month: string): Promise<UndeliveredPage> => {
  const [counted] = await tx.$queryRaw<[Omit<UndeliveredPage, 'rows'>]>`
    SELECT count(*) FILTER (WHERE ${OWN})::int AS total, count(*) FILTER (WHERE NOT ${OWN})::int AS spent,
      coalesce((SELECT "calls" FROM "ApiUse" WHERE "month" = ${month}), 0) AS calls
    FROM "Outbox" AS message WHERE message."state" = 'parked'`;
  const rows = await tx.$queryRaw<Undelivered[]>`
    SELECT message."id", message."kind", coalesce(message."reason", '') AS reason, message."createdAt",
      coalesce(message."openId", '') AS "openId", coalesce(person."name", '') AS name,
      coalesce(department."name", '') AS department,
      coalesce(filing."answers"->'identity'->>'institutionName', '') AS institution
    FROM "Outbox" AS message
      LEFT JOIN "Person" AS person ON person."tenantKey" = message."tenantKey" AND person."openId" = message."openId"
      LEFT JOIN "Department" AS department
        ON message."role" = 'contact:' || department."roundId" || ':' || department."code"
      LEFT JOIN "Filing" AS filing ON filing."id" = message."filingId"
    WHERE message."state" = 'parked' AND ${OWN}
    ORDER BY message."seq" DESC LIMIT ${PAGE} OFFSET ${(page - 1) * PAGE}`;
  return { ...counted, rows };
};

const OWN = Prisma.sql`coalesce(message."reason", '') NOT LIKE ${`${SPENT}%`}`;

const WAITS = Prisma.sql`"reason" LIKE ${`${SPENT}%`}`;

/** Which messages: one, all that were given up, or those that wait for another month's calls, also only for one after this. */
export type Which = { id: string } | 'all' | 'spent' | { spentBefore: string };

const chosen = (which: Which): Prisma.Sql => {
  if (which === 'all') return OWN;
  if (which === 'spent') return WAITS;
  return 'id' in which
    ? Prisma.sql`"id" = ${which.id}`
    : Prisma.sql`${WAITS} AND "reason" <> ${SPENT + which.spentBefore}`;
};

/** No calls are left this month: what can wait does so until the next one, save reminders of a last day. */
export const parkPatient = async (tx: Tx, month: string): Promise<void> => {
  await tx.$executeRaw`
    UPDATE "Outbox" AS message SET "state" = 'parked', "reason" = ${SPENT + month}
    WHERE "state" = 'waiting' AND "urgency" > 0 AND NOT EXISTS (
      SELECT FROM "Reminder" AS told WHERE told."digest" = message."id" AND told."milestone" = ANY(${LAST_DAYS}))`;
};

/** They are sent as if for the first time: drawn anew, with all their attempts before them. Resolves with the number of those they are for. */
export const retryParked = async (tx: Tx, enqueue: Enqueue, which: Which): Promise<number> => {
  const rows = await tx.$queryRaw<Waking[]>`
    WITH again AS (
      UPDATE "Outbox" AS message
      SET "state" = 'waiting', "reason" = NULL, "attempts" = 0, "firstTriedAt" = NULL, "unsureAt" = NULL
      WHERE "state" = 'parked' AND ${chosen(which)}
      RETURNING coalesce("role", 'person:' || "tenantKey" || ':' || "openId") AS recipient, "urgency")
    SELECT recipient, min("urgency") AS urgency FROM again GROUP BY recipient`;
  // Of many, whoever looks after what was left waiting wakes the courier for each.
  await enqueue(
    tx,
    'courier',
    typeof which === 'object' && 'id' in which ? rows : rows.slice(0, 1).map(() => ({ left: true as const })),
  );
  return rows.length;
};

/** False when somebody else has settled it. */
export const dropParked = async (tx: Tx, id: string): Promise<boolean> => {
  const { count } = await tx.outbox.updateMany({
    where: { id, state: 'parked' },
    data: { state: 'dropped', reason: 'given up' },
  });
  return count > 0;
};

/** Why a message was not delivered, and what helps: `kind code` as the courier has noted it. */
export const reasonWords = (reason: string): string => {
  const [kind = '', code = ''] = reason.split(' ');
  return byCode[code] ?? byKind[kind] ?? reason;
};

const byCode: Record<string, string> = {
  230013: '对方不在机器人的可用范围内，或者账号已停用、已离职。请管理飞书的同事核对应用的可用范围，或联系接手的人',
  230022: '内容被飞书判为敏感，没有通过',
  230023: '对方没有读的加急消息太多',
  230024: '加急的次数用完了',
  230025: '内容太长，飞书没有接受',
  230027: '对方在别的企业，机器人没有开启对外共享，或缺少发送权限',
  230028: '内容没有通过飞书的数据防泄漏检查',
  230029: '对方已经离职。请联系接手的人',
  230034: '飞书里没有这个人',
  230035: '对方屏蔽了机器人，或者不允许机器人发消息。请电话告知，并请对方恢复接收',
  230036: '对方企业的加密密钥已删除，消息发不过去',
  230038: '对方在别的企业，机器人不能直接发给对方',
  230053: '对方关闭了机器人的消息。请电话告知，并请对方在与机器人的聊天里恢复接收',
  41012: '飞书里没有这个人',
  41050: '对方不在机器人的通讯录范围内。请管理飞书的同事核对',
  99991672: '机器人没有所需的权限。请管理飞书的同事核对',
  99992351: '飞书里没有这个人',
};

const byKind: Record<string, string> = {
  unreachable: '现在联系不上对方',
  content: '飞书没有接受这条消息的内容',
  too_large: '文件超过飞书的大小限制',
  gone: '对应的内容已经不在了',
  config: '机器人的权限或密钥设置不对，几天里都没有发成。请管理飞书的同事检查',
  transient: '飞书很久没有响应，没有发成',
  limited: '飞书一直要求放慢，没有发成',
  quota: '本月的飞书接口次数已用完，下个月自动继续',
  nobody: '没有写明要发给谁。请告诉维护人员',
  bug: '这条消息没能生成，原因已记入日志。请告诉维护人员',
};
