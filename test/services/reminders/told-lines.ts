import { ruleAt, ruleKeys } from '../../../services/reminders/rules.ts';
import type { Card } from '../../feishu/types.ts';
import type { Line } from './reminder-model.ts';

/** What a received card reminds of, read off its words: `names` says which filing or department is called how. */
export const linesOfCard = (card: Card, names: ReadonlyMap<string, string>): Line[] =>
  JSON.stringify(card)
    .split('"tag":"hr"')
    .flatMap((part) => {
      const rule = ruleKeys.find((key) => part.includes(`为什么收到：${ruleAt(key).because}`));
      const [, year, month = '', day = ''] = /截止\*\* (\d{4})年(\d+)月(\d+)日/.exec(part) ?? [];
      if (!rule) return [];
      const dueOn = [year, month.padStart(2, '0'), day.padStart(2, '0')].join('-');
      return [...names].flatMap(([name, subject]) => (part.includes(name) ? [{ subject, rule, dueOn }] : []));
    });

export const isReminder = (card: Card): boolean => card.header.title.content.startsWith('提醒：');
