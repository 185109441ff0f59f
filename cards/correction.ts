import { begunSteps } from '../services/filing/corrected.ts';
import { contextOf, type Filing, formOf, institutionName, isOutdated } from '../services/filing/filing.ts';
import { correctionsAfter, newestRevision } from '../services/filing/forms.ts';
import { isEditable } from '../services/filing/status.ts';
import { type Change, type Correction, concerns } from '../services/form/correct.ts';
import type { NoticeOf } from '../services/notice.ts';
import { isAllowed } from '../services/people/roles.ts';
import type { Round } from '../services/rounds/round.ts';
import type { CorrectionView, FilingView } from '../services/view.ts';
import { button } from './actions.ts';
import {
  type Button,
  buttons,
  type Card,
  card,
  clip,
  type Element,
  flashPart,
  md,
  mdt,
  note,
  text,
} from './kit/index.ts';

/** Changes listed on one card, and how long each may be: a card is at most 30 KB. */
const LISTED = 12;
const WORDS_LENGTH = 200;
/** The same in a section, which stands there with all its answers. */
const LISTED_THERE = 4;
const LENGTH_THERE = 60;

/** For the operator's home: a correction waits to be taken over. */
export const correctionOffer = (round: Round): Element[] =>
  newestRevision(round.call) > round.adopted
    ? [
        text('官方表格有更正，还没有用到本轮备案。', { color: 'orange' }),
        buttons(button('查看表格更正', 'round.correction', { round: round.id })),
      ]
    : [];

/** What a correction changes and whom it touches; taken over by one click. */
export const correctionCard = (
  { flash }: NoticeOf<'correction'>,
  { round, newest, concerned }: CorrectionView,
): Card => {
  const corrections = correctionsAfter(round.adopted, { call: round.call, formRevision: newest });
  if (!corrections.length) {
    return card({
      title: '表格更正',
      subtitle: round.title,
      color: 'green',
      elements: [flashPart(flash), text('本轮备案用的已经是最新的表格。'), buttons(button('回首页', 'home', {}))],
    });
  }
  const { drafts, frozen, handedIn } = concerned;
  return card({
    title: '表格更正',
    subtitle: round.title,
    color: 'orange',
    elements: [
      flashPart(flash),
      corrections.map((correction) => correctionPart(correction)),
      md(
        mdt`**采用以后**`,
        mdt`· 正在填的 **${drafts.length}** 份：已填的内容都在，只有变了的部分要再看一遍，会告诉每位填报人。`,
        mdt`· 已定稿、未提交的 **${frozen.length}** 份：会告诉填报人重新修改、再定稿。`,
        mdt`· 已提交的 **${handedIn}** 份：保持提交时的表格，不受影响。`,
      ),
      note('采用后不能退回更正前的表格。'),
      buttons(
        button(
          '采用更正后的表格',
          'round.adopt',
          { round: round.id, rev: round.rev, form: newest },
          { style: 'primary' },
        ),
        button('回首页', 'home', {}),
      ),
    ],
  });
};

const correctionPart = ({ source, changes }: Correction): Element[] => [
  md(mdt`**${clip(source, WORDS_LENGTH)}**`, ...listed(changes)),
];

const listed = (changes: readonly Change[]) => [
  ...changes.slice(0, LISTED).map(({ words }) => mdt`· ${clip(words, WORDS_LENGTH)}`),
  ...(changes.length > LISTED ? [mdt`另有 ${changes.length - LISTED} 处，打开各部分时会看到。`] : []),
];

/** To whoever fills: which questions have changed, and the way to the first of them. */
export const formCorrectedCard = ({ from, to }: NoticeOf<'formCorrected'>, { filing, me }: FilingView): Card => {
  const begun = begunSteps(filing.answers);
  const changes = correctionsAfter(from, { call: filing.round.call, formRevision: to })
    .flatMap((correction) => correction.changes)
    .filter((change) => concerns(change, begun));
  return card({
    title: '表格有更正：这几题变了',
    subtitle: institutionName(filing),
    color: 'orange',
    elements: [md(mdt`官方表格有更正，这几题变了：`, ...listed(changes)), ...wayOn(filing, me)],
  });
};

const wayOn = (filing: Filing, me: FilingView['me']): Element[] => {
  const place = { filing: filing.id };
  if (isOutdated(filing)) return [text(outdatedWords(filing)), buttons(reopenButton(filing, 'primary'))];
  if (!isEditable(filing)) {
    return [
      text('这份材料保持它定稿时的表格，不受影响。'),
      buttons(button('看进度', 'filing.open', place, { style: 'primary' })),
    ];
  }
  const steps = Object.keys(formOf(filing.round).steps);
  const open = steps.filter((step) => contextOf(filing).corrected?.[step]);
  const step = open.find((one) => !me || isAllowed(filing, me, 'edit', one)) ?? open[0];
  return step
    ? [
        text('已填的内容都在，没有变的部分不用再动。'),
        buttons(button('去看第一处', 'step.open', { ...place, step }, { style: 'primary' })),
      ]
    : [text('已填的内容都在。'), buttons(button('看总览', 'check.open', place, { style: 'primary' }))];
};

/** For a version frozen by the form as it was before: what to do, in words. */
export const outdatedWords = ({ version }: Filing): string =>
  `第 ${version} 版是按更正前的表格定稿的，不能再提交。请点“重新修改”，看过变了的几题，再定稿、打印、盖章。已填的内容都在。`;

export const reopenButton = ({ id, version }: Filing, style?: 'primary'): Button =>
  button(
    '重新修改',
    'filing.reopen',
    { filing: id, version },
    {
      ...(style && { style }),
      confirm: {
        title: '重新修改？',
        text: `第 ${version} 版和它的扫描件将作废，改完再定稿是第 ${version + 1} 版。`,
      },
    },
  );

/** For a list of filings: that something in this one has to be looked at again; empty when not. */
export const correctedWords = (filing: Filing): string => {
  if (isOutdated(filing)) return '，表格有更正，请重新修改';
  const steps = isEditable(filing) ? Object.keys(contextOf(filing).corrected ?? {}).length : 0;
  return steps ? `，表格有更正：${steps} 个部分有题变了` : '';
};

/** At the top of a section that has changed; `typed`: it has a form whose saving says that it was looked at. */
export const changedPart = (filing: Filing, step: string, typed: boolean, longest: number): Element[] => {
  const words = contextOf(filing).corrected?.[step];
  if (!words) return [];
  const look = { filing: filing.id, step, form: filing.round.formRevision };
  return [
    md(
      mdt`<font color='orange'>**✎ 官方表格有更正，这几题变了**</font>`,
      ...words.slice(0, LISTED_THERE).map((one) => mdt`· ${clip(one, Math.min(longest, LENGTH_THERE))}`),
      ...(words.length > LISTED_THERE ? [mdt`另有 ${words.length - LISTED_THERE} 处。`] : []),
    ),
    ...(typed
      ? [note('已填的内容都在。看过、改好后保存就可以。')]
      : [
          note('已填的内容都在。看过、改好后点下面的按钮。'),
          buttons(button('看过了，继续', 'step.confirm', look, { style: 'primary' })),
        ]),
  ];
};
