import {
  contextOf,
  type Filing,
  formOf,
  institutionName,
  isEditable,
  routeOfFiling,
  statusNames,
} from '../services/filing/filing.ts';
import type { Problem } from '../services/form/define.ts';
import { blocking, problemsOf, relevantSteps, type StepState, stepState } from '../services/form/read.ts';
import type { NoticeOf } from '../services/notice.ts';
import { longDay } from '../services/time.ts';
import type { FilingView } from '../services/view.ts';
import { button } from './actions.ts';
import { deadlineLine } from './home.ts';
import { buttons, type Card, card, clip, type Element, flashPart, hr, md, mdt, note, row, text } from './kit/index.ts';

const stateNames: Record<StepState, string> = { untouched: '未开始', open: '填写中', faulty: '有问题', done: '完成' };
const stateColors: Record<StepState, string> = { untouched: 'grey', open: 'orange', faulty: 'red', done: 'green' };
/** Problems of one kind listed in words; the rest is counted, because a card is at most 30 KB. */
const LISTED = 15;
/** Words of a problem may hold a name of any length. */
const WORDS_LENGTH = 100;
/** The whole of the remarks stands on the card that brought them. */
const REMARKS_LENGTH = 500;

/** All sections with their state, every problem in words, and 定稿 when nothing blocks. */
export const checkCard = ({ flash }: NoticeOf<'check'>, { filing, now }: FilingView): Card => {
  const context = contextOf(filing);
  const table = formOf(filing.round);
  const problems = problemsOf(table, context);
  const blocks = blocking(problems);
  const warns = problems.filter(({ severity }) => severity === 'warn');
  return card({
    title: '总览与检查',
    subtitle: institutionName(filing),
    color: filing.status === 'returned' ? 'orange' : blocks.length ? 'blue' : 'green',
    tags: [{ text: statusNames[filing.status], color: filing.status === 'returned' ? 'orange' : 'blue' }],
    elements: [
      flashPart(flash),
      filing.status === 'returned' && returnedPart(filing),
      deadlineLine(filing.round, now),
      relevantSteps(table, context).map(([key, step]) => {
        const state = stepState(key, step, problems, context);
        const words = mdt`${step.part}　**${step.title}**　<font color='${stateColors[state]}'>${stateNames[state]}</font>`;
        return row(md(words), button('修改', 'step.open', { filing: filing.id, step: key }));
      }),
      hr(),
      problemList(
        '必须处理',
        'red',
        gathered(blocks, (key) =>
          stepState(key, table.steps[key]!, problems, context) === 'untouched' ? table.steps[key]!.title : undefined,
        ),
      ),
      problemList(
        '建议看一看（不影响定稿）',
        'orange',
        warns.map(({ words }) => words),
      ),
      isEditable(filing) && freezePart(filing, blocks),
    ],
  });
};

/** What the department wants mended stands above the sections: all of them may look done. */
const returnedPart = ({ review }: Filing): Element[] =>
  review?.remarks
    ? [
        md(mdt`<font color='red'>**退回意见**</font>`, mdt`${clip(review.remarks, REMARKS_LENGTH)}`),
        ...(review.dueOn ? [md(mdt`请在 **${longDay(review.dueOn)}** 前补正，改完重新定稿、盖章、提交。`)] : []),
      ]
    : [];

/** A section nobody has begun is one line, not one for each of its questions. */
const gathered = (problems: Problem[], untouched: (step: string) => string | undefined): string[] => [
  ...new Set(
    problems.map(({ step, field, words }) => {
      // What is wrong with a section as a whole is no question left open: its words say what to do.
      const title = field && untouched(step);
      return title ? `“${title}”还没有开始填` : words;
    }),
  ),
];

const problemList = (title: string, color: string, lines: string[]): Element[] => {
  if (!lines.length) return [];
  const shown = lines.slice(0, LISTED);
  const rest = lines.length - shown.length;
  return [
    md(
      mdt`<font color='${color}'>**${title}：${lines.length} 处**</font>`,
      ...shown.map((words) => mdt`· ${clip(words, WORDS_LENGTH)}`),
    ),
    ...(rest > 0 ? [note(`另有 ${rest} 处，处理完上面的会接着列出。`)] : []),
  ];
};

const freezePart = (filing: Filing, blocks: Problem[]): Element[] => {
  const route = routeOfFiling(filing);
  const open = Object.values(filing.conflicts).some((list) => list.length);
  const reason = blocks.length
    ? `还有 ${blocks.length} 处必须处理`
    : open
      ? '有一部分两次保存的内容不一样，请先选定'
      : route.kind === 'department' || route.kind === 'direct'
        ? undefined
        : '还没有确定材料交给谁';
  return [
    reason
      ? text(`暂时不能定稿：${reason}。`, { color: 'orange' })
      : text('全部必填内容已填好，可以定稿。', { color: 'green' }),
    note(
      '定稿即确认：本单位对备案材料的真实性、合法性负责（通知二（一））。定稿后会发来 Word 备案表，用于打印、签字、盖章。',
    ),
    buttons(
      button(
        '定稿',
        'filing.freeze',
        { filing: filing.id, rev: filing.rev },
        {
          style: 'primary',
          ...(reason ? { disabled: reason } : {}),
          confirm: {
            title: `定稿第 ${filing.version + 1} 版？`,
            text: '定稿后内容不再改动；发现问题可以重新修改，会成为下一版。',
          },
        },
      ),
      button('回首页', 'home', {}),
    ),
  ];
};
