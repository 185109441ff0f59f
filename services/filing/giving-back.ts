import { Refusal } from '../refusal.ts';
import { dayOf } from '../time.ts';
import type { Circumstances, GivenBack } from './decision.ts';
import { type Filing, overKept, type Review, stepAt } from './filing.ts';

/** Remarks and opinions stand on cards beside much else. */
const LONGEST_REMARK = 2000;
const MOST_ITEMS = 30;

/** What whoever gives a filing back says of it; a place that it has, and why beyond the quota, it keeps. */
export const givenBack = (filing: Filing, given: GivenBack, { now, actor }: Circumstances): Review => {
  const { version, remarks, items = [], dueOn } = given;
  if (!remarks.trim() && !items.length) throw new Refusal('no_remarks', '请写明需要补正什么，申报单位才好修改。');
  for (const words of [remarks, ...items.map((item) => item.words)]) tooLong(words, 'no_remarks');
  if (items.length > MOST_ITEMS) throw new Refusal('no_remarks', `逐题的意见最多 ${MOST_ITEMS} 条，请合并几条。`);
  for (const { step } of items) stepAt(filing, step);
  if (dueOn && dueOn < dayOf(now)) throw new Refusal('due_past', '补正期限不能早于今天，请重新选择。');
  const words = remarks.trim() || `请按 ${items.length} 处意见补正。`;
  const said = { ...(items.length && { items }), dueOn, opinion: '', by: actor.name, at: now.toISOString() };
  return { version, remarks: words, ...said, ...overKept(filing) };
};

/** Words of more than a card can show beside the rest. */
export const tooLong = (words: string, code: string): void => {
  if (words.length > LONGEST_REMARK) throw new Refusal(code, `请控制在 ${LONGEST_REMARK} 字以内。`);
};
