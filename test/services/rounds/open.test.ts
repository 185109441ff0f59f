import { afterAll, beforeAll, expect, test } from 'vitest';
import { isTransient } from '../../../prisma/client.ts';
import { firstBreak } from '../../../services/journal/journal.ts';
import { Refusal } from '../../../services/refusal.ts';
import { finishClosing, markOf, startClosing, tallyOf } from '../../../services/rounds/closing.ts';
import { moveDeadlines, openRound } from '../../../services/rounds/open.ts';
import { loadRound, openRounds } from '../../../services/rounds/store.ts';
import { type TestDatabase, testDatabase } from '../../database.ts';
import { noon } from '../filing/sample.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database?.close());

const unasked = async () => {};
const by = { tenantKey: 'tenant', openId: 'ou_operator' };
const days = { annex2DueOn: '2026-12-07', materialsDueOn: '2027-01-18' };
const open = (year: number) =>
  database.db.$transaction((tx) => openRound(tx, { call: 'notice-2023', year, ...days }, by, noon));
const start = (roundId: string, rev: number) =>
  database.db.$transaction(async (tx) =>
    startClosing(tx, unasked, { roundId, rev, seen: markOf(await tallyOf(tx, roundId)), by }, noon),
  );
const finish = (roundId: string) => database.db.$transaction((tx) => finishClosing(tx, unasked, { roundId, by }, noon));
const close = async (id: string, rev: number) => {
  await start(id, rev);
  expect(await finish(id)).toBe(true);
};
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof Refusal ? error.code : error),
  );

/** The id of the only round that is open. */
const openId = async (): Promise<string> => {
  const rounds = await openRounds(database.db);
  expect(rounds).toHaveLength(1);
  return rounds[0]!.id;
};

test('of two operators who open the same year at the same moment one does; the database itself allows no second', async () => {
  const { db } = database;
  const results = await Promise.allSettled([open(2026), open(2026)]);
  const lost = results.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  expect(lost).toHaveLength(1);
  expect(lost[0] instanceof Refusal || isTransient(lost[0])).toBe(true);
  expect(await db.round.count()).toBe(1);
  expect(await codeOf(open(2026))).toBe('round_open');
  const { id: _, windows: __, routes: ___, ...first } = await db.round.findFirstOrThrow();
  const again = { ...first, id: 'second', holidays: [] };
  await expect(db.round.create({ data: again })).rejects.toSatisfy(isTransient);
});

test('another year goes on beside it, with departments and dates of its own', async () => {
  const { db } = database;
  const first = await openId();
  const second = await open(2027);
  expect((await openRounds(db)).map(({ id }) => id).toSorted()).toEqual([first, second].toSorted());
  await db.$transaction((tx) => moveDeadlines(tx, second, 1, { ...days, materialsDueOn: '2027-03-01' }, by, noon));
  expect((await loadRound(db, first)).materialsDueOn).toBe(days.materialsDueOn);
  expect((await loadRound(db, second)).departments).toHaveLength((await loadRound(db, first)).departments.length);
  await close(second, 2);
  expect(await openId()).toBe(first);
});

test('a year is ended once, from the card that shows how it is now; afterwards nothing in it moves', async () => {
  const { db } = database;
  const id = await openId();
  await db.$transaction((tx) => moveDeadlines(tx, id, 1, { ...days, materialsDueOn: '2027-01-20' }, by, noon));
  expect(await codeOf(close(id, 1))).toBe('changed_since');
  expect(await codeOf(Promise.all([start(id, 2), start(id, 2)]))).toBe('round_closed');
  expect(await loadRound(db, id)).toMatchObject({ closingAt: noon, closedAt: null, rev: 3 });
  const moved = () => db.$transaction((tx) => moveDeadlines(tx, id, 3, days, by, noon));
  expect(await codeOf(moved())).toBe('round_closed');
  expect(await codeOf(start(id, 3))).toBe('round_closed');
  expect(await Promise.all([finish(id), finish(id)])).toEqual(expect.arrayContaining([true, false]));
  expect(await loadRound(db, id)).toMatchObject({ closedAt: noon, rev: 4, materialsDueOn: '2027-01-20' });
  expect(await codeOf(moved())).toBe('round_closed');
  expect(await codeOf(start(id, 4))).toBe('round_closed');
  const { journalHead } = await db.round.findUniqueOrThrow({ where: { id } });
  expect(await firstBreak(db, `round:${id}`, journalHead)).toBeUndefined();
  expect(await openRounds(db)).toEqual([]);
});

test('the same year can be opened again, and years that ended do not stand in its way', async () => {
  const again = await open(2026);
  expect(await openId()).toBe(again);
  expect(await database.db.round.count()).toBe(3);
});
