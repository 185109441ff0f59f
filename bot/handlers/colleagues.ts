import { randomInt } from 'node:crypto';
import { mustAct } from '../../services/departments/acting.ts';
import { issueCode, withdrawCode } from '../../services/departments/codes.ts';
import { loadColleagueSearch, seekColleague } from '../../services/departments/colleague-search.ts';
import { dismiss } from '../../services/departments/colleagues.ts';
import { lockDepartment } from '../../services/departments/lock.ts';
import { newCode } from '../../services/people/invitations.ts';
import { soughtErrors } from '../../services/people/operator-search.ts';
import { textsOf } from './departments.ts';
import { type Handler, type Scene, saved } from './handler.ts';

const LONGEST_NAME = 20;

/** The department, held, if this person acts for it now. */
const actedFor = async ({ tx, who, now }: Scene, roundId: string, code: string) => {
  const locked = await lockDepartment(tx, roundId, code);
  mustAct(locked, who, now, '部门同事由这个部门的备案工作联系人办理，您的点击没有改动任何内容。');
  return locked;
};

const shown = (roundId: string, departmentCode: string) => ({ kind: 'colleagues', roundId, departmentCode }) as const;

/** Once more: what was typed for whoever was not found stands in the form again. */
export const openColleagues: Handler<'colleague.open'> = async (scene, { round: roundId, department, search: id }) => {
  await actedFor(scene, roundId, department);
  const search = id ? await loadColleagueSearch(scene.tx, id) : null;
  if (search?.departmentCode !== department || search.roundId !== roundId) return { show: shown(roundId, department) };
  const { name, mobile, email } = search;
  return { show: { ...shown(roundId, department), typed: { name, mobile, email } } };
};

const nameError = (name: string): string | undefined => {
  if (!name) return '请填写同事的姓名，方便以后选择';
  return name.length > LONGEST_NAME ? '姓名请控制在 20 字以内' : undefined;
};

/** A code to hand on: the words for it come as a message of their own, because a card cannot be copied. */
export const giveColleagueCode: Handler<'colleague.code'> = async (scene, { round: roundId, department }, form) => {
  const { round } = await actedFor(scene, roundId, department);
  const typed = textsOf(form);
  const name = (typed.name ?? '').trim();
  const error = nameError(name);
  if (error) return { show: { ...shown(roundId, department), typed, errors: { name: error } } };
  const code = newCode(randomInt);
  const issue = { departmentCode: department, role: 'colleague', code, name, by: scene.who } as const;
  await issueCode(scene.tx, scene.enqueue, round, issue, scene.now);
  const flash = `${name}的邀请码 ${code} 已生成，说明马上发到聊天里，转给本人即可。`;
  return { toast: saved('邀请码已生成'), show: { ...shown(roundId, department), flash } };
};

/** The look-up follows after the answer; its result comes as a message. */
export const findColleague: Handler<'colleague.find'> = async (scene, { round: roundId, department }, form) => {
  await actedFor(scene, roundId, department);
  const { name: said = '', mobile = '', email = '' } = textsOf(form);
  const name = said.trim();
  const sought = { mobile: mobile.normalize('NFKC').replace(/[\s-]/g, ''), email: email.normalize('NFKC').trim() };
  const error = nameError(name);
  const errors = { ...(error && { name: error }), ...soughtErrors(sought) };
  if (Object.keys(errors).length) {
    return { show: { ...shown(roundId, department), typed: { name: said, mobile, email }, errors } };
  }
  const wanted = { roundId, departmentCode: department, name, ...sought, by: scene.who };
  await seekColleague(scene.tx, scene.enqueue, wanted, scene.now);
  const flash = `正在飞书里查找${name}，找到就加入名单并告诉对方，结果马上告诉您。`;
  return { toast: saved('正在查找'), show: { ...shown(roundId, department), flash } };
};

export const takeBackColleagueCode: Handler<'colleague.withdraw'> = async (scene, payload) => {
  const { round: roundId, department, code: id } = payload;
  const { round } = await actedFor(scene, roundId, department);
  const code = { departmentCode: department, id, roles: ['colleague' as const], by: scene.who };
  await withdrawCode(scene.tx, round, code, scene.now);
  return { toast: saved('已收回'), show: shown(roundId, department) };
};

export const dismissColleague: Handler<'colleague.end'> = async (scene, payload) => {
  const { round: roundId, department, colleague: id } = payload;
  const locked = await actedFor(scene, roundId, department);
  const gone = { id, departmentCode: department, by: scene.who };
  await dismiss(scene.tx, scene.enqueue, locked, gone, scene.now);
  return { toast: saved('已移出名单，对方马上收到通知'), show: shown(roundId, department) };
};
