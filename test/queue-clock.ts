import type { AttachableClock } from 'pg-boss';
import type { VirtualClock } from './feishu/clock.ts';

/**
 * The clock as the bot takes it: its queue reads the time of day from the database, in a function of its own, and that
 * function then tells the virtual time to everyone who asks. Flowing time is told as a shift from the database's own.
 */
export const queueClock = (clock: VirtualClock, { flowing = false }: { flowing?: boolean } = {}): AttachableClock => ({
  ...clock,
  attach: async ({ db, schema }) => {
    // Standing time is told a microsecond later each time, so that what was queued first still stands first.
    const told = flowing
      ? 'pg_catalog.clock_timestamp() + shift'
      : `standing + nextval('${schema}.virtual_moment') * interval '1 microsecond'`;
    await db.executeSql(`
      CREATE SEQUENCE IF NOT EXISTS ${schema}.virtual_moment;
      CREATE TABLE IF NOT EXISTS ${schema}.virtual_clock (standing timestamptz NOT NULL, shift interval NOT NULL);
      DELETE FROM ${schema}.virtual_clock;
      INSERT INTO ${schema}.virtual_clock VALUES (now(), '0');
      CREATE OR REPLACE FUNCTION ${schema}.job_now() RETURNS timestamptz LANGUAGE sql VOLATILE
        AS $$ SELECT ${told} FROM ${schema}.virtual_clock $$;`);
    const follow = async (nowMs: number) => {
      const shiftSeconds = (nowMs - Date.now()) / 1000;
      await db.executeSql(
        `UPDATE ${schema}.virtual_clock SET standing = to_timestamp($1), shift = make_interval(secs => $2)
         FROM setval('${schema}.virtual_moment', 1)`,
        [nowMs / 1000, shiftSeconds],
      );
    };
    await follow(clock.now());
    const letGo = clock.follow(follow);
    return { [Symbol.asyncDispose]: async () => letGo() };
  },
});
