import { registerAgain, setOptOut } from '../../services/broadcasts/opening.ts';
import { takeOnce } from '../../services/inbox.ts';
import { asRecipients } from '../../services/people/operators.ts';
import { Refusal } from '../../services/refusal.ts';
import { type Handler, saved } from './handler.ts';

/** 今年不申报: a way out of being told again, and back. */
export const optOut: Handler<'opened.out'> = async ({ tx, who, now }, { round: roundId, out }) => {
  await setOptOut(tx, roundId, who, out, now);
  const flash = out
    ? '好的，今年不再通知您。改主意了，随时发送“开始”。'
    : '好的，点“开始填报”就可以开始，有事会照常通知您。';
  return { toast: saved(out ? '已记下' : '已恢复'), show: { kind: 'roundOpened', roundId, flash } };
};

/** 今年还由我联系: registered anew from what is known, else the operators are asked for a code, once in two days. */
export const askAsContact: Handler<'opened.contact'> = async (scene, { round: roundId, department }) => {
  const { tx, enqueue, who, now } = scene;
  const operators = asRecipients(scene.operators, who.tenantKey);
  const registrationId = await registerAgain(tx, enqueue, { roundId, department, who, operators }, now);
  if (registrationId) return { toast: saved('已登记，等待确认'), show: { kind: 'registration', registrationId } };
  const asked = `contact again ${roundId} ${department} ${who.tenantKey} ${who.openId}`;
  if (!(await takeOnce(tx, asked, now)))
    throw new Refusal('asked', '已经告诉过主办方了，收到邀请码后发给我就可以登记。');
  return { toast: saved('已告诉主办方，收到邀请码后发给我就可以登记') };
};
