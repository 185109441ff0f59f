import { DIRECT } from '../services/filing/filing.ts';
import { statusNames } from '../services/filing/status.ts';
import type { NoticeOf } from '../services/notice.ts';
import { candidates, departmentName } from '../services/office/batch.ts';
import type { IntakeRow } from '../services/office/intake.ts';
import { type BatchDeed, type IntakeState, intakeStates } from '../services/office/states.ts';
import type { Round } from '../services/rounds/round.ts';
import { type Day, dayOf, longDay } from '../services/time.ts';
import type { Views } from '../services/view.ts';
import { button } from './actions.ts';
import {
  buttons,
  type Card,
  card,
  clip,
  type Element,
  flashPart,
  type Markdown,
  md,
  mdt,
  row,
  text,
} from './kit/index.ts';
import { daysWords } from './office.ts';

/** Rows of a page: six nodes each, beside the buttons of a card of 200. */
const ROWS = 12;

/** 收件: what lies with the national office, by state, a page at a time. */
export const officeListCard = (
  { state, page = 1, flash }: NoticeOf<'officeList'>,
  { round, rows, now }: Views['officeList'],
): Card => {
  const chosen = state ? rows.filter(({ status }) => status === state) : inOrder(rows);
  const pages = Math.max(1, Math.ceil(chosen.length / ROWS));
  const shown = Math.min(Math.max(1, page), pages);
  const go = (label: string, to: number, of?: IntakeState) =>
    button(label, 'office.list', { round: round.id, ...(of && { state: of }), ...(to > 1 && { page: to }) });
  return card({
    title: state ? `收件：${statusNames[state]}` : '收件',
    subtitle: round.title,
    tags: pages > 1 ? [{ text: `第 ${shown} 页，共 ${pages} 页`, color: 'blue' }] : [],
    elements: [
      flashPart(flash),
      rows.length
        ? buttons(
            go(`全部 ${rows.length}`, 1),
            intakeStates
              .filter((one) => countOf(rows, one))
              .map((one) => go(`${labels[one]} ${countOf(rows, one)}`, 1, one)),
          )
        : text('还没有在国家系统提交的材料。有新的会马上发到这里。', { color: 'grey' }),
      chosen
        .slice((shown - 1) * ROWS, shown * ROWS)
        .map((one) => row(md(...wordsOf(one, round, dayOf(now))), button('打开', 'office.open', { filing: one.id }))),
      pages > 1 &&
        buttons(shown > 1 && go('上一页', shown - 1, state), shown < pages && go('下一页', shown + 1, state)),
      batchPart(round.id, rows, dayOf(now)),
      papersPart(round.id, rows),
      buttons(
        button('直接申报', 'desk.open', { round: round.id, department: DIRECT }),
        button('历史记录', 'history.list', { round: round.id, page: 1 }),
        button('特殊情况', 'office.find', { round: round.id }),
        button('看板', 'board.open', { round: round.id }),
        button('提醒情况', 'remind.unheard', { round: round.id }),
        button('回首页', 'home', {}),
      ),
    ],
  });
};

const BATCHES: [BatchDeed, string][] = [
  ['publicise', '一起公示'],
  ['approve', '公示期满，一起准予'],
  ['list', '发布名单'],
];
/** What can be done for several at once, where there are several to do it with. */
const batchPart = (round: string, rows: IntakeRow[], today: Day): Element | false => {
  const ways = BATCHES.map(([deed, label]) => [deed, label, candidates(deed, rows, today).length] as const)
    .filter(([, , count]) => count > 0)
    .map(([deed, label, count]) => button(`${label}（${count}）`, 'office.batchForm', { round, deed }));
  return ways.length > 0 && buttons(ways);
};

const papersPart = (round: string, rows: IntakeRow[]): Element => {
  const has = (...states: IntakeState[]) => rows.some(({ status }) => states.includes(status));
  return buttons(
    has('approved', 'listed') && button('名单（Word 和 Excel）', 'office.send', { round, what: 'list' }),
    has('publicity', 'objection') && button('公示名单（Word 和 Excel）', 'office.send', { round, what: 'publicity' }),
    button('导出全部', 'office.send', { round, what: 'export' }),
  );
};

const labels: Record<IntakeState, string> = {
  filed_online: '待办理',
  publicity: '公示中',
  objection: '有异议',
  approved: '准予备案',
  listed: '已列入名单',
  not_approved: '不予备案',
};

const countOf = (rows: IntakeRow[], state: IntakeState): number => rows.filter(({ status }) => status === state).length;

/** What waits for the office stands first. */
const inOrder = (rows: IntakeRow[]): IntakeRow[] =>
  intakeStates.flatMap((state) => rows.filter(({ status }) => status === state));

const filedWords = (on: Day, today: Day): string =>
  on < today ? `国家系统提交${daysWords(on, today)}` : '今天在国家系统提交';

const wordsOf = ({ name, status, departmentCode, office, over }: IntakeRow, round: Round, today: Day): Markdown[] => {
  const department = departmentName(round, departmentCode);
  const until = office.publicity?.until ?? '';
  const state =
    status === 'publicity'
      ? today > until
        ? '公示期满，可以准予'
        : `公示到 ${longDay(until)}`
      : status === 'filed_online'
        ? filedWords(office.filed?.on ?? today, today)
        : `${statusNames[status]}${office.number ? `　${clip(office.number, 40)}` : ''}`;
  const beyond = over ? mdt`　<font color='orange'>超出名额</font>` : '';
  return [mdt`**${clip(name, 40)}**${beyond}`, mdt`${clip(department, 30)}　${state}`];
};
