import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { VirtualClock } from './feishu/clock.ts';
import { statementsUnderWay } from './statements.ts';

/** What moves in the house at this moment, and when something is due next. */
type Look = { moving: number; stamp: string; active: number; due: number; awaited: string[]; nextJobAt: number | null };

/** Turns of this process without any motion after which the house counts as still, if the server shows none either. */
const STILL_TURNS = 5;
/** Turns without motion after which it is worth while to ask the server at all. */
const QUIET_TURNS = 2;
/** How long a NOTIFY may be on its way, in real time; after it only a timer of the queue can still find the job. */
const NOTIFY_MS = 2_000;
/** After that, if nobody says, something runs for ever. */
const RESTLESS_MS = 20_000;

export type Timekeeper = ReturnType<typeof createTimekeeper>;

/**
 * Moves the virtual time of a house whose bot runs in this process: never before everything has come to rest that can go
 * on without time. `exchanges` counts requests between platform and bot, `otherDue` names what else waits for the clock.
 * Flowing time brings by itself what is close at hand.
 */
export const createTimekeeper = (options: {
  clock: VirtualClock;
  flowing?: boolean;
  url: string;
  /** Requests under way between platform and bot. */
  exchanges: () => number;
  /** API calls that a test holds. */
  held: () => number;
  /** How many jobs of one queue the bot has in hand at most. */
  workers: number;
  /** How long all may be in motion without a rest, in ms of real time. */
  restlessMs?: number;
  otherDue: () => number | undefined;
}) => {
  const { clock, exchanges, held, otherDue, workers, flowing = false, restlessMs = RESTLESS_MS } = options;
  const eye = new pg.Client({ connectionString: options.url });
  const open = eye.connect();

  let looking: Promise<unknown> = open;

  /** One look after the other: two at once would see each other move. */
  const look = (): Promise<Look> => {
    const seen = looking.then(
      async () => (await eye.query<Look>({ name: 'look', text: LOOK, values: [clock.now(), workers] })).rows[0]!,
    );
    looking = seen.catch(() => {});
    return seen;
  };

  /** Jobs that were waited for once already as long as a NOTIFY may take: they do not hold up everybody who acts after that. */
  const unheard = new Set<string>();
  let waiting: Promise<Look> | undefined;

  /** Resolves when nothing goes on any more that needs no time to pass; whoever asks meanwhile goes on in the same moment. */
  const stillness = (): Promise<Look> => {
    waiting ??= untilStill().finally(() => {
      waiting = undefined;
    });
    return waiting;
  };

  const underWay = () => exchanges() > 0 || statementsUnderWay() > 0;

  /**
   * Each look costs the server something, so it is asked twice: between two looks with the same stamp none of its sessions
   * has done anything, and that nothing of this process has moved is asked in every turn.
   */
  const untilStill = async (): Promise<Look> => {
    const began = performance.now();
    let quiet = 0;
    let since = began;
    let last = '';
    let onItsWay = false;
    const moved = (stamp: string) => {
      quiet = 0;
      since = performance.now();
      last = stamp;
      onItsWay = false;
    };
    for (;;) {
      await pause(onItsWay ? 20 : 1);
      if (performance.now() - began > restlessMs) throw new Error('the house does not come to rest');
      if (underWay() || working()) {
        moved('');
        continue;
      }
      quiet += 1;
      if (quiet < (last ? STILL_TURNS : QUIET_TURNS)) continue;
      const seen = await look();
      const close = flowing && Number(seen.active) + seen.awaited.length > 0;
      // With one worker nobody waits for anybody: whoever has a job and does not pause is at work on it.
      const atWork = workers === 1 && Number(seen.active) > clock.pausing() + held();
      const inMotion = Number(seen.moving) > 0 || underWay() || working() || close || atWork;
      if (inMotion || seen.stamp !== last) {
        moved(inMotion ? '' : seen.stamp);
        continue;
      }
      onItsWay = seen.awaited.some((id) => !unheard.has(id)) && performance.now() - since < NOTIFY_MS;
      if (onItsWay) continue;
      for (const id of seen.awaited) unheard.add(id);
      return seen;
    }
  };

  /** The next instant at which something happens by itself, in ms since 1970; undefined when the house is at rest. */
  const next = async (): Promise<number | undefined> => {
    const { active, due, nextJobAt } = await stillness();
    if (!flowing && Number(active) + Number(due) > 0) return clock.nextTimer();
    const known = [nextJobAt === null ? undefined : Number(nextJobAt), otherDue()].filter((at) => at !== undefined);
    return known.length ? Math.max(Math.min(...known), clock.now()) : undefined;
  };

  return {
    next,
    /** Moves on to an instant; all that is due on the way happens at its own time and in its order. */
    advance: async (toMs: number): Promise<void> => {
      for (let at = await next(); at !== undefined && at <= toMs; at = await next()) await clock.jump(at);
      await clock.jump(toMs);
      // What the arrival itself set going, the queue's own rounds above all.
      await stillness();
    },
    close: () => eye.end(),
  };
};

/** Work of this process that no statement and no request shows: files being read, archives packed, threads asked, callbacks queued. */
const working = (): boolean =>
  process
    .getActiveResourcesInfo()
    .some((name) => /^(FS|Zlib|MessagePort|Immediate|TCPConnect|GetAddrInfo|WriteWrap)/.test(name));

const OTHERS = 'datname = current_database() AND pid <> pg_backend_pid() AND state IS NOT NULL';
/** The queue's own moment runs ahead of the standing time, by a microsecond for each time it is asked. */
const NOW = `to_timestamp($1 / 1000.0) + interval '20 milliseconds'`;
const WAITING = `state IN ('created', 'retry')`;
const LOOK = `
  SELECT sessions.*,
         (SELECT count(*) FROM pgboss.job WHERE state = 'active') AS active,
         (SELECT count(*) FROM pgboss.job WHERE ${WAITING} AND start_after <= ${NOW}) AS due,
         array(SELECT one.id::text FROM pgboss.job AS one JOIN pgboss.queue USING (name)
           WHERE one.state = 'created' AND start_after <= ${NOW} AND queue.notify
             AND (SELECT count(*) FROM pgboss.job WHERE name = one.name AND state = 'active') < $2) AS awaited,
         (SELECT floor(extract(epoch FROM min(start_after)) * 1000) FROM pgboss.job
           WHERE ${WAITING} AND start_after > ${NOW}) AS "nextJobAt"
  FROM (SELECT count(*) FILTER (WHERE state <> 'idle') AS moving,
               coalesce(max(state_change)::text, '') || count(*) AS stamp
        FROM pg_stat_activity WHERE ${OTHERS}) AS sessions`;
