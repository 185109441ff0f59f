import { actingFor, mustAct } from '../../services/departments/acting.ts';
import { markOf } from '../../services/departments/ranking.ts';
import { DIRECT, departmentOf } from '../../services/filing/filing.ts';
import { mustOperate } from '../../services/people/roles.ts';
import { act, type Handler } from './handler.ts';
import { assigned } from './reviewing.ts';

export const openDesk: Handler<'desk.open'> = async (scene, { round, department, page }) => {
  if (department === DIRECT) mustOperate(scene.operators, scene.who);
  else {
    const acting = await actingFor(scene.tx, round, department);
    mustAct(acting, scene.who, scene.now, '只有这个部门的备案工作联系人可以看审核列表。');
  }
  return { show: { kind: 'desk', roundId: round, departmentCode: department, ...(page && { page }) } };
};

/** One up or down in the department's order, if it is still the order that was shown. */
export const rankFiling: Handler<'desk.rank'> = async (scene, { filing: id, order, how }) => {
  const { filing, reviewer, acting } = await assigned(scene, id);
  // One filing may have been handed to a colleague; the order is of all of them.
  mustAct(acting, scene.who, scene.now, '推荐排序由这个部门的备案工作联系人调整，您的点击没有改动任何内容。');
  const ranking = departmentOf(filing)?.ranking ?? [];
  const shown = markOf(ranking) === order ? ranking : [];
  await act(scene, filing, { type: 'rank', order: shown, by: how === 'up' ? -1 : 1 }, reviewer);
  return { show: { kind: 'desk', roundId: filing.roundId, departmentCode: filing.departmentCode ?? '' } };
};
