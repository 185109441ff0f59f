import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createDatabase } from './client.ts';
import { startTemporary } from './embedded.ts';
import { lockText, migrationsFolder, pendingSql } from './migrate.ts';

// node prisma/new-migration.ts <name>: writes the migration that leads from prisma/migrations to prisma/schema.prisma.

const name = process.argv[2] ?? '';
if (!/^[a-z][a-z0-9_]*$/.test(name)) {
  console.error('Usage: node prisma/new-migration.ts <name>, the name in small letters, digits and underscores.');
  process.exit(1);
}

const server = await startTemporary();
const db = createDatabase(server.url);
try {
  const sql = await pendingSql(server.url);
  if (sql) {
    // The form that Prisma gives: the order of the names is the order of the migrations.
    const [row] = await db.$queryRaw<
      { stamp: string }[]
    >`SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYYMMDDHH24MISS') AS stamp`;
    const folder = path.join(migrationsFolder, `${row?.stamp}_${name}`);
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'migration.sql'), sql);
    await writeFile(path.join(migrationsFolder, 'migration_lock.toml'), lockText);
    console.log(`Wrote ${path.relative(process.cwd(), folder)}/migration.sql: read it before it is committed.`);
  } else {
    console.error('Nothing to do: the migrations already lead to schema.prisma.');
    process.exitCode = 1;
  }
} finally {
  await db.$disconnect();
  await server.stop();
}
