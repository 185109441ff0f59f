import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../database.ts';

const statements: string[] = [];
let store: TestDatabase;

beforeAll(async () => {
  store = await testDatabase({ onQuery: (sql) => statements.push(sql) });
});
afterAll(() => store.close());

test('a row and its relations are read by one statement', async () => {
  await store.db.filing.findUnique({ where: { id: 'none' } });
  statements.length = 0;
  await store.db.filing.findUnique({ where: { id: 'none' }, include: { members: true, round: true } });
  expect(statements).toHaveLength(1);
  expect(statements[0]).toMatch(/LATERAL/);
});

test('every statement of a transaction is seen, BEGIN and COMMIT included', async () => {
  statements.length = 0;
  await store.db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1`;
  });
  expect(statements).toEqual(['BEGIN', 'SELECT 1', 'COMMIT']);
});

test('a transaction that throws is seen to be rolled back', async () => {
  statements.length = 0;
  await expect(store.db.$transaction(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(statements).toEqual(['BEGIN', 'ROLLBACK']);
});
