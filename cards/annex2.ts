import { sendingOf, sendingWords } from '../services/departments/annex2.ts';
import type { NoticeOf } from '../services/notice.ts';
import { dayOf, longDay } from '../services/time.ts';
import type { Views } from '../services/view.ts';
import { button, submit } from './actions.ts';
import {
  buttons,
  type Card,
  card,
  clip,
  datePicker,
  type Element,
  errorText,
  form,
  heading,
  note,
  text,
} from './kit/index.ts';

/** 附件2 of one department: the table to print, and what people have recorded of its sending. */
export const annex2Part = ({ department, round }: Views['department']): Element[] => {
  const at = { round: round.id, department: department.code };
  const sent = department.annex2SentOn !== null;
  const by = sent && department.annex2RecordedBy ? `，${clip(department.annex2RecordedBy, 20)}记录` : '';
  return [
    heading('附件2'),
    text(`${sendingWords(department)}${by}。联系人信息截止 ${longDay(round.annex2DueOn)}。`, {
      color: sendingOf(department) === 'sent' ? 'green' : 'orange',
    }),
    ...(department.contact
      ? [
          buttons(
            button('附件2 Word 表', 'annex2.word', at),
            button(sent ? '更正发送日期' : '记录已发送', 'annex2.form', at),
          ),
          note('请把附件2 用邮件发到公共服务司联系人邮箱（通知三（二）），发出后在这里记录日期。机器人不代发邮件。'),
        ]
      : []),
  ];
};

/** The day on which the table was sent by e-mail. */
export const annex2FormCard = (
  { departmentCode, on, error }: NoticeOf<'annex2Form'>,
  { round, departments, now }: Views['annex2Form'],
): Card => {
  const at = { round: round.id, department: departmentCode };
  const department = departments.find(({ code }) => code === departmentCode);
  const before = department?.annex2SentOn;
  return card({
    title: '附件2 已发送',
    subtitle: department?.name ?? round.title,
    elements: [
      form('annex2', [
        ...datePicker({ name: 'on', label: '哪天发到公共服务司联系人邮箱', value: on ?? before ?? dayOf(now) }),
        error && errorText(error),
        buttons(submit('保存', 'annex2.sent', at, { style: 'primary' })),
      ]),
      buttons(before && button('撤销记录', 'annex2.unsent', at), button('返回', 'department.open', at)),
    ],
  });
};
