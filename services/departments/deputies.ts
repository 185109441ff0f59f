import { randomUUID } from 'node:crypto';
import { Prisma, type Tx } from '../../prisma/client.ts';
import { contactRole } from '../filing/decision.ts';
import type { Who } from '../filing/filing.ts';
import { intended, personKey, toPerson, wakingFor } from '../outbox.ts';
import type { Enqueue } from '../queue.ts';
import { Refusal } from '../refusal.ts';
import { noteInRound } from '../rounds/history.ts';
import { dayOf, isDay } from '../time.ts';
import { isOnDuty } from './acting.ts';
import { type ContactForm, contactErrors } from './contacts.ts';
import type { LockedDepartment } from './lock.ts';
import { handingOver } from './seat.ts';

/** Stands in for a department's contact on certain Shanghai days, both included. */
export type Deputy = {
  id: string;
  roundId: string;
  departmentCode: string;
  name: string;
  position: string;
  officePhone: string;
  mobile: string;
  email: string;
  fromOn: string;
  toOn: string;
  tenantKey: string | null;
  openId: string | null;
  trouble: string | null;
  namedBy: string;
};
export type Days = { fromOn: string; toOn: string };

/** What is wrong with the days, by field. */
export const dayErrors = ({ fromOn = '', toOn = '' }: Partial<Days>, now: Date): Record<string, string> => {
  if (!isDay(fromOn)) return { fromOn: '请选择从哪天开始' };
  if (!isDay(toOn)) return { toOn: '请选择到哪天结束' };
  if (toOn < fromOn) return { toOn: '结束日期不能早于开始日期' };
  return toOn < dayOf(now) ? { toOn: '结束日期不能早于今天' } : {};
};

/** The same for all that is asked of a deputy who is named without a code. */
export const deputyErrors = (typed: Partial<ContactForm & Days>, now: Date): Record<string, string> => ({
  ...contactErrors({ ...typed, departmentCode: 'given' }),
  ...dayErrors(typed, now),
});

const daysTaken = (code: string) => new Refusal(code, '这几天已经有代理了，请换日期，或先结束原来的代理。');
const noContact = () => new Refusal('no_contact', '还没有联系人，请先指定联系人，再指定代理。');

/** Asked before anything is written, so that what was typed can be shown again. */
export const mustBeFree = ({ contact, deputies }: LockedDepartment, { fromOn, toOn }: Days): void => {
  if (!contact) throw noContact();
  if (deputies.some((other) => other.fromOn <= toOn && fromOn <= other.toOn)) throw daysTaken('days_taken');
};

type Row = Omit<Deputy, 'tenantKey' | 'openId' | 'trouble'> & Partial<Who>;

/**
 * Names somebody who stands in for the contact; `beside` is written with it. With nobody found yet the look-up follows,
 * else the deputy and the contact are told. Refusal when there is no contact, or somebody has one of the days already.
 */
export const nameDeputy = async (
  tx: Tx,
  enqueue: Enqueue,
  { round, contact }: Pick<LockedDepartment, 'round' | 'contact'>,
  { by, beside = [], ...given }: Omit<Row, 'id' | 'namedBy'> & { by: Who; beside?: Prisma.Sql[] },
  now: Date,
): Promise<void> => {
  const { roundId, departmentCode, fromOn, toOn, tenantKey, openId } = given;
  const who = tenantKey && openId ? { tenantKey, openId } : undefined;
  const begun = who && isOnDuty({ fromOn, toOn }, now);
  const row = { ...given, id: randomUUID(), namedBy: `${by.tenantKey}:${by.openId}`, namedAt: now };
  const theirs = Prisma.sql`"roundId" = ${roundId} AND "departmentCode" = ${departmentCode} AND "endedAt" IS NULL`;
  const told = who ? newsOfNaming(row.id, who, contact, by) : [];
  const [written] = await noteInRound<{ count: number }>(
    ...([tx, round, { what: `deputy ${departmentCode} ${row.id} ${fromOn} ${toOn}`, by }, now] as const),
    [
      ...beside,
      Prisma.sql`named AS (
        INSERT INTO "Deputy" SELECT * FROM jsonb_populate_record(NULL::"Deputy",
          ${JSON.stringify({ ...row, begunAt: begun ? now : null })}::jsonb)
        WHERE EXISTS (SELECT FROM "Contact" WHERE ${theirs})
          AND NOT EXISTS (SELECT FROM "Deputy" WHERE ${theirs} AND "fromOn" <= ${toOn} AND ${fromOn} <= "toOn")
        RETURNING "id")`,
      intended('told', told, now),
      ...(begun ? handingOver(roundId, departmentCode, contactRole(roundId, departmentCode), who, now) : []),
    ],
    Prisma.sql`SELECT count(*)::int AS "count" FROM named`,
  );
  // Nothing of this is kept then: the refusal takes the whole transaction back.
  if (written?.count === 0) throw contact ? daysTaken('days_changed') : noContact();
  if (who) await enqueue(tx, 'courier', [...wakingFor(told), { recipient: contactRole(roundId, departmentCode) }]);
  else await enqueue(tx, 'lookUp', [{ deputyId: row.id }]);
};

