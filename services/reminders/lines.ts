import type { Tx } from '../../prisma/client.ts';
import { type Acting, actingIn, actsNow } from '../departments/acting.ts';
import type { Who } from '../filing/filing.ts';
import { personKey } from '../outbox.ts';
import { Refusal } from '../refusal.ts';
import { type Day, dayOf } from '../time.ts';
import { planOf } from './plan.ts';
import { isUrgent, type RuleKey, ruleKeys } from './rules.ts';
import { operatorsToTell, type Standing, standingsOf } from './subjects.ts';
import { stillStands } from './telling.ts';
import { mayTell, notNow } from './windows.ts';
import { isQuiet } from './wishes.ts';

/** One thing to do, as a reminder shows it: of which filing or department, by when, and when it is next reminded of. */
export type ReminderLine = Pick<Standing, 'round' | 'filing' | 'department'> & {
  rule: RuleKey;
  milestone: number;
  dueOn: Day;
  next: Day | undefined;
};

/**
 * What of a message's reminders is still to be done by this person now. Refusal 'done' when nothing is, and, while the message
 * is still on its way, 'window' (or BUSY_MINUTE) when it may not be sent now, on another day or one made quiet meanwhile, or somebody else has the part
 * by now: the ledger then has it told anew.
 */
export const linesOf = async (tx: Tx, digest: string, me: Who | null, now: Date): Promise<ReminderLine[]> => {
  const rows = await tx.reminder.findMany({ where: { digest } });
  const operators = await operatorsToTell(tx);
  const standings = await standingsOf(
    tx,
    rows.map(({ subject }) => subject),
    operators,
  );
  const acting = await actingIn(tx, [...new Set(rows.flatMap(({ recipient }) => (me ? departmentIn(recipient) : [])))]);
  // Also what was parked and is tried again: days later it comes with that day's message.
  const leaving = await isWaiting(tx, digest);
  const quiet = leaving && me !== null && (await isQuiet(tx, me, now));
  const lines = new Map<string, ReminderLine>();
  for (const row of rows) {
    const standing = standings.get(row.subject);
    if (!standing || !stillStands(row, standing)) continue;
    const { round, filing, department } = standing;
    const theirs = !me || row.recipient === personKey(me) || mayAct(acting.get(row.recipient), me, now);
    const due = theirs && row.toldOn === dayOf(now) && !(quiet && !isUrgent(row.milestone));
    if (leaving && !due) throw new Refusal('window', '现在不是发送提醒的时间。');
    if (leaving && !mayTell(round, now)) throw notNow(round, now);
    if (!theirs) continue;
    const key = `${row.subject} ${row.rule}`;
    const rule = row.rule as RuleKey;
    const milestone = Math.min(row.milestone, lines.get(key)?.milestone ?? row.milestone);
    const { next } = planOf({ rule, dueOn: row.dueOn }, now, round, now);
    lines.set(key, { ...{ round, rule, milestone }, dueOn: row.dueOn, next: next?.day, ...ofOne(filing, department) });
  }
  if (!lines.size) throw new Refusal('done', '这些事都已经办好，不用再提醒了。发送“进度”可以看现在的情况。');
  return [...lines.values()].sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
};

/** The nearest day first, then as the table of the rules has them, then the departments' order, or who began first. */
const placeOf = ({ dueOn, rule, filing, department, round }: ReminderLine): string => {
  const at = round.departments.findIndex(({ code }) => code === department?.code);
  const one = filing ? `${filing.createdAt.toISOString()} ${filing.creditCode}` : String(at).padStart(4, '0');
  return `${dueOn} ${String(ruleKeys.indexOf(rule)).padStart(2, '0')} ${one}`;
};

/** Whether a message is still on its way. */
export const isWaiting = async (tx: Tx, digest: string): Promise<boolean> =>
  (await tx.outbox.count({ where: { id: digest, state: 'waiting' } })) > 0;

const ofOne = (filing: Standing['filing'], department: Standing['department']) =>
  ({ filing, department }) as Pick<Standing, 'filing' | 'department'>;

/** Whether one of these recipients is this person, or a role that is theirs now. */
export const isTheirs = async (tx: Tx, recipients: readonly string[], me: Who, now: Date): Promise<boolean> => {
  if (recipients.includes(personKey(me))) return true;
  const acting = await actingIn(tx, recipients.flatMap(departmentIn));
  return [...acting.values()].some((one) => mayAct(one, me, now));
};

const departmentIn = (recipient: string): string[] => (recipient.startsWith('contact:') ? [recipient] : []);
const mayAct = (acting: Acting | undefined, me: Who, now: Date): boolean =>
  acting !== undefined && actsNow(acting, me, now) !== undefined;
