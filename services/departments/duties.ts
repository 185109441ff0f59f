import type { Tx } from '../../prisma/client.ts';
import { type Addressed, contactRole } from '../filing/decision.ts';
import type { Who } from '../filing/filing.ts';
import { appendNotices, toPerson } from '../outbox.ts';
import type { Enqueue } from '../queue.ts';
import { dayOf } from '../time.ts';

/**
 * Tells deputies that their days have begun, and them and the contact that these are over, each with the department's
 * list. Repeating it is harmless. Resolves with how many were told.
 */
export const tellDuties = async (tx: Tx, enqueue: Enqueue, now: Date): Promise<number> => {
  const today = dayOf(now);
  const open = { endedAt: null, openId: { not: null }, department: { round: { closedAt: null } } };
  const include = { department: { include: { contacts: { where: { endedAt: null } } } } } as const;
  const begun = await tx.deputy.findMany({
    where: { ...open, begunAt: null, fromOn: { lte: today }, toOn: { gte: today } },
  });
  const over = await tx.deputy.findMany({
    where: { ...open, begunAt: { not: null }, overAt: null, toOn: { lt: today } },
    include,
  });
  if (!begun.length && !over.length) return 0;
  const news = (who: Who, id: string, event: 'begun' | 'over', place: { roundId: string; departmentCode: string }) => [
    toPerson(who, { kind: 'deputyNews', deputyId: id, event }),
    ...(event === 'begun' ? [list(who, place)] : []),
  ];
  const told = [
    ...begun.flatMap((one) => known(one).flatMap((who) => news(who, one.id, 'begun', one))),
    ...over.flatMap((one) => [
      ...known(one).flatMap((who) => news(who, one.id, 'over', one)),
      ...one.department.contacts
        .flatMap(known)
        .flatMap((who) => [toPerson(who, { kind: 'deputyNews', deputyId: one.id, event: 'over' }), list(who, one)]),
    ]),
  ];
  const ids = (rows: { id: string }[]) => ({ id: { in: rows.map(({ id }) => id) } });
  await tx.deputy.updateMany({ where: ids(begun), data: { begunAt: now } });
  await tx.deputy.updateMany({ where: ids(over), data: { overAt: now } });
  await appendNotices(tx, enqueue, told, now);
  // What waited for a contact who was never found reaches the deputy.
  const roles = begun.map(({ roundId, departmentCode }) => contactRole(roundId, departmentCode));
  await tx.outbox.updateMany({
    where: { role: { in: roles }, state: 'parked' },
    data: { state: 'waiting', reason: null },
  });
  await enqueue(
    tx,
    'courier',
    roles.map((recipient) => ({ recipient })),
  );
  return begun.length + over.length;
};

const known = ({ tenantKey, openId }: { tenantKey: string | null; openId: string | null }): Who[] =>
  tenantKey && openId ? [{ tenantKey, openId }] : [];

const list = (who: Who, { roundId, departmentCode }: { roundId: string; departmentCode: string }): Addressed =>
  toPerson(who, { kind: 'desk', roundId, departmentCode });
