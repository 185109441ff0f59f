import type { NoticeOf } from '../services/notice.ts';
import { DAY_NAME_LENGTH, unknownYears, windowsTyped } from '../services/rounds/calendar.ts';
import type { Round } from '../services/rounds/round.ts';
import { type Holiday, longDay, weekday } from '../services/time.ts';
import type { Views } from '../services/view.ts';
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
  hr,
  type Inner,
  input,
  md,
  mdt,
  type Nest,
  note,
  select,
  text,
} from './kit/index.ts';

/** 发送时段与节假日: when people are reminded in a round, and which days are worked. */
export const roundCalendarCard = (
  { flash, typed = {}, errors = {} }: NoticeOf<'roundCalendar'>,
  { round, now }: Views['roundCalendar'],
): Card => {
  const at = { round: round.id, rev: round.rev };
  const error = (field: string): Inner | false => !!errors[field] && errorText(clip(errors[field], 100));
  const shown = { ...windowsTyped(round), ...typed };
  return card({
    title: '发送时段与节假日',
    subtitle: round.title,
    elements: [
      flashPart(flash),
      calendarWarning(round, now),
      form('windows', [
        note('提醒只在工作日的这些时段里发（08:00 到 19:00 之间）。第二段可以不填。'),
        windowInputs('first', '第一段', shown),
        error('first'),
        windowInputs('second', '第二段', shown),
        error('second'),
        buttons(submit('保存时段', 'round.windows', at, { style: 'primary' })),
      ]),
      hr(),
      daysPart(round.holidays),
      form('day', [
        ...datePicker({ name: 'on', label: '日期', value: typed.on }),
        input({
          name: 'name',
          label: '名称（例如 国庆节、国庆调休）',
          value: clip(typed.name ?? '', 40),
          maxLength: DAY_NAME_LENGTH,
        }),
        error('day'),
        buttons(
          submit('这天放假', 'round.day', { ...at, work: false }, { style: 'primary' }),
          submit('这天上班', 'round.day', { ...at, work: true }),
        ),
      ]),
      round.holidays.length > 0 &&
        form('drop', [
          ...select({
            name: 'gone',
            label: '删掉一天（恢复按公布的安排）',
            options: round.holidays.map((day) => ({ value: day.on, text: dayWords(day) })),
          }),
          error('drop'),
          buttons(submit('删掉', 'round.dropDay', at)),
        ]),
      buttons(button('返回截止日期', 'round.deadlines', { round: round.id }), button('回首页', 'home', {})),
    ],
  });
};

const windowInputs = (place: string, name: string, typed: Record<string, string>): Nest<Inner> =>
  (['From', 'To'] as const).map((end) =>
    input({
      name: place + end,
      label: `${name}${end === 'From' ? '开始' : '结束'}`,
      value: clip(typed[place + end] ?? '', 20),
      placeholder: '例如 09:00',
      maxLength: 8,
    }),
  );

const dayWords = ({ on, work, name }: Holiday): string =>
  `${longDay(on)}（${weekday(on)}）${work ? '上班' : '放假'}${name ? `　${clip(name, DAY_NAME_LENGTH)}` : ''}`;

const daysPart = (days: readonly Holiday[]): Inner =>
  days.length
    ? md(mdt`**本年度自己加的日子**`, ...days.map((day) => mdt`· ${dayWords(day)}`))
    : text('本年度没有自己加的日子，按国务院公布的放假安排计算。', { color: 'grey' });

/** A year whose days off nobody knows: what it means, and what to do about it. */
export const calendarWarning = (round: Round, now: Date): Nest<Inner> => {
  const years = unknownYears(round, now);
  return (
    years.length > 0 && [
      text(
        `${years.join('、')} 年的放假安排还没有收录，暂按周一至周五计算工作日，提醒可能落在放假的日子。放假通知公布后（一般在上一年 11 月），请把全年放假和调休上班的日子加上；加上国庆节（10 月 1 日）以后，就当作这一年已经录全，不再提示。`,
        { color: 'orange' },
      ),
    ]
  );
};
