import type { Database } from '../../../prisma/client.ts';
import { sweepReminders } from '../../../services/reminders/sweep.ts';
import { addDays, instantOf } from '../../../services/time.ts';
import { testDatabase } from '../../database.ts';
import { openSeason } from '../../season.ts';

/** A working Thursday, at an hour at which everybody's minute has come. */
export const day = '2026-04-16';
export const now = instantOf(day, '10:38');

const began = instantOf('2026-03-03', '12:00');

type Drafts = { open: number; tenantKey: string; remindAt: Date };

/** So many drafts of as many people, ou_1 and on, in a round whose materials are due a week after `day`; looked at next at `remindAt`. */
export const openDrafts = async (
  db: Database,
  roundId: string,
  { open, tenantKey, remindAt }: Drafts,
): Promise<void> => {
  await db.round.update({ where: { id: roundId }, data: { materialsDueOn: addDays(day, 7) } });
  await db.department.updateMany({ data: { remindAt: null } });
  await db.$executeRaw`
    INSERT INTO "Filing" (id, "roundId", "creditCode", status, rev, version, "handedIn", answers, revs, conflicts, scans,
      "createdAt", "touchedAt", "journalHead", "remindAt", "remindFrom", "remindFor")
    SELECT 'filing-' || n, ${roundId}, 'code-' || n, 'draft', 1, 0, 0,
      jsonb_build_object('basics', jsonb_build_object('name', 'ÂĂ' || repeat(md5(n::text), 60))), '{}', '{}', '[]',
      ${began}, ${began}, '', ${remindAt}, ${began}, ${`fill:${addDays(day, 7)}`}
    FROM generate_series(1, ${open}::int) AS n`;
  await db.$executeRaw`
    INSERT INTO "Member" ("filingId", "tenantKey", "openId", name, role, "joinedAt")
    SELECT 'filing-' || n, ${tenantKey}, 'ou_' || n, '填报人', 'owner', ${began} FROM generate_series(1, ${open}::int) AS n`;
};

/** A database with `open` drafts of as many people in one round, T-7 today, and a ledger of what they were told before. */
export const manyFilings = async (open: number, due: number) => {
  const database = await testDatabase({ max: 1 });
  const { db } = database;
  const roundId = await openSeason(db, instantOf('2026-03-02', '09:00'));
  await openDrafts(db, roundId, { open, tenantKey: 'tenant', remindAt: instantOf('2026-04-20', '09:00') });
  await db.$executeRaw`
    INSERT INTO "Reminder" (id, "roundId", subject, rule, recipient, milestone, "dueOn", again, at, state, "toldTo", "toldOn", digest)
    SELECT n || '-' || milestone, ${roundId}, 'filing:filing-' || n, 'fill', 'person:tenant:ou_' || n, milestone, ${addDays(day, 7)},
      0, ${began}, 'sent', 'person:tenant:ou_' || n, ${addDays(day, -7)}, n || '-' || milestone
    FROM generate_series(1, ${open}::int) AS n, unnest(ARRAY[14, 30]) AS milestone`;
  /** Of every so many the one is due. */
  const step = Math.floor(open / due);
  const again = async () => {
    await db.$executeRaw`DELETE FROM "Reminder" WHERE milestone = 7`;
    await db.$executeRaw`DELETE FROM "Outbox"`;
    await db.$executeRaw`
      UPDATE "Filing" SET "remindAt" = ${instantOf(day, '09:00')} WHERE substr(id, 8)::int % ${step}::int = 0
        AND substr(id, 8)::int <= ${step * due}::int`;
    await db.$executeRawUnsafe('VACUUM (ANALYZE) "Filing", "Member", "Reminder", "Outbox"');
  };
  await again();
  const asked: unknown[] = [];
  const sweep = () =>
    sweepReminders(
      db,
      async (_tx, _queue, jobs) => {
        asked.push(...jobs);
      },
      now,
    );
  return { ...database, again, sweep };
};

/** Rows that were read one after the other, without an index, since the database began; `db` has one connection. */
export const readInSequence = async (db: Database): Promise<Record<string, number>> => {
  await db.$queryRaw`SELECT pg_stat_force_next_flush()::text`;
  await db.$queryRaw`SELECT 1`;
  const rows = await db.$queryRaw<{ relname: string; seq_tup_read: bigint }[]>`
    SELECT relname::text, seq_tup_read FROM pg_stat_user_tables WHERE relname IN ('Filing', 'Member', 'Reminder')`;
  return Object.fromEntries(rows.map(({ relname, seq_tup_read }) => [relname, Number(seq_tup_read)]));
};
