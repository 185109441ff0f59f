import writeXlsx from 'write-excel-file/node';
import type { Tx } from '../../prisma/client.ts';
import { BY_SETTINGS } from '../people/operators.ts';
import type { Round } from '../rounds/round.ts';
import { loadRound } from '../rounds/store.ts';
import { namesOf, type Row, refusedCells, refusedColumns, sheet, start } from './history-file.ts';
import { routeEntryWords } from './route-entry-words.ts';

/** What an entry of a round's history, or of the operators', is about, by its first word. */
const verbs: Record<string, string> = {
  ...{ open: '开启年度', closing: '开始结束年度', close: '结束年度', deadlines: '截止日期', form: '更正表格' },
  ...{ day: '节假日', windows: '发送时段' },
  ...{ department: '推荐部门', annex2: '附件2 发送日期', broadcast: '群发通知' },
  ...{ code: '邀请码', registration: '登记', contact: '联系人', deputy: '代理', colleague: '部门同事' },
  ...{ add: '添加管理员', remove: '移除管理员' },
};
const afterwards: Record<string, string> = {
  ...{ added: '新增', ended: '结束', withdrawn: '收回', refused: '没有确认', corrected: '更正', due: '内部截止' },
  ...{ extension: '延期', not: '没有', sent: '发送', contact: '联系人', deputy: '代理', colleague: '部门同事' },
};

/**
 * The history of a round beside its filings: dates, quotas, departments, contacts, deputies; of the operators; and what
 * was refused at either. With the hashes by which `npm run verify` finds what was changed.
 */
export const roundHistoryFile = async (tx: Tx, roundId: string): Promise<{ name: string; content: Buffer }> => {
  const round = await loadRound(tx, roundId);
  const own = [`round:${roundId}`, 'operators'];
  const refused = [`access:round:${roundId}`, 'access:operators'];
  const subjects = [...own, ...refused];
  const orderBy = [{ subject: 'asc' as const }, { seq: 'asc' as const }];
  const rows = await tx.journal.findMany({ where: { subject: { in: subjects } }, orderBy });
  const people = rows.flatMap(({ who, what }) => [who, ...what.split(' ').filter((word) => word.includes(':'))]);
  const names = await namesOf(tx, { roundId, members: [] }, [...new Set(people)]);
  names.set(BY_SETTINGS, '系统设置');
  // An operator in any tenant stands there without one.
  const known = await tx.operator.findMany({ where: { name: { not: '' } } });
  for (const { openId, name } of known) names.set(openId, name);
  const of = (subject: string): Row[] => rows.filter((row) => row.subject === subject);
  const said = (subject: string) =>
    of(subject).map((row) => {
      const { what, from, to } = saidOf(row, round, names);
      return [...start(row, names), what, from, to, row.why ?? '', row.hash];
    });
  const sheets = [
    sheet('年度', doneColumns, said(own[0]!)),
    sheet('管理员', doneColumns, said(own[1]!)),
    ...refused.map((subject, index) =>
      sheet(
        ['年度里被拒绝的操作', '管理员里被拒绝的操作'][index]!,
        refusedColumns,
        of(subject).map((row) => [...start(row, names), ...refusedCells(row)]),
      ),
    ),
  ];
  return { name: `${round.title}-年度历史.xlsx`, content: await writeXlsx(sheets).toBuffer() };
};

const doneColumns = { 序号: 6, 时间: 18, 谁: 18, 做了什么: 40, 原来: 40, 之后: 40, 原因: 40, 校验值: 66 };

const saidOf = (row: Row, round: Round, names: Map<string, string>): Record<'what' | 'from' | 'to', string> => {
  if (row.what.startsWith('routes ')) return routeEntryWords(row, round);
  return { what: wordsOf(row.what, round, names), from: row.from ?? '', to: row.to ?? '' };
};

/** In words, with departments and people by their names; a number of a row of the database says nothing to anybody. */
const wordsOf = (what: string, { departments }: Round, names: Map<string, string>): string => {
  const [first = '', ...rest] = what.split(' ');
  const about = rest.flatMap((word) => {
    if (/^[\da-f]{8}-[\da-f-]{27}$/.test(word)) return [];
    const department = departments.find(({ code }) => code === word);
    return [department?.name ?? names.get(word) ?? afterwards[word] ?? word];
  });
  return [verbs[first] ?? first, about.join(' ')].filter(Boolean).join('：');
};
