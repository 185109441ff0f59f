import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readAnnex1 } from '../../../services/documents/read-annex1.ts';
import { annexFile } from '../../../services/filing/annex.ts';
import type { Command } from '../../../services/filing/decision.ts';
import type { Filing } from '../../../services/filing/filing.ts';
import { perform, Stale } from '../../../services/filing/perform.ts';
import { createFiling, filingsAt, loadFiling, sealedAs } from '../../../services/filing/store.ts';
import { textAt } from '../../../services/form/read.ts';
import { firstBreak } from '../../../services/journal/journal.ts';
import { Refusal } from '../../../services/refusal.ts';
import { asOwner, type TestDatabase, testDatabase } from '../../database.ts';
import { openSeason, yunhan } from '../../season.ts';
import { askedOf, byClerk, give, keptFiling, sealing } from './kept.ts';
import { clerk, fileRef, noon, sampleAnswers } from './sample.ts';

let database: TestDatabase;
let roundId: string;
beforeAll(async () => {
  database = await testDatabase();
  roundId = await openSeason(database.db, noon);
});
afterAll(() => database?.close());

const name = (value: string, rev = 0): Command => ({ type: 'save', step: 'basics', rev, values: { name: value } });
const unbroken = async (id: string) => {
  const { journalHead } = await loadFiling(database.db, id);
  return firstBreak(database.db, `filing:${id}`, journalHead);
};
/** The row's own part: members and round are other tables. */
const atVersion = async (db: TestDatabase['db'], id: string, version: number) =>
  sealedAs(db, await loadFiling(db, id), version);
const row = ({ members: _members, round: _round, ...own }: Filing) => own;

test('from the draft to the recommendation the database holds what each change made', async () => {
  const { db } = database;
  const { id, rev } = await keptFiling(db, roundId, 'whole-way', true);
  const scan = fileRef('扫描件.pdf');
  const colleague = { ...clerk, openId: 'ou_colleague', name: '顾清禾', role: 'editor' as const };
  const way: [Command, string][] = [
    [{ type: 'join', member: colleague }, 'draft'],
    [{ type: 'freeze', rev: rev + 1, declared: true }, 'frozen'],
    [{ type: 'scan', version: 1, file: scan }, 'frozen'],
    [sealing(1), 'inst_sealed'],
    [{ type: 'submit', version: 1 }, 'submitted'],
    [{ type: 'open', version: 1 }, 'under_review'],
    [{ type: 'return', version: 1, remarks: '请补充第二部分。', dueOn: '2026-12-01' }, 'returned'],
    [{ type: 'append', step: 'opinion', field: 'opinion', text: '再次承诺真实。' }, 'returned'],
  ];
  for (const [command, status] of way) {
    const { filing } = await give(db, id, command);
    expect(filing.status).toBe(status);
    expect(row(await loadFiling(db, id))).toEqual(row(filing));
  }
  const second: [Command, string][] = [
    [{ type: 'freeze', rev: rev + way.length, declared: true }, 'frozen'],
    [{ type: 'scan', version: 2, file: scan }, 'frozen'],
    [sealing(2), 'inst_sealed'],
    [{ type: 'submit', version: 2 }, 'submitted'],
    [{ type: 'recommend', version: 2, opinion: '同意推荐。' }, 'recommended'],
  ];
  for (const [command, status] of second) {
    const { filing } = await give(db, id, command);
    expect(filing.status).toBe(status);
    expect(row(await loadFiling(db, id))).toEqual(row(filing));
  }
  expect((await loadFiling(db, id)).members).toMatchObject([{ openId: clerk.openId }, colleague]);
  // Each version is printed for ever from what was frozen then.
  const opinion = textAt(sampleAnswers(), 'opinion', 'opinion');
  expect(textAt((await atVersion(db, id, 1)).answers, 'opinion', 'opinion')).toBe(opinion);
  expect(textAt((await atVersion(db, id, 2)).answers, 'opinion', 'opinion')).toBe(`${opinion}\n再次承诺真实。`);
  await expect(atVersion(db, id, 3)).rejects.toThrow(Refusal);
  const versions = await db.version.findMany({ where: { filingId: id } });
  expect(
    versions.every(({ hash, frozenAt }) => /^[0-9a-f]{64}$/.test(hash) && frozenAt.getTime() === noon.getTime()),
  ).toBe(true);
  expect(await unbroken(id)).toBeUndefined();
});

