import { statusNames } from '../filing/status.ts';
import { audiences, deadlines, type Rule, rules } from './rules.ts';

const BEGIN = '<!-- 提醒时间表：由 npm run timetable 生成，不要手改 -->';
const END = '<!-- 提醒时间表到此为止 -->';

/** The table of the rules as everybody can read it, in Markdown. */
export const timetable = (): string =>
  [
    '| 要办的事 | 从哪天往回数 | 提前几天提醒 | 提醒谁 | 只在什么时候提醒 |',
    '| --- | --- | --- | --- | --- |',
    ...Object.values<Rule>(rules).map((rule) =>
      ['', rule.task, deadlines[rule.deadline], daysWords(rule), audiences[rule.to], whileWords(rule), '']
        .join(' | ')
        .trim(),
    ),
  ].join('\n');

const daysWords = ({ days }: Rule): string =>
  days.map((n) => (n > 0 ? `${n} 天` : n === 0 ? '当天' : '之后第一个工作日')).join('、');

const whileWords = (rule: Rule): string =>
  rule.while === 'annex2'
    ? '没有记录附件2已发送'
    : `材料是${rule.while.map((status) => `“${statusNames[status]}”`).join('、')}`;

/** A text with the table put in the place between its two marks. Throws when it has no such place. */
export const withTimetable = (text: string): string => {
  const from = text.indexOf(BEGIN);
  const to = text.indexOf(END);
  if (from < 0 || to < from) throw new Error('the text has no place for the timetable');
  return `${text.slice(0, from)}${BEGIN}\n\n${timetable()}\n\n${text.slice(to)}`;
};
