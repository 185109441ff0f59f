import { ruleAt, ruleKeys } from '../../../services/reminders/rules.ts';
import type { Card } from '../../feishu/types.ts';
import type { EscalatedLine } from './escalation-check.ts';
import type { Line } from './reminder-model.ts';

/** What a received card reminds of, read off its words: `names` says which filing or department is called how. */
export const linesOfCard = (card: Card, names: ReadonlyMap<string, string>): Line[] =>
  partsOf(card).flatMap((part) => {
    const rule = ruleKeys.find((key) => part.includes(`为什么收到：${ruleAt(key).because}`));
    if (!rule) return [];
    return subjectsIn(part, names).map((subject) => ({ subject, rule, dueOn: dueOnIn(part) }));
  });

/** The same of a card that tells others of what was not done. */
export const escalatedLinesOfCard = (card: Card, names: ReadonlyMap<string, string>): EscalatedLine[] =>
  partsOf(card).flatMap((part) => {
    const rules = ruleKeys.filter((key) => part.includes(`要办的事**：${ruleAt(key).task}`));
    return subjectsIn(part, names).map((subject) => ({ subject, rules, dueOn: dueOnIn(part) }));
  });

/** Whether it names all that it is about. */
export const namesAll = (card: Card): boolean => !/个：[^"]*等\*\*|没有列出/.test(JSON.stringify(card));

const partsOf = (card: Card): string[] => JSON.stringify(card).split('"tag":"hr"');

const dueOnIn = (part: string): string => {
  const [, year, month = '', day = ''] = /截止\*\* (\d{4})年(\d+)月(\d+)日/.exec(part) ?? [];
  return [year, month.padStart(2, '0'), day.padStart(2, '0')].join('-');
};

const subjectsIn = (part: string, names: ReadonlyMap<string, string>): string[] =>
  [...names].flatMap(([name, subject]) => (part.includes(name) ? [subject] : []));

export const isReminder = (card: Card): boolean => card.header.title.content.startsWith('提醒：');
