import { DIRECT, type Filing, isHandedIn, receiverOf, routeOfFiling } from '../services/filing/filing.ts';
import { callOf } from '../services/rounds/calls.ts';
import { clip, type Element, md, mdt } from './kit/index.ts';

const NAME_LENGTH = 60;

/** Before 定稿: the answers of now lead to another department than the one that has had it; nothing where they do not. */
export const movingPart = (filing: Filing): Element[] => {
  const route = routeOfFiling(filing);
  // A department that has not been handed this filing hears nothing.
  if (!isHandedIn(filing) || !filing.departmentCode) return [];
  if (route.kind !== 'department' && route.kind !== 'direct') return [];
  const code = route.kind === 'department' ? route.code : DIRECT;
  if (code === filing.departmentCode) return [];
  const from = clip(receiverOf(filing), NAME_LENGTH);
  const to = clip(receiverOf({ ...filing, departmentCode: code }), NAME_LENGTH);
  return [
    md(
      mdt`<font color='orange'>**改交其他部门**</font>：按现在的回答和本年度的推荐路径，材料不再交${from}，改交**${to}**。`,
      mdt`定稿时会告诉${from}不用再办理${filing.placed ? '，它给的推荐名额同时空出' : ''}；由${to}重新审核。不是这样的，请先改“填报准备”里的回答。`,
    ),
  ];
};

/** Where the material goes by the answers of now, and what the national office has settled. */
export const goesToPart = (filing: Filing): Element[] => {
  const route = routeOfFiling(filing);
  if (route.kind === 'direct') return [md(mdt`材料由本单位**直接申报**，不经推荐部门。`)];
  if (route.kind !== 'department') return [];
  return [md(mdt`材料交 **${clip(receiverOf({ ...filing, departmentCode: route.code }), NAME_LENGTH)}**。`)];
};

/** To the department that has it no longer: who has it now, and that nothing is left to do. */
export const movedAwayPart = (filing: Filing): Element => {
  const { nationalOffice } = callOf(filing.round.call);
  const to = filing.departmentCode === DIRECT ? nationalOffice : receiverOf(filing);
  return md(
    mdt`申报单位更正了回答，或者主办方调整了推荐路径，这份材料改交**${clip(to, NAME_LENGTH)}**。`,
    mdt`贵部门不用再办理；原来占用的推荐名额（如有）已经空出，有候补的自动递补。`,
  );
};

/** Whether a card about this version lies with a department that has the filing no longer. */
export const isMovedAway = ({ moved, departmentCode }: Filing, version: number): boolean =>
  moved !== null && version <= moved.version && moved.from !== departmentCode;
