import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createLog } from '../../bot/log.ts';
import { startBot } from '../../bot/main.ts';
import { intentsOf, toPerson } from '../../services/outbox.ts';
import { mostWithin } from '../bot/hands.ts';
import type { VirtualClock } from '../feishu/clock.ts';
import { startWorld } from '../journeys/world.ts';
import { people } from '../season.ts';

/** Each is a step of the clock for three whole bots, tens of ms of real time: courier.bench.ts has the 5,000. */
const REMINDERS = Number(process.env.REMINDERS ?? 1_000);
/** Behind the sweep of every five minutes, which finds what lies in the outbox. */
const START = Date.parse('2026-04-28T09:07:00+08:00');

test('so many reminders through three whole bots with their queue keep the pace and every limit, and a person who asks meanwhile is answered', {
  timeout: 3_600_000,
}, async () => {
  const began = performance.now();
  const recipients = Array.from({ length: REMINDERS }, (_, n) => ({
    openId: `ou_r${n}`,
    name: `${n}`,
    role: '收信人',
  }));
  const world = await startWorld({ startMs: START, cast: [...Object.values(people), ...recipients] });
  const { feishu, db, time, clerk } = world;
  const clock = feishu.store.clock as VirtualClock;
  const others = [];
  for (let more = 0; more < 2; more++) others.push(await startBot(world.config, createLog('warn'), clock));
  try {
    const reminders = recipients.map(({ openId }) => ({
      ...toPerson({ tenantKey: 'tenant_local', openId }, { kind: 'words', words: '提醒' }),
      urgency: 1 as const,
    }));
    await db.outbox.createMany({ data: intentsOf(reminders, new Date(clock.now())) });
    const waits: number[] = [];
    while ((await db.outbox.count({ where: { state: 'waiting' } })) > 0) {
      await time.advance(clock.now() + 10_000);
      const asked = clock.now();
      await clerk.say('帮助');
      await time.advance(clock.now() + 5_000);
      const answer = clerk.messages().findLast(({ from }) => from === 'bot');
      waits.push(answer!.at - asked);
    }
    const sent = feishu.calls.filter(({ name, person }) => name === 'send' && person?.startsWith('ou_r'));
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
