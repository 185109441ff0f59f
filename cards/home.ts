import { contextOf, type Filing, formOf, institutionName } from '../services/filing/filing.ts';
import { isEditable, isFrozen, isOpenForReview, statusNames } from '../services/filing/status.ts';
import { progressOf } from '../services/form/read.ts';
import { markOf } from '../services/reminders/deadline-file.ts';
import type { Department, Round } from '../services/rounds/round.ts';
import type { HomeRound, HomeView } from '../services/view.ts';
import { button } from './actions.ts';
import { correctedWords, correctionOffer } from './correction.ts';
import { deadlineLine } from './deadline.ts';
import {
  type Button,
  buttons,
  type Card,
  card,
  type Element,
  hr,
  md,
  mdt,
  type Nest,
  note,
  row,
  text,
} from './kit/index.ts';
import { waitingPart } from './received.ts';
import { taskList } from './task-list.ts';
import { waitingTextPart } from './waiting-text-part.ts';

/** Filings and departments listed each: with six nodes a row, what a card of 200 nodes can hold. */
const ROWS = 10;
/** With so few filings each has room for a row on the files that wait; the overview of each names them anyway. */
const WITH_FILES = 4;

/** What the chat opens with: the rounds, the days left, and for each role of this person the next thing to do. */
export const homeCard = (view: HomeView): Card => {
  const { rounds, operator } = view;
  if (rounds.length === 0) return noRound(operator);
  const fills =
    rounds.some(({ filings }) => filings.length) || (!operator && rounds.every(({ desks }) => !desks.length));
  const shown = rounds.slice(0, ROUNDS);
  const room = { ...view, several: rounds.length > 1, rows: ROWS_BESIDE[shown.length] ?? ROWS, fills };
  return card({
    title: '备案助手',
    subtitle: rounds.length > 1 ? `${rounds.length} 个年度在进行` : rounds[0]!.round.title,
    elements: [
      shown.map((part, index) => [index > 0 && hr(), roundPart(part, room)]),
      rounds.length > ROUNDS && note(`另有 ${rounds.length - ROUNDS} 个年度没有列出。`),
      fills && rounds.some(({ filings }) => filings.length) && !aloneIn(view) && note(HOW_ON),
      fills && buttons(button('往年材料', 'round.past', {}), rounds.length === 1 && calendarButton(rounds[0]!)),
      operator && [
        hr(),
        buttons(
          button('开启年度备案', 'round.new', {}),
          button('管理员', 'operators.open', {}),
          button('没有送达的消息', 'undelivered.list', { page: 1 }),
        ),
      ],
      !fills && note('如果您也要替本单位填报，请发送“开始”。'),
    ],
  });
};

/** The last day for filing, of the only filing if there is one. */
const calendarButton = ({ round, filings: [first, ...others] }: HomeRound): Button => {
  const mark = first && !others.length ? markOf(first) : { rule: 'fill', on: round.materialsDueOn };
  return button('加入日历', 'calendar.send', { round: round.id, ...mark });
};

/** Rounds on one card; two at a time is much. */
const ROUNDS = 3;
/** Rows of each kind where so many rounds share the card. */
const ROWS_BESIDE: Record<number, number> = { 2: 4, 3: 2 };
/** Filings handed over, named in a round. */
const HANDED = 2;
const HOW_ON = '发送“继续”回到没填完的地方，发送“进度”看全部情况，发送“帮助”看用法。';

/** Up to so many departments of one person have the way to 抄送本省 on this card; each copy's own card has it too. */
const WITH_COPIES = 3;

type HomeRoom = HomeView & { several: boolean; rows: number; fills: boolean };

/** One round: its days left, and what this person fills, reviews and runs in it. */
const roundPart = ({ round, filings, desks, direct, handed }: HomeRound, room: HomeRoom): Nest<Element> => {
  const { now, several, operator, fills } = room;
  const most = Math.min(HANDED, room.rows - 1, handed.length);
  // What was handed over takes the room of other rows.
  const rows = most ? Math.max(1, room.rows - most - 1) : room.rows;
  const alone = aloneIn(room);
  return [
    several && md(mdt`**${round.title}**`),
    deadlineLine(round, now),
    round.closingAt && text('正在结束：没有办完的材料会逐份停止办理，不能再填报。', { color: 'orange' }),
    alone ? alonePart(alone, room) : filingsPart(filings, rows),
    fills && filings.length === 0 && desks.length === 0 && beginPart(round, several),
    handedPart(handed, most),
    desks
      .slice(0, rows)
      .map(({ department, filings: theirs }) => deskPart(round.id, department, theirs, desks.length <= WITH_COPIES)),
    desks.length > rows && note(`另有 ${desks.length - rows} 个推荐部门没有列出。`),
    operator && operatorPart(round, direct, several),
  ];
};

/** The draft of whoever has one filing and nothing else to do here. */
const aloneIn = ({ rounds, operator }: HomeView): Filing | undefined => {
  const [only, ...others] = rounds;
  const [first, ...more] = only?.filings ?? [];
  if (!only || !first || others.length || more.length || operator || only.desks.length || only.handed.length)
    return undefined;
  return isEditable(first) ? first : undefined;
};

