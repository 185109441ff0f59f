import { systemClock } from 'pg-boss';
import pino from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openQueue } from '../../bot/queue.ts';
import type { Tx } from '../../prisma/client.ts';
import type { Addressed } from '../../services/filing/decision.ts';
import { parseNotice } from '../../services/notice.ts';
import { appendNotices, filingIdOf, nowShows, recipientKey, toPerson } from '../../services/outbox.ts';
import { createEnqueue, type Enqueue } from '../../services/queue.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { clerk, noon } from './filing/sample.ts';

let database: TestDatabase;
let boss: Awaited<ReturnType<typeof openQueue>>;
let enqueue: Enqueue;
const statements: string[] = [];
beforeAll(async () => {
  database = await testDatabase({ onQuery: (sql) => statements.push(sql) });
  boss = await openQueue(database.url, systemClock, pino({ level: 'silent' }));
  enqueue = createEnqueue(boss);
});
afterAll(async () => {
  await boss?.stop({ graceful: false });
  await database?.close();
});

const contact = { role: 'contact:round:999900' };
const addressed: Addressed[] = [
  toPerson({ ...clerk, name: 'left out' } as typeof clerk, { kind: 'frozen', filingId: 'f1', flash: '已收到' }),
  toPerson(clerk, { kind: 'home' }),
  { to: contact, notice: { kind: 'review', filingId: 'f1', version: 1 } },
];
const queued = async (): Promise<string[]> => {
  const rows = await database.db.$queryRaw<
    { data: { recipient?: string } }[]
  >`SELECT data FROM pgboss.job ORDER BY data::text`;
  return rows.flatMap(({ data }) => data.recipient ?? []);
};

test('messages and their wake-up are rolled back with the change that caused them', async () => {
  const failed = database.db.$transaction(async (tx: Tx) => {
    await appendNotices(tx, enqueue, addressed, noon);
    expect(await tx.outbox.count()).toBe(3);
    throw new Error('the change failed');
  });
  await expect(failed).rejects.toThrow('the change failed');
  expect(await database.db.outbox.count()).toBe(0);
  expect(await queued()).toEqual([]);
});

test('they are committed with it: one row for each message, in order, and one job for each recipient', async () => {
  statements.length = 0;
  await database.db.$transaction((tx) => appendNotices(tx, enqueue, addressed, noon));
  // BEGIN, the rows, the jobs, COMMIT.
  expect(statements).toHaveLength(4);
  const rows = await database.db.outbox.findMany({ orderBy: { seq: 'asc' } });
  expect(rows).toMatchObject([
    { ...clerk, role: null, filingId: 'f1', kind: 'frozen', state: 'waiting', createdAt: noon, attempts: 0 },
    { ...clerk, role: null, filingId: null, kind: 'home' },
    { tenantKey: null, openId: null, ...contact, filingId: 'f1', kind: 'review' },
  ]);
  expect(rows.map(({ kind, notice }) => parseNotice(kind, notice))).toEqual(addressed.map(({ notice }) => notice));
  expect(await queued()).toEqual([contact.role, 'person:tenant:ou_clerk']);
});

test('whoever can wait is woken after all who cannot, and a recipient is as urgent as the most urgent of theirs', async () => {
  const { db } = database;
  await db.$executeRaw`DELETE FROM pgboss.job`;
  const patient = (openId: string, urgency: 1 | 2): Addressed => ({
    ...toPerson({ ...clerk, openId }, { kind: 'words', words: '' }),
    urgency,
  });
  const urgent = toPerson({ ...clerk, openId: 'ou_both' }, { kind: 'home' });
  const all = [patient('ou_bulk', 2), patient('ou_reminder', 1), patient('ou_both', 2), urgent];
  await db.$transaction((tx) => appendNotices(tx, enqueue, all, noon));
  const rows = await db.outbox.findMany({ orderBy: { seq: 'asc' } });
  expect(rows.slice(-4).map(({ urgency }) => urgency)).toEqual([2, 1, 2, 0]);
  const taken = [];
  for (let n = 0; n < 3; n++) taken.push(...(await boss.fetch<{ recipient: string }>('courier')));
  expect(taken.map(({ data }) => data.recipient.split(':').at(-1))).toEqual(['ou_both', 'ou_reminder', 'ou_bulk']);
});

test('nothing to say costs nothing', async () => {
  statements.length = 0;
  await database.db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1`;
    await appendNotices(tx, enqueue, [], noon);
  });
  expect(statements).toHaveLength(3);
});

test('a card that shows something else after a click is known by what it shows now', async () => {
  const { db } = database;
  const [row] = await db.outbox.findMany({ where: { kind: 'home' } });
  await db.outbox.update({ where: { id: row!.id }, data: { messageId: 'om_1', state: 'sent' } });
  const shown = {
    messageId: 'om_1',
    notice: { kind: 'step', filingId: 'f2', step: 'plan' } as const,
    content: '{}',
    who: clerk,
    now: noon,
  };
  await db.$transaction((tx) => nowShows(tx, shown));
  expect(await db.outbox.findUnique({ where: { id: row!.id } })).toMatchObject({
    kind: 'step',
    notice: { filingId: 'f2', step: 'plan' },
    content: '{}',
    filingId: 'f2',
  });
  const person = { where: { tenantKey_openId: clerk } };
  expect((await db.person.findUniqueOrThrow(person)).focus).toEqual({ filingId: 'f2', step: 'plan' });
  // A section that is no longer on the screen takes no more words; which filing is meant stays known.
  await db.$transaction((tx) => nowShows(tx, { ...shown, notice: { kind: 'home' } }));
  expect((await db.person.findUniqueOrThrow(person)).focus).toEqual({ filingId: 'f2', step: '' });
  expect(await db.outbox.findUnique({ where: { id: row!.id } })).toMatchObject({ kind: 'home', filingId: null });
});

test('a notice keeps what it says, and one that no release knew is an error', () => {
  expect(recipientKey({ who: clerk })).toBe('person:tenant:ou_clerk');
  expect(recipientKey(contact)).toBe(contact.role);
  expect(filingIdOf({ kind: 'home' })).toBeNull();
  expect(() => parseNotice('gone', {})).toThrow('unknown notice kind gone');
  expect(() => parseNotice('toString', {})).toThrow('unknown notice kind toString');
});

test('a card of 退回补正 by the national office from before it had a form of its own is the form of today', () => {
  const old = { filingId: 'f', version: 2, deed: 'return', typed: { remarks: '请补充', dueOn: '2026-12-01' } };
  const today = { kind: 'officeReturnForm', filingId: 'f', version: 2, remarks: '请补充', dueOn: '2026-12-01' };
  expect(parseNotice('officeForm', old)).toEqual(today);
  expect(parseNotice('officeForm', { ...old, deed: 'refuse' })).toMatchObject({ kind: 'officeForm', deed: 'refuse' });
});
