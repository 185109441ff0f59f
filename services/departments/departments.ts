import { createHash } from 'node:crypto';
import { z } from 'zod';
import { Prisma, type Tx } from '../../prisma/client.ts';
import type { Who } from '../filing/filing.ts';
import { CODE_SIGNS } from '../people/invitations.ts';
import type { Enqueue } from '../queue.ts';
import { Refusal } from '../refusal.ts';
import { lockRound, noteInRound } from '../rounds/history.ts';
import type { Department, NewDepartment } from '../rounds/round.ts';

const MOST_QUOTA = 99;
const name = (words: string) => z.string().trim().min(1, words).max(60, '请控制在 60 字以内');

/** What the operator says of a department; the words stand at the field of the card. */
export const departmentFields = {
  kind: z.enum(['ministry', 'province'], '请选择部门类别'),
  name: name('请填写部门名称'),
  sealName: name('请填写公章名称'),
  softQuota: z
    .string()
    .trim()
    .regex(/^\d{1,2}$/, `请填 0 到 ${MOST_QUOTA} 的整数`),
};
export type DepartmentForm = { [F in keyof typeof departmentFields]: string };

export const kindNames: Record<string, string> = { ministry: '行业主管部门', province: '省级知识产权管理部门' };

/** The first thing wrong with each field, by field; empty when all hold. */
export const departmentErrors = (typed: Partial<DepartmentForm>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(departmentFields).flatMap(([field, rule]) => {
      const parsed = rule.safeParse(typed[field as keyof DepartmentForm] ?? '');
      return parsed.success ? [] : [[field, parsed.error.issues[0]?.message ?? '请检查']];
    }),
  );

/** How a department was when a card showed it: a form drawn before somebody else's change must not undo it. */
export const markOf = ({ kind, name, sealName, softQuota }: Department): string =>
  createHash('sha256')
    .update(JSON.stringify([kind, name, sealName, softQuota]))
    .digest('hex')
    .slice(0, 12);

const said = ({ kind, name, sealName, softQuota }: Omit<NewDepartment, 'code'>): string =>
  JSON.stringify({ kind, name, sealName, softQuota });

type Saved = { roundId: string; code: string; was: string; form: DepartmentForm; by: Who };

/**
 * Changes a department of an open round; what has been sealed keeps the name it was sealed under, and whoever waits for one
 * of the places that have been added moves up: only then it costs a statement more.
 */
export const changeDepartment = async (
  tx: Tx,
  enqueue: Enqueue,
  { roundId, code, was, form, by }: Saved,
  now: Date,
): Promise<void> => {
  const round = await lockRound(tx, roundId);
  const all = await tx.department.findMany({ where: { roundId } });
  const before = all.find((department) => department.code === code);
  if (!before || markOf(before) !== was) {
    throw new Refusal('changed_since', '这个部门刚被其他管理员改过，请返回看最新的，再修改。');
  }
  const after = valuesOf({ ...form, kind: before.kind });
  mustDiffer(all, after.name, code);
  const change = { what: `department ${code}`, from: said(before), to: said(after), by };
  const edited = Prisma.sql`edited AS (
    UPDATE "Department"
    SET "name" = ${after.name}, "sealName" = ${after.sealName}, "softQuota" = ${after.softQuota}
    WHERE "roundId" = ${roundId} AND "code" = ${code})`;
  const waiting = Prisma.sql`SELECT 1 FROM "Filing"
    WHERE "roundId" = ${roundId} AND "departmentCode" = ${code} AND "status" = 'waiting' LIMIT 1`;
  const waits = await noteInRound(tx, round, change, now, [edited], waiting);
  if (waits.length && after.softQuota > before.softQuota)
    await enqueue(tx, 'places', [{ roundId, departmentCode: code }]);
};

/** Adds a department to an open round under a code of our own; resolves with the code. */
export const addDepartment = async (
  tx: Tx,
  { roundId, form, by, pick }: Pick<Saved, 'roundId' | 'form' | 'by'> & { pick: (below: number) => number },
  now: Date,
): Promise<string> => {
  const round = await lockRound(tx, roundId);
  const all = await tx.department.findMany({ where: { roundId } });
  const added = valuesOf(form);
  mustDiffer(all, added.name);
  const code = newCodeBeside(all, pick);
  const order = Math.max(-1, ...all.map((department) => department.order)) + 1;
  await noteInRound(tx, round, { what: `department ${code} added`, to: said(added), by }, now, [
    Prisma.sql`added AS (
      INSERT INTO "Department" ("roundId", "code", "kind", "name", "sealName", "softQuota", "order")
      VALUES (${roundId}, ${code}, ${added.kind}, ${added.name}, ${added.sealName}, ${added.softQuota}, ${order}))`,
  ]);
  return code;
};

const valuesOf = ({ kind, name, sealName, softQuota }: DepartmentForm) => ({
  ...{ kind, name: name.trim(), sealName: sealName.trim(), softQuota: Number(softQuota.trim()) },
});

/** The clerk chooses among the names: two alike could not be told apart. */
const mustDiffer = (all: Department[], name: string, code?: string): void => {
  if (all.some((other) => other.code !== code && other.name === name))
    throw new Refusal('same_name', '已有同名的推荐部门，请换一个名称。');
};

const newCodeBeside = (all: Department[], pick: (below: number) => number): string => {
  for (;;) {
    const code = `N${Array.from({ length: 5 }, () => CODE_SIGNS[pick(CODE_SIGNS.length)]).join('')}`;
    if (!all.some((department) => department.code === code)) return code;
  }
};
