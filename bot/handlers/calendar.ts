import { appendNotices, toPerson } from '../../services/outbox.ts';
import type { Handler } from './handler.ts';

/** 加入日历: the deadline as a file that calendars take. */
export const sendDeadline: Handler<'calendar.send'> = async ({ tx, enqueue, who, now }, { round, ...mark }) => {
  await appendNotices(tx, enqueue, [toPerson(who, { kind: 'deadlineFile', roundId: round, ...mark })], now);
  return { toast: { type: 'info', content: '日历文件马上发到聊天里，打开它就能加入日历' } };
};
