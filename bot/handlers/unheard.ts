import { mustOperate } from '../../services/people/roles.ts';
import { noteCall } from '../../services/reminders/telephoned.ts';
import { type Handler, saved } from './handler.ts';

export const showUnheard: Handler<'remind.unheard'> = async ({ operators, who }, { round: roundId, half, page }) => {
  mustOperate(operators, who);
  return { show: { kind: 'unheard', roundId, ...(half && { half }), ...(page && { page }) } };
};

export const noteTelephoned: Handler<'remind.called'> = async ({ tx, operators, who, now }, payload) => {
  mustOperate(operators, who);
  const { round: roundId, recipient, half, page } = payload;
  await noteCall(tx, roundId, recipient, who, now);
  const flash = '已记下：电话联系过，时间和您的名字写在那一行。';
  return {
    toast: saved('已记下'),
    show: { kind: 'unheard', roundId, ...(half && { half }), ...(page && { page }), flash },
  };
};
