import { tmpdir } from 'node:os';
import { createCourier } from '../../../bot/courier.ts';
import type { Deps } from '../../../bot/deps.ts';
import { createFeishu } from '../../../bot/feishu.ts';
import { createLimits } from '../../../bot/limits.ts';
import { createLog } from '../../../bot/log.ts';
import type { Database } from '../../../prisma/client.ts';
import { createFileStore } from '../../../services/files/store.ts';
import type { Enqueue, Job } from '../../../services/queue.ts';
import { sweepReminders } from '../../../services/reminders/sweep.ts';
import { createVirtualClock } from '../../feishu/clock.ts';
import { startFeishu } from '../../feishu/server.ts';
import { app } from '../../season.ts';

export type SeasonWorld = Awaited<ReturnType<typeof startSeasonWorld>>;
export const TENANT = 'tenant_local';

/**
 * The local Feishu and three processes of the bot that share one database, as far as reminders go: each has its own connections,
 * courier and jobs in hand. Time is moved by hand; whoever waits moves it on.
 */
export const startSeasonWorld = async (dbs: readonly Database[], startMs: number, people: readonly string[]) => {
  const clock = createVirtualClock(startMs);
  const feishu = await startFeishu({
    ...app,
    people: people.map((openId) => ({ openId, name: openId, role: '' })),
    clock,
  });
  const processes = dbs.map((db) => createProcess(db, feishu.url, clock));
  return {
    clock,
    feishu,
    processes,
    db: dbs[0]!,
    now: () => new Date(clock.now()),
    /**
     * The alarm strikes for some of the processes at once. What happens `between` comes after the reminders were put into
     * messages and before they leave. Those that are `killed` then drop what they had in hand. True when one was left to do it, and the
     * platform took it.
     */
    strike: async (
      struck: readonly number[],
      killed: readonly number[],
      between: () => Promise<void>,
    ): Promise<boolean> => {
      const awake = struck.map((n) => processes[n]!);
      await Promise.all(awake.map((one) => one.sweep()));
      await between();
      for (const n of killed) processes[n]!.jobs.length = 0;
      const left = struck.filter((n) => !killed.includes(n)).map((n) => processes[n]!);
      const done = await Promise.all(left.map((one) => one.work()));
      if (!done.length || done.includes(false)) return false;
      // What another one left behind is found by the next round of any process.
      await left[0]!.courier.resume();
      return left[0]!.work();
    },
    /** What everybody has received, with the message's uuid. */
    received: () => {
      const uuids = new Map([...feishu.store.uuids].map(([uuid, { messageId }]) => [messageId, uuid]));
      return [...feishu.store.messages.values()].map(({ messageId, chatId, at, card }) => ({
        ...{ at, card, uuid: uuids.get(messageId)! },
        person: feishu.store.chats.get(chatId)!.members[0]!,
      }));
    },
    stop: () => feishu.close(),
  };
};

const nothing = async () => {};

const createProcess = (db: Database, url: string, clock: ReturnType<typeof createVirtualClock>) => {
  const jobs: Job<'courier'>[] = [];
  const enqueue: Enqueue = async (_tx, _name, data) => {
    jobs.push(...(data as Job<'courier'>[]));
  };
  const now = () => new Date(clock.now());
  const log = createLog('silent');
  const deps: Deps = {
    ...{ db, enqueue, now, log },
    feishu: createFeishu({ ...app, baseUrl: url, now, log, timeoutMs: 5000 }),
    files: createFileStore(tmpdir()),
    template: () => Promise.reject(new Error('reminders have no files')),
    botLink: '',
    pause: (ms) => clock.jump(clock.now() + ms),
  };
  const courier = createCourier(deps, createLimits(db, deps), { lost: nothing, spent: nothing });
  return {
    ...{ jobs, courier },
    sweep: () => sweepReminders(db, enqueue, now()),
    /** True when the platform has taken all of it; the rest waits in the outbox. */
    work: async (): Promise<boolean> => {
      const made = jobs.splice(0).flatMap((job) => ('recipient' in job ? courier.deliver(job.recipient) : []));
      return (await Promise.allSettled(made)).every(({ status }) => status === 'fulfilled');
    },
  };
};
