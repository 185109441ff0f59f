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
    : `standing + (nextval('pgboss.virtual_moment') - base) * interval '1 microsecond'`;
  await client.query(`
    CREATE SEQUENCE IF NOT EXISTS pgboss.virtual_moment;
    DROP TABLE IF EXISTS pgboss.virtual_clock;
    CREATE TABLE pgboss.virtual_clock (standing timestamptz NOT NULL, base bigint NOT NULL, shift interval NOT NULL);
    INSERT INTO pgboss.virtual_clock VALUES ('epoch', 0, '0');
    CREATE OR REPLACE FUNCTION pgboss.job_now() RETURNS timestamptz LANGUAGE sql VOLATILE
      AS $$ SELECT ${told} FROM pgboss.virtual_clock $$;`);
  // Set to where it stands, or a moment further, the clock keeps the microseconds it has told: a job that is due must not
  // become one of the future, which no worker finds when it is woken.
  const follow = async (nowMs: number) => {
    await client.query(
      `WITH moment AS MATERIALIZED (SELECT last_value FROM pgboss.virtual_moment)
       UPDATE pgboss.virtual_clock
       SET standing = to_timestamp($1), shift = make_interval(secs => $2),
           base = last_value - greatest(0, last_value - base - extract(epoch FROM to_timestamp($1) - standing) * 1000000)
       FROM moment`,
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
