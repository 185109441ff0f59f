import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chown, mkdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { forsakenHomes, isAlive, lastingHome, moveIntoPlace, type PostgresHome, passingHome } from './postgres-home.ts';

export type Embedded = {
  /** For pg and Prisma: a superuser's connection to the database `postgres` on 127.0.0.1. */
  url: string;
  /**
   * Gives the server up. The last process that uses it shuts it down ('fast': open work is rolled back, committed work
   * is on disk); while another process uses the same dataDir the server stays for that one. Close your pools first.
   */
  stop(): Promise<void>;
};

/**
 * The real PostgreSQL server from npm, with its data kept for `dataDir` between runs and fsync on.
 *
 * It listens on a free port of 127.0.0.1 and asks for a password (SCRAM) that was drawn when the data was made and lies
 * beside them, readable by their owner only: a socket folder would need no password, but its path may be longer than
 * the system allows, and Windows and some clients cannot use it.
 *
 * Several processes with one dataDir share one server: PostgreSQL's own postmaster.pid decides who starts it. The server
 * runs detached, so that Ctrl-C in a terminal reaches the bot alone, which then stops it in order; a killed bot leaves
 * it running, and the next start adopts it, or recovers the data if the server was killed too.
 *
 * Throws an Error with PostgreSQL's words when the server cannot be made to run.
 */
export async function startEmbedded({ dataDir }: { dataDir: string }): Promise<Embedded> {
  return open(await lastingHome(dataDir), {});
}

/** A server for one run of tests or tools: empty, fast instead of safe, its data deleted by stop(). */
export async function startTemporary(): Promise<Embedded> {
  for (const home of await forsakenHomes()) await clearAway(home);
  const home = await passingHome();
  const server = await open(home, {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: '400',
    // Each test file has a database of its own, gone before there is anything to tidy up.
    autovacuum_naptime: '1h',
  });
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      await clearAway(home);
    },
  };
}

async function clearAway(home: PostgresHome): Promise<void> {
  await pgCtl(home, 'stop', '-m', 'immediate').catch(() => undefined);
  await rm(path.dirname(home.folder), { recursive: true, force: true });
}

async function open(home: PostgresHome, settings: Record<string, string>): Promise<Embedded> {
  await makeCluster(home);
  const password = await readFile(path.join(home.folder, 'password'), 'utf8');
  let trouble: unknown;
  // A start that fails is tried again: another process may be starting or stopping this server at the same moment.
  for (let failures = 0; failures < 5; ) {
    const running = await adopt(home, password);
    if (running === 'busy') {
      await delay(50);
    } else if (running) {
      let stopping: Promise<void> | undefined;
      const stop = () => {
        stopping ??= leave(home, password, running);
        return stopping;
      };
      return { url: urlOf(running.port, password), stop };
    } else {
      trouble = await start(home, settings).then(
        () => undefined,
        (error: unknown) => error,
      );
      if (trouble) await delay(100 * ++failures);
    }
  }
  const log = await readFile(path.join(home.folder, 'server.log'), 'utf8').catch(() => '');
  throw new Error(`The built-in PostgreSQL did not start: ${log.trim().split('\n').slice(-5).join(' | ')}`, {
    cause: trouble,
  });
}

