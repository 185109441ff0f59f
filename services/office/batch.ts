import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Tx } from '../../prisma/client.ts';
import type { Command } from '../filing/decision.ts';
import { DIRECT, type Who } from '../filing/filing.ts';
import { publicityFault, publicUntil } from '../filing/office-commands.ts';
import { appendNotices, toPerson } from '../outbox.ts';
import type { Enqueue } from '../queue.ts';
import { Refusal } from '../refusal.ts';
import { callOf } from '../rounds/calls.ts';
import type { Round } from '../rounds/round.ts';
import { type Day, isDay } from '../time.ts';
import type { IntakeRow } from './intake.ts';
import { numbersFrom } from './numbers.ts';
import { type BatchDeed, batchDeeds } from './states.ts';

const params = z.object({
  /** The round's title, for the card. */
  round: z.string(),
  from: z.string().optional(),
  days: z.int().optional(),
  until: z.string().optional(),
  on: z.string().optional(),
  link: z.string().default(''),
});
const item = z.object({
  filingId: z.string(),
  version: z.int(),
  name: z.string(),
  department: z.string(),
  number: z.string().optional(),
});
const stored = z.object({
  ...{ id: z.string(), roundId: z.string(), deed: z.enum(batchDeeds), params, items: z.array(item) },
  /** '' for what is done, else why it was left. */
  results: z.record(z.string(), z.string()),
  state: z.enum(['preview', 'working', 'done']),
  ...{ tenantKey: z.string(), openId: z.string() },
});
export type OfficeBatch = z.infer<typeof stored>;
export type BatchItem = z.infer<typeof item>;

/** Which filings of the intake this can be done with today. */
export const candidates = (deed: BatchDeed, rows: IntakeRow[], today: Day): IntakeRow[] =>
  rows.filter(({ status, office }) => {
    if (deed === 'publicise') return status === 'filed_online';
    if (deed === 'list') return status === 'approved';
    return status === 'publicity' && today > (office.publicity?.until ?? '');
  });

/** What was typed into the form of a batch. */
export type BatchTyped = { from: string; days: number; on: string; link: string; number: string; chosen: string[] };

type Planned = { params: z.infer<typeof params>; items: BatchItem[] } | { errors: Record<string, string> };

/** The batch as it would be done: whom it concerns, and which number each would get; or what is wrong, by field. Pure. */
export const planBatch = (
  deed: BatchDeed,
  given: { round: Round; rows: IntakeRow[]; typed: BatchTyped; today: Day },
): Planned => {
  const { round, rows, typed, today } = given;
  const possible = candidates(deed, rows, today);
  const chosen = typed.chosen.length ? possible.filter(({ id }) => typed.chosen.includes(id)) : possible;
  const errors: Record<string, string> = {};
  if (!chosen.length) errors[''] = '没有可以一起办的材料，可能刚被别的管理员办过了，请返回收件列表看看。';
  if (deed === 'publicise') {
    // Of what was filed last: the day has to fit all of them.
    const filedOn = chosen
      .map(({ office }) => office.filed?.on ?? '')
      .sort()
      .at(-1);
    const fault = publicityFault(typed.from, filedOn || undefined, today);
    if (fault) errors.from = fault;
  }
  if (deed === 'publicise' && (typed.days < 1 || typed.days > 60))
    errors.days = '公示天数请填 1 到 60 之间的工作日数。';
  if (deed === 'list' && (!isDay(typed.on) || typed.on > today)) errors.on = '请选择名单发布的日期，不能晚于今天。';
  const lacking = deed === 'publicise' ? [] : chosen.filter(({ office }) => !office.number);
  const numbers = new Map<string, string>();
  if (lacking.length && typed.number) {
    const taken = new Set(rows.map(({ office }) => office.number ?? ''));
    const next = typed.number.length <= 60 && numbersFrom(typed.number, lacking.length, taken);
    if (!next) errors.number = '第一个编号请以数字结尾、不超过 60 字，例如 WD-2026-001；其余的依次递增。';
    else for (const [index, { id }] of lacking.entries()) numbers.set(id, next[index]!);
  } else if (lacking.length && deed === 'list') {
    errors.number = `还有 ${lacking.length} 个单位没有编号，请填写第一个编号，其余的依次递增。`;
  }
  if (Object.keys(errors).length) return { errors };
  const shared =
    deed === 'publicise'
      ? { from: typed.from, days: typed.days, until: publicUntil(typed.from, typed.days, { round }), link: typed.link }
      : { link: typed.link, ...(deed === 'list' && { on: typed.on }) };
  const items = chosen.map(({ id, version, name, departmentCode, office }) => {
    const number = numbers.get(id) ?? office.number;
    return {
      filingId: id,
      version,
      name,
      department: departmentName(round, departmentCode),
      ...(number && { number }),
    };
  });
  return { params: { round: round.title, ...shared }, items };
};

