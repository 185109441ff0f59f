import { afterAll, beforeAll, expect, test } from 'vitest';
import { manyFilings, readInSequence } from './many-filings.ts';

let many: Awaited<ReturnType<typeof manyFilings>>;
beforeAll(async () => {
  many = await manyFilings(4000, 20);
});
afterAll(() => many?.close());

test('the sweep finds what is due through indexes: it reads no filing, member or reminder in sequence', async () => {
  const { db, sweep } = many;
  const before = await readInSequence(db);
  expect(await sweep()).toEqual({ planned: 20, told: 20, escalated: 0, unreadable: [] });
  expect(await readInSequence(db)).toEqual(before);
  expect(await db.outbox.count({ where: { kind: 'reminder' } })).toBe(20);
  // Nothing is due any more: another alarm changes nothing.
  expect(await sweep()).toEqual({ planned: 0, told: 0, escalated: 0, unreadable: [] });
  expect(await db.outbox.count()).toBe(20);
});
