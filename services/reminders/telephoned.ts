import type { Tx } from '../../prisma/client.ts';
import type { DepartmentState } from '../departments/overview.ts';
import { contactRole } from '../filing/decision.ts';
import type { Who } from '../filing/filing.ts';
import { personKey } from '../outbox.ts';
import { Refusal } from '../refusal.ts';
import { type Unheard, unheardSql } from './unheard.ts';

/** Whom to telephone in a department, as whoever was named, has registered, or was named in an earlier round. */
export type Telephone = {
  name: string;
  officePhone: string;
  mobile: string;
  from: 'contact' | 'registered' | 'earlier';
};

/** Notes that an operator has telephoned somebody whom the reminders have not reached, for all of their things; the last call counts. */
export const noteCall = async (tx: Tx, roundId: string, recipient: string, by: Who, now: Date): Promise<void> => {
  const noted = await tx.$executeRaw`
    WITH ${unheardSql(roundId, now)}
    INSERT INTO "EscalationStep" AS old
      ("id", "roundId", "subject", "rule", "dueOn", "step", "person", "state", "at", "doneAt", "by")
    SELECT gen_random_uuid()::text, ${roundId}, one."subject", one."rule", one."dueOn", 'call', ${recipient}, 'done',
      ${now}::timestamp(3), ${now}::timestamp(3), ${personKey(by)}
    FROM (SELECT DISTINCT "subject", "rule", "dueOn" FROM unheard WHERE "recipient" = ${recipient}) AS one
    ON CONFLICT ("subject", "rule", "dueOn", "step", "person") DO UPDATE
    SET "at" = excluded."at", "doneAt" = excluded."doneAt", "by" = excluded."by"`;
  if (!noted) throw new Refusal('heard', '没有记录：对方已经读到，或者事情已经办好，不用再打电话。请刷新这张卡片。');
};

/** By recipient: whom to telephone about those departments that are on a page. One statement, only where nobody is known now. */
export const telephonesOf = async (
  tx: Tx,
  roundId: string,
  departments: DepartmentState[],
  rows: Pick<Unheard, 'recipient'>[],
): Promise<Map<string, Telephone>> => {
  const found = new Map<string, Telephone>();
  const here = departments
    .map((one) => ({ ...one, role: contactRole(roundId, one.code) }))
    .filter(({ role }) => rows.some(({ recipient }) => recipient === role));
  for (const { role, contact, registrations } of here) {
    const registered = registrations.find((one) => one.role === 'contact');
    if (contact) found.set(role, { ...contact, from: 'contact' });
    else if (registered) found.set(role, { ...registered, from: 'registered' });
  }
  const unknown = here.filter(({ role }) => !found.has(role));
  if (!unknown.length) return found;
  const earlier = await tx.contact.findMany({
    where: { departmentCode: { in: unknown.map(({ code }) => code) } },
    orderBy: { appointedAt: 'asc' },
  });
  for (const one of earlier) {
    const { role } = unknown.find(({ code }) => code === one.departmentCode)!;
    found.set(role, { ...one, from: 'earlier' });
  }
  return found;
};
