import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { Prisma, type Tx } from '../../prisma/client.ts';
import { contactRole } from '../filing/decision.ts';
import type { Who } from '../filing/filing.ts';
import { appendNotices, intended, personKey, toPerson, wakingFor } from '../outbox.ts';
import type { Enqueue } from '../queue.ts';
import { replanningDepartment } from '../reminders/replan.ts';
import { lockRound, noteInRound } from '../rounds/history.ts';
import { GONE, handingOver, seating } from './seat.ts';

/** 附件2 备案工作联系人: one active per department ("指定1名", 通知三（二）). */
export type Contact = {
  id: string;
  roundId: string;
  departmentCode: string;
  name: string;
  position: string;
  officePhone: string;
  mobile: string;
  email: string;
  tenantKey: string | null;
  openId: string | null;
  trouble: string | null;
  appointedBy: string;
};

/** The columns of 附件2; the words stand at the field of the card. */
export const contactFields = {
  departmentCode: z.string().min(1, '请选择推荐部门'),
  name: z.string().trim().min(1, '请填写姓名').max(40, '请控制在 40 字以内'),
  position: z.string().trim().min(1, '请填写职务').max(60, '请控制在 60 字以内'),
  officePhone: z
    .string()
    .trim()
    .regex(/^[\d\-+（）() 转]{5,30}$/, '请填写办公电话，例如 010-62083114'),
  mobile: z
    .string()
    .trim()
    .regex(/^1[3-9]\d{9}$/, '请填 11 位手机号'),
  email: z.email('请填写完整的邮箱，例如 name@example.com'),
};
export type ContactForm = { [F in keyof typeof contactFields]: string };

export const contactLabels: ContactForm = {
  departmentCode: '单位（推荐部门）',
  name: '姓名',
  position: '职务',
  officePhone: '办公电话',
  mobile: '手机',
  email: '邮箱',
};

/** The first thing wrong with each field, by field; empty when all hold. */
export const contactErrors = (typed: Partial<ContactForm>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(contactFields).flatMap(([field, rule]) => {
      const parsed = rule.safeParse(typed[field as keyof ContactForm] ?? '');
      return parsed.success ? [] : [[field, parsed.error.issues[0]?.message ?? '请检查']];
    }),
  );

export const activeContacts = (tx: Tx, roundId: string): Promise<Contact[]> =>
  tx.contact.findMany({ where: { roundId, endedAt: null }, orderBy: { appointedAt: 'asc' } });

export const loadContact = (tx: Tx, id: string): Promise<Contact> => tx.contact.findUniqueOrThrow({ where: { id } });

/** What was typed for a contact, to be corrected in the form. */
export const formOfContact = async (tx: Tx, id: string): Promise<ContactForm> => formOf(await loadContact(tx, id));

export const formOf = ({ departmentCode, name, position, officePhone, mobile, email }: ContactForm): ContactForm => ({
  ...{ departmentCode, name, position, officePhone, mobile, email },
});

export const activeContact = (tx: Tx, roundId: string, departmentCode: string): Promise<Contact | null> =>
  tx.contact.findFirst({ where: { roundId, departmentCode, endedAt: null } });

/**
 * Replaces the department's contact: the former one's access ends at once, and the new one is looked up in Feishu by
 * mobile and e-mail after the transaction. The open work follows the role: what waits is
 * shown to the new one once they are found.
 */
export const appointContact = async (
  tx: Tx,
  enqueue: Enqueue,
  roundId: string,
  form: ContactForm,
  by: Who,
  now: Date,
): Promise<Contact> => {
  const round = await lockRound(tx, roundId, form.departmentCode);
  const contact = { id: randomUUID(), roundId, ...form, appointedBy: `${by.tenantKey}:${by.openId}` };
  const change = { what: `contact ${form.departmentCode} ${contact.id}`, by };
  const gone = await noteInRound<Who>(tx, round, change, now, seating(contact, now), GONE);
  const wake = gone.map(personKey);
  await enqueue(tx, 'lookUp', [{ contactId: contact.id, ...(wake.length && { wake }) }]);
  return { ...contact, tenantKey: null, openId: null, trouble: null };
};

/** The look-up's result: the contact can act from now on and what waited for the role is sent; or the operator is told. */
export const settleLookUp = async (
  tx: Tx,
  enqueue: Enqueue,
  contact: Contact,
  found: { openId: string } | { trouble: string },
  now: Date,
): Promise<void> => {
  const [tenantKey = '', operatorId = ''] = contact.appointedBy.split(':');
  const operator = { tenantKey, openId: operatorId };
  await searchEnded(tx, enqueue, contact.roundId);
  if ('trouble' in found) {
    await tx.contact.update({ where: { id: contact.id }, data: { trouble: found.trouble } });
    return appendNotices(tx, enqueue, [toPerson(operator, { kind: 'lookUpFailed', contactId: contact.id })], now);
  }
  const who = { tenantKey, openId: found.openId };
  await tx.contact.update({
    where: { id: contact.id },
    data: { ...who, trouble: null },
  });
  const { roundId, departmentCode } = contact;
  const role = contactRole(roundId, departmentCode);
  const notice = { kind: 'appointed', contactId: contact.id } as const;
  const told = [toPerson(who, notice), toPerson(operator, notice)];
  const written = [
    intended('told', told, now),
    ...handingOver(roundId, departmentCode, role, who, now),
    replanningDepartment(roundId, departmentCode, now),
  ];
  await tx.$executeRaw`WITH ${Prisma.join(written, ', ')} SELECT 1`;
  await enqueue(tx, 'courier', [{ recipient: role }, ...wakingFor(told)]);
};

/** The lists of contacts that say 正在查找 are brought up to date, without their words of that moment. */
const searchEnded = async (tx: Tx, enqueue: Enqueue, roundId: string): Promise<void> => {
  await tx.$executeRaw`
    UPDATE "Outbox" SET "notice" = "notice" - 'flash'
    WHERE "kind" = 'contacts' AND "state" = 'sent' AND "notice"->>'roundId' = ${roundId}`;
  await enqueue(tx, 'courier', [{ roundId }]);
};
