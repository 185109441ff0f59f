import { PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import { activeContacts, loadContact, settleLookUp } from '../services/departments/contacts.ts';
import { forgetTaken, takeOnce } from '../services/inbox.ts';
import { type Job, type JobName, jobs } from '../services/queue.ts';
import { createCourier } from './courier.ts';
import type { Deps } from './deps.ts';
import { createIntake } from './intake.ts';
import { createLimits } from './limits.ts';

/** Retries go on for about a day, with backoff and jitter; what cannot pass is parked by the worker itself long before. */
const RETRIES = { retryLimit: 40, retryDelay: 1, retryBackoff: true, retryDelayMax: 3600 };
/** NOTIFY tells of new jobs only: a retry that has become due is found by polling, whose pace under NOTIFY is its own. */
const POLLING = { pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 2 };
const HOUSEKEEPING = 'housekeeping';

/** A process that is killed falls silent: what it had in hand goes to another one after this long, not at its expiry. */
const SILENCE = { heartbeatSeconds: 10 };
const LOOK_AROUND = { superviseIntervalSeconds: 10, monitorIntervalSeconds: 10 };

/** The queue in our own database, woken by NOTIFY; polling is the safety net. */
export const openQueue = async (url: string, log: Logger): Promise<PgBoss> => {
  const boss = new PgBoss({ connectionString: url, useListenNotify: true, ...LOOK_AROUND });
  boss.on('error', (error) => log.error({ err: error }, 'the queue is in trouble'));
  await boss.start();
  for (const name of Object.keys(jobs))
    await boss.createQueue(name, { notify: true, expireInSeconds: 120, ...SILENCE, ...RETRIES });
  await boss.createQueue(HOUSEKEEPING);
  return boss;
};

/** Starts the workers; resolves when they listen and what an earlier process left waiting is under way. */
export const startWorkers = async (boss: PgBoss, deps: Deps): Promise<void> => {
  const { db, log, now, enqueue, feishu } = deps;
  const courier = createCourier(deps, createLimits(db));
  const intake = createIntake(deps);

  const lookUp = async ({ contactId }: Job<'lookUp'>): Promise<void> => {
    const contact = await loadContact(db, contactId);
    const active = (await activeContacts(db, contact.roundId)).some(({ id }) => id === contactId);
    if (!active || contact.openId) return;
    const found = await feishu.lookUp({ mobile: contact.mobile, email: contact.email });
    await db.$transaction(async (tx) => {
      if (await takeOnce(tx, `lookUp:${contactId}`, now())) await settleLookUp(tx, enqueue, contact, found, now());
    });
  };

  const workers: { [J in JobName]: (job: Job<J>) => Promise<void> } = {
    courier: (job) => ('recipient' in job ? courier.deliver(job.recipient) : courier.refresh(job.filingId)),
    fetch: intake.take,
    lookUp,
  };
  const start = async <J extends JobName>(name: J): Promise<void> => {
    await boss.work<Job<J>>(name, { localConcurrency: 4, ...POLLING }, async ([job]) => {
      if (!job) return;
      try {
        await workers[name](jobs[name].parse(job.data) as Job<J>);
      } catch (error) {
        log.warn({ err: error, queue: name, jobId: job.id }, 'a job will be tried again');
        throw error;
      }
    });
  };
  await takeOver(boss, db);
  for (const name of Object.keys(jobs) as JobName[]) await start(name);

  await boss.work(HOUSEKEEPING, async () => {
    log.debug({ forgotten: await forgetTaken(db, now()) }, 'old event keys forgotten');
  });
  await boss.schedule(HOUSEKEEPING, '17 3 * * *', null, { tz: 'Asia/Shanghai' });
  courier.resume().catch((error: unknown) => log.error({ err: error }, 'waiting messages could not be resumed'));
};

/**
 * What a killed process had in hand goes back to the queue at a start, for a person waits for it. Some of it may be in the
 * hands of another process that lives: every job may run twice, for its effect is recorded once.
 */
const takeOver = async (boss: PgBoss, db: Deps['db']): Promise<void> => {
  const inHand = await db.$queryRaw<{ name: string; id: string }[]>`
    SELECT name, id::text FROM pgboss.job WHERE state = 'active' AND name = ANY(${Object.keys(jobs)})`;
  for (const { name, id } of inHand) await boss.fail(name, id, { message: 'taken over at a start' });
};
