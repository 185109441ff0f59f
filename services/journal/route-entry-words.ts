import { type OwnRoutes, ownRoutes, type RouteEdit } from '../rounds/own-routes.ts';
import type { Round } from '../rounds/round.ts';
import { changedRows } from '../rounds/route-words.ts';

const edits: Record<RouteEdit['do'], string> = {
  ...{ set: '修改', off: '停用', on: '重新启用', add: '新增', drop: '删除', reset: '恢复通知原来的路径' },
};

/** An entry of the round's history about its routes (change-routes.ts): what was done, and the rows that differ before and after. */
export const routeEntryWords = (
  { what, from, to }: { what: string; from: string | null; to: string | null },
  round: Round,
): { what: string; from: string; to: string } => {
  const [before, after] = [from, to].map((routes) => ({ ...round, routes: routesIn(routes) }));
  const rows = changedRows(before!, after!);
  const edit = what.split(' ')[1] as RouteEdit['do'];
  const named = edit === 'reset' ? '' : rows.map(({ who }) => `（${who}）`).join('');
  const lines = (side: 'from' | 'to') => rows.map((row) => `${row.who}：${row[side]}`).join('\n');
  return { what: `推荐路径：${edits[edit]}${named}`, from: lines('from'), to: lines('to') };
};

/** '' where the call's own rows count. */
const routesIn = (said: string | null): OwnRoutes | null => (said ? ownRoutes.parse(JSON.parse(said)) : null);