/** Runs initdb once: into a draft that gets its name when complete, so that two first starts do not meet. */
async function makeCluster(home: PostgresHome): Promise<void> {
  if (await stat(home.folder).catch(() => undefined)) return;
  const draft = `${home.folder}.${randomBytes(6).toString('hex')}`;
  const password = path.join(draft, 'password');
  await mkdir(draft, { mode: 0o700 });
  await writeFile(password, randomBytes(24).toString('hex'), { mode: 0o600 });
  if (home.user) {
    await chown(draft, home.user.uid, home.user.gid);
    await chown(password, home.user.uid, home.user.gid);
  }
  try {
    // The built-in C.UTF-8 sorts alike on every machine, whatever languages are installed there.
    await run(home, home.initdb, [
      ...['-D', path.join(draft, 'cluster'), '--username=postgres', '--auth=scram-sha-256', `--pwfile=${password}`],
      ...['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
      // Many rounds of hashing make a short password hard to guess; ours is 24 random bytes, and each connection pays for them.
      '--set=scram_iterations=1',
    ]);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
  await moveIntoPlace(draft, home.folder);
}

async function start(home: PostgresHome, settings: Record<string, string>): Promise<void> {
  await setAsideStalePid(home);
  const all = {
    ...settings,
    port: String(await freePort()),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    // The log keeps the server's own story; statements and the rows that errors quote hold people's data.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
  };
  const options = Object.entries(all).map(([name, value]) => `-c ${name}="${value}"`);
  const log = path.join(home.folder, 'server.log');
  // Emptied, not deleted: a server that another process has started meanwhile goes on writing to it.
  await truncate(log).catch(() => undefined);
  // pg_ctl puts the server in a session of its own and waits; recovery after a crash may take a while.
  await pgCtl(home, 'start', '-w', '-t', '600', '-s', '-l', log, '-o', options.join(' '));
}

/**
 * A postmaster.pid left by a crash is PostgreSQL's to clear, save one case in which it refuses to start: the number now
 * belongs to some other process of the same user (common after a reboot). Then the file is taken away here.
 */
async function setAsideStalePid(home: PostgresHome): Promise<void> {
  const file = path.join(home.folder, 'cluster', 'postmaster.pid');
  const text = await readFile(file, 'utf8').catch(() => '');
  const pid = Number.parseInt(text, 10);
  if (!pid || !isAlive(pid)) return;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  // Without /proc nothing is known about the process: leave the judgement to PostgreSQL.
  if (command === undefined || command.includes(path.join(home.folder, 'cluster'))) return;
  const aside = `${file}.${randomBytes(6).toString('hex')}`;
  await rename(file, aside).catch(() => undefined);
  // Another process may have started the server between the look and the move: then its file goes back.
  if ((await readFile(aside, 'utf8').catch(() => text)) === text) await rm(aside, { force: true });
  else await rename(aside, file);
}

type Running = { port: number; lease: pg.Client };

/** Each process that uses the server holds this lock, shared; who gets it alone was the last. */
const leaseKey = 20231206;

/** The running server of this home with a lease on it, 'busy' while it starts or stops, undefined when there is none. */
async function adopt(home: PostgresHome, password: string): Promise<Running | 'busy' | undefined> {
  const lines = await readFile(path.join(home.folder, 'cluster', 'postmaster.pid'), 'utf8').catch(() => '');
  const port = Number(lines.split('\n')[3]);
  if (!port) return undefined;
  const lease = new pg.Client({ connectionString: urlOf(port, password), application_name: 'filing-assistant lease' });
  // A server that goes away is noticed by those who send queries; the lease has nothing to add.
  lease.on('error', () => undefined);
  try {
    await lease.connect();
    const { rows } = await lease.query('SELECT pg_try_advisory_lock_shared($1) AS taken', [leaseKey]);
    if (rows[0].taken) return { port, lease };
    await lease.end();
    return 'busy';
  } catch (error) {
    await lease.end().catch(() => undefined);
    // 57P03: starting, recovering or shutting down. Anything else is no server of ours, or one that is just gone.
    return (error as { code?: string }).code === '57P03' ? 'busy' : undefined;
  }
}

async function leave(home: PostgresHome, password: string, { lease }: Running): Promise<void> {
  // A lease whose connection broke (the server recovered from a crash, say) is taken anew.
  const alive = await lease.query('SELECT pg_advisory_unlock_shared($1)', [leaseKey]).then(
    () => lease,
    async () => {
      const again = await adopt(home, password);
      if (!again || again === 'busy') return undefined;
      await again.lease.query('SELECT pg_advisory_unlock_shared($1)', [leaseKey]);
      return again.lease;
    },
  );
  if (!alive) return;
  const { rows } = await alive.query('SELECT pg_try_advisory_lock($1) AS last', [leaseKey]);
  // The lock is held through the shutdown, so that a process starting meanwhile waits for a server of its own.
  if (rows[0].last) {
    const pid = await serverPid(home);
    await pgCtl(home, 'stop', '-W', '-s', '-m', 'fast');
    // pg_ctl's own waiting would go on for ever when another process starts the server again at once.
    while ((await serverPid(home)) === pid && isAlive(pid)) await delay(20);
  }
  await alive.end().catch(() => undefined);
}

/** The number in postmaster.pid, 0 when there is none: the server takes the file away as the last thing it does. */
async function serverPid(home: PostgresHome): Promise<number> {
  const text = await readFile(path.join(home.folder, 'cluster', 'postmaster.pid'), 'utf8').catch(() => '');
  return Number.parseInt(text, 10) || 0;
}

function urlOf(port: number, password: string): string {
  return `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
}

function pgCtl(home: PostgresHome, action: 'start' | 'stop', ...options: string[]): Promise<void> {
  return run(home, home.pgCtl, [action, '-D', path.join(home.folder, 'cluster'), ...options]);
}

async function run(home: PostgresHome, program: string, args: string[]): Promise<void> {
  // Only what is named here: PGDATA, PGPORT and the like of the surroundings are about other servers. The working
  // folder of the bot may be closed to the server's user.
  const env = { PATH: '/usr/bin:/bin', LC_ALL: 'C' };
  await promisify(execFile)(program, args, { ...home.user, env, cwd: path.dirname(home.folder) });
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
