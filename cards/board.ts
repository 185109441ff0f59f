import type { NoticeOf } from '../services/notice.ts';
import { type Board, type BoardGroup, type BoardRow, boardGroups, sumOf } from '../services/office/board.ts';
import { dayOf, longDay, timeOf } from '../services/time.ts';
import type { Views } from '../services/view.ts';
import { button } from './actions.ts';
import { deadlineLine } from './deadline.ts';
import {
  type Bar,
  barChart,
  buttons,
  type Card,
  card,
  clip,
  type Element,
  md,
  mdt,
  note,
  table,
  text,
} from './kit/index.ts';

const names: Record<BoardGroup, string> = {
  filling: '填报',
  reviewing: '待审',
  recommended: '推荐',
  office: '办理',
  approved: '准予',
  ended: '其他',
};
/** Rows of a page of the table, and bars of the chart: what a card of 30 KB holds. */
const ROWS = 30;
const BARS = 12;

/** 看板: departments, states and days left, drawn and as figures; its own button brings it up to date in place. */
export const boardCard = ({ page = 1 }: NoticeOf<'board'>, { round, board, now }: Views['board']): Card => {
  const { rows, idle, sum, total } = board;
  const pages = Math.max(1, Math.ceil(rows.length / ROWS));
  const shown = Math.min(Math.max(1, page), pages);
  const turn = (label: string, to: number) =>
    button(label, 'board.open', { round: round.id, ...(to > 1 && { page: to }) });
  return card({
    title: '看板',
    subtitle: round.title,
    tags: pages > 1 ? [{ text: `第 ${shown} 页，共 ${pages} 页`, color: 'blue' }] : [],
    elements: [
      deadlineLine(round, now),
      md(mdt`共 **${total}** 份：${boardGroups.map((group) => `${names[group]} ${sum[group]}`).join('，')}`),
      total > 0
        ? [chartPart(board), tablePart(rows.slice((shown - 1) * ROWS, shown * ROWS))]
        : text('还没有材料。', { color: 'grey' }),
      idle > 0 && note(`另有 ${idle} 个推荐部门还没有材料。`),
      note(
        `截至 ${longDay(dayOf(now))} ${timeOf(now)}。填报：还没有提交；办理：已在国家系统提交，等待国家知识产权局；其他：不予推荐、不予备案、不申报、年度结束。`,
      ),
      buttons(
        turn('刷新', shown),
        shown > 1 && turn('上一页', shown - 1),
        shown < pages && turn('下一页', shown + 1),
        button('收件列表', 'office.list', { round: round.id }),
        button('回首页', 'home', {}),
      ),
    ],
  });
};

/** Those with most, the others as one bar: a chart of forty is not read. */
const chartPart = ({ rows }: Board): Element => {
  const most = [...rows].sort((a, b) => b.total - a.total);
  const [shown, rest] = [most.slice(0, BARS), most.slice(BARS)];
  const bars = [
    ...shown.map(({ name, counts }, index) => ({ name: `${index + 1} ${clip(name, 12)}`, counts })),
    ...(rest.length ? [{ name: `其余 ${rest.length} 个`, counts: sumOf(rest.map(({ counts }) => counts)) }] : []),
  ].flatMap(({ name, counts }): Bar[] =>
    boardGroups.filter((group) => counts[group]).map((group) => ({ name, part: names[group], value: counts[group] })),
  );
  return barChart({ title: '各部门的材料', bars });
};

const tablePart = (rows: BoardRow[]): Element =>
  table({
    freezeFirst: true,
    columns: [
      { key: 'name', title: '部门', width: '130px' },
      ...boardGroups.map((group) => ({ key: group, title: names[group], type: 'number' as const, width: '80px' })),
      { key: 'places', title: '名额', width: '80px' },
      { key: 'due', title: '还剩工作日', width: '140px' },
    ],
    rows: rows.map(({ name, counts, places, due }) => ({
      name: clip(name, 24),
      ...counts,
      places: places ? `${places.taken}/${places.quota}` : '',
      due: `${due.left}（到 ${due.on.slice(5)}）`,
    })),
  });
