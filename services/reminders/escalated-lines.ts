import type { Tx } from '../../prisma/client.ts';
import { type Acting, actsNow } from '../departments/acting.ts';
import { memberOf, sameWho, type Who } from '../filing/filing.ts';
import { personKey } from '../outbox.ts';
import { Refusal } from '../refusal.ts';
import type { Day } from '../time.ts';
import { toldOf } from './escalating.ts';
import { caseKey } from './escalation.ts';
import { isWaiting } from './lines.ts';
import type { RuleKey, StepKey } from './rules.ts';
import { actingAt, operatorsToTell, type Standing, standingsOf } from './subjects.ts';
import { mayTell, notNow } from './windows.ts';

/** One thing that others have not done on its last day, as whoever comes next is told of it. */
export type EscalatedLine = Pick<Standing, 'round' | 'filing' | 'department'> & {
  step: StepKey;
  rule: RuleKey;
  dueOn: Day;
  /** Of those reminded: how many have not read it, and the names of those who fill together. */
  unread: number;
  unreadNames: string[];
  /** Whether a reminder has reached any of those whose part it is, and whether those next to them have been told. */
  reached: boolean;
  nextTold: boolean;
  /** For a department: whether this person may act for it now, and who its contact is. */
  acts: boolean;
  contact: string;
};

/**
 * What of a message is still to be done, and still concerns this person. Refusal 'done' when nothing is, and, while it is on
 * its way, 'window' (or BUSY_MINUTE) when people may not be told now: then it is looked at anew.
 */
export const escalatedLinesOf = async (tx: Tx, digest: string, me: Who | null, now: Date): Promise<EscalatedLine[]> => {
  const rows = await tx.escalationStep.findMany({
    where: { message: digest, step: { not: 'buzz' } },
    orderBy: [{ dueOn: 'asc' }, { id: 'asc' }],
  });
  const subjects = rows.map(({ subject }) => subject);
  const operators = await operatorsToTell(tx);
  const standings = await standingsOf(tx, subjects, operators);
  const told = Map.groupBy(await toldOf(tx, subjects), caseKey);
  const done = { subject: { in: subjects }, step: { in: ['heads', 'deputies'] }, state: 'done' };
  const next = new Set((await tx.escalationStep.findMany({ where: done })).map(caseKey));
  const actingFor = await actingAt(tx, standings);
  // Also what could not be delivered, and is tried again at any hour.
  const leaving = await isWaiting(tx, digest);
  const lines: EscalatedLine[] = [];
  for (const row of rows) {
    const standing = standings.get(row.subject);
    const part = standing?.parts.find(({ rule, dueOn }) => rule === row.rule && dueOn === row.dueOn);
    if (!standing || !part) continue;
    const { round, filing, department } = standing;
    const acting = actingFor(standing);
    const step = row.step as StepKey;
    if (me && !isFor(step, standing, acting, operators, me)) continue;
    if (leaving && !mayTell(round, now)) throw notNow(round, now);
    const theirs = (told.get(caseKey(row)) ?? []).filter(({ recipient }) =>
      part.recipients.some(({ key }) => key === recipient),
    );
    const unread = theirs.filter(({ readAt }) => !readAt);
    const unreadNames = (filing?.members ?? [])
      .filter((member) => unread.some(({ recipient }) => recipient === personKey(member)))
      .map(({ name }) => name);
    lines.push({
      ...({ round, filing, department } as Pick<Standing, 'round' | 'filing' | 'department'>),
      ...{ step, rule: row.rule as RuleKey, dueOn: row.dueOn, unread: unread.length, unreadNames },
      ...{ reached: theirs.some(({ sentAt }) => sentAt), nextTold: next.has(caseKey(row)) },
      ...{ acts: me !== null && actsNow(acting, me, now) !== undefined, contact: acting.contact?.name ?? '' },
    } as EscalatedLine);
  }
  if (!lines.length) throw new Refusal('done', '这些事都已经办好，不用再管了。');
  return lines;
};

const isFor = (step: StepKey, { filing }: Standing, acting: Acting, operators: Who[], me: Who): boolean => {
  if (step === 'operators') return operators.some((one) => sameWho(one, me));
  if (step === 'heads') return filing !== null && memberOf(filing, me) !== undefined;
  return [acting.contact, ...acting.deputies].some(
    (one) => one?.openId === me.openId && one.tenantKey === me.tenantKey,
  );
};
