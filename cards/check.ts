import {
  contextOf,
  type Filing,
  formOf,
  institutionName,
  ownerOf,
  routeOfFiling,
  type Who,
} from '../services/filing/filing.ts';
import { isEditable, statusNames } from '../services/filing/status.ts';
import type { Problem } from '../services/form/define.ts';
import { blocking, problemsOf, relevantSteps, stepState } from '../services/form/read.ts';
import type { NoticeOf } from '../services/notice.ts';
import { isAllowed } from '../services/people/roles.ts';
import { markOf } from '../services/reminders/deadline-file.ts';
import type { Views } from '../services/view.ts';
import { button, submit } from './actions.ts';
import { filingDeadline } from './deadline.ts';
import { fitting } from './fitting.ts';
import {
  buttons,
  type Card,
  card,
  checker,
  clip,
  type Element,
  errorText,
  flashPart,
  form,
  hr,
  md,
  mdt,
  note,
  row,
  text,
} from './kit/index.ts';
import { verdictPart } from './look.ts';
import { movingPart } from './moved-part.ts';
import { waitingPart } from './received.ts';
import { returnedPart } from './remarks-part.ts';
import { onwardButton, taskList } from './task-list.ts';
import { waitingTextPart } from './waiting-text-part.ts';

/** Sections whose problems are listed with a way to each: six nodes a row of the 180 a card of this size may have. */
const BLOCKED_LISTED = 6;
const WARNED_LISTED = 3;
/** Problems of one section in words; the rest is counted, because a card is at most 30 KB. */
const WORDS_LISTED = 4;
/** Words of a problem may hold a name of any length. */
const WORDS_LENGTH = 100;
/** The whole of the remarks stands on the card that brought them. */
const REMARKS_LENGTH = 500;

/** All sections with their state, what blocks and what is worth a look with a way to each, and 定稿 with its declaration. */
export const checkCard = (notice: NoticeOf<'check'>, view: Views['check']): Card =>
  fitting(({ longest }) => drawn(notice, view, Math.min(longest, REMARKS_LENGTH)));

const drawn = (
  { flash, brought, undeclared }: NoticeOf<'check'>,
  { filing, me, now, texts }: Views['check'],
  remarksLength: number,
): Card => {
  const context = contextOf(filing);
  const problems = problemsOf(formOf(filing.round), context);
  const blocks = blocking(problems);
  const warns = problems.filter(({ severity }) => severity === 'warn');
  const begun = relevantSteps(formOf(filing.round), context).every(
    ([key, step]) => stepState(key, step, problems, context) !== 'untouched',
  );
  const sections = [taskList(filing, me, now), waitingPart(filing), waitingTextPart(filing, texts)];
  const rest = [
    problemPart(filing, '✖ 必须处理', 'red', blocks, BLOCKED_LISTED),
    problemPart(filing, '· 建议看一看（不影响定稿）', 'orange', warns, WARNED_LISTED),
    isEditable(filing) && verdictPart(filing, now),
    isEditable(filing) && freezePart(filing, me, blocks, undeclared),
  ];
  return card({
    title: '总览与检查',
    subtitle: institutionName(filing),
    color: filing.status === 'returned' ? 'orange' : blocks.length ? 'blue' : 'green',
    tags: [{ text: statusNames[filing.status], color: filing.status === 'returned' ? 'orange' : 'blue' }],
    elements: [
      flashPart(flash),
      brought && buttons(button('看放进了什么，或撤销', 'brought.open', { filing: filing.id, brought })),
      filing.status === 'returned' && returnedPart(filing, remarksLength),
      isEditable(filing) && movingPart(filing),
      filingDeadline(filing, now),
      onwardButton(filing, me),
      // Twelve sections are longer than a phone: what is left to do must not stand below them. Of a form that is not yet
      // begun everywhere the sections themselves say what is left.
      // What was remarked stands in the sections.
      begun && !filing.review?.items?.length ? [rest, hr(), sections] : [sections, hr(), rest],
      isEditable(filing) && waysPart(filing, whyNot(filing, me, blocks)),
    ],
  });
};

