import { announceOpening } from '../../services/broadcasts/writing.ts';
import {
  appointContact,
  type ContactForm,
  contactErrors,
  contactLabels,
  formOfContact,
} from '../../services/departments/contacts.ts';
import { filingsIn } from '../../services/filing/store.ts';
import { appendNotices, toPerson } from '../../services/outbox.ts';
import { mustOperate } from '../../services/people/roles.ts';
import { Refusal } from '../../services/refusal.ts';
import { adoptCorrection } from '../../services/rounds/adopt-correction.ts';
import { unknownYears } from '../../services/rounds/calendar.ts';
import { callOf, calls } from '../../services/rounds/calls.ts';
import { moveDeadlines, openRound } from '../../services/rounds/open.ts';
import type { Round } from '../../services/rounds/round.ts';
import { loadRound } from '../../services/rounds/store.ts';
import { isDay, lastWorkingDayOnOrBefore, longDay } from '../../services/time.ts';
import { type Handler, saved } from './handler.ts';

const texts = (form: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(Object.entries(form).filter((pair): pair is [string, string] => typeof pair[1] === 'string'));

/** A date picker sends `2026-06-30 +0800`. */
export const dayIn = (form: Record<string, unknown>, name: string): string => String(form[name] ?? '').slice(0, 10);

export const showContacts: Handler<'round.contacts'> = async ({ operators, who }, { round }) => {
  mustOperate(operators, who);
  return { show: { kind: 'contacts', roundId: round } };
};

export const showAppointForm: Handler<'contact.form'> = async ({ tx, operators, who }, payload) => {
  mustOperate(operators, who);
  const { round: roundId, contact, department } = payload;
  const typed = contact ? await formOfContact(tx, contact) : department ? { departmentCode: department } : undefined;
  return { show: { kind: 'appointForm', roundId, ...(typed && { typed }) } };
};

export const appoint: Handler<'contact.appoint'> = async ({ tx, enqueue, operators, who, now }, { round }, form) => {
  mustOperate(operators, who);
  const typed = texts(form);
  const errors = contactErrors(typed);
  if (Object.keys(errors).length) return { show: { kind: 'appointForm', roundId: round, typed, errors } };
  const values = Object.fromEntries(Object.keys(contactLabels).map((field) => [field, typed[field]?.trim() ?? '']));
  await appointContact(tx, enqueue, round, values as ContactForm, who, now);
  const flash = `已保存 ${typed.name}，正在飞书里查找本人，结果马上告诉您。`;
  return { toast: saved('已保存'), show: { kind: 'contacts', roundId: round, flash } };
};

export const showDeadlines: Handler<'round.deadlines'> = async ({ operators, who }, { round }) => {
  mustOperate(operators, who);
  return { show: { kind: 'deadlines', roundId: round } };
};

export const moveRound: Handler<'round.move'> = async ({ tx, enqueue, operators, who, now }, { round, rev }, form) => {
  mustOperate(operators, who);
  const annex2DueOn = dayIn(form, 'annex2DueOn');
  const materialsDueOn = dayIn(form, 'materialsDueOn');
  const error = orderFault(annex2DueOn, materialsDueOn);
  const typed = Object.fromEntries(Object.entries({ annex2DueOn, materialsDueOn }).filter(([, day]) => isDay(day)));
  if (error) return { show: { kind: 'deadlines', roundId: round, error, typed } };
  await moveDeadlines(tx, round, rev, { annex2DueOn, materialsDueOn }, who, now);
  // The cards that show the date are brought up to date in place.
  await enqueue(tx, 'courier', await filingsIn(tx, round));
  const flash = `已按新日期计算。${restDayWords(await loadRound(tx, round), materialsDueOn)}`;
  return { toast: saved('已保存'), show: { kind: 'deadlines', roundId: round, flash } };
};

/** A deadline on a day off is worth only the working day before it. */
export const restDayWords = ({ holidays }: Pick<Round, 'holidays'>, due: string): string => {
  const effective = lastWorkingDayOnOrBefore(due, holidays);
  return effective === due ? '' : `注意：${longDay(due)}不是工作日，大家会按 ${longDay(effective)}安排。`;
};

export const showCorrection: Handler<'round.correction'> = async ({ operators, who }, { round }) => {
  mustOperate(operators, who);
  return { show: { kind: 'correction', roundId: round } };
};

/** From now on the round asks by the corrected form. */
export const adoptForm: Handler<'round.adopt'> = async ({ tx, enqueue, operators, who, now }, payload) => {
  mustOperate(operators, who);
  const { round: id, rev, form: to } = payload;
  const round = await loadRound(tx, id);
  const { drafts, frozen } = await adoptCorrection(tx, enqueue, { round, rev, to, by: who }, now);
  const flash = `已采用更正后的表格，正在告诉 ${drafts.length + frozen.length} 份材料的填报人（正在填 ${drafts.length} 份，已定稿未提交 ${frozen.length} 份）。`;
  return { toast: saved('已采用'), show: { kind: 'correction', roundId: id, flash } };
};

export const showOpenRound: Handler<'round.new'> = async ({ operators, who }) => {
  mustOperate(operators, who);
  return { show: { kind: 'openRound' } };
};

export const startRound: Handler<'round.open'> = async ({ tx, enqueue, operators, who, now }, _payload, form) => {
  mustOperate(operators, who);
  const annex2DueOn = dayIn(form, 'annex2DueOn');
  const materialsDueOn = dayIn(form, 'materialsDueOn');
  const { call = '', year = '' } = texts(form);
  const error = !Object.hasOwn(calls, call)
    ? '请选择依据的通知。'
    : !/^20\d{2}$/.test(year)
      ? '请填写四位年度，例如 2027。'
      : orderFault(annex2DueOn, materialsDueOn);
  const typed: Record<string, string> = { ...texts(form), annex2DueOn, materialsDueOn };
  if (error) return { show: { kind: 'openRound', error, typed } };
  const opening = { call: callOf(call).key, year: Number(year), annex2DueOn, materialsDueOn };
  const opened = await openRound(tx, opening, who, now).catch((failure: unknown) => {
    if (failure instanceof Refusal) return failure;
    throw failure;
  });
  if (opened instanceof Refusal) return { show: { kind: 'openRound', error: opened.words, typed } };
  const holidays = [...callOf(call).holidays];
  await announceOpening(tx, enqueue, { id: opened, holidays }, who, now);
  if (unknownYears({ annex2DueOn, materialsDueOn, holidays, departments: [] }, now).length)
    await appendNotices(tx, enqueue, [toPerson(who, { kind: 'roundCalendar', roundId: opened })], now);
  return { toast: saved('已开启'), show: { kind: 'home' } };
};

const orderFault = (annex2DueOn: string, materialsDueOn: string): string | undefined => {
  if (!isDay(annex2DueOn) || !isDay(materialsDueOn)) return '请选择两个日期。';
  return annex2DueOn > materialsDueOn ? '联系人信息截止不能晚于材料填报截止。' : undefined;
};
