import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as engineCode from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';

/** Where the migrations lie, one folder each. */
export const migrationsFolder = path.join(import.meta.dirname, 'migrations');

/** migration_lock.toml beside the migrations: there the ordinary Prisma tools look for the kind of database. */
export const lockText = 'provider = "postgresql"\n';

const schemaFile = path.join(import.meta.dirname, 'schema.prisma');
const filters = { externalTables: [], externalEnums: [] };

/**
 * Brings the database at `url` up to date and returns the names of the migrations it applied, oldest first. Any number
 * of processes may call it at once: one works, the others wait and find nothing to do.
 *
 * The work is done by Prisma's own engine in its WASM form, which comes from npm; the ordinary `prisma migrate` would
 * download a program. Both write the same table _prisma_migrations. Throws when a migration fails; it is then rolled
 * back whole, and Prisma refuses to go on until `prisma migrate resolve` says what to do.
 */
export async function migrate(url: string, folder = migrationsFolder): Promise<string[]> {
  const guard = new pg.Client({ connectionString: url });
  await guard.connect();
  try {
    // Released with the connection, also when this process is killed. Any constant does; Prisma's own is 72707369.
    await guard.query('SELECT pg_advisory_lock(72707370)');
    return await withEngine(url, async (engine) => {
      const { appliedMigrationNames } = await engine.applyMigrations({
        migrationsList: await migrationsList(folder),
        filters,
      });
      return appliedMigrationNames;
    });
  } finally {
    await guard.end();
  }
}

/**
 * The SQL that leads from the migrations to schema.prisma; '' when they already say what the schema says. Works in a
 * shadow database beside `url`.
 */
export async function pendingSql(url: string): Promise<string> {
  return withEngine(url, async (engine) => {
    const files = [{ path: schemaFile, content: await readFile(schemaFile, 'utf8') }];
    const { exitCode, stdout } = await engine.diff({
      from: { tag: 'migrations', ...(await migrationsList(migrationsFolder)) },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: true,
      filters,
    });
    // As with `prisma migrate diff --exit-code`: 0 = no difference, 2 = some. Without any, stdout says so in a comment.
    return exitCode === 0 ? '' : (stdout ?? '');
  });
}

async function withEngine<T>(url: string, work: (engine: engineCode.SchemaEngine) => Promise<T>): Promise<T> {
  loading ??= loadEngine();
  await loading;
  const datamodels: [string, string][] = [[schemaFile, await readFile(schemaFile, 'utf8')]];
  const connections = new EnginePg(url);
  const adapter = bindMigrationAwareSqlAdapterFactory(connections);
  try {
    const engine = await engineCode.SchemaEngine.new({ datamodels }, () => undefined, adapter);
    return await work(engine).finally(() => engine.free());
  } finally {
    await connections.close();
  }
}

/** Once per process: the engine's code holds one instance, and another would pull it from under work under way. */
let loading: Promise<void> | undefined;

/**
 * The package's own entry imports its .wasm file as a module, which Node still calls experimental, with a warning at
 * each start. These are the same steps by hand.
 */
async function loadEngine(): Promise<void> {
  const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const bytes = await readFile(entry.replace(/\.js$/, '.wasm'));
  const imports = Object.entries(engineCode as unknown as Record<string, WebAssembly.ImportValue>).map(
    ([name, value]) =>
      // Its timer for Prisma's lock (10 s) is never cleared, and would keep a finished process waiting.
      name.startsWith('__wbg_setTimeout_')
        ? [name, (run: () => void, ms: number) => setTimeout(run, ms).unref()]
        : [name, value],
  );
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': Object.fromEntries(imports) });
  engineCode.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
}

/** PrismaPg as Prisma's schema engine needs it. */
class EnginePg extends PrismaPg {
  readonly #url: string;
  /** What close() is to undo, the last first: the engine closes shadow connections only, and leaves the others open, with Prisma's
   * lock on them. */
  readonly #undo: (() => Promise<void>)[] = [];

  constructor(url: string) {
    super({ connectionString: url, max: 1 });
    this.#url = url;
  }

  override async connect() {
    const adapter = corrected(await super.connect());
    const pool = adapter.underlyingDriver();
    this.#undo.push(async () => {
      if (!pool.ending) await adapter.dispose();
    });
    return adapter;
  }

  override async connectToShadowDb() {
    const main = await this.connect();
    const url = new URL(this.#url);
    url.pathname = `/shadow_${randomBytes(6).toString('hex')}`;
    await main.executeScript(`CREATE DATABASE ${url.pathname.slice(1)} TEMPLATE template0`);
    this.#undo.push(() => main.executeScript(`DROP DATABASE ${url.pathname.slice(1)}`));
    const shadow = new EnginePg(url.href);
    this.#undo.push(() => shadow.close());
    return shadow.connect();
  }

  async close(): Promise<void> {
    for (const undo of this.#undo.splice(0).reverse()) await undo();
  }
}

function corrected(adapter: Awaited<ReturnType<PrismaPg['connect']>>): typeof adapter {
  const pool = adapter.underlyingDriver();
  const query = pool.query.bind(pool) as (...args: unknown[]) => Promise<pg.QueryResult>;
  // PrismaPg does not know the type "char" (18) of PostgreSQL's catalogue, which the engine reads: call it text (25).
  pool.query = async (...args: unknown[]) => {
    const result = await query(...args);
    for (const field of result.fields ?? []) if (field.dataTypeID === 18) field.dataTypeID = 25;
    return result as never;
  };
  // PrismaPg cuts a migration at every semicolon, also inside a text or a function, and commits each piece by itself.
  // Sent as one, PostgreSQL reads it properly and a migration that fails leaves nothing behind.
  adapter.executeScript = async (script) => {
    await adapter.executeRaw({ sql: script, args: [], argTypes: [] });
  };
  return adapter;
}

async function migrationsList(folder: string): Promise<engineCode.MigrationList> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const migrationDirectories = await Promise.all(
    names.sort().map(async (name) => {
      const value = await readFile(path.join(folder, name, 'migration.sql'), 'utf8');
      return { path: name, migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value } } };
    }),
  );
  const content = await readFile(path.join(folder, 'migration_lock.toml'), 'utf8').catch(() => lockText);
  return {
    baseDir: folder,
    lockfile: { path: 'migration_lock.toml', content },
    shadowDbInitScript: '',
    migrationDirectories,
  };
}