/** Problems by section, each section with its way there; from the section, saving leads back here. */
const problemPart = (filing: Filing, title: string, color: string, problems: Problem[], listed: number): Element[] => {
  if (!problems.length) return [];
  const context = contextOf(filing);
  const { steps } = formOf(filing.round);
  const all = problemsOf(formOf(filing.round), context);
  const groups = [...Map.groupBy(problems, ({ step }) => step)].map(([step, group]) => {
    // A section nobody has begun is one line, not one for each of its questions. What is wrong with it as a whole is no
    // question left open: its words say what to do.
    const untouched = stepState(step, steps[step]!, all, context) === 'untouched';
    const words = group.map((one) =>
      one.field && untouched ? `“${steps[step]!.title}”还没有开始填` : clip(one.words, WORDS_LENGTH),
    );
    return { step, lines: [...new Set(words)] };
  });
  const shown = groups.slice(0, listed);
  const left = groups.slice(listed).reduce((sum, { lines }) => sum + lines.length, 0);
  const cut = shown.reduce((sum, { lines }) => sum + Math.max(0, lines.length - WORDS_LISTED), 0);
  const count = groups.reduce((sum, { lines }) => sum + lines.length, 0);
  return [
    md(mdt`<font color='${color}'>**${title}：${count} 处**</font>`),
    ...shown.map(({ step, lines }) =>
      row(
        md(mdt`${lines.slice(0, WORDS_LISTED).map((words) => mdt`· ${words}`)}`),
        button('去改', 'step.open', { filing: filing.id, step, back: true }),
      ),
    ),
    ...(left + cut > 0 ? [note(`另有 ${left + cut} 处，处理完上面的会接着列出。`)] : []),
  ];
};

const freezePart = (filing: Filing, me: Who | null, blocks: Problem[], undeclared = false): Element[] => {
  const reason = whyNot(filing, me, blocks);
  const next = filing.version + 1;
  const freeze = submit(
    '定稿',
    'filing.freeze',
    { filing: filing.id, rev: filing.rev },
    {
      style: 'primary',
      confirm: {
        title: `定稿第 ${next} 版？`,
        text: '定稿后内容不再改动；发现问题可以重新修改，会成为下一版。',
      },
    },
  );
  return [
    reason
      ? text(`暂时不能定稿：${reason}。`, { color: 'orange' })
      : text('全部必填内容已填好。请查看全部内容、勾选声明，就可以定稿。', { color: 'green' }),
    ...(reason
      ? []
      : [
          form('freeze', [
            checker(
              'declared',
              '我已核对全部内容，确认材料中没有涉密信息；本单位对备案材料的真实性、合法性负责（通知二（一））',
            ),
            undeclared && errorText('还没有定稿：请先勾选上面的声明。'),
            note('定稿后会发来 Word 备案表，用于打印、签字、盖章。'),
            buttons(freeze),
          ]),
        ]),
  ];
};

/** What else can be done from here. */
const waysPart = (filing: Filing, reason: string | undefined): Element =>
  buttons(
    reason && button('定稿', 'check.open', { filing: filing.id }, { disabled: reason }),
    button('查看全部内容', 'answers.open', { filing: filing.id, page: 1 }),
    button('导出 Word 草稿', 'draft.send', { filing: filing.id }),
    button('协作', 'team.open', { filing: filing.id }),
    // A returned one is full of remarks; its reminder has the button too.
    filing.status !== 'returned' && button('加入日历', 'calendar.send', { round: filing.roundId, ...markOf(filing) }),
    button('回首页', 'home', {}),
    button('本次不申报', 'abandon.open', { filing: filing.id }),
  );

const whyNot = (filing: Filing, me: Who | null, blocks: Problem[]): string | undefined => {
  if (me && !isAllowed(filing, me, 'carry')) return `由填报人${clip(ownerOf(filing)?.name ?? '', 24)}定稿和提交`;
  if (blocks.length) return `还有 ${blocks.length} 处必须处理`;
  if (Object.values(filing.conflicts).some((list) => list.length)) return '有一部分两次保存的内容不一样，请先选定';
  if (filing.members.some(({ verdict }) => verdict?.state === 'objected')) return '负责人不同意，请改好后请对方再过目';
  const { kind } = routeOfFiling(filing);
  return kind === 'department' || kind === 'direct' ? undefined : '还没有确定材料交给谁';
};
