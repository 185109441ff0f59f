import { performance } from 'node:perf_hooks';
import { afterAll, expect, test } from 'vitest';
import { manyFilings, readInSequence } from '../services/reminders/many-filings.ts';

const DUE = 1000;
const RUNS = 7;
const opened: Awaited<ReturnType<typeof manyFilings>>[] = [];
afterAll(() => Promise.all(opened.map(({ close }) => close())));

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

test('a sweep costs by what is due: 1,000 among 100,000 open filings against 1,000 among 10,000', {
  timeout: 1_800_000,
}, async () => {
  const few = await manyFilings(10_000, DUE);
  const many = await manyFilings(100_000, DUE);
  opened.push(few, many);
  const times = new Map([few, many].map((one) => [one, [] as number[]]));
  // One after the other, so that whatever else the machine does falls on both.
  for (let run = 0; run < RUNS + 1; run++) {
    for (const one of run % 2 ? [few, many] : [many, few]) {
      await one.again();
      const before = await readInSequence(one.db);
      const began = performance.now();
      expect(await one.sweep()).toEqual({ planned: DUE, told: DUE });
      if (run > 0) times.get(one)!.push(performance.now() - began);
      expect(await readInSequence(one.db)).toEqual(before);
    }
  }
  const [base, large] = [median(times.get(few)!), median(times.get(many)!)];
  console.log(
    `${DUE} due: ${base.toFixed(0)} ms among 10,000, ${large.toFixed(0)} ms among 100,000: ${(large / base).toFixed(2)} times (medians of ${RUNS})`,
  );
  for (const one of [few, many]) {
    await one.again();
    const plans = await plansOf(one.db);
    console.log(plans.join('\n'));
    for (const plan of plans) expect(plan).toMatch(/Index (Only )?Scan/);
  }
});

/** How the database finds what is due. */
const plansOf = async (db: (typeof opened)[number]['db']): Promise<string[]> => {
  const asked = [
    `SELECT id FROM "Filing" WHERE "remindAt" <= '2026-04-16 02:38' ORDER BY "remindAt" LIMIT 200`,
    `SELECT id FROM "Reminder" WHERE state = 'planned' AND at <= '2026-04-16 02:38' ORDER BY at LIMIT 1000`,
    `SELECT id FROM "Reminder" WHERE state = 'told'`,
    `SELECT DISTINCT "toldTo" FROM "Reminder" WHERE "toldOn" = '2026-04-16' AND "toldTo" = ANY(ARRAY['person:tenant:ou_1', 'person:tenant:ou_2'])`,
  ];
  return Promise.all(
    asked.map(async (sql) => {
      const rows = await db.$queryRawUnsafe<{ 'QUERY PLAN': string }[]>(`EXPLAIN ${sql}`);
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    }),
  );
};
