import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Tx } from '../../prisma/client.ts';
import { rawItem } from '../form/define.ts';
import { Refusal } from '../refusal.ts';

/** A row that was removed, and the ids of its list in their order before that. */
const removed = z.object({ item: rawItem, order: z.array(z.string()) });

/** Rows understood from a file or a message, `from` saying which. */
const table = z.object({
  from: z.string(),
  rows: z.array(z.object({ line: z.number(), values: z.record(z.string(), z.string()), faults: z.array(z.string()) })),
  ignored: z.array(z.string()),
  lacking: z.array(z.string()),
  left: z.number(),
});

const kinds = { removed, table } as const;
type AsideKind = keyof typeof kinds;
export type AsideData<K extends AsideKind> = z.infer<(typeof kinds)[K]>;
type Place = { filingId: string; step: string; field: string };

/** Lays something beside a list until somebody decides; resolves with its id. One statement. */
export const layAside = async <K extends AsideKind>(
  tx: Tx,
  { filingId, step, field }: Place,
  kind: K,
  data: AsideData<K>,
  now: Date,
): Promise<string> => {
  const id = randomUUID().slice(0, 13);
  await tx.aside.create({ data: { id, filingId, step, field, kind, data, createdAt: now } });
  return id;
};

/** Takes it away for good: inside one transaction with what becomes of it. Refusal when somebody has decided before. One statement. */
export const takeAside = async <K extends AsideKind>(
  tx: Tx,
  id: string,
  { filingId, step, field }: Place,
  kind: K,
): Promise<AsideData<K>> => {
  const [row] = await tx.$queryRaw<{ data: unknown }[]>`
    DELETE FROM "Aside"
    WHERE "id" = ${id} AND "filingId" = ${filingId} AND "step" = ${step} AND "field" = ${field} AND "kind" = ${kind}
    RETURNING "data"`;
  if (!row) throw settled();
  return kinds[kind].parse(row.data) as AsideData<K>;
};

/** The rows of a table as they lie there now. Refusal when somebody has decided before. One statement. */
export const tableAside = async (
  tx: Tx,
  id: string,
  filingId: string,
): Promise<AsideData<'table'> & { field: string }> => {
  const row = await tx.aside.findFirst({ where: { id, filingId, kind: 'table' } });
  if (!row) throw settled();
  return { ...table.parse(row.data), field: row.field };
};

/** Somebody's personal data that nobody has asked for again is not kept: gone after 30 days. */
export const forgetAsides = async (tx: Tx, now: Date): Promise<void> => {
  await tx.aside.deleteMany({ where: { createdAt: { lt: new Date(now.getTime() - KEPT_DAYS * 86_400_000) } } });
};

const KEPT_DAYS = 30;

const settled = () => new Refusal('settled', '这一步已经处理过，或时间太久已清除。发送“继续”看现在的内容。');
