import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase, type Tx } from '../../../prisma/client.ts';
import { extendChain } from '../../../services/journal/chain.ts';
import { hashEntry } from '../../../services/journal/journal.ts';
import { type Verified, verifyAll } from '../../../services/journal/verify.ts';
import { seedOperators } from '../../../services/people/operators.ts';
import { changeRound } from '../../../services/rounds/open.ts';
import { asOwner, type TestDatabase, testDatabase } from '../../database.ts';
import { openSeason } from '../../season.ts';
import { keptFiling } from '../filing/kept.ts';
import { noon } from '../filing/sample.ts';

let database: TestDatabase;
/** One history of each kind; five entries or more each. */
const subjects: Record<string, string> = {};
const kinds = ['filing', 'round', 'operators', 'refused at a filing'];
const by = { tenantKey: 'tenant', openId: 'ou_operator' };

const refusal = (subject: string, i: number) => ({
  ...{ subject, at: noon, who: 'tenant:ou_stranger', what: `refused filing.open "${i}"`, why: 'not_member' },
});

beforeAll(async () => {
  database = await testDatabase();
  const { db } = database;
  const round = await openSeason(db, noon);
  for (let rev = 1; rev < 6; rev++)
    await db.$transaction((tx) => changeRound(tx, round, rev, { formRevision: 1 }, `form ${rev}`, by, noon));
  const { id } = await keptFiling(db, round, 'one', true);
  await keptFiling(db, round, 'two', true);
  const people = Array.from({ length: 6 }, (_, i) => ({ openId: `ou_${i}` }));
  await seedOperators(db, people, noon);
  for (let i = 0; i < 6; i++) await extendChain(db, refusal(`access:filing:${id}`, i));
  Object.assign(subjects, { filing: `filing:${id}`, round: `round:${round}`, operators: 'operators' });
  subjects['refused at a filing'] = `access:filing:${id}`;
});
afterAll(() => database?.close());

const allOf = async (tx: Tx): Promise<Verified[]> => {
  const all: Verified[] = [];
  for await (const one of verifyAll(tx)) all.push(one);
  return all;
};
const brokenOf = async (tx: Tx) => (await allOf(tx)).filter(({ broken }) => broken !== undefined);

class TakenBack extends Error {}
/** What the verifier finds after these changes, which are taken back afterwards. */
const foundAfter = async (tamper: (tx: Tx) => Promise<unknown>): Promise<Verified[]> => {
  let found: Verified[] = [];
  const trying = database.db.$transaction(async (tx) => {
    await asOwner(tx);
    await tamper(tx);
    found = await brokenOf(tx);
    throw new TakenBack();
  });
  await expect(trying).rejects.toThrow(TakenBack);
  return found;
};

type Place = 'first' | 'middle' | 'last';
const places: Place[] = ['first', 'middle', 'last'];
const seqAt = async (subject: string, place: Place): Promise<number> => {
  const count = await database.db.journal.count({ where: { subject } });
  return { first: 1, middle: Math.ceil(count / 2), last: count }[place];
};
const cases = kinds.flatMap((kind) => places.map((place) => [place, kind] as const));

/** Another value for each column of an entry. */
const changes = {
  ...{ who: 'tenant:ou_other', what: 'something else', from: 'a', to: 'b', why: 'c', prev: 'd', hash: 'e', seq: 999 },
  at: new Date(noon.getTime() + 1),
};

test('the database refuses to change or delete an entry, whoever asks without switching that off', async () => {
  const { db } = database;
  const where = { subject_seq: { subject: subjects.filing!, seq: 1 } };
  await expect(db.journal.update({ where, data: { why: 'x' } })).rejects.toThrow('neither changed nor deleted');
  await expect(db.journal.delete({ where })).rejects.toThrow('neither changed nor deleted');
  await expect(db.$executeRaw`TRUNCATE "Journal"`).rejects.toThrow('neither changed nor deleted');
});

test('histories nobody has touched hold, all of them', async () => {
  const all = await allOf(database.db);
  expect(all.map(({ subject }) => subject)).toEqual(expect.arrayContaining(Object.values(subjects)));
  expect(all).toHaveLength(5);
  expect(all.filter(({ broken }) => broken !== undefined)).toEqual([]);
});

test.each(cases)('a change in any column of the %s entry of the kind %s is found where it is', async (place, kind) => {
  const subject = subjects[kind]!;
  const seq = await seqAt(subject, place);
  for (const [column, value] of Object.entries(changes)) {
    const found = await foundAfter((tx) =>
      tx.journal.update({ where: { subject_seq: { subject, seq } }, data: { [column]: value } }),
    );
    expect(found, column).toEqual([{ subject, broken: seq }]);
  }
});

test.each(cases)('the %s entry of the kind %s cannot be deleted, nor the rest moved up', async (place, kind) => {
  const subject = subjects[kind]!;
  const seq = await seqAt(subject, place);
  const deleted = (tx: Tx) => tx.journal.delete({ where: { subject_seq: { subject, seq } } });
  expect(await foundAfter(deleted)).toEqual([{ subject, broken: seq }]);
  const movedUp = async (tx: Tx) => {
    await deleted(tx);
    await rewritten(tx, subject, seq, -1);
  };
  expect(await foundAfter(movedUp)).toEqual([{ subject, broken: expect.any(Number) }]);
});

