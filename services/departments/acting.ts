import type { Tx } from '../../prisma/client.ts';
import { contactRole } from '../filing/decision.ts';
import type { Who } from '../filing/filing.ts';
import { Refusal } from '../refusal.ts';
import { dayOf, longDay } from '../time.ts';

type Holder = { tenantKey: string | null; openId: string | null; name: string };
type Stand = Holder & { fromOn: string; toOn: string };
type Known = Who & { id: string; name: string };

/**
 * Who works for a department: its contact, and whoever stands in for them on certain Shanghai days. The one place that
 * says who acts for a department now: both may, and its messages reach the deputy on duty, else the contact.
 */
export type Acting = {
  contact: Holder | null;
  deputies: Stand[];
  /** Those who are let in: they act for no department, but may be handed one filing, or asked for an opinion. */
  colleagues: Known[];
};

const active = { where: { endedAt: null } } as const;
/** What a query of departments reads beside them, so that `actingOf` can be asked. */
export const withActing = {
  contacts: active,
  deputies: active,
  colleagues: { ...active, orderBy: { addedAt: 'asc' } },
} as const;
export const actingOf = ({ contacts, deputies, colleagues }: Rows): Acting => ({
  contact: contacts[0] ?? null,
  deputies,
  colleagues,
});
type Rows = { contacts: Holder[]; deputies: Stand[]; colleagues: Known[] };
export const NOBODY: Acting = { contact: null, deputies: [], colleagues: [] };

/** One statement. */
export const actingFor = async (tx: Tx, roundId: string, code: string): Promise<Acting> => {
  const row = await tx.department.findUnique({
    where: { roundId_code: { roundId, code } },
    select: withActing,
    relationLoadStrategy: 'join',
  });
  return row ? actingOf(row) : NOBODY;
};

/** Who acts for each of these departments now, by the role that their messages are for. One statement. */
export const actingIn = async (tx: Tx, roles: readonly string[]): Promise<Map<string, Acting>> => {
  if (!roles.length) return new Map();
  const places = roles.map((role) => role.split(':')).map(([, roundId = '', code = '']) => ({ roundId, code }));
  const departments = await tx.department.findMany({
    where: { OR: places },
    select: { roundId: true, code: true, ...withActing },
    relationLoadStrategy: 'join',
  });
  return new Map(departments.map((one) => [contactRole(one.roundId, one.code), actingOf(one)]));
};

/** Those departments of the rounds that go on for which somebody acts now. One statement. */
export const actsFor = async (
  tx: Tx,
  { tenantKey, openId }: Who,
  now: Date,
): Promise<{ roundId: string; departmentCode: string }[]> => {
  const today = dayOf(now);
  const theirs = { tenantKey, openId, endedAt: null };
  const onDutyNow = { ...theirs, fromOn: { lte: today }, toOn: { gte: today } };
  const rows = await tx.department.findMany({
    where: { round: { closedAt: null }, OR: [{ contacts: { some: theirs } }, { deputies: { some: onDutyNow } }] },
    select: { roundId: true, code: true },
    orderBy: { order: 'asc' },
  });
  return rows.map(({ roundId, code }) => ({ roundId, departmentCode: code }));
};

export const isOnDuty = ({ fromOn, toOn }: { fromOn: string; toOn: string }, now: Date): boolean =>
  fromOn <= dayOf(now) && dayOf(now) <= toOn;

const isPerson = (holder: Holder, who: Who): boolean =>
  holder.openId === who.openId && holder.tenantKey === who.tenantKey;

type Acts = Pick<Acting, 'contact' | 'deputies'>;

/** The contact, or the deputy on duty, this person is; undefined when they may not act now. */
export const actsNow = ({ contact, deputies }: Acts, who: Who, now: Date): Holder | undefined =>
  contact && isPerson(contact, who)
    ? contact
    : deputies.find((deputy) => isPerson(deputy, who) && isOnDuty(deputy, now));

/** The same, or a Refusal; a deputy hears from when to when they may. */
export const mustAct = (acting: Acts, who: Who, now: Date, words: string): Holder => {
  const holder = actsNow(acting, who, now);
  if (holder) return holder;
  const days = acting.deputies.filter((deputy) => isPerson(deputy, who));
  const next = days.find(({ toOn }) => dayOf(now) <= toOn) ?? days.at(-1);
  throw next ? new Refusal('not_on_duty', offDutyWords(next, acting)) : new Refusal('not_reviewer', words);
};

const offDutyWords = ({ fromOn, toOn }: Stand, { contact }: Acts): string =>
  `您代理联系人的日期是 ${longDay(fromOn)}至 ${longDay(toOn)}，今天不在其中，您的点击没有改动任何内容。如需办理，请联系联系人${contact?.name ?? ''}。`;

/** The colleague this person is, as long as the department lets them in. */
export const colleagueAs = ({ colleagues }: Pick<Acting, 'colleagues'>, who: Who) =>
  colleagues.find((one) => isPerson(one, who));

/** Whom a message to the department reaches now: the deputy on duty, else the contact; nobody while neither is found. */
export const recipientNow = ({ contact, deputies }: Acts, now: Date): Who | undefined => {
  const found = [...deputies.filter((deputy) => isOnDuty(deputy, now)), ...(contact ? [contact] : [])];
  const [first] = found.flatMap(({ tenantKey, openId }) => (tenantKey && openId ? [{ tenantKey, openId }] : []));
  return first;
};
