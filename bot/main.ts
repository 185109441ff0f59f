import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { systemClock, type Clock as Timers } from 'pg-boss';
import type { Logger } from 'pino';
import { createDatabase } from '../prisma/client.ts';
import { startEmbedded } from '../prisma/embedded.ts';
import { migrate } from '../prisma/migrate.ts';
import { createFileStore } from '../services/files/store.ts';
import { templateOf } from '../services/filing/forms.ts';
import { seedOperators } from '../services/people/operators.ts';
import { createEnqueue } from '../services/queue.ts';
import type { Round } from '../services/rounds/round.ts';
import { createApiUse } from './api-use.ts';
import { createApp } from './app.ts';
import { type Config, ConfigError, loadConfig } from './config.ts';
import type { Deps } from './deps.ts';
import { createDispatch } from './dispatch.ts';
import { createFeishu } from './feishu.ts';
import { createLate } from './late.ts';
import { createLog } from './log.ts';
import { openQueue, startWorkers } from './queue.ts';

/** Timers, and a pause in ms of the same time. */
export type Clock = Timers & { pause: (ms: number) => Promise<void> };

const realClock: Clock = { ...systemClock, pause };

export type Bot = { port: number; stop: () => Promise<void> };

/**
 * Composition root: settings → database → queue → Feishu → server. Everything with an outside is made here, and all of it
 * lives by one clock.
 */
export const startBot = async (config: Config, log: Logger, clock: Clock = realClock): Promise<Bot> => {
  const now = () => new Date(clock.now());
  const embedded = config.databaseUrl ? undefined : await startEmbedded({ dataDir: path.resolve(config.dataDir) });
  const url = config.databaseUrl ?? embedded!.url;
  const applied = await migrate(url);
  if (applied.length) log.info({ applied }, 'database brought up to date');
  const db = createDatabase(url, { max: 20 });
  await seedOperators(db, config.operators, now());
  const boss = await openQueue(url, clock, log);
  const enqueue = createEnqueue(boss);
  const apiUse = createApiUse({ db, enqueue, now, log }, config.apiMonthlyBudget);
  const deps: Deps = {
    db,
    enqueue,
    feishu: createFeishu({ ...config.feishu, now, log, timeoutMs: 20_000, onCall: apiUse.count }),
    files: createFileStore(path.resolve(config.dataDir, 'files')),
    template: officialTemplate,
    botLink: botLinkOf(config.feishu),
    now,
    pause: clock.pause,
    log,
  };
  await startWorkers(boss, deps, { inHandAtOnce: config.workers, apiUse });
  const ready = async () => ({
    database: await db.$queryRaw`SELECT 1`.then(() => true),
    queue: await boss.isInstalled(),
  });
  const receive = createDispatch(deps);
  const app = createApp({ keys: config.feishu, receive, late: createLate(deps), ready, now, log });
  const server = app.listen(config.port, config.host);
  await new Promise<void>((resolve, reject) => server.once('listening', resolve).once('error', reject));
  const { port } = server.address() as AddressInfo;
  log.info({ port }, 'listening');
  return {
    port,
    /** Takes nothing new, lets what is under way finish, then lets go of the database. */
    stop: async () => {
      await new Promise((resolve) => server.close(resolve).closeIdleConnections());
      await boss.stop({ graceful: true, timeout: 10_000 });
      await apiUse.flush();
      await db.$disconnect();
      await embedded?.stop();
    },
  };
};

/** The client's link to the chat with the bot; Lark has a domain of its own. */
const botLinkOf = ({ appId, baseUrl }: Config['feishu']): string =>
  `https://applink.${/larksuite\.com$/.test(baseUrl) ? 'larksuite.com' : 'feishu.cn'}/client/bot/open?appId=${appId}`;

const officialTemplate = (round: Round, part?: 'opinion' | 'annex2'): Promise<Uint8Array> =>
  readFile(path.resolve(import.meta.dirname, '../services/documents/templates', templateOf(round, part)));

/** The bot as a process of its own, from its environment to the signal that ends it. */
export const runBot = async (clock?: Clock): Promise<void> => {
  const config = loadConfig();
  const log = createLog(config.logLevel);
  const bot = await startBot(config, log, clock);
  const leave = (signal: string) => {
    log.info({ signal }, 'stopping');
    bot.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'could not stop in order');
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', leave).once('SIGINT', leave);
};

if (import.meta.main) {
  runBot().catch((error: unknown) => {
    console.error(error instanceof ConfigError ? error.message : error);
    process.exit(1);
  });
}