test.each(cases)('nothing can be inserted at the %s entry of the kind %s, even chained on', async (place, kind) => {
  const subject = subjects[kind]!;
  const seq = await seqAt(subject, place);
  const inserted = async (tx: Tx) => {
    const before = await tx.journal.findUnique({ where: { subject_seq: { subject, seq: seq - 1 } } });
    await makeRoom(tx, subject, seq);
    const entry = { subject, seq, at: noon, who: 'x', what: 'x' };
    const prev = before?.hash ?? '';
    await tx.journal.create({ data: { ...entry, prev, hash: hashEntry(prev, entry) } });
  };
  expect(await foundAfter(inserted)).toEqual([{ subject, broken: seq + 1 }]);
  const chainedOn = async (tx: Tx) => {
    await inserted(tx);
    await rewritten(tx, subject, seq + 1, 0);
  };
  expect(await foundAfter(chainedOn)).toEqual([{ subject, broken: expect.any(Number) }]);
  const atTheEnd = async (tx: Tx) => {
    const last = await tx.journal.findFirstOrThrow({ where: { subject }, orderBy: { seq: 'desc' } });
    const entry = { subject, seq: last.seq + 1, at: noon, who: 'x', what: 'x' };
    await tx.journal.create({ data: { ...entry, prev: last.hash, hash: hashEntry(last.hash, entry) } });
  };
  expect(await foundAfter(atTheEnd)).toHaveLength(1);
});

/** Numbers and hashes written anew from `from` on, as whoever has the database in hand could; only the head is left. */
const rewritten = async (tx: Tx, subject: string, from: number, by: number): Promise<void> => {
  const entries = await tx.journal.findMany({ where: { subject, seq: { gte: from } }, orderBy: { seq: 'asc' } });
  const first = await tx.journal.findUnique({ where: { subject_seq: { subject, seq: from - 1 } } });
  let prev = first?.hash ?? '';
  for (const entry of entries) {
    const moved = { ...entry, seq: entry.seq + by };
    const hash = hashEntry(prev, moved);
    await tx.journal.update({
      where: { subject_seq: { subject, seq: entry.seq } },
      data: { seq: moved.seq, prev, hash },
    });
    prev = hash;
  }
};

const makeRoom = async (tx: Tx, subject: string, from: number): Promise<void> => {
  await tx.$executeRaw`UPDATE "Journal" SET "seq" = "seq" + 1000 WHERE "subject" = ${subject} AND "seq" >= ${from}`;
  await tx.$executeRaw`UPDATE "Journal" SET "seq" = "seq" - 999 WHERE "subject" = ${subject} AND "seq" >= 1000`;
};

test('a history whose head was taken away or changed is found, and so is one that belongs to nothing', async () => {
  const filing = subjects.filing!;
  const id = filing.slice('filing:'.length);
  expect(await foundAfter((tx) => tx.filing.update({ where: { id }, data: { journalHead: 'x' } }))).toMatchObject([
    { subject: filing },
  ]);
  expect(await foundAfter((tx) => tx.chain.delete({ where: { subject: 'operators' } }))).toEqual([
    { subject: 'operators', broken: 1 },
  ]);
  const entry = { subject: 'filing:none', seq: 7, at: noon, who: 'x', what: 'x' };
  expect(
    await foundAfter((tx) => tx.journal.create({ data: { ...entry, prev: '', hash: hashEntry('', entry) } })),
  ).toEqual([{ subject: 'filing:none', broken: 7 }]);
});

test('entries of one history written at the same moment by several processes are all kept, one after the other', async () => {
  const subject = 'access:operators';
  const others = [createDatabase(database.url), createDatabase(database.url)];
  await Promise.all(Array.from({ length: 40 }, (_, i) => extendChain(others[i % 2]!, refusal(subject, i))));
  await Promise.all(others.map((db) => db.$disconnect()));
  const entries = await database.db.journal.findMany({ where: { subject }, orderBy: { seq: 'asc' } });
  expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, i) => i + 1));
  expect(new Set(entries.map(({ what }) => what)).size).toBe(40);
  expect(await brokenOf(database.db)).toEqual([]);
});

const root = path.join(import.meta.dirname, '../../..');

/** The command as a process of its own. */
const runVerify = async (env: Record<string, string>): Promise<{ code: number; output: string }> => {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, ['bot/verify.ts'], { cwd: root, env: { PATH, HOME, ...env } });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (words: string) => {
      output += words;
    });
  const [code] = (await once(child, 'close')) as [number];
  return { code, output };
};

test('the command says how many hold, and names the history and the entry of each that does not', async () => {
  const { db, url } = database;
  expect(await runVerify({ DATABASE_URL: url })).toEqual({
    code: 0,
    output: '历史记录共 6 份：完好 6 份，有问题 0 份。\n',
  });
  const subject = subjects.filing!;
  const seq = await seqAt(subject, 'last');
  await asOwner(db);
  await db.journal.delete({ where: { subject_seq: { subject, seq } } });
  await db.journal.update({ where: { subject_seq: { subject: 'operators', seq: 2 } }, data: { who: 'x' } });
  expect(await runVerify({ DATABASE_URL: url })).toEqual({
    code: 1,
    output: [
      `有问题：${subject} 从第 ${seq} 条起对不上`,
      '有问题：operators 从第 2 条起对不上',
      '历史记录共 6 份：完好 4 份，有问题 2 份。\n',
    ].join('\n'),
  });
});

test('a command that cannot reach the database does not say that all is well', async () => {
  const { code, output } = await runVerify({ DATABASE_URL: 'postgresql://u:hidden@127.0.0.1:9/x' });
  expect(code).toBe(1);
  expect(output).toContain('没有核对完');
  expect(output).not.toContain('hidden');
});
