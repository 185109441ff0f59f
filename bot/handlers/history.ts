import { loadFiling } from '../../services/filing/store.ts';
import { appendNotices, toPerson } from '../../services/outbox.ts';
import { mustOperate } from '../../services/people/roles.ts';
import type { Handler } from './handler.ts';

export const listHistories: Handler<'history.list'> = async ({ operators, who }, { round, page }) => {
  mustOperate(operators, who);
  return { show: { kind: 'histories', roundId: round, page: Math.max(1, page) } };
};

/** The file is made and sent after the answer. */
export const sendHistory: Handler<'history.send'> = async ({ tx, enqueue, operators, who, now }, { filing: id }) => {
  mustOperate(operators, who);
  const filing = await loadFiling(tx, id);
  await appendNotices(tx, enqueue, [toPerson(who, { kind: 'history', filingId: filing.id })], now);
  return { toast: { type: 'info', content: '历史记录马上发到聊天里' } };
};
