import { afterAll, beforeAll, expect, test } from 'vitest';
import { createOfficeBatch } from '../../bot/office-batch.ts';
import { keepBatch, loadOfficeBatch, startBatch } from '../../services/office/batch.ts';
import type { Enqueue } from '../../services/queue.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { creditCode } from '../journeys/ready-made.ts';
import { openSeason } from '../season.ts';
import { askedOf, keptFiling } from '../services/filing/kept.ts';
import { noon } from '../services/filing/sample.ts';

let database: TestDatabase;
let roundId: string;
let next = 0;
beforeAll(async () => {
  database = await testDatabase();
  roundId = await openSeason(database.db, noon);
});
afterAll(() => database?.close());

const by = { tenantKey: 'tenant', openId: 'ou_operator' };

/** A batch of so many filings that are in the national system, confirmed; resolves with its id and theirs. */
const begun = async (count: number) => {
  const { db } = database;
  const ids: string[] = [];
  while (ids.length < count) ids.push((await keptFiling(db, roundId, creditCode(++next))).id);
  await db.filing.updateMany({
    where: { id: { in: ids } },
    data: { status: 'filed_online', office: { objections: [] } },
  });
  const params = { round: '', from: '2026-11-23', days: 5, until: '2026-11-27', link: '' };
  const items = ids.map((filingId) => ({ filingId, version: 0, name: filingId, department: '' }));
  const batchId = await keepBatch(db, { roundId, deed: 'publicise', params, items }, by, noon);
  await db.$transaction((tx) => startBatch(tx, askedOf().enqueue, batchId));
  return { batchId, ids };
};
const worker = (enqueue: Enqueue) => createOfficeBatch({ db: database.db, enqueue, now: () => noon });
/** How often each was publicised, as its history says. */
const timesDone = async (ids: string[]) =>
  Promise.all(ids.map((id) => database.db.journal.count({ where: { subject: `filing:${id}`, to: 'publicity' } })));

test('two processes with the same batch in hand do each filing once and tell its operator once', async () => {
  const { batchId, ids } = await begun(4);
  const work = worker(askedOf().enqueue);
  await Promise.all([work({ batchId }), work({ batchId })]);
  expect(await timesDone(ids)).toEqual([1, 1, 1, 1]);
  expect(await database.db.outbox.count({ where: { kind: 'officeBatch' } })).toBe(1);
  expect((await loadOfficeBatch(database.db, batchId)).state).toBe('done');
});

test('a batch whose process ends half-way is taken up where it was; one that was done by hand meanwhile is left and named', async () => {
  const { batchId, ids } = await begun(3);
  const { enqueue } = askedOf();
  let changes = 0;
  const dying: Enqueue = async (...given) => {
    if (++changes > 1) throw new Error('the process is killed');
    return enqueue(...given);
  };
  await expect(worker(dying)({ batchId })).rejects.toThrow('killed');
  expect(await timesDone(ids)).toEqual([1, 0, 0]);
  await database.db.filing.update({ where: { id: ids[2] }, data: { status: 'not_approved' } });
  await worker(enqueue)({ batchId });
  expect(await timesDone(ids)).toEqual([1, 1, 0]);
  const { results, state } = await loadOfficeBatch(database.db, batchId);
  expect([state, results[ids[0]!], results[ids[1]!], results[ids[2]!]]).toEqual([
    ...['done', '', ''],
    expect.stringContaining('只有已在国家系统提交的材料可以公示'),
  ]);
});

test('what a batch asks for stands behind what people wait for; its result does not', async () => {
  const { batchId } = await begun(2);
  const asked: boolean[] = [];
  await worker(async (_tx, _name, _data, behind = false) => {
    asked.push(behind);
  })({ batchId });
  expect(asked).toEqual([true, true, false]);
});
