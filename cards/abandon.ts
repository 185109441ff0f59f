import { institutionName, receiverOf } from '../services/filing/filing.ts';
import { isWithDepartment, statusNames } from '../services/filing/status.ts';
import type { NoticeOf } from '../services/notice.ts';
import type { FilingView } from '../services/view.ts';
import { button, submit } from './actions.ts';
import { buttons, type Card, card, form, input, note, text } from './kit/index.ts';

/** Asks once more before 本次不申报, and says what becomes of what is there. */
export const abandonCard = (_notice: NoticeOf<'abandonForm'>, { filing }: FilingView): Card => {
  const handed = isWithDepartment(filing);
  return card({
    title: '本次不申报？',
    subtitle: institutionName(filing),
    color: 'orange',
    tags: [{ text: statusNames[filing.status], color: 'orange' }],
    elements: [
      text('确认后，这份材料不再办理，也不会再有提醒。已填的内容都留着；本年度备案结束前，随时可以重新申报。'),
      handed && text(`${receiverOf(filing)}会收到通知，推荐名额随之让出。`),
      form('abandon', [
        input({ name: 'reason', label: '原因（选填）', maxLength: 200 }),
        buttons(
          submit('确认本次不申报', 'filing.abandon', { filing: filing.id, rev: filing.rev }, { style: 'danger' }),
        ),
      ]),
      buttons(button('不，继续办理', 'filing.open', { filing: filing.id }, { style: 'primary' })),
      note('原因会告诉一起填的同事，并记入办理记录；推荐部门看不到。'),
    ],
  });
};
