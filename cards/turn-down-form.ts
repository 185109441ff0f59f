import { institutionName } from '../services/filing/filing.ts';
import type { NoticeOf } from '../services/notice.ts';
import type { ChangedView } from '../services/view.ts';
import { button, submit } from './actions.ts';
import { askedAgainPart } from './changes-part.ts';
import { fitting, type Room } from './fitting.ts';
import { buttons, type Card, card, clip, errorText, form, input, note } from './kit/index.ts';

/** 不予推荐, with the reason the institution reads. */
export const turnDownFormCard = (notice: NoticeOf<'turnDownForm'>, view: ChangedView): Card =>
  fitting((room) => drawn(notice, view, room));

const drawn = (
  { version, reason, error }: NoticeOf<'turnDownForm'>,
  { filing, changes }: ChangedView,
  room: Room,
): Card => {
  const place = { filing: filing.id, version };
  return card({
    title: `不予推荐：${institutionName(filing)}`,
    subtitle: `第 ${version} 版`,
    color: 'grey',
    elements: [
      askedAgainPart(changes, version, room),
      form('turnDown', [
        input({ name: 'reason', label: '不予推荐的理由', value: reason, multiline: true, rows: 5 }),
        error ? errorText(error) : note('申报单位会看到理由。材料只是要补充修改的，请用“退回补正”。'),
        buttons(
          submit('确认不予推荐', 'review.turnDown', place, {
            style: 'danger',
            confirm: {
              title: `不予推荐“${clip(institutionName(filing), 40)}”？`,
              text: '申报单位会马上收到结果和理由；年度结束前可以撤销这个决定。',
            },
          }),
        ),
      ]),
      buttons(button('返回材料', 'review.open', place)),
    ],
  });
};
