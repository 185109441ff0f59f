import { randomInt } from 'node:crypto';
import { maskedRow, unmasked } from '../../cards/contact-fields.ts';
import {
  type CodeRole,
  codeFor,
  type DepartmentCode,
  issueCode,
  withdrawCode,
} from '../../services/departments/codes.ts';
import { letIn } from '../../services/departments/colleagues.ts';
import { type ContactForm, contactErrors, formOf } from '../../services/departments/contacts.ts';
import { lockDepartment, mustLead } from '../../services/departments/lock.ts';
import { correctOwnRow, ownRow } from '../../services/departments/own-row.ts';
import {
  confirmContact,
  confirmDeputy,
  correctEntry,
  lockPending,
  ownEntry,
  refuseRegistration,
  register,
} from '../../services/departments/registrations.ts';
import { newCode } from '../../services/people/invitations.ts';
import { asRecipients } from '../../services/people/operators.ts';
import { isOperator, mustOperate } from '../../services/people/roles.ts';
import { Refusal } from '../../services/refusal.ts';
import { textsOf } from './departments.ts';
import { type Handler, type Scene, saved } from './handler.ts';
import { reply } from './messages.ts';

const LONGEST_WHY = 200;

/** A code for a department's contact: the words to hand on come as a message of their own, because a card cannot be copied. */
export const giveCode: Handler<'contact.code'> = async (scene, { round: roundId, department }) => {
  const { tx, enqueue, operators, who, now } = scene;
  mustOperate(operators, who);
  const { round } = await lockDepartment(tx, roundId, department);
  const code = newCode(randomInt);
  await issueCode(tx, enqueue, round, { departmentCode: department, role: 'contact', code, by: who }, now);
  const flash = `邀请码 ${code} 已生成，说明马上发到聊天里，请用电话或邮件转给这个部门指定的联系人。`;
  return { toast: saved('邀请码已生成'), show: { kind: 'department', roundId, departmentCode: department, flash } };
};

/** The operators take back any code, a contact those for deputies. */
export const takeBackCode: Handler<'contact.withdraw'> = async (scene, { round: roundId, department, code: id }) => {
  const { tx, operators, who, now } = scene;
  const { round, contact } = await lockDepartment(tx, roundId, department);
  mustLead(operators, contact, who);
  const roles: CodeRole[] = isOperator(operators, who) ? ['contact', 'deputy'] : ['deputy'];
  await withdrawCode(tx, round, { departmentCode: department, id, roles, by: who }, now);
  return { toast: saved('已收回'), show: { kind: 'department', roundId, departmentCode: department } };
};

/** Whoever sends a department's code gets the card to register with; a colleague is let in at once. */
export const onDepartmentCode = ({ tx, enqueue, who, now, ...scene }: Scene, code: DepartmentCode): Promise<void> =>
  code.role === 'colleague'
    ? letIn(tx, enqueue, code, who, now)
    : reply({ ...scene, tx, enqueue, who, now }, { kind: 'registerForm', codeId: code.id });

export const registerContact: Handler<'contact.register'> = async (scene, { code: codeId }, form) => {
  const { tx, enqueue, who, now } = scene;
  const typed = textsOf(form);
  const errors = contactErrors({ ...typed, departmentCode: codeId });
  if (Object.keys(errors).length) {
    await codeFor(tx, codeId, who, now);
    return { show: { kind: 'registerForm', codeId, typed, errors } };
  }
  const { name, position, officePhone, mobile, email } = trimmed(typed);
  const operators = (tenant: string) => asRecipients(scene.operators, tenant);
  const row = { name, position, officePhone, mobile, email };
  const registrationId = await register(tx, enqueue, { codeId, who, form: row, operators }, now);
  return { toast: saved('已提交，等待确认'), show: { kind: 'registration', registrationId } };
};

/** Until it is answered whoever has registered may correct it. */
export const showEntry: Handler<'contact.entry'> = async ({ tx, who }, { registration: id }) => {
  await ownEntry(tx, id, who);
  return { show: { kind: 'entryForm', registrationId: id } };
};