/** To the deputy, the one who named them, and the contact. */
const newsOfNaming = (deputyId: string, who: Who, contact: LockedDepartment['contact'], by: Who) => {
  const others = [by, ...(contact?.openId && contact.tenantKey ? [contact as Who] : [])];
  const once = new Map([who, ...others].map((one) => [personKey(one), one]));
  return [...once.values()].map((one) => toPerson(one, { kind: 'deputyNews', deputyId, event: 'named' }));
};

export const loadDeputy = (tx: Tx, id: string) =>
  tx.deputy.findUniqueOrThrow({
    where: { id },
    include: {
      department: { include: { round: { select: { title: true } }, contacts: { where: { endedAt: null } } } },
    },
    relationLoadStrategy: 'join',
  });
type Loaded = Awaited<ReturnType<typeof loadDeputy>>;

/** What the look-up of a deputy has found: they are told, or whoever named them is. */
export const settleDeputy = async (
  tx: Tx,
  enqueue: Enqueue,
  deputy: Loaded,
  found: { openId: string } | { trouble: string },
  now: Date,
): Promise<void> => {
  const { id, roundId, departmentCode } = deputy;
  const [tenantKey = '', namer = ''] = deputy.namedBy.split(':');
  const by = { tenantKey, openId: namer };
  if ('trouble' in found) {
    await tx.deputy.update({ where: { id }, data: { trouble: found.trouble } });
    const failed = [toPerson(by, { kind: 'deputyNews', deputyId: id, event: 'failed' })];
    await tx.$executeRaw`WITH ${intended('told', failed, now)} SELECT 1`;
    return enqueue(tx, 'courier', wakingFor(failed));
  }
  const who = { tenantKey, openId: found.openId };
  const begun = isOnDuty(deputy, now);
  await tx.deputy.update({ where: { id }, data: { ...who, trouble: null, ...(begun && { begunAt: now }) } });
  const role = contactRole(roundId, departmentCode);
  const told = newsOfNaming(id, who, deputy.department.contacts[0] ?? null, by);
  const parts = [intended('told', told, now), ...(begun ? handingOver(roundId, departmentCode, role, who, now) : [])];
  await tx.$executeRaw`WITH ${Prisma.join(parts, ', ')} SELECT 1`;
  await enqueue(tx, 'courier', [...wakingFor(told), { recipient: role }]);
};

/** Ends a deputy's time before its last day; what is open is shown to the contact again. */
export const endDeputy = async (
  tx: Tx,
  enqueue: Enqueue,
  { round, contact, deputies }: LockedDepartment,
  { id, departmentCode, by }: { id: string; departmentCode: string; by: Who },
  now: Date,
): Promise<void> => {
  const deputy = deputies.find((one) => one.id === id);
  if (!deputy) throw new Refusal('deputy_ended', '这位代理已经结束，没有再改动。');
  const told = knownOnly([deputy]).map((who) => toPerson(who, { kind: 'deputyNews', deputyId: id, event: 'ended' }));
  const holder = deputy.begunAt ? knownOnly(contact ? [contact] : []) : [];
  const rows = await noteInRound(
    ...([tx, round, { what: `deputy ${departmentCode} ${id} ended`, by }, now] as const),
    [
      Prisma.sql`over AS (
        UPDATE "Deputy" SET "endedAt" = ${now} WHERE "id" = ${id} AND "endedAt" IS NULL RETURNING "id")`,
      intended('told', told, now),
      ...holder.flatMap((who) =>
        handingOver(round.id, departmentCode, contactRole(round.id, departmentCode), who, now),
      ),
    ],
    Prisma.sql`SELECT "id" FROM over`,
  );
  if (!rows.length) throw new Refusal('deputy_ended', '这位代理已经结束，没有再改动。');
  const wake = [...wakingFor(told), ...holder.map((who) => ({ recipient: personKey(who) }))];
  await enqueue(tx, 'courier', wake);
};

const knownOnly = (people: { tenantKey: string | null; openId: string | null }[]): Who[] =>
  people.flatMap(({ tenantKey, openId }) => (tenantKey && openId ? [{ tenantKey, openId }] : []));
