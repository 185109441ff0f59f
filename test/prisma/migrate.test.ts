import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createDatabase } from '../../prisma/client.ts';
import { migrate, pendingSql } from '../../prisma/migrate.ts';
import { emptyDatabase } from '../database.ts';

test('the migrations lead to exactly what schema.prisma says', async () => {
  expect(await pendingSql(await emptyDatabase())).toBe('');
});

test('a database that is up to date has nothing applied to it again', async () => {
  const url = await emptyDatabase();
  const applied = await migrate(url);
  expect(applied.length).toBeGreaterThan(0);
  expect(await migrate(url)).toEqual([]);
});

test('of several that migrate at once, one does the work and Prisma records it once', async () => {
  const url = await emptyDatabase();
  const applied = await Promise.all([migrate(url), migrate(url), migrate(url)]);
  expect(applied.filter((names) => names.length > 0)).toHaveLength(1);
  const db = createDatabase(url);
  const rows = await db.$queryRaw<{ migration_name: string }[]>`
    SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY migration_name`;
  await db.$disconnect();
  expect(rows.map((row) => row.migration_name)).toEqual(applied.flat());
});

test('a migration that fails says why, leaves nothing behind and is not passed over', async () => {
  const url = await emptyDatabase();
  const folder = await mkdtemp(path.join(tmpdir(), 'migrations-'));
  await mkdir(path.join(folder, '20240101000000_twice'));
  const table = "CREATE TABLE twice (text TEXT DEFAULT 'a;b');";
  await writeFile(path.join(folder, '20240101000000_twice', 'migration.sql'), table + table);
  await expect(migrate(url, folder)).rejects.toThrow('relation "twice" already exists');
  await expect(migrate(url, folder)).rejects.toThrow('20240101000000_twice');
  await rm(folder, { recursive: true });
  const db = createDatabase(url);
  const [row] = await db.$queryRaw<{ table: string | null }[]>`SELECT to_regclass('twice')::text AS table`;
  await db.$disconnect();
  expect(row).toEqual({ table: null });
});
