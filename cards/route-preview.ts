import type { NoticeOf } from '../services/notice.ts';
import type { RouteEdit } from '../services/rounds/own-routes.ts';
import type { Round } from '../services/rounds/round.ts';
import { changedRows } from '../services/rounds/route-words.ts';
import type { Views } from '../services/view.ts';
import { button } from './actions.ts';
import { buttons, type Card, card, clip, type Element, md, mdt, note } from './kit/index.ts';
import { shortNamed } from './routes.ts';

/** Filings named on the card, and rows that a reset changes. */
const LISTED = 10;

/** What a change of the routes would mean, before it is made: the row as it was and will be, and the filings that go elsewhere. */
export const routePreviewCard = (
  { rev, edit }: NoticeOf<'routePreview'>,
  { round, next, found }: Views['routePreview'],
): Card => {
  const { moving, copied, stay } = found;
  return card({
    title: '确认修改推荐路径',
    subtitle: round.title,
    color: 'orange',
    elements: [
      changesPart(shortNamed(round), { ...shortNamed(round), routes: next }),
      md(
        mdt`**确认以后**`,
        moving.length
          ? mdt`· 正在填的 **${moving.length}** 份材料去向会变，会告诉每位填报人：`
          : mdt`· 正在填的材料，没有一份去向会变。`,
        ...moving
          .slice(0, LISTED)
          .map(({ name, from, to }) => mdt`　${clip(name, 30)}：${clip(from, 24)} → ${clip(to, 24)}`),
        ...(moving.length > LISTED ? [mdt`　另有 ${moving.length - LISTED} 份没有列出。`] : []),
        ...(copied ? [mdt`· 另有 **${copied}** 份只是抄送的部门会变。`] : []),
        ...(stay.frozen ? [mdt`· 已定稿、未提交的 **${stay.frozen}** 份：仍交定稿时的部门，重新修改以后按新的。`] : []),
        ...(stay.handedIn ? [mdt`· 已提交的 **${stay.handedIn}** 份：留在现在的部门，退回或撤回以后按新的。`] : []),
      ),
      note('改动只影响本年度，记入年度历史；以后还可以改，也可以恢复通知原来的路径。'),
      buttons(
        button(labelOf[edit.do], 'round.routeKeep', { round: round.id, rev, edit }, { style: 'primary' }),
        button('不改了', 'round.routes', { round: round.id }),
      ),
    ],
  });
};

const labelOf: Record<RouteEdit['do'], string> = {
  ...{ set: '确认修改', off: '确认停用', on: '确认启用', add: '确认新增', drop: '确认删除', reset: '确认恢复' },
};

const changesPart = (before: Round, after: Round): Element =>
  md(
    ...changedRows(before, after).flatMap(({ who, from, to }) => [mdt`**${clip(who, 30)}**`, mdt`${from} → **${to}**`]),
  );
