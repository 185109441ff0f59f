import { afterAll, beforeAll, expect, test } from 'vitest';
import { forgetAsides, layAside, tableAside, takeAside } from '../../../services/filing/asides.ts';
import { Refusal } from '../../../services/refusal.ts';
import { type TestDatabase, testDatabase } from '../../database.ts';
import { noon } from './sample.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database?.close());

const place = { filingId: 'f', step: 'team', field: 'members' };
const row = { item: { id: 'a', name: '甲' }, order: ['a'] };
const table = { from: '名单.xlsx', rows: [], ignored: [], lacking: [], left: 0 };

test('what lies beside a list is taken once, and only by whoever names its place and kind', async () => {
  const { db } = database;
  const id = await layAside(db, place, 'removed', row, noon);
  await expect(takeAside(db, id, { ...place, filingId: 'another' }, 'removed')).rejects.toThrow(Refusal);
  await expect(takeAside(db, id, { ...place, step: 'cases' }, 'removed')).rejects.toThrow(Refusal);
  await expect(takeAside(db, id, place, 'table')).rejects.toThrow(Refusal);
  await expect(tableAside(db, id, 'f')).rejects.toThrow(Refusal);
  expect(await takeAside(db, id, place, 'removed')).toEqual(row);
  await expect(takeAside(db, id, place, 'removed')).rejects.toThrow('已经处理过');
});

test('a table can be looked at as often as one likes; after thirty days nothing of it is kept', async () => {
  const { db } = database;
  const id = await layAside(db, place, 'table', table, noon);
  expect(await tableAside(db, id, 'f')).toEqual({ ...table, field: 'members' });
  await forgetAsides(db, new Date(noon.getTime() + 30 * 86_400_000));
  expect(await tableAside(db, id, 'f')).toMatchObject(table);
  await forgetAsides(db, new Date(noon.getTime() + 30 * 86_400_000 + 1));
  await expect(tableAside(db, id, 'f')).rejects.toThrow(Refusal);
});
