import { randomUUID } from 'node:crypto';
import { Prisma, type Tx } from '../../prisma/client.ts';
import { contactRole } from '../filing/decision.ts';
import type { Who } from '../filing/filing.ts';
import { intended, personKey, toPerson, wakingFor } from '../outbox.ts';
import type { Enqueue } from '../queue.ts';
import { Refusal } from '../refusal.ts';
import { type LockedRound, mustBeOpen, noteInRound } from '../rounds/history.ts';
import { codeFor, guestKey } from './codes.ts';
import type { ContactForm } from './contacts.ts';
import { nameDeputy } from './deputies.ts';
import type { LockedDepartment } from './lock.ts';
import { GONE, handingOver, seating } from './seat.ts';

/** Who has registered with a code, and what became of it. */
export type Registration = {
  id: string;
  roundId: string;
  departmentCode: string;
  role: string;
  fromOn: string | null;
  toOn: string | null;
  tenantKey: string;
  openId: string;
  name: string;
  position: string;
  officePhone: string;
  mobile: string;
  email: string;
  invitedBy: string;
  state: string;
  why: string | null;
  /** When they changed their entry last, before it was answered. */
  correctedAt: Date | null;
};

type Entry = {
  codeId: string;
  who: Who;
  form: Omit<ContactForm, 'departmentCode'>;
  operators: (tenant: string) => Who[];
};

/** What a guest typed, to be confirmed by those who gave the code out; the code is spent. Resolves with its id. */
export const register = async (tx: Tx, enqueue: Enqueue, entry: Entry, now: Date): Promise<string> => {
  const { codeId, who, form } = entry;
  const code = await codeFor(tx, codeId, who, now);
  const { roundId, departmentCode, role, fromOn, toOn } = code;
  const by = { tenantKey: code.tenantKey, openId: code.invitedBy };
  const row = {
    ...{ id: randomUUID(), roundId, departmentCode, role, codeId, fromOn, toOn, ...form },
    ...{ tenantKey: who.tenantKey, openId: who.openId, invitedBy: guestKey(by), state: 'pending', registeredAt: now },
  };
  const others = entry.operators(code.tenantKey).filter(({ openId }) => openId !== by.openId);
  const asked = [by, ...(role === 'contact' ? others : [])].map((one) =>
    toPerson(one, { kind: 'registration', registrationId: row.id }),
  );
  const spent = Prisma.sql`EXISTS (SELECT FROM spent)`;
  const [written] = await tx.$queryRaw<[{ count: number }]>`
    WITH spent AS (
      UPDATE "DepartmentCode" SET "state" = 'used' WHERE "id" = ${codeId} AND "state" = 'open' RETURNING "id"
    ), entered AS (
      INSERT INTO "Registration"
      SELECT * FROM jsonb_populate_record(NULL::"Registration", ${JSON.stringify(row)}::jsonb) WHERE ${spent}
    ), ${intended('asked', asked, now, spent)}
    SELECT count(*)::int AS "count" FROM spent`;
  if (written.count === 0)
    throw new Refusal('code_spent', '没有登记：这个邀请码刚被别人用掉了，请联系给您邀请码的人再要一个。');
  await enqueue(tx, 'courier', wakingFor(asked));
  return row.id;
};

const settledAlready = () => new Refusal('settled', '这条登记已经处理过了，没有再改动。');

/** This person's registration with the code they have sent once more, while nobody has answered it. One statement. */
export const pendingWith = async (tx: Tx, code: string, { tenantKey, openId }: Who): Promise<string | undefined> => {
  const [found] = await tx.$queryRaw<{ id: string }[]>`
    SELECT one."id" FROM "Registration" AS one JOIN "DepartmentCode" AS used ON used."id" = one."codeId"
    WHERE used."code" = ${code} AND one."state" = 'pending' AND one."tenantKey" = ${tenantKey} AND one."openId" = ${openId}`;
  return found?.id;
};

/** What this person has registered and nobody has answered yet; else a Refusal. One statement. */
export const ownEntry = async (tx: Tx, id: string, { tenantKey, openId }: Who): Promise<Registration> => {
  const found = await tx.registration.findFirst({ where: { id, tenantKey, openId } });
  if (!found) throw new Refusal('not_registered', '这条登记不是您的，您的点击没有改动任何内容。');
  if (found.state !== 'pending') throw settledAlready();
  return found;
};

/** Another entry in the place of the one nobody has answered; the cards of those who answer show it. */
export const correctEntry = async (
  tx: Tx,
  enqueue: Enqueue,
  { id, form }: { id: string; form: Entry['form'] },
  now: Date,
): Promise<void> => {
  const { name, position, officePhone, mobile, email } = form;
  const columns = { name, position, officePhone, mobile, email };
  const { count } = await tx.registration.updateMany({
    where: { id, state: 'pending' },
    data: { ...columns, correctedAt: now },
  });
  if (!count) throw settledAlready();
  await enqueue(tx, 'courier', [{ registrationId: id }]);
};

