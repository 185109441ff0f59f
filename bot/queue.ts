import { type Clock, PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import { forgetPreviews } from '../services/broadcasts/broadcasts.ts';
import { startDueBroadcasts, writeBroadcast } from '../services/broadcasts/writing.ts';
import { forgetColleagueSearches } from '../services/departments/colleague-search.ts';
import { tellDuties } from '../services/departments/duties.ts';
import { tellDues } from '../services/departments/tell-dues.ts';
import { forgetAsides } from '../services/filing/asides.ts';
import { forgetBrought } from '../services/filing/brought.ts';
import { forgetBatches } from '../services/filing/text-batch.ts';
import { forgetTaken } from '../services/inbox.ts';
import { forgetOfficeBatches } from '../services/office/batch.ts';
import { forgetSearches } from '../services/people/operator-search.ts';
import { behindOthers, type Job, type JobName, jobs } from '../services/queue.ts';
import { reissueDue, replacedSince } from '../services/reissue.ts';
import { sweepReminders } from '../services/reminders/sweep.ts';
import { unknownYears } from '../services/rounds/calendar.ts';
import { findRerouted, tellRerouted } from '../services/rounds/change-routes.ts';
import { openRounds } from '../services/rounds/store.ts';
import type { ApiUse } from './api-use.ts';
import { createBuzz } from './buzz.ts';
import { createClosing } from './closing.ts';
import { createCourier } from './courier.ts';
import type { Deps } from './deps.ts';
import { FeishuError } from './feishu.ts';
import { createGuardian } from './guardian.ts';
import { createIntake } from './intake.ts';
import { createJoin } from './join-scan.ts';
import { createLimits } from './limits.ts';
import { createLongText } from './long-text.ts';
import { createLookUp } from './look-up.ts';
import { createOfficeBatch } from './office-batch.ts';

/** Retries with backoff and jitter for about an hour; afterwards the sweep takes over what still waits in the outbox. */
const RETRIES = { retryLimit: 20, retryDelay: 1, retryBackoff: true, retryDelayMax: 300 };
/** NOTIFY tells of new jobs only: a retry that has become due is found by polling, whose pace under NOTIFY is its own. */
const POLLING = { pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 2 };
const HOUSEKEEPING = 'housekeeping';
const SWEEP = 'sweep';
const REISSUE = 'reissue';
const REMIND = 'remind';

/** A process that is killed falls silent: what it had in hand goes to another one after this long, not at its expiry. */
const SILENCE = { heartbeatSeconds: 10 };
const LOOK_AROUND = { superviseIntervalSeconds: 10, monitorIntervalSeconds: 10 };

/** The queue in our own database, woken by NOTIFY; polling is the safety net. */
export const openQueue = async (url: string, clock: Clock, log: Logger): Promise<PgBoss> => {
  const boss = new PgBoss({ connectionString: url, clock, useListenNotify: true, ...LOOK_AROUND });
  boss.on('error', (error) => log.error({ err: error }, 'the queue is in trouble'));
  await boss.start();
  const options = { notify: true, expireInSeconds: 120, ...SILENCE, ...RETRIES };
  for (const name of Object.keys(jobs)) {
    await boss.createQueue(name, options);
    // A queue that an older release made keeps its options unless it is told.
    await boss.updateQueue(name, options);
  }
  for (const name of [HOUSEKEEPING, SWEEP, REISSUE, REMIND]) await boss.createQueue(name);
  return boss;
};

/** Starts the workers, `inHandAtOnce` for each queue; resolves when they listen and what an earlier process left waiting is under way. */
export const startWorkers = async (
  boss: PgBoss,
  deps: Deps,
  { inHandAtOnce, apiUse }: { inHandAtOnce: number; apiUse: ApiUse },
): Promise<void> => {
  const { db, log, now, enqueue } = deps;
  const toMany = behindOthers(enqueue);
  const limits = createLimits(db, deps);
  const guardian = createGuardian(deps);
  const courier = createCourier(deps, limits, { lost: guardian.lost, spent: apiUse.spent });
  const buzz = createBuzz(deps, limits);
  const intake = createIntake(deps);
  const longText = createLongText(deps, limits);

  const workers: { [J in JobName]: (job: Job<J>) => Promise<void> } = {
    courier: (job) => {
      if ('recipient' in job) return courier.deliver(job.recipient);
      if ('messageId' in job) return courier.catchUp(job);
      if ('buzz' in job) return buzz(job.buzz);
      if ('registrationId' in job) return courier.refreshRegistration(job.registrationId);
      if ('left' in job) return courier.resume();
      return 'filingId' in job ? courier.refresh(job.filingId) : courier.refreshRound(job.roundId);
    },
    fetch: intake.take,
    longText: (job) => ('land' in job ? longText.land(job) : longText.readDocument(job)),
    join: createJoin(deps),
    places: guardian.moveUp,
    office: createOfficeBatch(deps),
    closing: createClosing(deps),
    dues: (job) =>
      db.$transaction((tx) =>
        'rerouted' in job
          ? findRerouted(tx, toMany, job, now())
          : 'filingId' in job
            ? tellRerouted(tx, toMany, job, now())
            : tellDues(tx, toMany, job, now()),
      ),
    broadcast: (job) => writeBroadcast(db, toMany, job, now()),
    lookUp: createLookUp(deps, guardian),
  };
  const start = async <J extends JobName>(name: J): Promise<void> => {
    let self = '';
    self = await boss.work<Job<J>>(name, POLLING, async ([job]) => {
      if (!job) return;
      try {
        await workers[name](jobs[name].parse(job.data) as Job<J>);
      } catch (error) {
        // Its turn comes later: nothing is wrong.
        const waits = error instanceof FeishuError && ['limited', 'quota'].includes(error.kind);
        log[waits ? 'info' : 'warn']({ err: error, queue: name, jobId: job.id }, 'a job will be tried again');
        throw error;
      } finally {
        // One NOTIFY may stand for many jobs: whoever has done one looks for the next at once, not at the next poll.
        boss.notifyWorker(self);
      }
    });
  };
  const lookAfterReminders = async () => {
    const { unreadable, ...swept } = await sweepReminders(db, enqueue, now());
    if (swept.planned + swept.told + swept.escalated) log.info(swept, 'reminders looked after');
    for (const [subject, err] of unreadable)
      log.error({ err, subject }, 'this cannot be read: its reminders are put off');
  };
  const goOnWithBroadcasts = async () => {
    const begun = await startDueBroadcasts(db, enqueue, now());
    if (begun) log.info({ begun }, 'broadcasts go on');
  };
  await takeOver(boss, db);
  for (const name of Object.keys(jobs) as JobName[])
    for (let hands = 0; hands < inHandAtOnce; hands++) await start(name);

  await boss.work(HOUSEKEEPING, async () => {
    log.debug({ forgotten: await forgetTaken(db, now()) }, 'old event keys forgotten');
    await forgetBatches(db, now());
    await forgetBrought(db, now());
    await forgetAsides(db, now());
    await forgetOfficeBatches(db, now());
    await forgetSearches(db, now());
    await forgetColleagueSearches(db, now());
    await forgetPreviews(db, now());
    for (const round of await openRounds(db)) {
      const years = unknownYears(round, now());
      if (years.length) log.warn({ roundId: round.id, years }, 'the days off of these years are not known');
    }
    await db.rateSlot.deleteMany({ where: { freeAtMs: { lt: now().getTime() } } });
  });
  await boss.schedule(HOUSEKEEPING, '17 3 * * *', null, { tz: 'Asia/Shanghai' });
  await boss.work(SWEEP, async () => {
    await apiUse.flush();
    await apiUse.renew();
    await courier.resume();
    await guardian.settleClaims();
    await db.$transaction((tx) => tellDuties(tx, toMany, now()));
  });
  await boss.schedule(SWEEP, '*/5 * * * *');
  // Several times a day, so that a process that was down for a while misses nothing.
  await boss.work(REISSUE, async () => {
    const cards = await db.$transaction((tx) => reissueDue(tx, toMany, now()));
    if (cards) log.info({ cards }, 'cards near their end sent anew');
    await courier.replace(await replacedSince(db, now()));
  });
  await boss.schedule(REISSUE, '23 9-16 * * *', null, { tz: 'Asia/Shanghai' });
  // Only the alarm: what is due stands in the ledger. Never on :00 or :30, when everybody sends.
  await boss.work(REMIND, async () => {
    // One that fails does not hold up the other.
    for (const look of [lookAfterReminders, goOnWithBroadcasts])
      await look().catch((error: unknown) => log.error({ err: error }, 'the alarm could not do all; it strikes again'));
  });
  await boss.schedule(REMIND, '3-58/5 8-18 * * *', null, { tz: 'Asia/Shanghai', missed: 'once' });
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
