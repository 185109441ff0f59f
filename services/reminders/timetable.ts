import { statusNames } from '../filing/status.ts';
import { audiences, deadlines, moments, type Rule, rules, steps } from './rules.ts';

const BEGIN = '<!-- 提醒时间表：由 npm run timetable 生成，不要手改 -->';
const END = '<!-- 提醒时间表到此为止 -->';

/** The table of the rules as everybody can read it, in Markdown. */
export const timetable = (): string =>
  [
    '| 要办的事 | 从哪天往回数 | 提前几天提醒 | 提醒谁 | 只在什么时候提醒 | 最后没有反应时 |',
    '| --- | --- | --- | --- | --- | --- |',
    ...Object.values<Rule>(rules).map((rule) =>
      [
        '',
        rule.task,
        deadlines[rule.deadline],
        daysWords(rule),
        audiences[rule.to],
        whileWords(rule),
        stepWords(rule),
        '',
      ]
        .join(' | ')
        .trim(),
    ),
    '',
    '没有反应时，一步接一步，每一步对每个人只做一次，只在上面的时间里做，办好了就停：',
    '',
    '| 步骤 | 什么时候 | 做什么 |',
    '| --- | --- | --- |',
    ...Object.values(steps).map(({ name, when, does }) => `| ${name} | ${moments[when]} | ${does} |`),
  ].join('\n');

const daysWords = ({ days }: Rule): string =>
  days.map((n) => (n > 0 ? `${n} 天` : n === 0 ? '当天' : '之后第一个工作日')).join('、');

const stepWords = ({ escalate }: Rule): string => escalate.map((step) => steps[step].name).join(' → ') || '—';

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
