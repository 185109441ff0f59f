import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { createDatabase, type Database, type DatabaseOptions, type Tx } from '../prisma/client.ts';

export type TestDatabase = { url: string; db: Database; close(): Promise<void> };

/** A fresh migrated database for the calling test file; call close() in afterAll. It goes away with the run's server. */
export async function testDatabase(options: DatabaseOptions = {}): Promise<TestDatabase> {
  const url = await createEmptyCopy('template');
  const db = createDatabase(url, { max: 5, ...options });
  return { url, db, close: () => db.$disconnect() };
}

/** What only the owner of the tables can do, and has to do before the history can be tampered with. */
export const asOwner = async (tx: Tx): Promise<void> => {
  await tx.$executeRawUnsafe('ALTER TABLE "Journal" DISABLE TRIGGER USER');
};

/** A database with nothing in it, for tests of the migrations themselves: its url. */
export function emptyDatabase(): Promise<string> {
  return createEmptyCopy('template0');
}

async function createEmptyCopy(template: string): Promise<string> {
  const server = inject('databaseServer');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  try {
    await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  } finally {
    await admin.end();
  }
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}
