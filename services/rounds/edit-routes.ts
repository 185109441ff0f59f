import { Refusal } from '../refusal.ts';
import { callOf } from './calls.ts';
import { addedWhen, type OwnRoutes, type RouteEdit, type RowEnd } from './own-routes.ts';
import type { Round } from './round.ts';
import { DIRECT_ROUTE, PROVINCE, type Rule } from './routes.ts';
import { endOf, type RoundRow, rowsOf, tidied } from './routing.ts';

/** Rows that a round may have beside the call's, and departments that one row copies to. */
export const MOST_ADDED = 8;
export const MOST_COPIES = 3;

type Routed = Pick<Round, 'call' | 'departments' | 'routes'>;

/** Without the last row a filing might lead nowhere, and without this one the operator's own word. */
export const mustStay = ({ row }: RoundRow): boolean =>
  row.when.length === 0 || row.when.some(({ ask }) => ask === 'admitted');

/** The ends that a row may be given; `body` only where the institutions belong to one of the departments. */
export const endsFor = ({ departments }: Routed, row?: RoundRow['row']): string[] => [
  ...(row?.when.some(({ ask, is }) => ask === 'affiliation' && is === 'listed') ? ['body'] : []),
  PROVINCE,
  DIRECT_ROUTE,
  ...(row?.when.some(({ ask }) => ask === 'admitted') ? [] : ['none']),
  ...departments.map(({ code }) => code),
];

/** What the round's routes are after a change; null where they are the call's again. Pure. Refusal with the field's name as its code. */
export const routesAfter = (round: Routed, edit: RouteEdit): OwnRoutes | null => {
  const own: OwnRoutes = round.routes ?? { changed: {}, added: [] };
  switch (edit.do) {
    case 'reset':
      if (!round.routes) throw new Refusal('no_change', '现在就是通知原来的路径，没有要恢复的。');
      return null;
    case 'add':
      return adding(round, own, edit);
    case 'drop': {
      const added = own.added.filter(({ rule }) => rule !== edit.rule);
      if (added.length === own.added.length) throw gone();
      return kept({ ...own, added });
    }
    case 'set':
      return setting(round, own, edit);
    case 'off':
    case 'on':
      return switching(round, own, edit);
  }
};

export const gone = (): Refusal => new Refusal('no_row', '没有这一条了，请返回“推荐路径”看最新的再操作。');

export const rowOf = (round: Routed, rule: string | undefined): RoundRow => {
  const found = rowsOf(round).find(({ row }) => row.rule === rule);
  if (!found) throw gone();
  return found;
};

const adding = (round: Routed, own: OwnRoutes, { when = '', ...edit }: RouteEdit): OwnRoutes => {
  const [kind, value = ''] = when.split(':');
  const known =
    kind === 'category'
      ? callOf(round.call).categories.includes(value)
      : round.departments.some((one) => one.kind === 'ministry' && one.code === value);
  if (!addedWhen.safeParse(when).success || !known) throw new Refusal('when', '请选择这一条管哪些单位。');
  if (own.added.some((one) => one.when === when)) {
    throw new Refusal('when', '这些单位已经有新增的一条，请返回去修改那一条。');
  }
  if (own.added.length >= MOST_ADDED) {
    throw new Refusal('when', `最多新增 ${MOST_ADDED} 条，请先删掉用不到的。`);
  }
  const number = Math.max(0, ...own.added.map(({ rule }) => Number(rule.split('_')[1]))) + 1;
  return { ...own, added: [...own.added, { rule: `added_${number}`, when, ...endIn(round, edit) }] };
};

const setting = (round: Routed, own: OwnRoutes, edit: RouteEdit): OwnRoutes | null => {
  const { row, own: whose } = rowOf(round, edit.rule);
  const end = endIn(round, edit, row);
  if (same(end, endOf(row))) throw new Refusal('to', '和现在一样，没有改动。');
  if (whose === 'added') {
    return { ...own, added: own.added.map((one) => (one.rule === row.rule ? { ...one, ...end } : one)) };
  }
  const { end: _, ...others } = own.changed[row.rule] ?? {};
  const usual = callOf(round.call).routes.find(({ rule }) => rule === row.rule)!;
  return changing(own, row.rule, same(end, endOf(usual)) ? others : { ...others, end });
};

const switching = (round: Routed, own: OwnRoutes, edit: RouteEdit): OwnRoutes | null => {
  const found = rowOf(round, edit.rule);
  if (found.own === 'added') throw gone();
  if (mustStay(found)) throw new Refusal('must_stay', '这一条不能停用：没有它，有的材料就没有去处。可以修改它的去向。');
  if (found.off === (edit.do === 'off')) throw new Refusal('no_change', '已经是这样了，没有改动。');
  const { off: _, ...others } = own.changed[found.row.rule] ?? {};
  return changing(own, found.row.rule, edit.do === 'off' ? { ...others, off: true } : others);
};

/** What was typed, or a Refusal at its field. */
const endIn = (round: Routed, { to = '', cc = [] }: Partial<RowEnd>, row?: RoundRow['row']): RowEnd => {
  if (!endsFor(round, row).includes(to)) throw new Refusal('to', '请选择材料交给哪里。');
  const codes = [PROVINCE, ...round.departments.map(({ code }) => code)];
  if (cc.some((code) => !codes.includes(code))) throw new Refusal('cc', '请在本年度的推荐部门里选择抄送哪些部门。');
  const end = tidied({ to, cc });
  if (end.cc.length > MOST_COPIES) throw new Refusal('cc', `最多抄送 ${MOST_COPIES} 个部门。`);
  return end;
};

const same = (one: RowEnd, other: RowEnd): boolean => JSON.stringify(one) === JSON.stringify(other);

const changing = (own: OwnRoutes, rule: Rule, change: OwnRoutes['changed'][string]): OwnRoutes | null => {
  const { [rule]: _, ...others } = own.changed;
  return kept({ ...own, changed: Object.keys(change).length ? { ...others, [rule]: change } : others });
};

/** Nothing left of one's own: the call's rows count again. */
const kept = (own: OwnRoutes): OwnRoutes | null => (Object.keys(own.changed).length || own.added.length ? own : null);