describe('a version that was sealed stays what it was', () => {
  const template = readFile(new URL('../../../services/documents/templates/annex1-2023.docx', import.meta.url));
  const printed = async (id: string, version: number) => {
    const sealed = await atVersion(database.db, id, version);
    return { hash: sealed.hash, cells: await readAnnex1((await annexFile(sealed, await template)).content) };
  };
  const frozen = async (code: string) => {
    const { id, rev } = await keptFiling(database.db, roundId, code, true);
    await give(database.db, id, { type: 'freeze', rev, declared: true });
    return id;
  };
  const freezeAgain = async (id: string) =>
    give(database.db, id, { type: 'freeze', rev: (await loadFiling(database.db, id)).rev, declared: true });

  test('after its department was renamed: the same name on the paper, the same hash', async () => {
    const { db } = database;
    const id = await frozen('renamed');
    const before = await printed(id, 1);
    const where = { roundId_code: { roundId, code: yunhan.code } };
    await db.department.update({ where, data: { name: '云汉省知识产权局（改名）' } });
    expect(await printed(id, 1)).toEqual(before);
    expect(before.cells.推荐部门).toBe(yunhan.name);
    expect(before.hash).toBe((await db.version.findFirstOrThrow({ where: { filingId: id } })).hash);
    await give(db, id, { type: 'reopen', version: 1 });
    await freezeAgain(id);
    expect((await printed(id, 2)).cells.推荐部门).toBe('云汉省知识产权局（改名）');
    expect((await printed(id, 1)).cells).toEqual(before.cells);
    await db.department.update({ where, data: { name: yunhan.name } });
  });

  test('after the next one went another way: the same department, the same hash', async () => {
    const { db } = database;
    const id = await frozen('rerouted');
    const before = await printed(id, 1);
    await give(db, id, { type: 'reopen', version: 1 });
    await give(db, id, { type: 'save', step: 'standing', rev: 1, values: { affiliation: 'MOE', outlet: '否' } });
    await freezeAgain(id);
    expect(await loadFiling(db, id)).toMatchObject({ departmentCode: 'MOE', version: 2 });
    expect((await printed(id, 2)).cells.推荐部门).toBe('教育部');
    expect(await printed(id, 1)).toEqual(before);
    expect(await atVersion(db, id, 1)).toMatchObject({ departmentCode: yunhan.code, version: 1 });
  });

  test('with the scans it was submitted with, whatever became of the filing', async () => {
    const { db } = database;
    const id = await frozen('scans');
    const scans = [fileRef('第一页.pdf'), fileRef('第二页.pdf')];
    for (const file of scans) await give(db, id, { type: 'scan', version: 1, file });
    expect((await atVersion(db, id, 1)).scans).toEqual([]);
    await give(db, id, sealing(1));
    await give(db, id, { type: 'submit', version: 1 });
    expect((await atVersion(db, id, 1)).scans).toEqual(scans);
    await give(db, id, { type: 'return', version: 1, remarks: '请补充。' });
    expect(await loadFiling(db, id)).toMatchObject({ scans: [], handedIn: 1 });
    expect((await atVersion(db, id, 1)).scans).toEqual(scans);
    await freezeAgain(id);
    const other = fileRef('另一份.pdf');
    await give(db, id, { type: 'scan', version: 2, file: other });
    expect(await loadFiling(db, id)).toMatchObject({ handedIn: 1, version: 2 });
    await give(db, id, sealing(2));
    await give(db, id, { type: 'submit', version: 2 });
    expect(await loadFiling(db, id)).toMatchObject({ handedIn: 2 });
    expect((await atVersion(db, id, 1)).scans).toEqual(scans);
    expect((await atVersion(db, id, 2)).scans).toEqual([other]);
  });
});

