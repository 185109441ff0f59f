import { type Filing, institutionName } from '../services/filing/filing.ts';
import { questionsOf, titleOf } from '../services/filing/questions.ts';
import type { RemarkDraft } from '../services/filing/remark-drafts.ts';
import type { NoticeOf } from '../services/notice.ts';
import { dayOf } from '../services/time.ts';
import type { Views } from '../services/view.ts';
import { submit } from './actions.ts';
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
import { departmentSide, officeSide, type Place, type ReturnSide } from './return-sides.ts';

type Notice = NoticeOf<'returnForm' | 'officeReturnForm'>;
type View = Views['returnForm'];

/** 退回补正: remarks at questions, one after the other, words on the whole and a date; everything that will be sent stands here. */
export const returnFormCard = (notice: NoticeOf<'returnForm'>, view: View): Card =>
  fitting((room) => drawn(notice, view, room, departmentSide));

/** The same for the national office, of what is in the national system. */
export const officeReturnFormCard = (notice: NoticeOf<'officeReturnForm'>, view: View): Card =>
  fitting((room) => drawn(notice, view, room, officeSide));

const drawn = (notice: Notice, { filing, now, drafts, changes }: View, room: Room, side: ReturnSide): Card => {
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
        remarkInputs(notice, filing, place, drafts, side),
        ...wholeInputs(notice, side.due(filing, dayOf(now)), drafts.length > 0),
        buttons(
          submit('退回', side.send, place, {
            style: 'danger',
            confirm: {
              title: `退回“${clip(institutionName(filing), 40)}”补正？`,
              text: '申报单位会马上收到这张卡片上的全部意见，改完需要重新定稿、签字盖章、提交。',
            },
          }),
        ),
      ]),
      buttons(side.back(place)),
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
  { add, drop }: ReturnSide,
): Inner[] => [
  ...select({
    name: 'at',
    label: '意见针对哪一题',
    options: questionsOf(filing).map(({ step, field, title }) => ({ value: `${step}/${field}`, text: title })),
    ...(at && { value: at }),
  }),
  input({ name: 'words', label: '这一题的意见', value: words, multiline: true, rows: 3, maxLength: 500 }),
  ...(error && wrong === 'item' ? [errorText(error)] : []),
  buttons(submit('添加一处意见', add, place)),
  ...(drafts.length
    ? [
        ...select({
          name: 'drop',
          label: '去掉写错的一处',
          options: drafts.map((one, index) => ({ value: one.id, text: `${index + 1}. ${clip(one.words, 12)}` })),
        }),
        buttons(submit('去掉', drop, place)),
      ]
    : []),
];

const wholeInputs = (
  { remarks, error, wrong, dueOn }: Notice,
  { proposed, words }: ReturnType<ReturnSide['due']>,
  written: boolean,
): Inner[] => {
  const label = written ? '总的意见（已有逐题意见，可以不填）' : '请写明哪里需要补正、怎样改';
  return [
    input({ name: 'remarks', label, value: remarks, multiline: true, rows: 5 }),
    ...(error && wrong !== 'item' ? [errorText(error)] : []),
    ...datePicker({ name: 'dueOn', label: '补正期限', value: dueOn ?? proposed }),
    ...words.map((line) => note(line)),
  ];
};
