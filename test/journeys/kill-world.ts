import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, vi } from 'vitest';
import { cardRoom, keptRoom } from '../card-room.ts';
import { testDatabase } from '../database.ts';
import { startFeishu } from '../feishu/server.ts';
import { app, openSeason, people } from '../season.ts';
import { type BotProcess, startBotProcess } from './bot-process.ts';
import { openWire } from './wire.ts';
import type { World } from './world.ts';

export type KillWorld = Awaited<ReturnType<typeof startKillWorld>>;
/** A point in the bot's work: `reached` when it stands there, `release` when the killed process is gone. */
export type Point = { reached: Promise<void>; release: () => void };

/** The bot as a process that can be killed; platform and database live on. */
export const startKillWorld = async () => {
  const database = await testDatabase();
  const { db, url } = database;
  const wire = await openWire(url);
  const dataDir = await mkdtemp(path.join(tmpdir(), 'filing-kill-'));
  const feishu = await startFeishu({ ...app, people: Object.values(people), cardRoom });
  await openSeason(db, new Date());
  const config: World['config'] = {
    port: 0,
    host: '127.0.0.1',
    databaseUrl: wire.url,
    feishu: { ...app, baseUrl: feishu.url },
    operators: [{ openId: people.operator.openId }],
    dataDir,
    workers: 4,
    apiMonthlyBudget: 0,
    logLevel: 'warn',
  };
  let bot: BotProcess;
  const start = async () => {
    bot = await startBotProcess({
      DATABASE_URL: wire.url,
      DATA_DIR: dataDir,
      FEISHU_APP_ID: app.appId,
      FEISHU_APP_SECRET: app.appSecret,
      FEISHU_ENCRYPT_KEY: app.encryptKey,
      FEISHU_VERIFICATION_TOKEN: app.verificationToken,
      FEISHU_BASE_URL: feishu.url,
      BOT_OPERATORS: people.operator.openId,
    });
    const hook = `http://127.0.0.1:${bot.port}/webhook`;
    feishu.connect({ eventUrl: `${hook}/event`, cardUrl: `${hook}/card` });
  };
  const restart = async () => {
    await bot.kill();
    await start();
  };
  await start();
  return {
    feishu,
    db,
    url,
    dataDir,
    config,
    clerk: feishu.as(people.clerk.openId),
    contact: feishu.as(people.contact.openId),
    operator: feishu.as(people.operator.openId),
    colleague: feishu.as(people.colleague.openId),
    restart,
    /** The process that runs now. */
    bot: () => bot,
    /** kill -9 when `point` is reached by what `act` begins, then a new start. Resolves with what came of the act. */
    async killAt<T>(point: Point, act: () => Promise<T>): Promise<T> {
      const acting = act();
      // An act that fails before it comes to the point is the news, not the point that is never reached.
      await Promise.race([point.reached, acting.then(() => point.reached)]);
      await bot.kill();
      point.release();
      await start();
      return acting;
    },
    /** A transaction that has said `words` stands just before, or just after, its COMMIT. */
    atCommit: (when: 'before' | 'after', ...words: string[]): Point => wire.hold(when, ...words, 'COMMIT'),
    atStatement: (when: 'before' | 'after', words: string): Point => wire.hold(when, words),
    /** A call of the platform's API stands there; it is cut off when the process is gone. */
    atCall: (...[api, when]: Parameters<typeof feishu.faults.hold>): Point => {
      const { reached, drop } = feishu.faults.hold(api, when);
      return { reached, release: drop };
    },
    eventUrl: () => `http://127.0.0.1:${bot.port}/webhook/event`,
    /** Resolves when nothing waits to be sent or fetched: what could come twice would have come. */
    quiet: () =>
      vi.waitFor(
        async () => {
          const left = await db.$queryRaw`
            SELECT name FROM pgboss.job WHERE state < 'completed' AND name IN ('fetch', 'join', 'longText', 'lookUp')
            UNION ALL SELECT "kind" FROM "Outbox" WHERE "state" = 'waiting'`;
          expect(left).toEqual([]);
        },
        { timeout: 20_000, interval: 50 },
      ),
    stop: async () => {
      await bot.kill();
      await feishu.close();
      await database.close();
      await wire.close();
      await rm(dataDir, { recursive: true, force: true });
      keptRoom(feishu);
    },
  };
};

/** The first statement of every event's transaction, by which it is told from others on the wire. */
export const TAKEN = 'INSERT INTO "Taken"';
