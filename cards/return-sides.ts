import { DIRECT, type Filing } from '../services/filing/filing.ts';
import { callOf } from '../services/rounds/calls.ts';
import { dueOf } from '../services/rounds/deadlines.ts';
import { addWorkingDays, type Day, longDay } from '../services/time.ts';
import { button } from './actions.ts';
import type { Button } from './kit/index.ts';

export type Place = { filing: string; version: number };
/** What is different for those who give it back. */
export type ReturnSide = {
  add: 'review.addRemark' | 'office.addRemark';
  drop: 'review.dropRemark' | 'office.dropRemark';
  send: 'review.return' | 'office.return';
  back: (place: Place) => Button;
  /** The day proposed, and what is said of it and of the place. */
  due: (filing: Filing, today: Day) => { proposed: Day; words: string[] };
};

const allowed = (filing: Filing): number => callOf(filing.round.call).deadlines.returnWorkingDays;
const usual = (filing: Filing, today: Day): Day => addWorkingDays(today, allowed(filing), filing.round.holidays);

/** Before the department has decided. */
export const departmentSide: ReturnSide = {
  ...{ add: 'review.addRemark', drop: 'review.dropRemark', send: 'review.return' },
  back: (place) => button('不退回，返回', 'review.open', place),
  due: (filing, today) => {
    const { last } = dueOf(filing);
    const day = usual(filing, today);
    const until = `默认 ${allowed(filing)} 个工作日；材料填报截止 ${longDay(last)}。没有写意见的部分视为已认可，申报单位不用改。`;
    const place = '退回后名额仍然保留；要空出名额，请用“不予推荐”。';
    return { proposed: day > last && today <= last ? last : day, words: [until, ...(filing.placed ? [place] : [])] };
  },
};
/** What is in the national system is given back through its department, which hears of it. */
export const officeSide: ReturnSide = {
  ...{ add: 'office.addRemark', drop: 'office.dropRemark', send: 'office.return' },
  back: ({ filing }) => button('不退回，返回', 'office.open', { filing }),
  due: (filing, today) => ({
    proposed: usual(filing, today),
    words: [
      `默认 ${allowed(filing)} 个工作日。没有写意见的部分视为已认可，申报单位不用改。`,
      filing.departmentCode === DIRECT
        ? '退回后要重新定稿、盖章、在国家系统提交。'
        : '退回后要重新定稿、盖章、推荐、提交；推荐部门的名额仍然保留，推荐部门也会收到通知。',
    ],
  }),
};