test('a department lists what was handed in to it, also when that is being mended now, and nothing else', async () => {
  const { db } = database;
  const listed = async () => (await filingsAt(db, roundId, yunhan.code)).map(({ creditCode }) => creditCode);
  const earlier = await listed();
  const { id, rev } = await keptFiling(db, roundId, 'listed', true);
  await give(db, id, { type: 'freeze', rev, declared: true });
  await give(db, id, { type: 'scan', version: 1, file: fileRef('扫描件.pdf') });
  expect(await listed()).toEqual(earlier);
  await give(db, id, sealing(1));
  await give(db, id, { type: 'submit', version: 1 });
  expect((await listed()).sort()).toEqual([...earlier, 'listed'].sort());
  await give(db, id, { type: 'withdraw', version: 1 });
  expect(await listed()).toContain('listed');
});

describe('two at once', () => {
  test('of two changes to the same reading one is made, the other is Stale and leaves nothing behind', async () => {
    const { db } = database;
    const filing = await keptFiling(db, roundId, 'two-at-once');
    const results = await Promise.allSettled([
      give(db, filing, name('甲')),
      give(db, filing, { type: 'append', step: 'plan', field: 'plan', text: '乙' }),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(results.find((one) => one.status === 'rejected')?.reason).toBeInstanceOf(Stale);
    const now = await loadFiling(db, filing.id);
    expect(now.rev).toBe(filing.rev + 1);
    expect(Object.keys(now.answers)).toHaveLength(1);
    expect(await db.journal.count({ where: { subject: `filing:${filing.id}` } })).toBe(2);
    expect(await unbroken(filing.id)).toBeUndefined();
  });

  test('the one that was Stale goes through on fresh state; of one section both texts are kept', async () => {
    const { db } = database;
    const filing = await keptFiling(db, roundId, 'again');
    await give(db, filing, name('先'));
    await expect(give(db, filing, name('后'))).rejects.toThrow(Stale);
    const { outcome, filing: kept } = await give(db, filing.id, name('后'));
    expect([outcome, textAt(kept.answers, 'basics', 'name')]).toEqual(['conflict', '先']);
    expect((await loadFiling(db, filing.id)).conflicts.basics).toMatchObject([{ values: { name: '后' } }]);
  });

  test('ten messages at once are all in the text, in some order, when each is tried again', async () => {
    const { db } = database;
    const { id } = await keptFiling(db, roundId, 'ten');
    const append = async (text: string): Promise<void> => {
      try {
        await give(db, id, { type: 'append', step: 'plan', field: 'plan', text });
      } catch (error) {
        if (!(error instanceof Stale)) throw error;
        await append(text);
      }
    };
    const texts = Array.from({ length: 10 }, (_, index) => `第${index}条`);
    await Promise.all(texts.map(append));
    const plan = textAt((await loadFiling(db, id)).answers, 'plan', 'plan');
    expect(plan.split('\n').sort()).toEqual(texts);
    expect(await unbroken(id)).toBeUndefined();
  });

  test('two who begin for one legal person: one filing', async () => {
    const { db } = database;
    const begin = (id: string) =>
      db.$transaction((tx) =>
        createFiling(tx, { id, roundId, creditCode: 'one-only', owner: { ...clerk, name: '' }, now: noon }),
      );
    expect((await Promise.all([begin('first'), begin('second')])).sort()).toEqual([false, true]);
    expect(await db.filing.count({ where: { creditCode: 'one-only' } })).toBe(1);
    expect(await db.journal.count({ where: { subject: { in: ['filing:first', 'filing:second'] } } })).toBe(1);
  });
});

test('a refusal, a repetition and a transaction that fails later change nothing', async () => {
  const { db } = database;
  const filing = await keptFiling(db, roundId, 'nothing');
  const { jobs, enqueue } = askedOf();
  await expect(give(db, filing.id, { type: 'submit', version: 0 }, enqueue)).rejects.toThrow(Refusal);
  expect(
    await give(db, filing.id, { type: 'scan', version: 9, file: fileRef('别的.pdf') }).catch(
      (error: Refusal) => error.code,
    ),
  ).toBe('not_frozen');
  expect(
    (await give(db, filing.id, { type: 'removeItem', step: 'team', field: 'members', item: 'x', was: '' }, enqueue))
      .outcome,
  ).toBe('unchanged');
  const later = db.$transaction(async (tx) => {
    await perform(
      tx,
      enqueue,
      filing.id,
      { type: 'join', member: { ...clerk, openId: 'x', name: '', role: 'editor' } },
      byClerk,
    );
    throw new Error('the card could not be drawn');
  });
  await expect(later).rejects.toThrow('the card could not be drawn');
  expect(await loadFiling(db, filing.id)).toEqual(filing);
  expect(await db.journal.count({ where: { subject: `filing:${filing.id}` } })).toBe(1);
  expect(await db.outbox.count({ where: { filingId: filing.id } })).toBe(0);
  // Whoever joins changes the cards of the others.
  expect(jobs).toEqual([{ recipient: 'person:tenant:x' }, { filingId: filing.id }]);
});

test('the history says who, what, from and to, and never what was answered', async () => {
  const { db } = database;
  const { id } = await keptFiling(db, roundId, 'history', true);
  const entries = await db.journal.findMany({ where: { subject: `filing:${id}` }, orderBy: { seq: 'asc' } });
  expect(entries[0]).toMatchObject({
    seq: 1,
    what: 'create',
    from: null,
    to: 'draft',
    who: 'tenant:ou_clerk',
    at: noon,
  });
  const told = JSON.stringify(entries);
  expect(told).toContain('contactMobile');
  for (const secret of ['13800000000', 'contact@example.com', '林知远', '云汉省']) expect(told).not.toContain(secret);
});

describe('a history that was tampered with', () => {
  beforeAll(() => asOwner(database.db));
  const withEntries = async (code: string) => {
    const filing = await keptFiling(database.db, roundId, code);
    for (const [index, value] of ['一', '二', '三'].entries()) await give(database.db, filing.id, name(value, index));
    return { id: filing.id, subject: `filing:${filing.id}` };
  };
  const at = (subject: string, seq: number) => ({ subject_seq: { subject, seq } });

  test.each([
    ['who', { who: 'tenant:ou_other' }],
    ['what', { what: 'save basics: address' }],
    ['when', { at: new Date(noon.getTime() + 1) }],
    ['from', { from: 'returned' }],
    ['why', { why: 'no reason' }],
    ['the hash', { hash: '0'.repeat(64) }],
  ])('%s of an entry', async (what, data) => {
    const { id, subject } = await withEntries(`changed ${what}`);
    expect(await unbroken(id)).toBeUndefined();
    await database.db.journal.update({ where: at(subject, 2), data });
    expect(await unbroken(id)).toBe(2);
  });

  test('the last entry taken away', async () => {
    const { id, subject } = await withEntries('last');
    await database.db.journal.delete({ where: at(subject, 4) });
    expect(await unbroken(id)).toBe(4);
  });

  test('an entry in the middle taken away', async () => {
    const { id, subject } = await withEntries('middle');
    await database.db.journal.delete({ where: at(subject, 2) });
    expect(await unbroken(id)).toBe(2);
  });

  test('all of it taken away', async () => {
    const { id, subject } = await withEntries('all');
    await database.db.journal.deleteMany({ where: { subject } });
    expect(await unbroken(id)).toBe(1);
  });

  test('an entry added at the end, or before the others', async () => {
    const { id, subject } = await withEntries('added');
    const last = await database.db.journal.findUniqueOrThrow({ where: at(subject, 4) });
    await database.db.journal.create({ data: { ...last, seq: 5, prev: last.hash } });
    expect(await unbroken(id)).toBe(5);
    await database.db.journal.update({ where: at(subject, 5), data: { seq: 0 } });
    expect(await unbroken(id)).toBe(1);
  });

  test('the end rewritten, hashes and all', async () => {
    const [one, other] = [await withEntries('rewritten'), await withEntries('borrowed')];
    const { journalHead } = await loadFiling(database.db, other.id);
    expect(await firstBreak(database.db, one.subject, journalHead)).toBe(5);
  });
});
