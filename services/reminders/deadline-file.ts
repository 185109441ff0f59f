import { createHash } from 'node:crypto';
import type { Filing } from '../filing/filing.ts';
import { Refusal } from '../refusal.ts';
import { dueOf } from '../rounds/deadlines.ts';
import type { Round } from '../rounds/round.ts';
import { type Day, isDay, lastWorkingDayOnOrBefore, longDay, weekday } from '../time.ts';
import { icsFile } from './ics.ts';
import { type RuleKey, ruleAt, ruleKeys } from './rules.ts';

/** `of`: which of several filings or departments it is about. */
export type DeadlineMark = { rule: string; on: Day; of?: string };

/** The deadline that a filing has to be handed in by now. */
export const markOf = (filing: Filing): DeadlineMark => ({
  rule: filing.review?.remarks === undefined ? 'fill' : 'correct',
  ...{ on: dueOf(filing).on, of: filing.id },
});

/** A deadline for somebody's own calendar, on the last working day that it leaves. */
export const deadlineFile = (
  { rule, on, of = '' }: DeadlineMark,
  round: Pick<Round, 'id' | 'title' | 'holidays'>,
  botLink: string,
  now: Date,
): { name: string; content: Buffer } => {
  if (!ruleKeys.includes(rule as RuleKey) || !isDay(on))
    throw new Refusal('no_deadline', '没有找到这个截止日期，请发送“进度”看现在的日期。');
  const day = lastWorkingDayOnOrBefore(on, round.holidays);
  const early = day === on ? '' : `（不是工作日，请在 ${longDay(day)}${weekday(day)}以前办好）`;
  const { task } = ruleAt(rule);
  const words = [
    `${round.title}`,
    `要办的事：${task}。`,
    `截止：${longDay(on)}${weekday(on)}${early}。`,
    '日期如有调整，以机器人里的为准；再点一次“加入日历”，新的日历文件会替换这一条。',
    `在飞书里打开备案助手办理：${botLink}`,
  ].join('\n');
  const uid = createHash('sha256').update(`${round.id} ${rule} ${of}`).digest('hex').slice(0, 32);
  const file = icsFile([{ uid, day, title: `备案截止：${task}`, words, link: botLink }], now);
  return { name: `备案截止-${day}.ics`, content: Buffer.from(file) };
};
