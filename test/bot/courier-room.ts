import path from 'node:path';
import { createCourier } from '../../bot/courier.ts';
import type { Deps } from '../../bot/deps.ts';
import { createFeishu } from '../../bot/feishu.ts';
import { createLimits } from '../../bot/limits.ts';
import { createLog } from '../../bot/log.ts';
import { createDatabase, type Database } from '../../prisma/client.ts';
import { createFileStore } from '../../services/files/store.ts';
import type { Notice } from '../../services/notice.ts';
import { intentsOf, personKey, toPerson } from '../../services/outbox.ts';
import type { Urgency } from '../../services/urgency.ts';
import { testDatabase } from '../database.ts';
import { createVirtualClock } from '../feishu/clock.ts';
import { startFeishu } from '../feishu/server.ts';
import { app } from '../season.ts';

export type CourierRoom = Awaited<ReturnType<typeof openCourierRoom>>;

const TENANT = 'tenant_local';
const none = async () => {};

/** Nothing but couriers, each with a pool and a platform client of its own, one database and the local Feishu, in virtual time. */
export const openCourierRoom = async ({ people, startMs }: { people: number; startMs: number }) => {
  const database = await testDatabase();
  const clock = createVirtualClock(startMs);
  const openIds = Array.from({ length: people }, (_, n) => `ou_${n}`);
  const feishu = await startFeishu({
    ...app,
    ...{ clock, people: openIds.map((openId) => ({ openId, name: openId, role: '收信人' })) },
  });
  const pools: Database[] = [];
  const now = () => new Date(clock.now());

  return {
    clock,
    feishu,
    db: database.db,
    openIds,
    /** A process of its own; `url`: another way to the same database. */
    courier: (url = database.url) => {
      const db = createDatabase(url, { max: 5 });
      pools.push(db);
      const log = createLog('silent');
      const deps: Deps = {
        ...{ db, now, log, pause: clock.pause, enqueue: none },
        feishu: createFeishu({ ...app, baseUrl: feishu.url, now, log, timeoutMs: 20_000 }),
        files: createFileStore(path.join(import.meta.dirname, 'no-files')),
        template: () => Promise.reject(new Error('nothing is printed here')),
        botLink: 'https://applink.feishu.cn/client/bot/open',
      };
      return createCourier(deps, createLimits(db, deps), { lost: none, spent: none });
    },
    /** Lies in the outbox, in this order; resolves with the ids. */
    queue: async (messages: { openId: string; notice: Notice; urgency: Urgency }[]): Promise<string[]> => {
      const rows = intentsOf(
        messages.map(({ openId, notice, urgency }) => ({
          ...toPerson({ tenantKey: TENANT, openId }, notice),
          urgency,
        })),
        now(),
      );
      await database.db.outbox.createMany({ data: rows });
      return rows.map(({ id }) => id);
    },
    keyOf: (openId: string) => personKey({ tenantKey: TENANT, openId }),
    textsOf: (openId: string) =>
      feishu
        .as(openId)
        .messages()
        .flatMap(({ from, text }) => (from === 'bot' && text) || []),
    sends: () => feishu.calls.filter(({ name }) => name === 'send'),
    close: async () => {
      for (const pool of pools) await pool.$disconnect();
      await feishu.close();
      await database.close();
    },
  };
};