/** How to begin in a round; where several are open, each has its own way. */
const beginPart = (round: Round, several: boolean): Nest<Element> => {
  if (round.closingAt) return [];
  if (several) return buttons(button('开始填报', 'round.choose', { round: round.id }, { style: 'primary' }));
  return [
    text('我会一步步带您填好《备案表》，随时可以停下，已保存的内容都在。可以请同事一起填。'),
    note('已经写好的 Word 备案表不用重新填：点“开始填报”，输入本单位的代码后，把文件发到聊天里，我读出来给您看。'),
    buttons(button('开始填报', 'filing.ask', {}, { style: 'primary' })),
  ];
};

const filingsPart = (filings: Filing[], rows: number): Nest<Element> => [
  filings.slice(0, rows).map((filing) => filingRow(filing, filings.length <= Math.min(rows, WITH_FILES))),
  filings.length > rows && note(`另有 ${filings.length - rows} 份，办完上面的会接着列出。`),
];

/** Whoever has one filing and nothing else to do here finds its sections at once. */
const alonePart = (filing: Filing, { me, now, texts }: HomeView): Element[] => {
  const { done, total } = progressOf(formOf(filing.round), contextOf(filing));
  return [
    row(
      md(mdt`**${institutionName(filing)}**`, mdt`${statusNames[filing.status]}，已完成 ${done}/${total} 部分`),
      button('继续填报', 'filing.open', { filing: filing.id }, { style: 'primary' }),
    ),
    ...waitingTextPart(filing, texts),
    ...taskList(filing, me, now),
    ...waitingPart(filing),
    buttons(
      button('总览与检查', 'check.open', { filing: filing.id }),
      button('协作', 'team.open', { filing: filing.id }),
    ),
    note('随时可以停下，已保存的内容都在。发送“继续”回到没填完的地方，发送“帮助”看用法。'),
  ];
};

/** What a contact has handed over to be reviewed. */
const handedPart = (handed: Filing[], most: number): Nest<Element> => [
  handed.length > 0 && note(`转交给您审核（${handed.length} 份）`),
  handed
    .slice(0, most)
    .map((filing) =>
      row(
        md(mdt`**${institutionName(filing)}**`, mdt`${statusNames[filing.status]}`),
        button('去审核', 'review.open', { filing: filing.id, version: filing.handedIn }, { style: 'primary' }),
      ),
    ),
  handed.length > most && note(`另有 ${handed.length - most} 份，办完上面的会接着列出。`),
];

const filingRow = (filing: Filing, withFiles: boolean): Element[] => {
  const editing = isEditable(filing);
  const { done, total } = progressOf(formOf(filing.round), contextOf(filing));
  const progress = editing ? `，已完成 ${done}/${total} 部分` : '';
  const state = `${statusNames[filing.status]}${progress}${correctedWords(filing)}`;
  const label = editing ? '继续填报' : isFrozen(filing) ? '去提交' : '看进度';
  return [
    row(
      md(mdt`**${institutionName(filing)}**`, mdt`${state}`),
      button(label, 'filing.open', { filing: filing.id }, { style: 'primary' }),
    ),
    ...(withFiles ? waitingPart(filing) : []),
  ];
};

const deskPart = (
  round: string,
  { name, code, kind }: Department,
  filings: Filing[],
  withCopies: boolean,
): Element[] => {
  const waiting = filings.filter(isOpenForReview).length;
  const recommended = filings.filter(({ placed }) => placed).length;
  return [
    hr(),
    md(mdt`**${name}** 审核：待处理 **${waiting}** 份，已推荐 **${recommended}** 份`),
    buttons(
      button('打开审核列表', 'desk.open', { round, department: code }, { style: 'primary' }),
      withCopies && kind === 'province' && button('抄送本省', 'copy.list', { round, department: code }),
    ),
  ];
};

const operatorPart = (round: Round, direct: Filing[], several: boolean): Element[] => [
  hr(),
  md(mdt`**主办方管理**：直接申报 **${direct.length}** 份，推荐部门 **${round.departments.length}** 个`),
  ...correctionOffer(round),
  buttons(
    button('推荐部门联系人', 'round.contacts', { round: round.id }, { style: 'primary' }),
    button('推荐部门', 'department.list', { round: round.id }),
    button('收件', 'office.list', { round: round.id }),
    // Where several rounds share the card, the board and the reminders are a step further, behind 收件.
    !several && button('看板', 'board.open', { round: round.id }),
    !several && button('群发通知', 'broadcast.list', { round: round.id }),
    !several && button('提醒情况', 'remind.unheard', { round: round.id }),
    button('调整截止日期', 'round.deadlines', { round: round.id }),
  ),
];

const noRound = (operator: boolean): Card =>
  card({
    title: '备案助手',
    color: operator ? 'blue' : 'grey',
    elements: operator
      ? [
          text('现在没有进行中的备案工作。'),
          buttons(
            button('开启年度备案', 'round.new', {}, { style: 'primary' }),
            button('管理员', 'operators.open', {}),
          ),
        ]
      : [
          text('现在没有进行中的备案工作。年度通知发布、备案开启后，在这里发送“开始”即可填报。'),
          buttons(button('往年材料', 'round.past', {})),
        ],
  });
