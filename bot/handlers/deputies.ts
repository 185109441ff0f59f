import { randomInt } from 'node:crypto';
import { issueCode } from '../../services/departments/codes.ts';
import type { ContactForm } from '../../services/departments/contacts.ts';
import {
  type Days,
  dayErrors,
  deputyErrors,
  endDeputy,
  mustBeFree,
  nameDeputy,
} from '../../services/departments/deputies.ts';
import { lockDepartment, mustLead } from '../../services/departments/lock.ts';
import { newCode } from '../../services/people/invitations.ts';
import { Refusal } from '../../services/refusal.ts';
import { textsOf } from './departments.ts';
import { type Handler, type Reply, type Scene, saved } from './handler.ts';

/** The department, held, if this person may name its deputies. */
const led = async ({ tx, operators, who }: Scene, roundId: string, code: string) => {
  const locked = await lockDepartment(tx, roundId, code);
  mustLead(operators, locked.contact, who);
  return locked;
};

export const showDeputyForm: Handler<'deputy.form'> = async (scene, { round: roundId, department }) => {
  await led(scene, roundId, department);
  return { show: { kind: 'deputyForm', roundId, departmentCode: department } };
};

/** Texts and days: a date picker sends `2026-06-30 +0800`. */
const typedIn = (form: Record<string, unknown>): Record<string, string> => {
  const { fromOn = '', toOn = '', ...rest } = textsOf(form);
  return { ...rest, fromOn: fromOn.slice(0, 10), toOn: toOn.slice(0, 10) };
};

/** By mobile or e-mail: the look-up follows after the answer. */
export const nameByLookUp: Handler<'deputy.name'> = async (scene, { round: roundId, department }, form) => {
  const locked = await led(scene, roundId, department);
  const { tx, enqueue, who, now } = scene;
  const typed = typedIn(form);
  const errors = deputyErrors(typed, now);
  if (Object.keys(errors).length) return again(roundId, department, typed, errors);
  const { name = '', position = '', officePhone = '', mobile = '', email = '' } = typed;
  const row = Object.fromEntries(
    Object.entries({ name, position, officePhone, mobile, email }).map(([column, text]) => [column, text.trim()]),
  ) as Omit<ContactForm, 'departmentCode'>;
  const { fromOn, toOn } = typed as Days;
  const given = { roundId, departmentCode: department, ...row, fromOn, toOn, by: who };
  return unlessTaken(roundId, department, typed, async () => {
    mustBeFree(locked, { fromOn, toOn });
    await nameDeputy(tx, enqueue, locked, given, now);
    const flash = `已保存 ${name}，正在飞书里查找本人，结果马上告诉您。`;
    return { toast: saved('已保存'), show: { kind: 'department', roundId, departmentCode: department, flash } };
  });
};

/** A code to hand on, worth the days that were chosen. */
export const giveDeputyCode: Handler<'deputy.code'> = async (scene, { round: roundId, department }, form) => {
  const locked = await led(scene, roundId, department);
  const { tx, enqueue, who, now } = scene;
  const typed = typedIn(form);
  const errors = dayErrors(typed, now);
  if (Object.keys(errors).length) return again(roundId, department, typed, errors);
  const { fromOn, toOn } = typed as Days;
  return unlessTaken(roundId, department, typed, async () => {
    mustBeFree(locked, { fromOn, toOn });
    const code = newCode(randomInt);
    const issue = { departmentCode: department, role: 'deputy', code, days: { fromOn, toOn }, by: who } as const;
    await issueCode(tx, enqueue, locked.round, issue, now);
    const flash = `代理邀请码 ${code} 已生成，说明马上发到聊天里，请转给代理本人。`;
    return { toast: saved('邀请码已生成'), show: { kind: 'department', roundId, departmentCode: department, flash } };
  });
};

const again = (
  roundId: string,
  departmentCode: string,
  typed: Record<string, string>,
  errors: Record<string, string>,
): Reply => ({ show: { kind: 'deputyForm', roundId, departmentCode, typed, errors } });

/** Days that somebody has already are said at the field, with what was typed kept. */
const unlessTaken = async (
  roundId: string,
  code: string,
  typed: Record<string, string>,
  work: () => Promise<Reply>,
): Promise<Reply> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal && error.code === 'days_taken')
      return again(roundId, code, typed, { toOn: error.words });
    throw error;
  }
};

export const finishDeputy: Handler<'deputy.end'> = async (scene, { round: roundId, department, deputy }) => {
  const locked = await led(scene, roundId, department);
  const { tx, enqueue, who, now } = scene;
  await endDeputy(tx, enqueue, locked, { id: deputy, departmentCode: department, by: who }, now);
  return {
    toast: saved('已结束，对方马上收到通知'),
    show: { kind: 'department', roundId, departmentCode: department },
  };
};
