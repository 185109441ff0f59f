import { callOf } from './calls.ts';
import type { OwnRoutes, RowEnd } from './own-routes.ts';
import type { Round } from './round.ts';
import { type Condition, DIRECT_ROUTE, PROVINCE, type RouteRow, type RoutingCall } from './routes.ts';

type Routed = Pick<Round, 'call' | 'departments' | 'routes'>;
/** A row as it counts in a round, or would count if it were not switched off. */
export type RoundRow = { row: RouteRow; off: boolean; own?: 'changed' | 'added' };

/** What decides routes in a round: everything that asks where a filing goes asks here. */
export const routingOf = (round: Routed): RoutingCall => {
  const call = callOf(round.call);
  const routes = round.routes ? rowsOf(round).flatMap(({ row, off }) => (off ? [] : [row])) : call.routes;
  return { ...call, departments: round.departments, routes };
};

/** All rows of a round in the order in which they are tried: the call's, with what its operator has changed. */
export const rowsOf = ({ call, departments, routes }: Routed): RoundRow[] => {
  const usual = callOf(call).routes;
  const rows = usual.map((row): RoundRow => {
    const { off = false, end } = (Object.hasOwn(routes?.changed ?? {}, row.rule) && routes?.changed[row.rule]) || {};
    return { row: end ? leadingTo(row, end) : row, off, ...(end && { own: 'changed' }) };
  });
  const added = (routes?.added ?? []).map((one): RoundRow => {
    const asked = conditionOf(one.when);
    const bare = { rule: one.rule, who: whoOf(asked, departments), when: [asked], goes: { kind: 'direct' }, why: '' };
    return { row: leadingTo(bare as RouteRow, one), off: false, own: 'added' };
  });
  // Exceptions come before what they are exceptions from, and after what shuts out.
  const first = usual.findIndex(({ goes }) => goes.kind !== 'ineligible');
  return [...rows.slice(0, first), ...added, ...rows.slice(first)];
};

/** Where a row leads, in the words of own-routes.ts; a copy to the receiver itself is none. */
export const endOf = ({ goes, cc = [PROVINCE] }: RouteRow): RowEnd => {
  if (goes.kind === 'ineligible') return { to: 'none', cc: [] };
  const to = goes.kind === 'direct' ? DIRECT_ROUTE : bodyOrCode(goes.to);
  return tidied({ to, cc: [...cc] });
};

const bodyOrCode = (to: 'affiliation' | 'province' | { code: string }): string =>
  typeof to === 'object' ? to.code : to === 'province' ? PROVINCE : 'body';

/** The same said in one way only, so that it can be compared. */
export const tidied = ({ to, cc }: RowEnd): RowEnd => ({
  to,
  cc: to === 'none' ? [] : [...new Set(cc)].filter((code) => code !== to).toSorted(),
});

const conditionOf = (when: OwnRoutes['added'][number]['when']): Condition => {
  const [kind, ...rest] = when.split(':');
  const value = rest.join(':');
  return kind === 'body' ? { ask: 'affiliation', is: { code: value } } : { ask: 'category', is: value };
};

const whoOf = (asked: Condition, departments: Routed['departments']): string => {
  if (asked.ask === 'category') return `单位类型为“${asked.is}”的单位`;
  const code = typeof asked.is === 'object' ? asked.is.code : '';
  return `主管部门为${departments.find((department) => department.code === code)?.name ?? code}的单位`;
};

const BY_OPERATOR = '按主办方为本年度设定的推荐路径，';
const ADMITTED = '管理员已准予申报（理由：{reason}），';

/** The row with another end, and with words that do not say what the notice says no longer. */
const leadingTo = ({ quote: _, passedWhenAdmitted: __, choice, ...row }: RouteRow, { to, cc }: RowEnd): RouteRow => {
  const goes = goesTo(to);
  const begins = row.when.some(({ ask }) => ask === 'admitted') ? ADMITTED : `您单位属于“${row.who}”，`;
  return {
    ...row,
    goes,
    cc,
    why: `${begins}${BY_OPERATOR}${endings[goes.kind]}`,
    ...(goes.kind === 'ineligible' && { passedWhenAdmitted: true }),
    ...(choice && goes.kind === 'department' && { choice: { ...choice, why: CHOICE } }),
  };
};

const endings = {
  department: '材料交{department}{copies}。',
  direct: '直接报国家知识产权局，不需要推荐部门{copies}。',
  ineligible: '本年度不能申报。',
};
const CHOICE = '您单位可以交{department}推荐，也可以直接报国家知识产权局，请选一种。';
const NEXT = '如果填错了，改一下回答就好；确有特殊情况，请联系本轮备案的管理员说明理由。';

const goesTo = (to: string): RouteRow['goes'] => {
  if (to === 'none') return { kind: 'ineligible', next: NEXT };
  if (to === DIRECT_ROUTE) return { kind: 'direct' };
  if (to === PROVINCE) return { kind: 'department', to: 'province' };
  return { kind: 'department', to: to === 'body' ? 'affiliation' : { code: to } };
};
