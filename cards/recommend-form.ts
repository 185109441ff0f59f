import { type Filing, institutionName } from '../services/filing/filing.ts';
import type { NoticeOf } from '../services/notice.ts';
import type { ChangedView, FilingView } from '../services/view.ts';
import { button, submit } from './actions.ts';
import { askedAgainPart } from './changes-part.ts';
import { fitting, type Room } from './fitting.ts';
import {
  buttons,
  type Card,
  card,
  clip,
  errorText,
  form,
  type Inner,
  input,
  md,
  mdt,
  type Nest,
  note,
  text,
} from './kit/index.ts';
import { overQuotaPart } from './over-quota-part.ts';
import { foundByChecks } from './review-content.ts';

/** 拟推荐 with the text of 第七部分, typed here or proposed by what the form says, and confirmed by the institution's name. */
export const recommendFormCard = (notice: NoticeOf<'recommendForm'>, view: ChangedView): Card =>
  fitting((room) => recommendOf(notice, view, room));

const recommendOf = (notice: NoticeOf<'recommendForm'>, { filing, changes }: ChangedView, room: Room): Card => {
  const { version, error, over } = notice;
  const place = { filing: filing.id, version };
  // What was typed for a decision that was taken back serves for the next one.
  const opinion = notice.opinion ?? filing.review?.opinion;
  return card({
    title: `拟推荐：${institutionName(filing)}`,
    subtitle: `第 ${version} 版`,
    color: 'green',
    elements: [
      askedAgainPart(changes, version, room),
      form('recommend', [
        input({ name: 'opinion', label: '第七部分　推荐部门意见', value: opinion, multiline: true, rows: 8 }),
        error ? errorText(error) : note('含资源、人员实力等评价和支持措施，是否同意推荐等情况；会印进备案表第七部分。'),
        foundByChecks(filing),
        over ? overPart(filing, place, over) : recommendButtons(filing, place),
      ]),
      buttons(button('不推荐，返回', 'review.open', place)),
    ],
  });
};

type Place = { filing: string; version: number };

const recommendButtons = (filing: Filing, place: Place): Inner[] => [
  buttons(
    submit('确认推荐', 'review.recommend', place, {
      style: 'primary',
      confirm: {
        title: `确认推荐“${clip(institutionName(filing), 40)}”？`,
        text: '申报单位会马上收到推荐结果；双方盖章、报国家系统之前可以撤销。',
      },
    }),
    submit('填入建议文字', 'review.suggest', place),
  ),
  note('建议文字按备案表所填内容拼成，填入后请核对、修改，并补上本部门的支持措施。'),
];

const overPart = (filing: Filing, place: Place, over: { words: string; reason: string }): Nest<Inner> =>
  overQuotaPart(over, submit('列为候补', 'review.recommend', { ...place, wait: true }, { style: 'primary' }), {
    action: 'review.recommend',
    payload: { ...place, over: true },
    confirm: beyond(filing),
  });

const beyond = (filing: Filing) => ({
  title: `超出名额，仍然推荐“${clip(institutionName(filing), 40)}”？`,
  text: '推荐名额原则上有限，理由会告诉国家知识产权局。',
});

/** 递补 although the places are taken: the reason, and a second word; the text of 七 it waits with stands in full. */
export const moveUpFormCard = ({ version, over }: NoticeOf<'moveUpForm'>, { filing }: FilingView): Card => {
  const place = { filing: filing.id, version };
  return card({
    title: `递补：${institutionName(filing)}`,
    subtitle: `第 ${version} 版`,
    color: 'green',
    elements: [
      md(mdt`**第七部分　推荐部门意见**（会印进备案表）`),
      text(filing.review?.opinion ?? ''),
      form('moveUp', overQuotaPart(over, [], { action: 'review.moveUpOver', payload: place, confirm: beyond(filing) })),
      buttons(button('继续候补，返回', 'review.open', place)),
    ],
  });
};
