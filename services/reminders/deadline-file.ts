import { createHash } from 'node:crypto';
import type { Tx } from '../../prisma/client.ts';
import type { Filing, Who } from '../filing/filing.ts';
import { filingsWithIds } from '../filing/store.ts';
import { Refusal } from '../refusal.ts';
import { dueOf } from '../rounds/deadlines.ts';
import type { Round } from '../rounds/round.ts';
import { type Day, isDay, lastWorkingDayOnOrBefore, longDay, weekday } from '../time.ts';
import { icsFile } from './ics.ts';
import { isTheirs } from './lines.ts';
import { partsOfFiling } from './parts.ts';
import { type RuleKey, ruleAt, ruleKeys } from './rules.ts';
import { operatorsToTell } from './subjects.ts';

/** `of`: the filing or department it is about; `more`: and others with the same day. */
export type DeadlineMark = { rule: string; on: Day; of?: string; more?: boolean };

/** The deadline that a filing has to be handed in by now. */
export const markOf = (filing: Filing): DeadlineMark => ({
  rule: filing.review?.remarks === undefined ? 'fill' : 'correct',
  ...{ on: dueOf(filing).on, of: filing.id },
});

/**
 * The day as it is now: the card with the button may be from before it was moved. It stays as the card has it when the part
 * is over, or not this person's.
 */
export const dayNow = async (
  tx: Tx,
  { rule, on, of }: DeadlineMark,
  round: Round,
  me: Who | null,
  now: Date,
): Promise<Day> => {
  if (ruleAt(rule)?.deadline === 'annex2') return round.annex2DueOn;
  if (!of) return rule === 'fill' ? round.materialsDueOn : on;
  const [filing] = await filingsWithIds(tx, [of]);
  const part = filing && partsOfFiling(filing, await operatorsToTell(tx)).find((one) => one.rule === rule);
  const keys = part?.recipients.map(({ key }) => key) ?? [];
  return part && me && (await isTheirs(tx, keys, me, now)) ? part.dueOn : on;
};

/** A deadline for somebody's own calendar, on the last working day that it leaves. */
export const deadlineFile = (
  { rule, on, of = '', more }: DeadlineMark,
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
  const uid = createHash('sha256')
    .update(`${round.id} ${rule} ${more ? '' : of}`)
    .digest('hex')
    .slice(0, 32);
  const file = icsFile([{ uid, day, title: `备案截止：${task}`, words, link: botLink }], now);
  return { name: `备案截止-${day}.ics`, content: Buffer.from(file) };
};
