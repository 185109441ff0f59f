import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createLog } from '../../bot/log.ts';
import { startBot } from '../../bot/main.ts';
import { instantOf, timeOf } from '../../services/time.ts';
import { mostWithin } from '../bot/hands.ts';
import type { VirtualClock } from '../feishu/clock.ts';
import { startWorld } from '../journeys/world.ts';
import { people } from '../season.ts';
import { day, openDrafts } from '../services/reminders/many-filings.ts';

/** Real ones, of the ledger, each drawn when it is sent. */
const REMINDERS = Number(process.env.REMINDERS ?? 5_000);
/** After everybody's minute: an outage ends, and all are due at once. */
const START = instantOf(day, '10:31').getTime();

test('so many reminders through three whole bots with their queue keep the pace and every limit, and a person who asks meanwhile is answered', {
  timeout: 3_600_000,
}, async () => {
  const began = performance.now();
  const recipients = Array.from({ length: REMINDERS }, (_, n) => ({
    openId: `ou_${n + 1}`,
    name: `${n}`,
    role: '收信人',
  }));
  const world = await startWorld({
    startMs: START,
    cast: [...Object.values(people), ...recipients],
    restlessMs: 600_000,
  });
  const { feishu, db, time, clerk } = world;
  const clock = feishu.store.clock as VirtualClock;
  const others = [];
  for (let more = 0; more < 2; more++) others.push(await startBot(world.config, createLog('warn'), clock));
  try {
    const { id: roundId } = await db.round.findFirstOrThrow();
    const remindAt = instantOf(day, '09:00');
    await openDrafts(db, roundId, { open: REMINDERS, tenantKey: 'tenant_local', remindAt });
    const told = () => db.reminder.count({ where: { toldOn: day } });
    while ((await told()) < REMINDERS && timeOf(new Date(clock.now())) < '10:40')
      await time.advance(clock.now() + 5_000);
    const waits: number[] = [];
    while ((await db.outbox.count({ where: { state: 'waiting' } })) > 0) {
      await time.advance(clock.now() + 10_000);
      const asked = clock.now();
      await clerk.say('帮助');
      await time.advance(clock.now() + 5_000);
      const answer = clerk.messages().findLast(({ from }) => from === 'bot');
      waits.push(answer!.at - asked);
    }
    const sent = feishu.calls.filter(({ name, person }) => name === 'send' && /^ou_\d+$/.test(person ?? ''));
    const at = feishu.calls.filter(({ name }) => name === 'send').map((call) => call.at);
    const ours = sent.map((call) => call.at);
    const figures = {
      perMinute: Math.round(((at.length - waits.length) / (ours.at(-1)! - ours[0]!)) * 60_000),
      mostInAMinute: mostWithin(60_000, at),
      mostInASecond: mostWithin(1000, at),
      refused: feishu.calls.filter(({ code }) => code !== 0).length,
      longestAnswerMs: Math.max(...waits),
    };
    console.log(`${REMINDERS} reminders, 3 bots, ${Math.round((performance.now() - began) / 1000)} s:`, figures);
    expect(sent).toHaveLength(REMINDERS);
    expect(await told()).toBe(REMINDERS);
    expect(figures.mostInAMinute).toBeLessThanOrEqual(1000);
    expect(figures.mostInASecond).toBeLessThanOrEqual(50);
    expect(figures.refused).toBe(0);
    expect(figures.longestAnswerMs).toBeLessThanOrEqual(3_000);
    expect(figures.perMinute).toBeGreaterThanOrEqual(950);
  } finally {
    let stopped = false;
    const stopping = Promise.all(others.map((bot) => bot.stop())).finally(() => {
      stopped = true;
    });
    while (!stopped) {
      if (clock.pausing()) await clock.jump(clock.nextTimer()!);
      await pause(2);
    }
    await stopping;
    await world.stop();
  }
});
