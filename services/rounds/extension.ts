import { Refusal } from '../refusal.ts';
import { type Day, dayOf, isDay, longDay } from '../time.ts';

/** In characters; a reason stands on a card beside much else. */
const LONGEST_REASON = 200;

/** What is wrong with an extension that is to take the place of `usual`: the refusal's code names the field. */
export const extensionFault = ({ to, why }: { to: Day; why: string }, usual: Day, now: Date): Refusal | undefined => {
  if (!isDay(to)) return new Refusal('extension_to', '请选择延期到哪一天。');
  if (to <= usual) return new Refusal('extension_to', `要晚于现在的截止日期 ${longDay(usual)}，请重新选择。`);
  if (to < dayOf(now)) return new Refusal('extension_to', '不能早于今天，请重新选择。');
  if (!why.trim()) return new Refusal('extension_why', '请写明延期的原因，会告诉申报单位和推荐部门。');
  if (why.length > LONGEST_REASON) return new Refusal('extension_why', `原因请控制在 ${LONGEST_REASON} 字以内。`);
  return undefined;
};
