import { performance } from 'node:perf_hooks';
import pg from 'pg';
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
      expect(await one.sweep()).toEqual({ planned: DUE, told: DUE, escalated: 0, unreadable: [] });
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
    const statements = await statementsOf(one.sweep);
    await one.again();
    const plans = await plansOf(one.url, statements);
    console.log(plans.map(({ text, plan }) => `${text.slice(0, 90)}\n${scansIn(plan).join('\n')}`).join('\n'));
    // Those tables hold a row or more for each open filing.
    for (const { plan } of plans) expect(plan).not.toMatch(/Seq Scan on "(Filing|Member|Reminder)"/);
    expect(plans.filter(({ plan }) => /Index (Only )?Scan/.test(plan)).length).toBeGreaterThanOrEqual(12);
  }
});

type Statement = { text: string; values?: unknown[] };

/** What is really asked while something is done, each statement once. */
const statementsOf = async (act: () => Promise<unknown>): Promise<Statement[]> => {
  const found = new Map<string, Statement>();
  const client = pg.Client.prototype as unknown as { query: (...args: unknown[]) => unknown };
  const { query } = client;
  client.query = function (...args) {
    const [asked] = args as [Statement | string];
    if (typeof asked === 'object' && asked.text) found.set(asked.text, asked);
    return query.apply(this, args);
  };
  try {
    await act();
  } finally {
    client.query = query;
  }
  return [...found.values()].filter(
    ({ text }) => /^\s*(SELECT|UPDATE|WITH|INSERT)/.test(text) && /"(Filing|Member|Reminder|Escalation)/.test(text),
  );
};

/** How the database goes about them, with the values they had; nothing is carried out. */
const plansOf = async (url: string, statements: Statement[]): Promise<{ text: string; plan: string }[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const plans = [];
    for (const { text, values } of statements) {
      const { rows } = await client.query(`EXPLAIN ${text}`, values as unknown[]);
      plans.push({ text: text.replaceAll(/\s+/g, ' ').trim(), plan: rows.map((row) => row['QUERY PLAN']).join('\n') });
    }
    return plans;
  } finally {
    await client.end();
  }
};

const scansIn = (plan: string): string[] =>
  plan.match(/(Seq|Index|Index Only|Bitmap Index|Bitmap Heap) Scan[^(]*/g) ?? [];
