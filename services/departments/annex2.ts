import writeXlsx from 'write-excel-file/node';
import { Prisma, type Tx } from '../../prisma/client.ts';
import { annex2Docx } from '../documents/annex2.ts';
import { printable } from '../documents/printable.ts';
import type { Who } from '../filing/filing.ts';
import { Refusal } from '../refusal.ts';
import { lookAgainNow } from '../reminders/replan.ts';
import { type LockedRound, noteInRound } from '../rounds/history.ts';
import { type Day, dayOf, isDay, longDay } from '../time.ts';
import { contactLabels } from './contacts.ts';
import type { DepartmentState, Departments } from './overview.ts';

/** Where a department's 附件2 stands: no contact yet, not sent, sent before the contact changed, or sent. */
export type Sending = 'missing' | 'unsent' | 'outdated' | 'sent';

/** Sending the table to the national office is done by people; this is what they have recorded of it. */
export const sendingOf = ({ contact, annex2SentOn, annex2RecordedAt }: DepartmentState): Sending => {
  if (!contact) return 'missing';
  if (!annex2SentOn || !annex2RecordedAt) return 'unsent';
  return annex2RecordedAt < contact.appointedAt ? 'outdated' : 'sent';
};

export const sendingWords = (department: DepartmentState): string => {
  const on = department.annex2SentOn;
  return {
    missing: '未指定联系人',
    unsent: '未发送附件2',
    outdated: `联系人更换后未重新发送${on ? `（上次 ${longDay(on)}）` : ''}`,
    sent: `${on ? longDay(on) : ''}已发送附件2`,
  }[sendingOf(department)];
};

/** What is wrong with the day on which somebody says they sent it; undefined when nothing is. */
export const sentOnFault = (on: string, now: Date): string | undefined => {
  if (!isDay(on)) return '请选择发送的日期。';
  return on > dayOf(now) ? '发送日期不能晚于今天，请在发送以后再记录。' : undefined;
};

/** Records, corrects or (with null) takes back the day on which a department's table was sent. */
export const recordSending = async (
  tx: Tx,
  round: LockedRound,
  { departmentCode, on, name, by }: { departmentCode: string; on: Day | null; name: string; by: Who },
  now: Date,
): Promise<void> => {
  const what = `annex2 ${departmentCode} ${on ?? 'not sent'}`;
  await noteInRound(tx, round, { what, by }, now, [
    Prisma.sql`recorded AS (
      UPDATE "Department" AS old SET "annex2SentOn" = ${on}, "annex2RecordedAt" = ${on ? now : null},
        "annex2RecordedBy" = ${on ? name : null}, "remindAt" = ${lookAgainNow(now)}
      WHERE "roundId" = ${round.id} AND "code" = ${departmentCode})`,
  ]);
};

/** The official Word table of one department. */
export const annex2File = async (
  { name, contact }: DepartmentState,
  template: Uint8Array,
): Promise<{ name: string; content: Buffer }> => {
  if (!contact) throw new Refusal('no_contact', '还没有联系人，附件2 还不能生成。请先指定联系人。');
  return { name: `附件2-联系人信息表-${name}.docx`, content: await annex2Docx(template, { unit: name, ...contact }) };
};

const COLUMNS = [...Object.values(contactLabels).slice(1), '状态'];
const MISSING = '#fde9d9';

/** One workbook of all departments, those without a contact among them and marked. */
export const annex2Book = async ({ round, departments }: Departments): Promise<{ name: string; content: Buffer }> => {
  const head = ['单位', ...COLUMNS].map(
    (value) => ({ value, fontWeight: 'bold', backgroundColor: '#dde6f5' }) as const,
  );
  const rows = departments.map((department) => {
    const { name, position, officePhone, mobile, email } = department.contact ?? NOBODY;
    const cells = [department.name, name, position, officePhone, mobile, email, sendingWords(department)];
    const mark = department.contact ? {} : { backgroundColor: MISSING };
    return cells.map((value) => ({ value: printable(value), type: String, ...mark }));
  });
  const columns = [34, 14, 20, 20, 16, 32, 34].map((width) => ({ width }));
  const content = await writeXlsx([head, ...rows], { sheet: '附件2', columns, stickyRowsCount: 1 }).toBuffer();
  return { name: `附件2-联系人信息表-全部推荐部门-${round.year}年度.xlsx`, content };
};

const NOBODY = { name: '', position: '', officePhone: '', mobile: '', email: '' };