/** A registration with its department and round. One statement. */
export const loadRegistration = async (tx: Tx, id: string) => {
  const found = await tx.registration.findUnique({
    where: { id },
    include: { department: { include: { round: { select: { title: true } } } } },
    relationLoadStrategy: 'join',
  });
  if (!found) throw new Refusal('no_registration', '没有找到这条登记。');
  return found;
};

type Locked = Pick<LockedDepartment, 'round' | 'contact'> & { registration: Registration };

/** A registration nobody has answered, and its round, both held until the transaction ends. One statement. */
export const lockPending = async (tx: Tx, id: string): Promise<Locked> => {
  type Row = Registration & LockedRound & Pick<Locked, 'contact'> & { registrationId: string; closedAt: Date | null };
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT one.*, one."id" AS "registrationId", round."id", round."rev", round."journalHead", round."closedAt",
      (SELECT to_jsonb(holder) FROM "Contact" AS holder WHERE holder."roundId" = one."roundId"
        AND holder."departmentCode" = one."departmentCode" AND holder."endedAt" IS NULL) AS "contact"
    FROM "Registration" AS one JOIN "Round" AS round ON round."id" = one."roundId"
    WHERE one."id" = ${id} FOR UPDATE`;
  mustBeOpen(row);
  if (row.state !== 'pending') throw settledAlready();
  const { id: roundId, rev, journalHead, registrationId, contact, ...registration } = row;
  return { round: { id: roundId, rev, journalHead }, contact, registration: { ...registration, id: registrationId } };
};

const settled = ({ id }: Registration, state: string, now: Date, why: string | null = null): Prisma.Sql =>
  Prisma.sql`settled AS (
    UPDATE "Registration" SET "state" = ${state}, "why" = ${why}, "settledAt" = ${now} WHERE "id" = ${id})`;

/** From now on this is the department's contact; the former one is told, and the open work is shown to the new one. */
export const confirmContact = async (tx: Tx, enqueue: Enqueue, { round, registration }: Locked, by: Who, now: Date) => {
  const { roundId, departmentCode, tenantKey, openId, name, position, officePhone, mobile, email } = registration;
  const who = { tenantKey, openId };
  const contact = {
    ...{ id: randomUUID(), roundId, departmentCode, name, position, officePhone, mobile, email, ...who },
    appointedBy: guestKey(by),
  };
  const role = contactRole(roundId, departmentCode);
  const gone = await noteInRound<Who>(
    ...([tx, round, { what: `contact ${departmentCode} ${contact.id}`, by }, now] as const),
    [
      settled(registration, 'confirmed', now),
      ...seating(contact, now),
      intended('told', [toPerson(who, { kind: 'appointed', contactId: contact.id })], now),
      ...handingOver(roundId, departmentCode, role, who, now),
    ],
    GONE,
  );
  const wake = [...new Set([personKey(who), role, ...gone.map(personKey)])];
  const shown = [{ roundId }, { registrationId: registration.id }];
  await enqueue(tx, 'courier', [...wake.map((recipient) => ({ recipient })), ...shown]);
};

/** From now on this person stands in for the contact on the days of the code. */
export const confirmDeputy = async (
  tx: Tx,
  enqueue: Enqueue,
  { round, contact, registration }: Locked,
  by: Who,
  now: Date,
): Promise<void> => {
  const { roundId, departmentCode, tenantKey, openId, name, position, officePhone, mobile, email } = registration;
  const { fromOn, toOn } = registration;
  const row = { roundId, departmentCode, tenantKey, openId, name, position, officePhone, mobile, email };
  const beside = [settled(registration, 'confirmed', now)];
  await nameDeputy(tx, enqueue, { round, contact }, { ...row, fromOn: fromOn!, toOn: toOn!, by, beside }, now);
};

/** Not the person who was meant: they are told why. */
export const refuseRegistration = async (
  tx: Tx,
  enqueue: Enqueue,
  { round, registration, why }: Locked & { why: string },
  by: Who,
  now: Date,
): Promise<void> => {
  const told = [toPerson(registration, { kind: 'registration', registrationId: registration.id })];
  const change = { what: `registration ${registration.departmentCode} ${registration.id} refused`, why, by };
  await noteInRound(tx, round, change, now, [settled(registration, 'refused', now, why), intended('told', told, now)]);
  await enqueue(tx, 'courier', [...wakingFor(told), { registrationId: registration.id }]);
};
