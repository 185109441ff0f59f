import { type Filing, institutionName } from '../services/filing/filing.ts';
import { questionsOf, titleOf } from '../services/filing/questions.ts';
import type { RemarkDraft } from '../services/filing/remark-drafts.ts';
import type { NoticeOf } from '../services/notice.ts';
import { callOf } from '../services/rounds/calls.ts';
import { dueOf } from '../services/rounds/deadlines.ts';
import { addWorkingDays, dayOf, longDay } from '../services/time.ts';
import type { Views } from '../services/view.ts';
import { button, submit } from './actions.ts';
import { askedAgainPart } from './changes-part.ts';
import { fitting, type Room } from './fitting.ts';
import {
  buttons,
  type Card,
  card,
  clip,
  datePicker,
  type Element,
  errorText,
  form,
  type Inner,
  input,
  md,
  mdt,
  note,
  select,
} from './kit/index.ts';

type Notice = NoticeOf<'returnForm'>;
type View = Views['returnForm'];
type Place = { filing: string; version: number };

/** 退回补正: remarks at questions, one after the other, words on the whole and a date; everything that will be sent stands here. */
export const returnFormCard = (notice: Notice, view: View): Card => fitting((room) => drawn(notice, view, room));

const drawn = (notice: Notice, { filing, now, drafts, changes }: View, room: Room): Card => {
  const { version } = notice;
  const place = { filing: filing.id, version };
  return card({
    title: `退回补正：${institutionName(filing)}`,
    subtitle: `第 ${version} 版`,
    color: 'orange',
    elements: [
      askedAgainPart(changes, version, room),
      draftsPart(filing, drafts, room.longest),
      form('return', [
        remarkInputs(notice, filing, place, drafts),
        ...wholeInputs(notice, filing, now, drafts.length > 0),
        buttons(
          submit('退回', 'review.return', place, {
            style: 'danger',
            confirm: {
              title: `退回“${clip(institutionName(filing), 40)}”补正？`,
              text: '申报单位会马上收到这张卡片上的全部意见，改完需要重新定稿、签字盖章、提交。',
            },
          }),
        ),
      ]),
      buttons(button('不退回，返回', 'review.open', place)),
    ],
  });
};

const draftsPart = (filing: Filing, drafts: RemarkDraft[], longest: number): Element[] =>
  drafts.length
    ? [
        md(
          mdt`**已写好 ${drafts.length} 处意见，还没有发出**`,
          ...drafts.map((one, index) => mdt`${index + 1}. ${titleOf(filing, one)}：${clip(one.words, longest)}`),
        ),
      ]
    : [];

const remarkInputs = (
  { at, words, error, wrong }: Notice,
  filing: Filing,
  place: Place,
  drafts: RemarkDraft[],
): Inner[] => [
  ...select({
    name: 'at',
    label: '意见针对哪一题',
    options: questionsOf(filing).map(({ step, field, title }) => ({ value: `${step}/${field}`, text: title })),
    ...(at && { value: at }),
  }),
  input({ name: 'words', label: '这一题的意见', value: words, multiline: true, rows: 3, maxLength: 500 }),
  ...(error && wrong === 'item' ? [errorText(error)] : []),
  buttons(submit('添加一处意见', 'review.addRemark', place)),
  ...(drafts.length
    ? [
        ...select({
          name: 'drop',
          label: '去掉写错的一处',
          options: drafts.map((one, index) => ({ value: one.id, text: `${index + 1}. ${clip(one.words, 12)}` })),
        }),
        buttons(submit('去掉', 'review.dropRemark', place)),
      ]
    : []),
];

const wholeInputs = (
  { remarks, error, wrong, dueOn }: Notice,
  filing: Filing,
  now: Date,
  written: boolean,
): Inner[] => {
  const { last } = dueOf(filing);
  const { holidays } = filing.round;
  const allowed = callOf(filing.round.call).deadlines.returnWorkingDays;
  const usual = addWorkingDays(dayOf(now), allowed, holidays);
  const proposed = usual > last && dayOf(now) <= last ? last : usual;
  const label = written ? '总的意见（已有逐题意见，可以不填）' : '请写明哪里需要补正、怎样改';
  return [
    input({ name: 'remarks', label, value: remarks, multiline: true, rows: 5 }),
    ...(error && wrong !== 'item' ? [errorText(error)] : []),
    ...datePicker({ name: 'dueOn', label: '补正期限', value: dueOn ?? proposed }),
    note(`默认 ${allowed} 个工作日；材料填报截止 ${longDay(last)}。没有写意见的部分视为已认可，申报单位不用改。`),
    ...(filing.placed ? [note('退回后名额仍然保留；要空出名额，请用“不予推荐”。')] : []),
  ];
};
