import { afterAll, afterEach, beforeEach, expect, type RunnerTestSuite } from 'vitest';
import type { Database } from '../../prisma/client.ts';
import { type Shown, shown } from './arrow-tests.ts';

const keyOf = ({ subject, seq }: { subject: string; seq: number }) => `${subject} ${seq}`;
/** Entries of what was made ready without a chat: they show no arrow. */
const ready = new Set<string>();

/** Makes a filing ready by the product's own doors; whatever its history says of that is no arrow that a journey walks. */
export const madeReady = async (
  db: Pick<Database, 'journal'>,
  id: string,
  make: () => Promise<void>,
): Promise<void> => {
  const subject = `filing:${id}`;
  const before = await db.journal.count({ where: { subject } });
  await make();
  const after = await db.journal.count({ where: { subject } });
  for (let seq = before + 1; seq <= after; seq += 1) ready.add(keyOf({ subject, seq }));
};

/** Whether a row of the table is about this test; of a table of tests, about the one of the row's own case. */
const isOf = (name: string, [from, , , title, of = from]: Shown): boolean => {
  const [before = '', after] = title.replace('%s', of).split('$who');
  return after === undefined ? name === before : name.startsWith(before) && name.endsWith(after);
};

const isInPart = ({ tasks }: Readonly<RunnerTestSuite>): boolean =>
  tasks.some((task) => task.mode === 'skip' || (task.type === 'suite' && isInPart(task)));

/**
 * For a file that the table names: each of its tests is held to the arrows that the table says it walks, by what the history of
 * the filings recorded while it ran. And none of the file's rows may be without a test.
 */
export const walksItsArrows = (file: string, world: () => { db: Database }): void => {
  const rows = shown.filter(([, , where]) => where === file);
  const held = new Set<Shown>();
  let before = new Set<string>();
  let ran: Readonly<RunnerTestSuite> | undefined;
  const changes = () =>
    world().db.journal.findMany({
      where: { subject: { startsWith: 'filing:' }, to: { not: null } },
      select: { subject: true, seq: true, from: true, to: true },
    });

  beforeEach(async ({ task }) => {
    ran = task.file;
    before = new Set((await changes()).map(keyOf));
  });

  afterEach(async ({ task }) => {
    const due = rows.filter((row) => isOf(task.name, row));
    if (!due.length) return;
    const walked = (await changes())
      .filter((entry) => !before.has(keyOf(entry)) && !ready.has(keyOf(entry)))
      .map(({ from, to }) => `${from} → ${to}`);
    const missed = due.map(([from, to]) => `${from} → ${to}`).filter((arrow) => !walked.includes(arrow));
    expect(missed, `${task.name} walks only ${[...new Set(walked)].join(', ')}`).toEqual([]);
    for (const row of due) held.add(row);
  });

  afterAll(() => {
    // Whoever runs single tests of a file asks only for these.
    if (!ran || isInPart(ran)) return;
    expect(rows.filter((row) => !held.has(row))).toEqual([]);
  });
};
