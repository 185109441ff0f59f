import type { OfficePaper } from '../../services/office/states.ts';
import { appendNotices, toPerson } from '../../services/outbox.ts';
import { mustOperate } from '../../services/people/roles.ts';
import type { Handler } from './handler.ts';

const papers: Record<'list' | 'publicity' | 'export' | 'history', OfficePaper[]> = {
  list: ['list', 'listBook'],
  publicity: ['publicity', 'publicityBook'],
  export: ['export'],
  history: ['history'],
};

/** The files hold mobiles and e-mails in full: they go to the operator who asks, and nowhere else. */
export const sendPapers: Handler<'office.send'> = async ({ tx, enqueue, operators, who, now }, { round, what }) => {
  mustOperate(operators, who);
  const sent = papers[what].map((one) => toPerson(who, { kind: 'officePaper', roundId: round, what: one }));
  await appendNotices(tx, enqueue, sent, now);
  return { toast: { type: 'info', content: '马上发到聊天里' } };
};
