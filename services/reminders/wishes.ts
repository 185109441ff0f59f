import { randomUUID } from 'node:crypto';
import type { Tx } from '../../prisma/client.ts';
import type { Who } from '../filing/filing.ts';
import { personKey } from '../outbox.ts';
import { Refusal } from '../refusal.ts';
import { addDays, type Day, dayOf, isDay, longDay } from '../time.ts';
import { nextWorkingDay } from './plan.ts';
import { operatorsToTell, standingsOf } from './subjects.ts';
import { stillStands } from './telling.ts';
import { type Calendar, slotOf } from './windows.ts';

/** Nobody is quiet for longer: a deadline must not be slept through. */
const MOST_QUIET_DAYS = 30;

/**
 * 明早再说: what a message reminds of comes again on the next working day, once more than planned; it stops as any other when
 * it is done. Resolves with that day. Refusal on a last day, when all is done, and for a message of somebody else.
 */
export const putOffUntilMorning = async (tx: Tx, digest: string, who: Who, now: Date): Promise<Day> => {
  const rows = await tx.reminder.findMany({ where: { digest, toldTo: personKey(who) } });
  if (!rows.length) throw new Refusal('not_found', '没有找到发给您的这条提醒，发送“进度”看现在的情况。');
  const standings = await standingsOf(
    tx,
    rows.map(({ subject }) => subject),
    await operatorsToTell(tx),
  );
  // What is done by now holds up nothing, also when today was its last day.
  const again = rows.flatMap((row) => {
    const standing = standings.get(row.subject);
    if (!standing || !stillStands(row, standing)) return [];
    const { round } = standing;
    const day = nextWorkingDay(now, round);
    return [{ row, round, day, at: slotOf(round, row.recipient, day) }];
  });
  const [first] = again;
  if (!first) throw new Refusal('done', '这些事已经办好，不会再提醒。发送“进度”可以看现在的情况。');
  if (again.some(({ row, round }) => isLastDay(row.dueOn, round, now))) {
    throw new Refusal('last_day', '今天是最后一个工作日，不能再往后放了。请现在办理，或联系推荐部门、主办方说明情况。');
  }
  await tx.reminder.createMany({
    data: again.map(({ row, at }) => ({
      ...row,
      ...{ id: randomUUID(), again: row.again + 1, at, state: 'planned', reason: null },
      ...{ toldTo: null, toldOn: null, digest: null },
    })),
    skipDuplicates: true,
  });
  return first.day;
};

/** Whether the next working day is too late; after the deadline every day is as good as the other. */
export const isLastDay = (dueOn: Day, calendar: Calendar, now: Date): boolean =>
  dayOf(now) <= dueOn && nextWorkingDay(now, calendar) > dueOn;

/** Days without reminders, up to and with `until`, but for those of last days; null ends them. Refusal when that is no such day. */
export const setQuiet = async (tx: Tx, { tenantKey, openId }: Who, until: Day | null, now: Date): Promise<void> => {
  const today = dayOf(now);
  if (until !== null && (!isDay(until) || until < today || until > addDays(today, MOST_QUIET_DAYS))) {
    throw new Refusal('quiet_until', `请选择今天到 ${longDay(addDays(today, MOST_QUIET_DAYS))}之间的一天。`);
  }
  await tx.person.upsert({
    where: { tenantKey_openId: { tenantKey, openId } },
    update: { quietUntil: until },
    create: { tenantKey, openId, seenAt: now, quietUntil: until },
  });
};

/** Whether somebody has asked to be left alone today. */
export const isQuiet = async (tx: Tx, { tenantKey, openId }: Who, now: Date): Promise<boolean> =>
  (await tx.person.count({ where: { tenantKey, openId, quietUntil: { gte: dayOf(now) } } })) > 0;
