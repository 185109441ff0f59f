import { callOf } from './calls.ts';
import type { RowEnd } from './own-routes.ts';
import type { Round } from './round.ts';
import { DIRECT_ROUTE, PROVINCE } from './routes.ts';
import { endOf, type RoundRow, rowsOf } from './routing.ts';

type Routed = Pick<Round, 'call' | 'departments' | 'routes'>;

/** Where a row leads, and who gets a copy, in one line. */
export const endWords = (round: Routed, { to, cc }: RowEnd): string => {
  if (to === 'none') return endName(round, to);
  const copies = cc.length ? cc.map((code) => endName(round, code)).join('、') : '无';
  return `${to === DIRECT_ROUTE ? '' : '交'}${endName(round, to)}；抄送：${copies}`;
};

export const endName = ({ departments, call }: Routed, to: string): string => {
  if (to === PROVINCE) return '所在地省级部门';
  if (to === DIRECT_ROUTE) return `直接报${callOf(call).nationalOffice}（不经推荐部门）`;
  if (to === 'body') return '本单位的主管部门';
  if (to === 'none') return '本年度不能申报';
  return departments.find(({ code }) => code === to)?.name ?? to;
};

/** One row that differs: the institutions it is about, and where it leads before and after, in words. */
export type ChangedRow = { who: string; from: string; to: string };

/** What differs between the routes of a round at two times. */
export const changedRows = (before: Routed, after: Routed): ChangedRow[] => {
  const [was, is] = [rowsOf(before), rowsOf(after)];
  const rules = [...new Set([...was, ...is].map(({ row }) => row.rule))];
  return rules.flatMap((rule) => {
    const [one, other] = [was, is].map((rows) => rows.find(({ row }) => row.rule === rule));
    const [from, to] = [rowWords(before, one), rowWords(after, other)];
    return from === to ? [] : [{ who: (one ?? other)!.row.who, from, to }];
  });
};

const rowWords = (round: Routed, found: RoundRow | undefined): string => {
  if (!found) return '没有这一条';
  return found.off ? '停用' : endWords(round, endOf(found.row));
};
