import pino from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type ApiUse, createApiUse } from '../../bot/api-use.ts';
import { intentsOf, toPerson } from '../../services/outbox.ts';
import type { Urgency } from '../../services/urgency.ts';
import { type TestDatabase, testDatabase } from '../database.ts';

const operator = { tenantKey: 'tenant', openId: 'ou_operator' };

let database: TestDatabase;
let now = new Date('2026-11-30T15:00:00Z');
beforeAll(async () => {
  database = await testDatabase();
  await database.db.operator.create({
    data: { ...operator, tenantKey: '', name: '', addedBy: 'settings', addedAt: now },
  });
  await database.db.person.create({ data: { ...operator, missedAt: [], seenAt: now } });
});
afterAll(() => database?.close());
beforeEach(async () => {
  now = new Date('2026-11-30T15:00:00Z');
  await database.db.apiUse.deleteMany();
  await database.db.outbox.deleteMany();
});

const processWith = (budget: number): ApiUse => {
  const { db } = database;
  return createApiUse({ db, enqueue: async () => {}, now: () => now, log: pino({ level: 'silent' }) }, budget);
};
const call = async (use: ApiUse, times: number) => {
  for (let n = 0; n < times; n++) use.count();
  await use.flush();
};
const told = async () =>
  (await database.db.outbox.findMany({ where: { kind: 'apiBudget' }, orderBy: { seq: 'asc' } })).map(
    ({ openId, notice }) => `${openId} ${(notice as { percent: number }).percent}`,
  );
const queue = async (urgency: Urgency, digest?: string) => {
  const one = { ...toPerson(operator, { kind: 'words', words: '在等' }), urgency, ...(digest && { id: digest }) };
  const [row] = intentsOf([one], now);
  await database.db.outbox.create({ data: row! });
  return row!.id;
};
const stateOf = async (id: string) => {
  const { state, reason } = await database.db.outbox.findUniqueOrThrow({ where: { id } });
  return `${state} ${reason ?? ''}`.trim();
};

test('calls of several processes are counted by the month of Shanghai, one statement for twenty', async () => {
  const [one, other] = [processWith(0), processWith(0)];
  for (let n = 0; n < 19; n++) one.count();
  expect(await database.db.apiUse.findMany()).toEqual([]);
  await call(one, 6);
  await call(other, 10);
  // 16:00 UTC is midnight in Shanghai.
  now = new Date('2026-11-30T16:00:00Z');
  await call(other, 3);
  const months = await database.db.apiUse.findMany({ orderBy: { month: 'asc' } });
  expect(months).toMatchObject([
    { month: '2026-11', calls: 35 },
    { month: '2026-12', calls: 3 },
  ]);
  expect(await told()).toEqual([]);
});

test('the operators are told once at 80 % of the budget and once at 95 %, whatever process gets there', async () => {
  const [one, other] = [processWith(100), processWith(100)];
  await call(one, 79);
  expect(await told()).toEqual([]);
  await Promise.all([call(one, 3), call(other, 3)]);
  await call(other, 3);
  expect(await told()).toEqual(['ou_operator 80']);
  await call(one, 15);
  await call(other, 40);
  expect(await told()).toEqual(['ou_operator 80', 'ou_operator 95']);
});

test('calls that could not be written are not forgotten', async () => {
  const use = processWith(0);
  await database.db.$executeRaw`ALTER TABLE "ApiUse" RENAME TO "ApiUse_away"`;
  await expect(call(use, 5)).rejects.toThrow();
  await database.db.$executeRaw`ALTER TABLE "ApiUse_away" RENAME TO "ApiUse"`;
  await call(use, 2);
  expect(await database.db.apiUse.findMany()).toMatchObject([{ calls: 7 }]);
});

test('when no calls are left, what can wait is parked save reminders of a last day, and goes on in the next month once people are at work', async () => {
  const use = processWith(0);
  const reminder = { roundId: 'r', rule: 'materials', recipient: 'person:tenant:ou_operator', dueOn: '2026-11-30' };
  await database.db.reminder.createMany({
    data: [0, 7].map((milestone) => ({
      ...{ ...reminder, id: `m${milestone}`, subject: `filing:${milestone}`, milestone, at: now },
      ...{ state: 'told', digest: `digest-${milestone}` },
    })),
  });
  const [urgent, lastDay, early, bulk] = await Promise.all([
    queue(0),
    queue(1, 'digest-0'),
    queue(1, 'digest-7'),
    queue(2),
  ]);
  await use.spent();
  await use.spent();
  expect(await told()).toEqual(['ou_operator 100']);
  expect([await stateOf(urgent), await stateOf(lastDay)]).toEqual(['waiting', 'waiting']);
  expect([await stateOf(early), await stateOf(bulk)]).toEqual(['parked quota 2026-11', 'parked quota 2026-11']);
  await use.renew();
  expect(await stateOf(bulk)).toBe('parked quota 2026-11');
  await database.db.outbox.update({ where: { id: bulk }, data: { attempts: 3, firstTriedAt: now } });
  await database.db.round.create({
    data: {
      ...{
        id: 'r',
        year: 2026,
        title: '2026',
        call: 'notice-2023',
        annex2DueOn: '2026-12-20',
        materialsDueOn: '2026-12-30',
      },
      ...{ holidays: [{ on: '2026-12-01', work: false, name: '停电' }], openedAt: now, openKey: 'notice-2023:2026' },
    },
  });
  // Midnight, and a day off.
  for (const earlier of ['2026-11-30T16:00:00Z', '2026-12-01T02:00:00Z', '2026-12-02T00:30:00Z']) {
    now = new Date(earlier);
    await use.renew();
    expect(await stateOf(bulk)).toBe('parked quota 2026-11');
  }
  now = new Date('2026-12-02T01:00:00Z');
  await use.renew();
  expect([await stateOf(early), await stateOf(bulk)]).toEqual(['waiting', 'waiting']);
  // Days have passed since it was tried: it is not given up for them.
  const again = await database.db.outbox.findUniqueOrThrow({ where: { id: bulk } });
  expect(again).toMatchObject({ attempts: 0, firstTriedAt: null });
});
