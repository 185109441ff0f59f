import pg from 'pg';
import { PgBoss } from 'pg-boss';
import type { VirtualClock } from './feishu/clock.ts';

/** Makes the queue's tables, which the bot would make at its first start: only then can their time be told. */
export const prepareQueue = async (url: string): Promise<void> => {
  const boss = new PgBoss({ connectionString: url, supervise: false, schedule: false });
  boss.on('error', (error) => {
    throw error;
  });
  await boss.start();
  await boss.stop({ graceful: false });
};

/**
 * The queue reads the time of day from the database, in a function of its own. From now on that function tells the time of
 * this clock to everyone who asks; flowing time is told as a shift from the database's own. Ends with the returned function.
 */
export const tellTime = async (
  url: string,
  clock: VirtualClock,
  { flowing = false } = {},
): Promise<() => Promise<void>> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  // Standing time is told a microsecond later each time, so that what was queued first still stands first.
  const told = flowing
    ? 'pg_catalog.clock_timestamp() + shift'
    : `standing + nextval('pgboss.virtual_moment') * interval '1 microsecond'`;
  await client.query(`
    CREATE SEQUENCE IF NOT EXISTS pgboss.virtual_moment;
    CREATE TABLE IF NOT EXISTS pgboss.virtual_clock (standing timestamptz NOT NULL, shift interval NOT NULL);
    DELETE FROM pgboss.virtual_clock;
    INSERT INTO pgboss.virtual_clock VALUES (now(), '0');
    CREATE OR REPLACE FUNCTION pgboss.job_now() RETURNS timestamptz LANGUAGE sql VOLATILE
      AS $$ SELECT ${told} FROM pgboss.virtual_clock $$;`);
  const follow = async (nowMs: number) => {
    await client.query(
      `UPDATE pgboss.virtual_clock SET standing = to_timestamp($1), shift = make_interval(secs => $2)
       FROM setval('pgboss.virtual_moment', 1)`,
      [nowMs / 1000, (nowMs - Date.now()) / 1000],
    );
  };
  await follow(clock.now());
  const letGo = clock.follow(follow);
  return async () => {
    letGo();
    await client.end();
  };
};
