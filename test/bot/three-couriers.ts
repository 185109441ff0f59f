import { expect } from 'vitest';
import type { Urgency } from '../../services/urgency.ts';
import { openCourierRoom } from './courier-room.ts';
import { mostWithin, workOff } from './hands.ts';

/** What one process has in hand at once: the usual WORKERS. */
const HANDS = 4;
const COURIERS = 3;

/**
 * So many reminders through three couriers on one database, every seventh person with several, and meanwhile people whose
 * own act is answered. The local Feishu refuses whatever is beyond the platform's limits. Returns the figures.
 */
export const sendReminders = async (count: number) => {
  const startMs = Date.parse('2026-04-28T09:07:00+08:00');
  const room = await openCourierRoom({ people: Math.ceil(count * 0.7) + 20, startMs });
  try {
    const { clock, feishu, openIds, courier, queue, keyOf, sends } = room;
    const acting = openIds.splice(-20);
    const couriers = Array.from({ length: COURIERS }, () => courier());
    const words = (text: string) => ({ kind: 'words', words: text }) as const;
    const many = openIds.filter((_, n) => n % 7 === 0);
    const extra = Array.from({ length: count - openIds.length }, (_, n) => many[n % many.length]!);
    const reminders = [...openIds, ...extra].map((openId, n) => ({
      ...{ openId, notice: words(`提醒 ${n}`), urgency: (n % 2 ? 1 : 2) as Urgency },
    }));
    await queue(reminders);
    // Whoever has several comes first: the last messages of one person alone are no measure of the whole.
    const recipients = [...many, ...openIds.filter((_, n) => n % 7)];
    const waits: number[] = [];
    const answer = async (openId: string, hand: number) => {
      const since = clock.now();
      await queue([{ openId, notice: words('马上回答'), urgency: 0 }]);
      await couriers[hand % COURIERS]!.deliver(keyOf(openId));
      waits.push(clock.now() - since);
    };
    const every = Math.floor(recipients.length / acting.length);
    await workOff(clock, HANDS * COURIERS, recipients, async (openId, hand) => {
      const at = recipients.indexOf(openId);
      if (at % every === 0 && acting[at / every]) await answer(acting[at / every]!, hand);
      await couriers[hand % COURIERS]!.deliver(keyOf(openId));
    });
    const calls = sends();
    const at = calls.map((call) => call.at);
    const perPerson = Map.groupBy(calls, ({ person }) => person);
    expect(await room.db.outbox.count({ where: { state: { not: 'sent' } } })).toBe(0);
    expect(calls).toHaveLength(count + acting.length);
    for (const openId of [openIds[0]!, openIds[7]!, openIds[1]!, acting[3]!])
      expect(room.textsOf(openId)).toEqual(
        acting.includes(openId)
          ? ['马上回答']
          : reminders.filter((one) => one.openId === openId).map(({ notice }) => notice.words),
      );
    return {
      perMinute: Math.round(((at.length - 1) / (at.at(-1)! - at[0]!)) * 60_000),
      mostInAMinute: mostWithin(60_000, at),
      mostInASecond: mostWithin(1000, at),
      mostToOneInASecond: Math.max(
        ...[...perPerson.values()].map((own) =>
          mostWithin(
            1000,
            own.map((call) => call.at),
          ),
        ),
      ),
      refused: calls.filter(({ code }) => code !== 0).length,
      violations: feishu.violations.length,
      urgentWaitedMs: Math.max(...waits),
    };
  } finally {
    await room.close();
  }
};

export const expectWithinLimits = (figures: Awaited<ReturnType<typeof sendReminders>>): void => {
  expect(figures.perMinute).toBeGreaterThanOrEqual(950);
  expect(figures.mostInAMinute).toBeLessThanOrEqual(1000);
  expect(figures.mostInASecond).toBeLessThanOrEqual(50);
  expect(figures.mostToOneInASecond).toBeLessThanOrEqual(5);
  expect(figures).toMatchObject({ refused: 0, violations: 0 });
  expect(figures.urgentWaitedMs).toBeLessThanOrEqual(1000);
};
