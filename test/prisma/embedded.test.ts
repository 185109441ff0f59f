import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Embedded, startEmbedded } from '../../prisma/embedded.ts';

let dataDir: string;
const started: Embedded[] = [];
const bots: ChildProcess[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'embedded-test-'));
});

afterEach(async () => {
  for (const bot of bots.splice(0)) bot.kill('SIGKILL');
  for (const server of started.splice(0)) await server.stop();
  await rm(await home(), { recursive: true, force: true });
  await rm(dataDir, { recursive: true, force: true });
});

test('what was written is there after an orderly stop and a new start', async () => {
  const first = await start();
  await query(first.url, "CREATE TABLE draft AS SELECT 'kept' AS text");
  await first.stop();
  await expect(query(first.url, 'SELECT 1')).rejects.toThrow();
  const second = await start();
  expect(await query(second.url, 'SELECT text FROM draft')).toEqual([{ text: 'kept' }]);
});

test('the server writes safely, sorts the same everywhere and lets only the password in', async () => {
  const { url } = await start();
  expect(await query(url, 'SHOW fsync')).toEqual([{ fsync: 'on' }]);
  expect(await query(url, 'SHOW listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
  expect(await query(url, "SELECT 'a' < 'B' AS dictionary, upper('é') AS upper")).toEqual([
    { dictionary: false, upper: 'É' },
  ]);
  const stranger = new URL(url);
  stranger.password = 'guess';
  await expect(query(stranger.href, 'SELECT 1')).rejects.toThrow(/password/);
  expect((await stat(path.join(await home(), 'password'))).mode & 0o777).toBe(0o600);
  expect((await stat(await home())).mode & 0o777).toBe(0o700);
});

test('after the bot is killed, the next start takes over the server it left', async () => {
  const bot = await startBot("CREATE TABLE draft AS SELECT 'kept' AS text");
  bot.process.kill('SIGKILL');
  await once(bot.process, 'exit');
  const next = await start();
  expect(next.url).toBe(bot.url);
  expect(await query(next.url, 'SELECT text FROM draft')).toEqual([{ text: 'kept' }]);
  await next.stop();
  await expect(query(next.url, 'SELECT 1')).rejects.toThrow();
});

test('after bot and server are killed, the next start recovers what was committed', async () => {
  const bot = await startBot("CREATE TABLE draft AS SELECT 'kept' AS text");
  bot.process.kill('SIGKILL');
  process.kill(await postmaster(), 'SIGKILL');
  const next = await start();
  expect(await query(next.url, 'SELECT text FROM draft')).toEqual([{ text: 'kept' }]);
});

test('bots that start at once on a new folder share one server, and the last to leave stops it', async () => {
  const [one, two, bot] = await Promise.all([start(), start(), startBot('CREATE TABLE draft ()')]);
  expect(two.url).toBe(one.url);
  expect(bot.url).toBe(one.url);
  await Promise.all([one.stop(), two.stop()]);
  expect(await query(bot.url, 'SELECT count(*)::int AS tables FROM draft')).toEqual([{ tables: 0 }]);
  bot.process.kill('SIGTERM');
  await once(bot.process, 'exit');
  await expect(query(bot.url, 'SELECT 1')).rejects.toThrow();
});

test('a start while the last bot is leaving waits and gets a server of its own', async () => {
  const leaving = await start();
  const [, next] = await Promise.all([leaving.stop(), start()]);
  expect(await query(next.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('a process number left by a crash and since given to another process does not stand in the way', async () => {
  const first = await start();
  const file = path.join(await home(), 'cluster', 'postmaster.pid');
  const lines = (await readFile(file, 'utf8')).split('\n');
  await first.stop();
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)']);
  bots.push(other);
  await writeFile(file, [other.pid, ...lines.slice(1)].join('\n'));
  const second = await start();
  expect(await query(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('a folder whose data are known to be elsewhere is refused, not begun anew', async () => {
  await writeFile(path.join(dataDir, 'postgres-is-at'), '/var/lib/filing-assistant/elsewhere\n');
  await expect(startEmbedded({ dataDir })).rejects.toThrow('/var/lib/filing-assistant/elsewhere');
  await rm(path.join(dataDir, 'postgres-is-at'));
});

async function start(): Promise<Embedded> {
  const server = await startEmbedded({ dataDir });
  started.push(server);
  return server;
}

/** Another process that starts the server, runs one statement and waits to be ended (SIGTERM: in order). */
async function startBot(sql: string): Promise<{ process: ChildProcess; url: string }> {
  const program = `
    import pg from 'pg';
    import { startEmbedded } from './prisma/embedded.ts';
    const server = await startEmbedded({ dataDir: ${JSON.stringify(dataDir)} });
    const client = new pg.Client(server.url);
    await client.connect();
    await client.query(${JSON.stringify(sql)});
    await client.end();
    process.once('SIGTERM', async () => { await server.stop(); process.exit(0); });
    process.stdout.write(server.url);
    setInterval(() => {}, 1e6);`;
  const bot = spawn(process.execPath, ['--input-type=module', '-e', program], {
    cwd: path.join(import.meta.dirname, '../..'),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  bots.push(bot);
  const [url] = await Promise.race([
    once(bot.stdout, 'data'),
    once(bot, 'exit').then(() => Promise.reject(new Error('The bot of this test ended early.'))),
  ]);
  return { process: bot, url: String(url) };
}

/** Where the server's data are: below dataDir, or for root where the signpost in dataDir points. */
async function home(): Promise<string> {
  const signpost = await readFile(path.join(dataDir, 'postgres-is-at'), 'utf8').catch(() => undefined);
  return signpost?.trim() ?? path.join(dataDir, 'postgres');
}

async function postmaster(): Promise<number> {
  return Number.parseInt(await readFile(path.join(await home(), 'cluster', 'postmaster.pid'), 'utf8'), 10);
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
