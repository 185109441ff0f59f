import type { NoticeOf } from '../services/notice.ts';
import { MOST_ADDED } from '../services/rounds/edit-routes.ts';
import type { Round } from '../services/rounds/round.ts';
import { endWords } from '../services/rounds/route-words.ts';
import { endOf, type RoundRow, rowsOf } from '../services/rounds/routing.ts';
import type { Views } from '../services/view.ts';
import { button } from './actions.ts';
import { buttons, type Card, card, clip, type Element, flashPart, md, mdt, note, row, text } from './kit/index.ts';

/** Some twenty rows stand on one card. */
const NAME_LENGTH = 24;

/** 推荐路径: all rows of a round in the order in which they count, with what its operator has changed. */
export const routesCard = ({ flash }: NoticeOf<'routes'>, { round }: Views['routes']): Card => {
  const added = round.routes?.added.length ?? 0;
  return card({
    title: '推荐路径',
    subtitle: round.title,
    elements: [
      flashPart(flash),
      text(
        `材料交给谁，按下面的顺序看，第一条符合的算数。${round.routes ? '本年度有改动，标了出来。' : '现在就是通知原来的路径。'}`,
      ),
      rowsOf(round).map((one, at) => rowPart(round, one, at + 1)),
      note(
        '改动只影响本年度。正在填的材料马上按新的路径；已定稿、已提交的留在原来的部门，退回或重新修改以后再按新的。',
      ),
      buttons(
        added < MOST_ADDED && button('新增一条', 'round.routeForm', { round: round.id }),
        round.routes &&
          button('恢复通知原来的路径', 'round.routeAsk', {
            round: round.id,
            rev: round.rev,
            edit: { do: 'reset' },
          }),
        button('推荐部门', 'department.list', { round: round.id }),
        button('回首页', 'home', {}),
      ),
    ],
  });
};

const rowPart = (round: Round, one: RoundRow, number: number): Element =>
  row(
    md(
      mdt`**${number}. ${clip(one.row.who, NAME_LENGTH)}**${markOf(one)}`,
      one.off ? mdt`已停用，接着看下一条` : mdt`${endWords(shortNamed(round), endOf(one.row))}`,
    ),
    button('修改', 'round.routeForm', { round: round.id, rule: one.row.rule }),
  );

const markOf = ({ off, own }: RoundRow) =>
  off
    ? mdt`　<font color='grey'>停用</font>`
    : own
      ? mdt`　<font color='orange'>${own === 'added' ? '新增' : '已改'}</font>`
      : mdt``;

/** Names of departments are long, and many rows name several: cards have no room for all of them. */
export const shortNamed = (round: Round): Round => ({
  ...round,
  departments: round.departments.map((department) => ({ ...department, name: clip(department.name, NAME_LENGTH) })),
});
