import { actsNow } from '../../services/departments/acting.ts';
import { recordSending, sentOnFault } from '../../services/departments/annex2.ts';
import { lockDepartment } from '../../services/departments/lock.ts';
import { appendNotices, toPerson } from '../../services/outbox.ts';
import { isOperator, mustOperate } from '../../services/people/roles.ts';
import { Refusal } from '../../services/refusal.ts';
import { mayOpen } from './departments.ts';
import { type Handler, type Scene, saved } from './handler.ts';

export const sendAnnex2: Handler<'annex2.word'> = async (scene, { round: roundId, department }) => {
  await mayOpen(scene, roundId, department);
  const file = toPerson(scene.who, { kind: 'annex2Word', roundId, departmentCode: department });
  await appendNotices(scene.tx, scene.enqueue, [file], scene.now);
  return { toast: { type: 'info', content: '附件2 Word 表马上发到聊天里' } };
};

export const sendAnnex2Book: Handler<'annex2.book'> = async (scene, { round: roundId }) => {
  mustOperate(scene.operators, scene.who);
  const file = toPerson(scene.who, { kind: 'annex2Book', roundId });
  await appendNotices(scene.tx, scene.enqueue, [file], scene.now);
  return { toast: { type: 'info', content: '全部联系人表（Excel）马上发到聊天里' } };
};

export const showAnnex2Form: Handler<'annex2.form'> = async (scene, { round: roundId, department }) => {
  await mayOpen(scene, roundId, department);
  return { show: { kind: 'annex2Form', roundId, departmentCode: department } };
};

/** The department, held, and the name to record, if this person runs the round or acts for the department now. */
const recorder = async ({ tx, operators, who, now }: Scene, roundId: string, code: string) => {
  const { round, ...acting } = await lockDepartment(tx, roundId, code);
  const holder = actsNow(acting, who, now);
  if (!holder && !isOperator(operators, who)) {
    throw new Refusal('not_contact', '只有这个部门的联系人和主办方可以记录，您的点击没有改动任何内容。');
  }
  if (!acting.contact) throw new Refusal('no_contact', '还没有联系人，请先指定联系人，再记录附件2。');
  return { round, name: holder?.name ?? '主办方' };
};

export const recordSent: Handler<'annex2.sent'> = async (scene, { round: roundId, department }, form) => {
  const { round, name } = await recorder(scene, roundId, department);
  const on = String(form.on ?? '').slice(0, 10);
  const error = sentOnFault(on, scene.now);
  const at = { roundId, departmentCode: department };
  if (error) return { show: { kind: 'annex2Form', ...at, ...(on && { on }), error } };
  await recordSending(scene.tx, round, { departmentCode: department, on, name, by: scene.who }, scene.now);
  return { toast: saved('已记录'), show: { kind: 'department', ...at, flash: '已记录附件2 的发送日期。' } };
};

export const takeBackSent: Handler<'annex2.unsent'> = async (scene, { round: roundId, department }) => {
  const { round, name } = await recorder(scene, roundId, department);
  await recordSending(scene.tx, round, { departmentCode: department, on: null, name, by: scene.who }, scene.now);
  return {
    toast: saved('已撤销'),
    show: { kind: 'department', roundId, departmentCode: department, flash: '已撤销附件2 的发送记录。' },
  };
};
