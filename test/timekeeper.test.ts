import { Socket } from 'node:net';
import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from './database.ts';
import { createVirtualClock, type VirtualClock } from './feishu/clock.ts';
import { tellTime } from './queue-clock.ts';
import { createTimekeeper } from './timekeeper.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database?.close());

const keeperOf = (clock: VirtualClock, exchanges = () => 0) =>
  createTimekeeper({
    ...{ clock, url: database.url, exchanges },
    ...{ held: () => 0, workers: 1, otherDue: () => undefined },
  });

test('time does not move while a statement is on its way, though the server shows nothing of it', async () => {
  let looks = 0;
  let enough = () => {};
  const lookedOften = new Promise<void>((resolve) => {
    enough = resolve;
  });
  const exchanges = () => {
    if (++looks === 50) enough();
    return 0;
  };
  const clock = createVirtualClock(Date.now());
  const keeper = keeperOf(clock, exchanges);
  const socket = new Socket();
  const client = new pg.Client({ connectionString: database.url, stream: () => socket });
  await client.connect();

  socket.cork();
  const order: string[] = [];
  const answered = client.query('SELECT 1').then(() => order.push('answered'));
  const moved = keeper.next().then(() => order.push('moved'));
  await Promise.race([lookedOften, moved]);
  socket.uncork();
  await Promise.all([answered, moved]);
  expect(order).toEqual(['answered', 'moved']);
  await client.end();
  await keeper.close();
});

test('a job of which no worker hears is waited for once, and not again before every act', async () => {
  const boss = new PgBoss({ connectionString: database.url, supervise: false, schedule: false });
  await boss.start();
  await boss.createQueue('unheard', { notify: true });
  await boss.send('unheard', {});
  await boss.stop({ graceful: false });
  const keeper = keeperOf(createVirtualClock(Date.now() + 1000));
  const took = async () => {
    const began = performance.now();
    await keeper.next();
    return performance.now() - began;
  };
  const first = await took();
  expect(first).toBeGreaterThan(2000);
  let later = 0;
  for (let act = 0; act < 3; act++) later += await took();
  expect(later).toBeLessThan(first);
  await keeper.close();
});

test('the time told to the queue never goes back, however little the clock is moved', async () => {
  const startMs = Date.parse('2026-03-02T09:12:00+08:00');
  const clock = createVirtualClock(startMs);
  const letGo = await tellTime(database.url, clock);
  /** Asks so often that what is told last is 1.5 ms ahead; resolves with the first and the last answer, in ms. */
  const ask = async () => {
    const [row] = await database.db.$queryRaw<[{ told: number[] }]>`
      SELECT ARRAY[min(at), max(at)] AS told
      FROM (SELECT extract(epoch FROM pgboss.job_now())::float8 * 1000 AS at FROM generate_series(1, 1500)) AS asked`;
    return row.told;
  };
  const told = await ask();
  for (const ms of [0, 1, 0, 2]) {
    await clock.jump(clock.now() + ms);
    told.push(...(await ask()));
  }
  expect(told).toEqual(told.toSorted((a, b) => a - b));
  // A longer way takes the lead back.
  await clock.jump(startMs + 60_000);
  expect((await ask())[1]! - clock.now()).toBeCloseTo(1.5, 2);
  await letGo();
});
