import { institutionName } from '../services/filing/filing.ts';
import type { NoticeOf } from '../services/notice.ts';
import { callOf } from '../services/rounds/calls.ts';
import { dueOf } from '../services/rounds/deadlines.ts';
import { addWorkingDays, dayOf, longDay } from '../services/time.ts';
import type { FilingView } from '../services/view.ts';
import { button, submit } from './actions.ts';
import { buttons, type Card, card, datePicker, errorText, form, input, note } from './kit/index.ts';

/** 退回补正: remarks in words and a date, by default five working days on and never past the round's deadline. */
export const returnFormCard = (notice: NoticeOf<'returnForm'>, { filing, now }: FilingView): Card => {
  const { version, remarks, error } = notice;
  const { last } = dueOf(filing);
  const { holidays } = filing.round;
  const allowed = callOf(filing.round.call).deadlines.returnWorkingDays;
  const usual = addWorkingDays(dayOf(now), allowed, holidays);
  const dueOn = notice.dueOn ?? (usual > last && dayOf(now) <= last ? last : usual);
  const place = { filing: filing.id, version };
  return card({
    title: `退回补正：${institutionName(filing)}`,
    subtitle: `第 ${version} 版`,
    color: 'orange',
    elements: [
      form('return', [
        input({ name: 'remarks', label: '请写明哪里需要补正、怎样改', value: remarks, multiline: true, rows: 6 }),
        error && errorText(error),
        ...datePicker({ name: 'dueOn', label: '补正期限', value: dueOn }),
        note(`默认 ${allowed} 个工作日；材料填报截止 ${longDay(last)}。`),
        buttons(
          submit('退回', 'review.return', place, {
            style: 'danger',
            confirm: { title: '退回补正？', text: '申报单位会马上收到退回意见，改完需要重新定稿、签字盖章、提交。' },
          }),
        ),
      ]),
      buttons(button('不退回，返回', 'review.open', place)),
    ],
  });
};
