import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClosing } from '../../bot/closing.ts';
import type { Deps } from '../../bot/deps.ts';
import { createFiling } from '../../services/filing/store.ts';
import { firstBreak } from '../../services/journal/journal.ts';
import type { Enqueue, Job } from '../../services/queue.ts';
import { markOf, startClosing, tallyOf } from '../../services/rounds/closing.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { openSeason } from '../season.ts';
import { clerk, noon } from '../services/filing/sample.ts';

const COUNT = 120;
let database: TestDatabase;
let roundId: string;
beforeAll(async () => {
  database = await testDatabase();
  roundId = await openSeason(database.db, noon);
  for (let n = 0; n < COUNT; n++) expect(await begin(`code-${n}`)).toBe(true);
});
afterAll(() => database?.close());

const by = { tenantKey: 'tenant', openId: 'ou_operator' };
const begin = (creditCode: string) =>
  createFiling(database.db, {
    ...{ id: randomUUID(), roundId, creditCode, now: noon },
    owner: { ...clerk, name: '沈若溪' },
  });

test('killed in the middle and done again it ends every filing once, tells each once, and then the round', async () => {
  const { db } = database;
  const jobs: Job<'closing'>[] = [];
  let changes = 0;
  const enqueue: Enqueue = async (_tx, name, data) => {
    if (name === 'closing') jobs.push(...(data as Job<'closing'>[]));
    // As if the process had died within this change: its transaction is lost.
    if (name === 'courier' && ++changes === 70) throw new Error('killed');
  };
  const seen = markOf(await tallyOf(db, roundId));
  expect(seen).toBe(`draft:${COUNT}`);
  await db.$transaction((tx) => startClosing(tx, enqueue, { roundId, rev: 1, seen, by }, noon));
  const deps = { db, enqueue, now: () => noon, log: pino({ level: 'silent' }) } as unknown as Deps;
  const work = createClosing(deps);
  let killed = 0;
  for (let job = jobs.shift(); job; job = jobs.shift()) {
    const given = job;
    await work(given).catch(() => {
      killed += 1;
      // The queue gives out again what was not finished.
      jobs.unshift(given);
    });
  }
  expect(killed).toBe(1);
  expect(await tallyOf(db, roundId)).toEqual([{ status: 'expired', count: COUNT }]);
  expect(await db.journal.count({ where: { what: 'expire' } })).toBe(COUNT);
  const told = await db.outbox.findMany({ where: { kind: 'status' } });
  expect(new Set(told.map(({ filingId }) => filingId)).size).toBe(COUNT);
  expect(told).toHaveLength(COUNT);
  const round = await db.round.findUniqueOrThrow({ where: { id: roundId } });
  expect(round).toMatchObject({ closedAt: noon, openKey: null });
  expect(await firstBreak(db, `round:${roundId}`, round.journalHead)).toBeUndefined();
  // A second delivery of the same job finds nothing to do.
  await work({ roundId, by });
  expect(await db.outbox.count({ where: { kind: 'closing' } })).toBe(1);
});

test('no draft slips in behind the end: whoever begins at that moment waits for it and is refused', async () => {
  const { db } = database;
  roundId = await openSeason(db, noon);
  let ended = false;
  let late: Promise<boolean> | undefined;
  await db.$transaction(async (tx) => {
    await startClosing(tx, async () => {}, { roundId, rev: 1, seen: '', by }, noon);
    late = begin('too-late').then((begun) => {
      expect(ended).toBe(true);
      return begun;
    });
    await tx.$queryRaw`SELECT pg_sleep(0.2)::text`;
    ended = true;
  });
  expect(await late).toBe(false);
  expect(await tallyOf(db, roundId)).toEqual([]);
});
