import { appendNotices, toPerson } from '../services/outbox.ts';
import { operatorsToTell } from '../services/reminders/subjects.ts';
import { isOfficeTime } from '../services/reminders/windows.ts';
import { openRounds } from '../services/rounds/store.ts';
import { dayOf } from '../services/time.ts';
import { parkPatient, retryParked } from '../services/undelivered.ts';
import type { Deps } from './deps.ts';

export type ApiUse = ReturnType<typeof createApiUse>;

/** Calls are counted in memory and written so many at once: a process that is killed forgets fewer than these. */
const BATCH = 20;
/** Of the month's budget, in percent: the operators are told once of each. */
const WARNED_AT = [95, 80];

/**
 * Counts the calls to the platform by calendar month (a self-built app has one tenant, whose month it is), and tells the
 * operators when the month's budget is nearly used up, or the platform says that it is. `budget` 0: nobody has set one.
 */
export const createApiUse = (
  { db, enqueue, now, log }: Pick<Deps, 'db' | 'enqueue' | 'now' | 'log'>,
  budget: number,
) => {
  let counted = 0;
  let writing = Promise.resolve();

  /** Costs nothing but for every twentieth call, and never waits. */
  const count = (): void => {
    counted += 1;
    if (counted >= BATCH) flush().catch((error: unknown) => log.warn({ err: error }, 'calls could not be counted yet'));
  };

  /** Writes what is counted, after what is just being written: every few minutes, and before the process ends. */
  const flush = (): Promise<void> => {
    writing = writing.catch(() => {}).then(write);
    return writing;
  };

  const write = async (): Promise<void> => {
    const calls = counted;
    if (!calls) return;
    counted = 0;
    try {
      const month = monthOf(now());
      const [row] = await db.$queryRaw<[{ calls: number; warned: number }]>`
        INSERT INTO "ApiUse" AS use ("month", "calls") VALUES (${month}, ${calls})
        ON CONFLICT ("month") DO UPDATE SET "calls" = use."calls" + ${calls}
        RETURNING "calls", "warned"`;
      const percent = budget && WARNED_AT.find((level) => row.calls >= (budget * level) / 100);
      if (percent && percent > row.warned) await warn(month, percent);
    } catch (error) {
      counted += calls;
      throw error;
    }
  };

  const warn = (month: string, percent: number): Promise<void> =>
    db.$transaction(async (tx) => {
      const first = { month, warned: { lt: percent } };
      const { count: told } = await tx.apiUse.updateMany({ where: first, data: { warned: percent } });
      if (told) await tell(tx, { month, percent });
    });

  const tell = async (tx: Parameters<typeof appendNotices>[0], said: { month: string; percent: number }) => {
    log.warn(said, 'the budget of calls to the platform is nearly used up');
    const to = await operatorsToTell(tx);
    await appendNotices(
      tx,
      enqueue,
      to.map((who) => toPerson(who, { kind: 'apiBudget', ...said, budget })),
      now(),
    );
  };

  /**
   * The platform says that the month's number is used up: what can wait, save reminders of a last day, is parked until the
   * next month, or an operator's word; what is urgent goes on being tried, a time or two in a minute.
   */
  const spent = (): Promise<void> =>
    db.$transaction(async (tx) => {
      const month = monthOf(now());
      await parkPatient(tx, month);
      const first = await tx.$queryRaw<unknown[]>`
        INSERT INTO "ApiUse" AS use ("month", "calls", "spentAt") VALUES (${month}, 0, ${now()})
        ON CONFLICT ("month") DO UPDATE SET "spentAt" = excluded."spentAt" WHERE use."spentAt" IS NULL
        RETURNING "month"`;
      if (first.length) await tell(tx, { month, percent: 100 });
    });

  /**
   * A month has begun: what the last one had no calls left for waits again as if new, from the first hour on in which people
   * are at work; at midnight nobody wants it, and the first of a month is often a holiday.
   */
  const renew = async (): Promise<void> => {
    const rounds = await openRounds(db);
    if (rounds.length && !rounds.some((round) => isOfficeTime(round, now()))) return;
    await db.$transaction((tx) => retryParked(tx, enqueue, { spentBefore: monthOf(now()) }));
  };

  return { count, flush, spent, renew };
};

const monthOf = (at: Date): string => dayOf(at).slice(0, 7);
