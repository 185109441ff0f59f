import { readdir } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { hostileFiles } from '../services/files/hostile.ts';
import { declared, pdf, readSample, type Sample } from './play.ts';
import { expectSound, now, openSection, readyDraft } from './ready-made.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let sample: Sample;
beforeAll(async () => {
  world = await startWorld();
  sample = await readSample();
});
afterEach(() => expectSound(world));
afterAll(() => world?.stop());

/** All that a file could leave behind: bytes, answers, and what waits for a person's word. */
const traces = async (id: string) => {
  const { db, dataDir } = world;
  const [brought, asides, texts] = await Promise.all([db.brought.count(), db.aside.count(), db.textBatch.count()]);
  const bytes = (await readdir(dataDir, { recursive: true })).sort();
  return { filing: await now(world, id), bytes, brought, asides, texts };
};

const hostile = await hostileFiles();
test.each(hostile)('%s is refused in words and leaves nothing behind', async (name, content, words) => {
  const { clerk } = world;
  id ??= await readyDraft(world, sample, { n: 1 });
  await openSection(clerk, '相关工作制度');
  const before = await traces(id);
  await clerk.sendFile(name, content);
  expect(await clerk.expectText(words)).toContain(`“${name}”`);
  expect(await traces(id)).toEqual(before);
});
let id: string | undefined;

test('hostile files among good ones are named, and the good ones are kept', async () => {
  const { clerk } = world;
  const draft = await readyDraft(world, sample, { n: 2, changes: { systems: { systems: [] } } });
  await openSection(clerk, '相关工作制度');
  await clerk.sendFile('一.pdf', pdf('hostile 一'));
  const [macro] = hostile.filter(([name]) => name === '带宏.docm');
  await clerk.sendFile(macro![0], macro![1]);
  await clerk.expectText('“带宏.docm”没有保存');
  await clerk.sendFile('二.pdf', pdf('hostile 二'));
  await clerk.expectCard('已收到并保存“二.pdf”');
  const { systems } = (await now(world, draft)).answers.systems as { systems: unknown };
  expect(systems).toMatchObject([{ name: '一.pdf' }, { name: '二.pdf' }]);
});

test('a table or a Word file after 定稿 is no scan, and leaves nothing behind', async () => {
  const { clerk } = world;
  const frozen = await readyDraft(world, sample, { n: 3 });
  await clerk.say('进度');
  await clerk.expectCard('总览与检查');
  await clerk.click('定稿', declared);
  const form = await clerk.expectFile('第1版');
  const before = await traces(frozen);
  await clerk.sendFile(form.name, form.bytes);
  expect(await clerk.expectText('签字盖章扫描件请发 PDF')).toContain(form.name);
  expect(await traces(frozen)).toEqual(before);
});
