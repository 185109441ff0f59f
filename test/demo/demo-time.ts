import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Database } from '../../prisma/client.ts';
import { openRounds } from '../../services/rounds/store.ts';
import { addDays, type Day } from '../../services/time.ts';
import { createVirtualClock } from '../feishu/clock.ts';
import { tellTime } from '../queue-clock.ts';
import { createTimekeeper } from '../timekeeper.ts';

/**
 * The demo's time: it goes on at the pace of real time, can be moved on from the page, and is kept between runs, so that
 * no message of an earlier run lies in the future. The bot's process is told of every move and answers when it has followed.
 */
export const createDemoTime = async (options: {
  dataDir: string;
  url: string;
  db: Database;
  bot: () => ChildProcess | undefined;
}) => {
  const kept = path.join(options.dataDir, 'clock-shift-ms');
  let shiftMs = existsSync(kept) ? Number(readFileSync(kept, 'utf8')) : 0;
  const clock = createVirtualClock(Date.now() + shiftMs, { flowing: true });
  const letGo = await tellTime(options.url, clock, { flowing: true });
  clock.follow(async (nowMs) => {
    shiftMs = nowMs - Date.now();
    await mkdir(options.dataDir, { recursive: true });
    await writeFile(kept, String(shiftMs));
    const child = options.bot();
    if (!child?.connected) return;
    const followed = once(child, 'message');
    child.send({ toMs: nowMs });
    await followed;
  });
  return {
    clock,
    stop: letGo,
    /** How far the demo's time is ahead of the real one, in ms: where a new process of the bot begins. */
    shiftMs: () => shiftMs,
    /** Days people like to see: three days before each deadline of each open round, and the morning of it. */
    moments: async () => {
      const rounds = await openRounds(options.db);
      const deadlines = rounds.flatMap(({ year, annex2DueOn, materialsDueOn }): [string, Day][] => {
        const named = rounds.length > 1 ? `${year} 年度` : '';
        return [
          [`${named}联系人表截止`, annex2DueOn],
          [`${named}材料截止`, materialsDueOn],
        ];
      });
      return deadlines.flatMap(([what, due]) => [
        { label: `${what}前 3 天`, at: morningOf(addDays(due, -3)) },
        { label: `${what}当天`, at: morningOf(due) },
        { label: `${what}次日`, at: morningOf(addDays(due, 1)) },
      ]);
    },
    /** What moves the clock, once the platform it serves is there. */
    keeper: (exchanges: () => number, otherDue: () => number | undefined) =>
      createTimekeeper({ clock, flowing: true, url: options.url, exchanges, held: () => 0, otherDue, workers: 4 }),
  };
};

const morningOf = (day: Day): number => Date.parse(`${day}T08:59:00+08:00`);