export const reenterContact: Handler<'contact.reenter'> = async ({ tx, enqueue, who, now }, payload, form) => {
  const { registration: id } = payload;
  const before = await ownEntry(tx, id, who);
  const after = unmasked(textsOf(form), before);
  const errors = contactErrors(after);
  if (Object.keys(errors).length) {
    const typed = { ...maskedRow(formOf(before)), ...textsOf(form) };
    return { show: { kind: 'entryForm', registrationId: id, typed, errors } };
  }
  await correctEntry(tx, enqueue, { id, form: after }, now);
  return { toast: saved('已更正，等待确认'), show: { kind: 'registration', registrationId: id } };
};

const trimmed = (typed: Record<string, string>): ContactForm =>
  Object.fromEntries(Object.entries(typed).map(([field, text]) => [field, text.trim()])) as ContactForm;

/** The registration, held, if this person may answer it: an operator, and of a deputy the department's contact as well. */
const answerable = async ({ tx, operators, who }: Scene, id: string) => {
  const locked = await lockPending(tx, id);
  if (locked.registration.role === 'deputy') mustLead(operators, locked.contact, who);
  else if (!isOperator(operators, who))
    throw new Refusal('not_operator', '只有主办方可以确认联系人登记，您的点击没有改动任何内容。');
  return locked;
};

export const confirmRegistration: Handler<'contact.confirm'> = async (scene, { registration: id, seen }) => {
  const locked = await answerable(scene, id);
  if (locked.registration.correctedAt?.toISOString() !== seen) {
    const content = '没有确认：对方刚更正了登记，卡片已更新，请核对后再确认。';
    return { toast: { type: 'warning', content }, show: { kind: 'registration', registrationId: id } };
  }
  const confirm = locked.registration.role === 'deputy' ? confirmDeputy : confirmContact;
  await confirm(scene.tx, scene.enqueue, locked, scene.who, scene.now);
  return { toast: saved('已确认，对方马上收到通知'), show: { kind: 'registration', registrationId: id } };
};

export const lookAtRegistration: Handler<'contact.look'> = async (scene, { registration: id }) => {
  await answerable(scene, id);
  return { show: { kind: 'registration', registrationId: id } };
};

export const showRefuseForm: Handler<'contact.refuseForm'> = async (scene, { registration: id }) => {
  await answerable(scene, id);
  return { show: { kind: 'refuseForm', registrationId: id } };
};

export const refuseContact: Handler<'contact.refuse'> = async (scene, { registration: id }, form) => {
  const locked = await answerable(scene, id);
  const why = (textsOf(form).why ?? '').trim();
  const error = !why ? '请写一句原因，对方才知道怎么办。' : why.length > LONGEST_WHY && '请控制在 200 字以内。';
  if (error) return { show: { kind: 'refuseForm', registrationId: id, typed: why, error } };
  await refuseRegistration(scene.tx, scene.enqueue, { ...locked, why }, scene.who, scene.now);
  return { toast: saved('已回复对方'), show: { kind: 'registration', registrationId: id } };
};

export const showOwnRow: Handler<'contact.own'> = async ({ tx, who }, { round: roundId, department }) => {
  await ownRow(tx, { roundId, departmentCode: department, who });
  return { show: { kind: 'ownContact', roundId, departmentCode: department } };
};

export const correctContact: Handler<'contact.correct'> = async ({ tx, who, now }, payload, form) => {
  const { round: roundId, department: departmentCode } = payload;
  const at = { roundId, departmentCode };
  const before = await ownRow(tx, { ...at, who });
  const after = unmasked(textsOf(form), before);
  const errors = contactErrors(after);
  if (Object.keys(errors).length) {
    return { show: { kind: 'ownContact', ...at, typed: { ...maskedRow(before), ...textsOf(form) }, errors } };
  }
  await correctOwnRow(tx, { ...at, who }, before, after, now);
  return { toast: saved('已保存'), show: { kind: 'ownContact', ...at, flash: '已保存。' } };
};
