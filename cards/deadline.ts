import { DIRECT, type Filing, receiverOf } from '../services/filing/filing.ts';
import { isBeforeReviewers } from '../services/filing/status.ts';
import { type Due, dueOf, dueOfDepartment, lateDays } from '../services/rounds/deadlines.ts';
import type { Department, Round } from '../services/rounds/round.ts';
import {
  type Day,
  dayOf,
  daysBetween,
  lastWorkingDayOnOrBefore,
  longDay,
  weekday,
  workingDaysLeft,
} from '../services/time.ts';
import { clip, type Inner, type Markdown, md, mdt } from './kit/index.ts';

/** A reason of an extension beside much else. */
const REASON_LENGTH = 100;

/** 材料填报截止 in words, counted in working days; a deadline on a holiday is worth only the working day before. */
export const deadlineLine = (round: Round, now: Date, department?: Department): Inner => {
  const due = dueOfDepartment(round, department);
  if (due.why !== 'department') return md(dueWords('材料填报截止', due, round, now), ...reasonWords(due));
  const last = dueOfDepartment(round, department && { ...department, dueOn: null });
  return md(
    dueWords('材料填报截止', last, round, now),
    ...reasonWords(last),
    mdt`本部门的内部截止 **${longDay(due.on)}**（${weekday(due.on)}）${early(due.on, round)}`,
  );
};

/** The same for one filing: the day that counts for it and why; of one that is handed in, whether it came in time. */
export const filingDeadline = (filing: Filing, now: Date): Inner => {
  const { round } = filing;
  const due = dueOf(filing);
  const late = lateDays(filing, now);
  if (late) return md(lateWords(filing, due, late), ...reasonWords(due));
  const others = due.why === 'department' ? [mdt`全国材料填报截止 ${longDay(due.last)}。`] : [];
  return md(dueWords(names[due.why], due, round, now), ...reasonWords(due), ...others);
};

/** To the department: how late a filing came in, and who decides about that; nothing when it came in time. */
export const lateLine = (filing: Filing, now: Date): Inner | false => {
  const late = isBeforeReviewers(filing) ? lateDays(filing, now) : 0;
  return late > 0 && md(lateWords(filing, dueOf(filing), late));
};

const names: Record<Due['why'], string> = {
  round: '材料填报截止',
  department: '提交给推荐部门截止',
  return: '补正截止',
  extension: '已延期，材料填报截止',
};

const lateWords = (filing: Filing, due: Due, late: number): Markdown => {
  const who = filing.departmentCode === DIRECT ? receiverOf(filing) : '推荐部门';
  const state = isBeforeReviewers(filing) ? `提交时已过期 ${late} 天` : `已过期 ${late} 天`;
  const how = isBeforeReviewers(filing) ? '' : '；仍可以提交';
  return mdt`<font color='orange'>${names[due.why]} **${longDay(due.on)}**，**${state}**，由${who}决定是否受理${how}</font>`;
};

const dueWords = (name: string, due: Pick<Due, 'on'>, round: Round, now: Date): Markdown => {
  const today = dayOf(now);
  const left = workingDaysLeft(today, due.on, round.holidays);
  const rest =
    today > due.on
      ? `已过期 ${daysBetween(due.on, today)} 天`
      : left === 0
        ? '今天是最后一个工作日'
        : `还有 ${left} 个工作日`;
  return mdt`${name} **${longDay(due.on)}**（${weekday(due.on)}），**${rest}**${early(due.on, round)}`;
};

const early = (due: Day, { holidays }: Round): string => {
  const effective = lastWorkingDayOnOrBefore(due, holidays);
  return effective === due ? '' : `（截止日不是工作日，请按 ${longDay(effective)}${weekday(effective)}安排）`;
};

const reasonWords = ({ reason }: Pick<Due, 'reason'>): Markdown[] =>
  reason ? [mdt`延期原因：${clip(reason, REASON_LENGTH)}`] : [];
