import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { migrationsFolder } from '../../prisma/migrate.ts';
import { emptyDatabase } from '../database.ts';
import { runBot, startBotProcess } from '../journeys/bot-process.ts';
import { type KillWorld, startKillWorld, TAKEN } from '../journeys/kill-world.ts';
import { declared, pdf, readSample } from '../journeys/play.ts';
import { readyDraft } from '../journeys/ready-made.ts';
import { app } from '../season.ts';

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'filing-main-'));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

const settings = (databaseUrl: string) => ({
  DATABASE_URL: databaseUrl,
  DATA_DIR: dataDir,
  FEISHU_APP_ID: app.appId,
  FEISHU_APP_SECRET: app.appSecret,
  FEISHU_ENCRYPT_KEY: app.encryptKey,
  FEISHU_VERIFICATION_TOKEN: app.verificationToken,
  FEISHU_BASE_URL: 'http://127.0.0.1:9',
  BOT_OPERATORS: 'ou_operator',
});

test('wrong settings end it with one message that lists every fault and no value', async () => {
  const wrong = { PORT: 'many', FEISHU_APP_SECRET: '', FEISHU_BASE_URL: 'secret-place', BOT_OPERATORS: 'someone' };
  const { code, output } = await runBot({ ...settings('mysql://u:hidden@127.0.0.1/x'), ...wrong }).ended;
  expect(code).toBe(1);
  const [head, ...faults] = output.trim().split('\n');
  expect(head).toContain('配置有误');
  expect(faults.map((line) => line.split('：')[0]).sort()).toEqual(['DATABASE_URL', ...Object.keys(wrong)].sort());
  expect(output).not.toMatch(/hidden|secret-place|someone|many/);
});

test('two processes at once on an empty database both come up, and each migration is applied once', async () => {
  const url = await emptyDatabase();
  const bots = await Promise.all([startBotProcess(settings(url)), startBotProcess(settings(url))]);
  try {
    for (const { port } of bots) {
      const ready = await fetch(`http://127.0.0.1:${port}/ready`);
      expect([ready.status, await ready.json()]).toEqual([200, { database: true, queue: true }]);
    }
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query('SELECT migration_name AS name FROM _prisma_migrations ORDER BY 1');
    await client.end();
    const folders = await readdir(migrationsFolder, { withFileTypes: true });
    const names = folders.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    expect(rows.map(({ name }) => name)).toEqual(names.sort());
  } finally {
    const ends = await Promise.all(bots.map((bot) => bot.terminate()));
    expect(ends.map(({ code }) => code)).toEqual([0, 0]);
  }
});

test('a database out of reach ends the start with exit code 1', async () => {
  const { code, output } = await runBot(settings('postgresql://u:hidden@127.0.0.1:9/x')).ended;
  expect(code).toBe(1);
  expect(output).not.toContain('hidden');
});

test('SIGTERM lets the click and the download under way finish, and ends with exit code 0', async () => {
  const world: KillWorld = await startKillWorld();
  try {
    const { clerk, db, feishu } = world;
    await readyDraft(world, await readSample());
    await clerk.say('进度');
    await clerk.expectCard('总览与检查');
    const download = feishu.faults.hold('download', 'middle');
    await clerk.sendFile('制度.pdf', pdf('one more'));
    await download.reached;
    const commit = world.atCommit('before', TAKEN);
    const clicking = clerk.tryClick('定稿', declared);
    await commit.reached;

    const ending = world.bot().terminate();
    await vi.waitFor(() => expect(world.bot().lines.map(({ msg }) => msg)).toContain('stopping'));
    await expect(fetch(world.eventUrl(), { method: 'POST' })).rejects.toThrow();
    commit.release();
    expect((await clicking).toast?.type).toBe('success');
    download.release();

    expect(await ending).toMatchObject({ code: 0, signal: null });
    expect(await db.$queryRaw`SELECT id FROM pgboss.job WHERE name = 'fetch' AND state <> 'completed'`).toEqual([]);
  } finally {
    await world.stop();
  }
});