/** The department's name, or the national office itself for those who apply directly. */
export const departmentName = (round: Pick<Round, 'call' | 'departments'>, code: string): string =>
  code === DIRECT
    ? `${callOf(round.call).nationalOffice}（直接申报）`
    : (round.departments.find((one) => one.code === code)?.name ?? code);

/** Keeps what the preview shows, so that exactly that is done. One statement. */
export const keepBatch = async (
  tx: Tx,
  batch: Pick<OfficeBatch, 'roundId' | 'deed' | 'params' | 'items'>,
  by: Who,
  now: Date,
): Promise<string> => {
  const id = randomUUID();
  const { tenantKey, openId } = by;
  await tx.officeBatch.create({
    data: { ...batch, id, results: {}, state: 'preview', tenantKey, openId, createdAt: now },
  });
  return id;
};

export const loadOfficeBatch = async (tx: Tx, id: string): Promise<OfficeBatch> => {
  const row = await tx.officeBatch.findUnique({ where: { id } });
  if (!row) throw new Refusal('no_batch', '这次预览太久了，已经清除。请从收件列表重新开始。');
  return stored.parse(row);
};

/** The preview has been confirmed: the queue begins. Refusal when it has begun before. */
export const startBatch = async (tx: Tx, enqueue: Enqueue, id: string): Promise<void> => {
  const { count } = await tx.officeBatch.updateMany({ where: { id, state: 'preview' }, data: { state: 'working' } });
  if (!count) throw new Refusal('begun', '这一批已经开始办了，没有再办一遍。结果会发到聊天里。');
  await enqueue(tx, 'office', [{ batchId: id }]);
};

/** What is asked of one filing of the batch. */
export const commandIn = ({ deed, params }: OfficeBatch, { version, number = '' }: BatchItem): Command => {
  const { from = '', days = 0, on = '', link } = params;
  if (deed === 'publicise') return { type: 'publicise', version, from, days, link };
  return deed === 'approve' ? { type: 'approve', version, number } : { type: 'list', version, on, link, number };
};

/** Whether this filing is still to be done; whoever else works on the batch waits for this transaction's end. */
export const claimItem = async (tx: Tx, id: string, filingId: string): Promise<boolean> => {
  const [row] = await tx.$queryRaw<{ open: boolean }[]>`
    SELECT NOT ("results" ? ${filingId}) AS "open" FROM "OfficeBatch" WHERE "id" = ${id} FOR UPDATE`;
  return row?.open ?? false;
};

/** Written in the transaction of the effect itself: a batch that is taken up again does nothing twice. */
export const settleItem = async (tx: Tx, id: string, filingId: string, result: string): Promise<void> => {
  await tx.$executeRaw`
    UPDATE "OfficeBatch" SET "results" = "results" || jsonb_build_object(${filingId}::text, ${result}::text)
    WHERE "id" = ${id} AND NOT ("results" ? ${filingId})`;
};

/** All of it is settled: whoever began it is told once. */
export const endBatch = async (tx: Tx, enqueue: Enqueue, batch: OfficeBatch, now: Date): Promise<void> => {
  const { id, roundId } = batch;
  const { count } = await tx.officeBatch.updateMany({ where: { id, state: 'working' }, data: { state: 'done' } });
  if (count) await appendNotices(tx, enqueue, [toPerson(batch, { kind: 'officeBatch', roundId, batchId: id })], now);
};

/** Names and numbers of what is long decided stand with the filings themselves: gone after 30 days. */
export const forgetOfficeBatches = async (tx: Tx, now: Date): Promise<void> => {
  await tx.officeBatch.deleteMany({ where: { createdAt: { lt: new Date(now.getTime() - KEPT_DAYS * 86_400_000) } } });
};
const KEPT_DAYS = 30;
