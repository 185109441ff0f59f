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
