import { rankedOf } from '../services/departments/ranking.ts';
import { choosable, type DeskDeed } from '../services/filing/desk-batch.ts';
import { DIRECT, type Filing } from '../services/filing/filing.ts';
import { isEditable, isFrozen, isOpenForReview } from '../services/filing/status.ts';
import type { NoticeOf } from '../services/notice.ts';
import { dueOf } from '../services/rounds/deadlines.ts';
import type { Department } from '../services/rounds/round.ts';
import type { DeskView } from '../services/view.ts';
import { button } from './actions.ts';
import { deadlineLine } from './deadline.ts';
import { actingWords } from './deputies.ts';
import { filingRow, rankedPieces } from './desk-rows.ts';
import { buttons, type Card, card, type Element, flashPart, md, mdt, note, text } from './kit/index.ts';
import { pageAt, pagesOf } from './pages.ts';

/** A department's (or for direct filings the national office's) list: what waits, the order with its cut line, what is settled. */
export const deskCard = ({ page, flash }: NoticeOf<'desk'>, view: DeskView): Card => {
  const { round, department, acting, filings, now } = view;
  const pages = pagesOf(piecesOf(view));
  const at = pageAt(pages, page);
  const turn = (label: string, to: number) =>
    button(label, 'desk.open', { round: round.id, department: department?.code ?? DIRECT, page: to });
  return card({
    title: department ? `审核列表：${department.name}` : '直接申报列表',
    subtitle: round.title,
    ...(pages.length > 1 && { tags: [{ text: `第 ${at}/${pages.length} 页`, color: 'blue' as const }] }),
    elements: [
      flashPart(flash),
      deadlineLine(round, now, department ?? undefined),
      department ? placesLine(department, filings) : md(mdt`已收到 **${filings.length}** 份`),
      department && note(actingWords(acting, now)),
      filings.length === 0 && text('还没有单位提交材料。有新材料会马上发到这里。', { color: 'grey' }),
      pages[at - 1],
      pages.length > 1 && buttons(at < pages.length && turn('下一页', at + 1), at > 1 && turn('上一页', at - 1)),
      ways(view, at),
    ],
  });
};

const placesLine = ({ taken, softQuota }: Department, filings: Filing[]): Element => {
  const open = filings.filter(isOpenForReview).length;
  const waiting = filings.filter(({ status }) => status === 'waiting').length;
  return md(mdt`待处理 **${open}** 份　候补 **${waiting}** 份　名额：已推荐 **${taken}** / 原则上 **${softQuota}**`);
};

const ways = ({ round, department, filings }: DeskView, page: number): Element => {
  const desk = { round: round.id, department: department?.code ?? DIRECT };
  const several = (deed: DeskDeed) => department && choosable(filings, deed).length > 1;
  return buttons(
    several('recommend') && button('批量推荐', 'batch.open', { ...desk, deed: 'recommend' }),
    several('return') && button('批量退回', 'batch.open', { ...desk, deed: 'return' }),
    department && button('内部截止日期', 'due.open', desk),
    button('刷新', 'desk.open', { ...desk, page }),
    department && button('联系人与附件2', 'department.open', desk),
    button('回首页', 'home', {}),
  );
};

/** The list in parts, each under its heading; what waits for a decision stands first, the nearest date before the others. */
const piecesOf = ({ department, filings, now }: DeskView): Element[][] => {
  const ranked = department ? rankedOf(department, filings) : [];
  const open = filings.filter(isOpenForReview).sort((a, b) => (dueOf(a).on < dueOf(b).on ? -1 : 1));
  const declined = filings.filter(({ status }) => status === 'not_recommended');
  const back = filings.filter((filing) => isEditable(filing) || isFrozen(filing));
  const shown = new Set([...ranked, ...open, ...declined, ...back]);
  return [
    ...group('待处理', open, now),
    ...(department && ranked.length ? rankedPieces(department, ranked, now) : []),
    ...group('不予推荐', declined, now),
    ...group('退回或撤回，等申报单位重新提交', back, now),
    ...group(
      '其他',
      filings.filter((filing) => !shown.has(filing)),
      now,
    ),
  ];
};

/** The heading goes with the first of its rows. */
const group = (title: string, filings: Filing[], now: Date): Element[][] =>
  filings.map((filing, index) => [
    ...(index === 0 ? [note(`${title}（${filings.length} 份）`)] : []),
    filingRow(filing, now),
  ]);
