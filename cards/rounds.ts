import type { NoticeOf } from '../services/notice.ts';
import { callOf, calls } from '../services/rounds/calls.ts';
import type { RoundView, Views } from '../services/view.ts';
import { button, submit } from './actions.ts';
import {
  buttons,
  type Card,
  card,
  clip,
  datePicker,
  errorText,
  flashPart,
  form,
  input,
  note,
  select,
  text,
} from './kit/index.ts';
import { calendarWarning } from './round-calendar.ts';

/** The operator moves the round's dates; everyone's cards count with the new ones at once. */
export const deadlinesCard = ({ flash, error, typed = {} }: NoticeOf<'deadlines'>, { round, now }: RoundView): Card =>
  card({
    title: '调整截止日期',
    subtitle: round.title,
    elements: [
      flashPart(flash),
      form('deadlines', [
        ...datePicker({
          name: 'annex2DueOn',
          label: '联系人信息（附件2）截止',
          value: typed.annex2DueOn ?? round.annex2DueOn,
        }),
        ...datePicker({
          name: 'materialsDueOn',
          label: '材料填报截止',
          value: typed.materialsDueOn ?? round.materialsDueOn,
        }),
        error ? errorText(error) : note('保存后，新打开的卡片和大家手里的进度、审核卡片都按新日期计算。'),
        buttons(submit('保存', 'round.move', { round: round.id, rev: round.rev }, { style: 'primary' })),
      ]),
      calendarWarning(round, now),
      buttons(
        button('延期与部门截止', 'extend.list', { round: round.id }),
        button('发送时段与节假日', 'round.calendar', { round: round.id }),
        button('推荐路径', 'round.routes', { round: round.id }),
        button('群发通知', 'broadcast.list', { round: round.id }),
        button('回首页', 'home', {}),
        button('结束本年度', 'round.closing', { round: round.id }),
      ),
    ],
  });

/** 开启年度备案: which call, which dates. Departments and quotas are copied from the call. */
export const openRoundCard = ({ error, typed = {} }: NoticeOf<'openRound'>, { rounds }: Views['openRound']): Card =>
  card({
    title: '开启年度备案',
    elements: [
      rounds.length > 0 &&
        text(`正在进行：${rounds.map(({ title }) => title).join('、')}。新开启的年度与它并行，互不影响。`),
      form('openRound', [
        ...select({
          name: 'call',
          label: '依据的通知',
          options: Object.keys(calls).map((key) => ({ value: key, text: callOf(key).title })),
          value: typed.call,
        }),
        input({
          name: 'year',
          label: '年度',
          value: clip(typed.year ?? '', 20),
          placeholder: '例如 2027',
          maxLength: 4,
        }),
        ...datePicker({ name: 'annex2DueOn', label: '联系人信息（附件2）截止', value: typed.annex2DueOn }),
        ...datePicker({ name: 'materialsDueOn', label: '材料填报截止', value: typed.materialsDueOn }),
        error ? errorText(error) : note('推荐部门和名额按通知带入，日期以后可以调整。'),
        buttons(submit('开启', 'round.open', {}, { style: 'primary' })),
      ]),
      buttons(button('回首页', 'home', {})),
    ],
  });
