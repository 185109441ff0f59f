import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createLog } from '../../bot/log.ts';
import { type Bot, startBot } from '../../bot/main.ts';
import { cardRoom, keptRoom } from '../card-room.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { createVirtualClock, realClock } from '../feishu/clock.ts';
import { startFeishu } from '../feishu/server.ts';
import type { Person, Profile, Time } from '../feishu/types.ts';
import { tellTime } from '../queue-clock.ts';
import { app, openSeason, people } from '../season.ts';
import { createTimekeeper } from '../timekeeper.ts';

export type World = Awaited<ReturnType<typeof startWorld>>;
/** What every world has, also one whose bot is a process that can be killed. */
export type Stage = Pick<World, 'feishu' | 'db' | 'dataDir' | 'clerk' | 'contact' | 'operator' | 'colleague'>;

type WorldOptions = {
  round?: boolean;
  /** When the world begins, in ms since 1970; now, if absent. */
  startMs?: number;
  /** How many jobs of a kind the bot has in hand at once. With one, the same acts have the same course. */
  workers?: number;
  /** How long it may be at work without a rest, in ms of real time: a decision on a hundred filings is one long job. */
  restlessMs?: number;
  /** Real time, for what runs in a process of its own or is looked at by a browser; else time stands still by itself. */
  realTime?: boolean;
  /** The bot's way to its database, where that is not the straight one. */
  through?: (url: string) => Promise<string>;
  /** The built chat page, to be served to a browser. */
  pageDir?: string;
  /** Who has a column on that page; all four when absent. */
  cast?: Person[];
};

/** How the local Feishu of the worlds of this file decides what the documents leave open; kindly, if nobody says. */
let profile: Profile = 'kind';
export const useProfile = (given: Profile): void => {
  profile = given;
};

/** The real bot, the real database and the local Feishu, with a round open and four people in it. */
export const startWorld = async (options: WorldOptions = {}) => {
  const database: TestDatabase = await testDatabase();
  const dataDir = await mkdtemp(path.join(tmpdir(), 'filing-'));
  const { pageDir, cast = Object.values(people), workers = 4, restlessMs } = options;
  const virtual = createVirtualClock(options.startMs ?? Date.now());
  const clock = options.realTime ? realClock : virtual;
  const time: Time = {
    next: () => keeper.next(),
    advance: (toMs) => keeper.advance(toMs),
    patienceMs: restlessMs,
  };
  const feishu = await startFeishu({
    ...app,
    ...{ profile, pageDir, people: cast, clock, cardRoom },
    ...(!options.realTime && { time }),
  });
  const keeper = createTimekeeper({
    clock: virtual,
    url: database.url,
    exchanges: feishu.underWay,
    held: feishu.faults.heldCalls,
    otherDue: feishu.nextRedelivery,
    workers,
    restlessMs,
  });
  const config = {
    port: 0,
    host: '127.0.0.1',
    databaseUrl: (await options.through?.(database.url)) ?? database.url,
    feishu: { ...app, baseUrl: feishu.url },
    operators: [{ openId: people.operator.openId }],
    dataDir,
    workers,
    apiMonthlyBudget: 0,
    logLevel: 'warn' as const,
  };
  if (options.round !== false) await openSeason(database.db, new Date(clock.now()));
  const letTimeGo = options.realTime ? async () => {} : await tellTime(database.url, virtual);
  let bot: Bot;
  const start = async () => {
    const log = createLog((process.env.LOG_LEVEL as 'warn') ?? 'warn');
    bot = await startBot(config, log, clock);
    feishu.connect({
      eventUrl: `http://127.0.0.1:${bot.port}/webhook/event`,
      cardUrl: `http://127.0.0.1:${bot.port}/webhook/card`,
    });
  };
  /** What the bot still waits for comes while it stops: it lets its work come to an end. */
  const stopBot = async () => {
    let stopped = false;
    const stopping = bot.stop().finally(() => {
      stopped = true;
    });
    while (!stopped) {
      if (virtual.pausing()) await virtual.jump(virtual.nextTimer()!);
      await pause(2);
    }
    await stopping;
  };
  await start();
  return {
    feishu,
    time,
    db: database.db,
    url: database.url,
    dataDir,
    config,
    /** Where the platform posts events, for kinds of message that no driver can write. */
    eventUrl: () => `http://127.0.0.1:${bot.port}/webhook/event`,
    clerk: feishu.as(people.clerk.openId),
    contact: feishu.as(people.contact.openId),
    operator: feishu.as(people.operator.openId),
    get colleague() {
      return feishu.as(people.colleague.openId);
    },
    /** Stops the bot and starts it again; `meanwhile` is what people do while there is none. */
    restart: async (meanwhile?: () => Promise<void>) => {
      await stopBot();
      try {
        await meanwhile?.();
      } finally {
        await start();
      }
    },
    stop: async () => {
      await stopBot();
      await feishu.close();
      await keeper.close();
      await letTimeGo();
      await database.close();
      await rm(dataDir, { recursive: true, force: true });
      keptRoom(feishu);
    },
  };
};
