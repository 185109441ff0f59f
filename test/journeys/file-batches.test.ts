import path from 'node:path';
import { PDFDict, PDFDocument, PDFName, PDFNumber, PDFStream } from '@cantoo/pdf-lib';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createFileStore } from '../../services/files/store.ts';
import type { FileRef } from '../../services/form/define.ts';
import { itemsAt } from '../../services/form/read.ts';
import { pngOf } from '../services/files/made.ts';
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

const noSystems = { systems: { systems: [] } };
const named = (files: { name: string }[]) => files.map(({ name }) => name);
const attached = async (id: string) =>
  itemsAt((await now(world, id)).answers, 'systems', 'systems') as never as FileRef[];

/** Sends these a second apart while the first stands still on its way to the bot, so that all others are there before it. */
const firstComesLast = async (sends: (() => Promise<unknown>)[]) => {
  const { feishu, time } = world;
  const slow = feishu.faults.hold('download', 'before');
  for (const [index, send] of sends.entries()) {
    await send();
    if (index === 0) await slow.reached;
    await time.advance(feishu.store.clock.now() + 1000);
  }
  await feishu.settled();
  slow.release();
};

/** A filing that is 定稿, as its clerk sees it. */
const frozen = async (n: number) => {
  const { clerk } = world;
  const id = await readyDraft(world, sample, { n });
  await clerk.say('进度');
  await clerk.expectCard('总览与检查');
  await clerk.click('定稿', declared);
  await clerk.expectFile('第1版');
  await clerk.expectCard('第 1 版已定稿');
  return id;
};

/** The widths of the pictures on the pages of a kept PDF, in their order. */
const widthsIn = async ({ key }: FileRef): Promise<number[]> => {
  const content = await createFileStore(path.join(world.dataDir, 'files')).read(key);
  return (await PDFDocument.load(content)).getPages().map(({ node }) => {
    const pictures = node.Resources()!.lookup(PDFName.of('XObject'), PDFDict);
    const [name] = pictures.keys();
    return pictures.lookup(name!, PDFStream).dict.lookup(PDFName.of('Width'), PDFNumber).asNumber();
  });
};

test('files stand in the order in which they were sent, though the first is fetched last', async () => {
  const { clerk } = world;
  const id = await readyDraft(world, sample, { n: 1, changes: noSystems });
  await openSection(clerk, '相关工作制度');
  const wanted = ['一.pdf', '二.pdf', '三.pdf', '四.pdf'];
  await firstComesLast(wanted.map((name) => () => clerk.sendFile(name, pdf(name))));
  const { text } = await clerk.expectCard('已收到并保存“一.pdf”');
  expect(named(await attached(id))).toEqual(wanted);
  expect(text.match(/.\.pdf/g)).toEqual(wanted);
});

test('files that wait for a place stand in that order too', async () => {
  const { clerk } = world;
  const id = await readyDraft(world, sample, { n: 2, changes: noSystems });
  await clerk.say('进度');
  await clerk.expectCard('总览与检查');
  const wanted = ['甲.pdf', '乙.pdf', '丙.pdf'];
  await firstComesLast(wanted.map((name) => () => clerk.sendFile(name, pdf(name))));
  const { text } = await clerk.expectCard('收到 3 个文件，放到哪里？');
  expect(text.match(/.\.pdf/g)).toEqual(wanted);
  await clerk.click('工作制度全文');
  expect(named(await attached(id))).toEqual(wanted);
});

test('photographs become pages in the order in which they were taken, though the first is fetched last', async () => {
  const { clerk } = world;
  const id = await frozen(3);
  const widths = [31, 32, 33, 34, 35];
  await firstComesLast(widths.map((width) => () => clerk.sendImage(pngOf(width, 40))));
  await clerk.expectCard('照片（5 页');
  await clerk.click('扫描完成');
  await clerk.expectCard('共 5 页');
  const { scans } = await now(world, id);
  expect(await widthsIn(scans[0]!)).toEqual(widths);
});

const photographed = async (n: number, widths: number[]) => {
  const { clerk } = world;
  const id = await frozen(n);
  for (const width of widths) await clerk.sendImage(pngOf(width, 40 + n));
  return { id, card: await clerk.expectCard(`照片（${widths.length} 页`) };
};

test('扫描完成 clicked twice at once makes one PDF, of which is told once', async () => {
  const { clerk } = world;
  const { id, card } = await photographed(4, [41, 42]);
  await Promise.all([clerk.clickOn(card, '扫描完成'), clerk.clickOn(card, '扫描完成')]);
  const { text } = await clerk.expectCard('已合成');
  expect(text.match(/已合成/g)).toHaveLength(1);
  expect(text).not.toContain('没有合成');
  const { scans, pages } = await now(world, id);
  expect(pages).toEqual([]);
  expect(scans).toHaveLength(1);
  expect(await widthsIn(scans[0]!)).toEqual([41, 42]);
  const again = await clerk.clickOn(card, '扫描完成');
  expect(again.toast?.content).toContain('没有等待合成的照片了');
});

test('a photograph that comes while the others are joined is in the PDF or waits for the next one', async () => {
  const { clerk } = world;
  const { id, card } = await photographed(5, [43, 44]);
  await Promise.all([clerk.clickOn(card, '扫描完成'), clerk.sendImage(pngOf(45, 45))]);
  await clerk.expectCard('第 1 版已定稿');
  if ((await now(world, id)).pages.length) await clerk.click('扫描完成');
  await clerk.expectCard('已合成');
  const { scans, pages } = await now(world, id);
  expect(pages).toEqual([]);
  expect((await Promise.all(scans.map(widthsIn))).flat()).toEqual([43, 44, 45]);
});
