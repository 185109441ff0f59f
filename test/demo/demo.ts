import { type ChildProcess, spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { createDatabase } from '../../prisma/client.ts';
import { startEmbedded } from '../../prisma/embedded.ts';
import { migrate } from '../../prisma/migrate.ts';
import { openRounds } from '../../services/rounds/store.ts';
import { dayOf } from '../../services/time.ts';
import { buildPage } from '../feishu/page/build.ts';
import { type LocalFeishu, startFeishu } from '../feishu/server.ts';
import { playAppointment, playFilling, playRecommendation, playSubmission, readSample } from '../journeys/play.ts';
import { playDecision, playFiling } from '../journeys/play-onward.ts';
import { prepareQueue } from '../queue-clock.ts';
import { app, openSeason, people } from '../season.ts';
import { createDemoTime } from './demo-time.ts';

/**
 * `npm run demo`: the bot as its own process, its embedded PostgreSQL and the local Feishu, three people side by side.
 * What was done is kept between runs; `-- --fresh` begins anew. `-- --play` begins anew and plays the sample filing to the published list.
 */
const root = path.join(import.meta.dirname, '../..');
const play = process.argv.includes('--play');
const name = play ? 'play' : 'demo';
/** Files and chats of this kind of run; both kinds share one database server. */
const dataDir = path.join(root, '.data', name);
const port = Number(process.env.DEMO_PORT ?? 8300);

const main = async (): Promise<void> => {
  const began = performance.now();
  const fresh = play || process.argv.includes('--fresh');
  if (fresh) await rm(dataDir, { recursive: true, force: true });
  const [pageDir, house] = await Promise.all([buildPage(), openHouse(fresh)]);
  const { clerk, contact, operator } = people;
  const time = await createDemoTime({ dataDir, url: house.url, db: house.db, bot: () => bot?.process() });
  const feishu = await startFeishu({
    ...app,
    port,
    pageDir,
    people: [clerk, contact, operator],
    stateDir: path.join(dataDir, 'feishu'),
    clock: time.clock,
    moments: time.moments,
    time: { next: () => keeper.next(), advance: (toMs) => keeper.advance(toMs) },
  });
  const keeper = time.keeper(feishu.underWay, feishu.nextRedelivery);
  const bot = keepBot(feishu, house.url, time.shiftMs);
  await bot.listening;
  let leaving = false;
  const leave = async () => {
    if (leaving) return;
    leaving = true;
    await bot.stop();
    await feishu.close();
    await keeper.close();
    await time.stop();
    await house.stop();
    process.exit(0);
  };
  process.on('SIGINT', leave).on('SIGTERM', leave);
  say(`请在浏览器打开 ${feishu.url}  （${((performance.now() - began) / 1000).toFixed(1)} 秒启动，Ctrl-C 结束）`);
  if (play) await playAll(feishu, (toMs) => keeper.advance(toMs));
};

const say = (line: string) => process.stdout.write(`${line}\n`);

/** A database of its own in the embedded server, with this year's round open in it. */
const openHouse = async (fresh: boolean) => {
  const embedded = await startEmbedded({ dataDir: path.join(root, '.data') });
  const admin = new pg.Client({ connectionString: embedded.url });
  await admin.connect();
  if (fresh) await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  const known = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
  if (!known.rowCount) await admin.query(`CREATE DATABASE ${name}`);
  await admin.end();
  const url = new URL(embedded.url);
  url.pathname = `/${name}`;
  await migrate(url.href);
  if (!known.rowCount) await prepareQueue(url.href);
  const db = createDatabase(url.href, { max: 2 });
  if (!(await openRounds(db)).length) await openSeason(db, new Date());
  const stop = async () => {
    await db.$disconnect();
    await embedded.stop();
  };
  return { url: url.href, db, stop };
};

/** The bot as a process of its own; killed, it comes back, as a supervisor would have it. */
const keepBot = (feishu: LocalFeishu, databaseUrl: string, shiftMs: () => number) => {
  let child: ChildProcess | undefined;
  let stopping = false;
  const start = () =>
    new Promise<void>((resolve) => {
      child = spawn(process.execPath, [path.join(import.meta.dirname, 'demo-bot.ts')], {
        stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
        env: {
          ...process.env,
          PORT: '0',
          HOST: '127.0.0.1',
          DATA_DIR: dataDir,
          DATABASE_URL: databaseUrl,
          FEISHU_APP_ID: app.appId,
          FEISHU_APP_SECRET: app.appSecret,
          FEISHU_ENCRYPT_KEY: app.encryptKey,
          FEISHU_VERIFICATION_TOKEN: app.verificationToken,
          FEISHU_BASE_URL: feishu.url,
          BOT_OPERATORS: people.operator.openId,
          DEMO_SHIFT_MS: String(shiftMs()),
        },
      });
      createInterface({ input: child.stdout! }).on('line', (line) => {
        const listening = /"port":(\d+)/.exec(line)?.[1];
        if (!listening) {
          say(line);
          return;
        }
        const url = `http://127.0.0.1:${listening}/webhook`;
        feishu.connect({ eventUrl: `${url}/event`, cardUrl: `${url}/card` });
        resolve();
      });
      child.once('exit', (code) => {
        if (stopping) return;
        say(`机器人进程退出（${code ?? '被杀'}），正在重新启动`);
        pause(500).then(start);
      });
    });
  return {
    listening: start(),
    /** The process that runs now. */
    process: () => child,
    stop: async () => {
      stopping = true;
      if (!child || child.exitCode !== null) return;
      const gone = new Promise((resolve) => child!.once('exit', resolve));
      child.kill('SIGTERM');
      await gone;
    },
  };
};

const playAll = async (feishu: LocalFeishu, advance: (toMs: number) => Promise<void>): Promise<void> => {
  const pace = async (what: string) => {
    say(`· ${what}`);
    await pause(Number(process.env.DEMO_PACE_MS ?? 1200));
  };
  const sample = await readSample();
  const [clerk, contact, operator] = [people.clerk, people.contact, people.operator].map(({ openId }) =>
    feishu.as(openId),
  );
  await pause(3000);
  await playAppointment(operator!, contact!, sample, pace);
  await playFilling(clerk!, sample, pace);
  const form = await playSubmission(clerk!, pace);
  await playRecommendation(contact!, clerk!, sample, pace);
  await playFiling(clerk!, contact!, { form, today: dayOf(feishu.store.now()) }, pace);
  await playDecision(operator!, clerk!, { now: feishu.store.clock.now, advance }, pace);
  say('名单已发布。三个人的聊天都在浏览器里，可以继续操作。');
};

await main();
