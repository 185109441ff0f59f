import writeXlsx from 'write-excel-file/node';
import type { Tx } from '../../prisma/client.ts';
import { type Filing, institutionName } from '../filing/filing.ts';
import { type Status, statusNames } from '../filing/status.ts';
import { dayOf, timeOf } from '../time.ts';
import { entryWords, refusalWords, triedWords } from './entry-words.ts';

export type Row = {
  seq: number;
  at: Date;
  who: string;
  what: string;
  from: string | null;
  to: string | null;
  why: string | null;
  hash: string;
};

/**
 * A filing's whole history as a workbook: who, when in Beijing time, what, from which state to which, why, and the hash by
 * which `npm run verify` finds what was changed; on a second sheet what was refused at it.
 */
export const historyFile = async (tx: Tx, filing: Filing): Promise<{ name: string; content: Buffer }> => {
  const own = `filing:${filing.id}`;
  const subjects = [own, `access:${own}`];
  const rows = await tx.journal.findMany({ where: { subject: { in: subjects } }, orderBy: { seq: 'asc' } });
  const names = await namesOf(tx, filing, [...new Set(rows.map(({ who }) => who))]);
  const [done, refused] = subjects.map((one) => rows.filter(({ subject }) => subject === one));
  const sheets = [
    sheet(
      '历史',
      doneColumns,
      done!.map((row) => [...start(row, names), ...doneCells(row, filing)]),
    ),
    sheet(
      '被拒绝的操作',
      refusedColumns,
      refused!.map((row) => [...start(row, names), ...refusedCells(row)]),
    ),
  ];
  const content = await writeXlsx(sheets).toBuffer();
  return { name: `历史记录-${institutionName(filing)}.xlsx`, content };
};

const doneColumns = { 序号: 6, 时间: 18, 谁: 18, 做了什么: 36, 原来的状态: 18, 之后的状态: 18, 原因: 40, 校验值: 66 };
export const refusedColumns = { 序号: 6, 时间: 18, 谁: 18, 想做什么: 28, 为什么不能: 28, 校验值: 66 };

export const sheet = (name: string, columns: Record<string, number>, rows: string[][]) => ({
  sheet: name,
  columns: Object.values(columns).map((width) => ({ width })),
  stickyRowsCount: 1,
  data: [
    Object.keys(columns).map((value) => ({ value, fontWeight: 'bold', backgroundColor: '#dde6f5' }) as const),
    // As text, whatever it looks like: a reason may begin like a formula.
    ...rows.map((row) => row.map((value) => ({ value, type: String, wrap: true, alignVertical: 'top' }) as const)),
  ],
});

export const start = ({ seq, at, who }: Row, names: Map<string, string>): string[] => [
  String(seq),
  `${dayOf(at)} ${timeOf(at)}`,
  names.get(who) ?? unknown(who),
];

const doneCells = ({ what, from, to, why, hash }: Row, filing: Filing): string[] => [
  entryWords(what, filing),
  stateWords(from),
  stateWords(to),
  why ?? '',
  hash,
];

export const refusedCells = ({ what, why, hash }: Row): string[] => [triedWords(what), refusalWords(why ?? ''), hash];

const stateWords = (state: string | null): string => (state ? (statusNames[state as Status] ?? state) : '');

const unknown = (who: string): string => (who.includes(':') ? `姓名未知（编号尾号 ${who.slice(-4)}）` : who);

/** Everybody in it by the name some table knows them by: the filing's own people first. */
export const namesOf = async (
  tx: Tx,
  { roundId, members }: Pick<Filing, 'roundId' | 'members'>,
  whos: string[],
): Promise<Map<string, string>> => {
  const known = await tx.$queryRaw<{ who: string; name: string }[]>`
    SELECT who, name FROM (
      SELECT "tenantKey" || ':' || "openId" AS who, "name" AS name, 3 AS place FROM "Person"
      UNION ALL SELECT "tenantKey" || ':' || "openId", "name", 2 FROM "Operator"
      UNION ALL SELECT "tenantKey" || ':' || "openId", "name", 1 FROM "Contact" WHERE "roundId" = ${roundId}
    ) AS people WHERE who = ANY(${whos}) AND name <> '' ORDER BY place DESC`;
  const own = members.map((member) => [`${member.tenantKey}:${member.openId}`, member.name] as const);
  return new Map([...known.map(({ who, name }) => [who, name] as const), ...own.filter(([, name]) => name)]);
};
