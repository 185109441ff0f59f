import path from 'node:path';
import { PDFDict, PDFDocument, PDFName, PDFNumber, PDFStream } from '@cantoo/pdf-lib';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createFileStore } from '../../services/files/store.ts';
import { itemsAt } from '../../services/form/read.ts';
import type { PersonDriver } from '../feishu/driver.ts';
import { pdfOf, pngOf } from '../services/files/made.ts';
import { declared, pdf, readSample, type Sample, sealed } from './play.ts';
import { messageOf, post } from './posted.ts';
import { clickRow, expectSound, now, openSection, readyDraft, submitByChat } from './ready-made.ts';
import { walksItsArrows } from './walked.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let sample: Sample;
beforeAll(async () => {
  world = await startWorld();
  sample = await readSample();
});
afterEach(() => expectSound(world));
walksItsArrows('files', () => world);
afterAll(() => world?.stop());

const MB = 1024 * 1024;
const noSystems = { systems: { systems: [] } };
const names = async (id: string) =>
  itemsAt((await now(world, id)).answers, 'systems', 'systems').map(({ name }) => name);

test('what cannot be kept is refused with advice, and what was kept before stays', async () => {
  const { clerk, feishu } = world;
  const id = await readyDraft(world, sample, { n: 1, changes: noSystems });
  await openSection(clerk, '相关工作制度');
  await clerk.sendFile('制度 一.pdf', pdf('制度 一'));
  await clerk.expectCard('已收到并保存“制度 一.pdf”');
  await clerk.sendFile('31 MB.pdf', Buffer.alloc(31 * MB, 'x'));
  expect(await clerk.expectText('“31 MB.pdf”超过 30 MB')).toContain('请降低扫描分辨率');
  feishu.faults.fail('download', { status: 400, code: 234037, msg: 'Downloaded file size exceeds limit.' });
  await clerk.sendFile('101 MB.pdf', Buffer.from('x'));
  await clerk.expectText('“101 MB.pdf”超过 30 MB');
  await clerk.sendFile('空.pdf', Buffer.alloc(0));
  await clerk.expectText('“空.pdf”没有保存：这是空文件');
  feishu.faults.fail('download', { status: 400, code: 230110, msg: 'deleted' });
  await clerk.sendFile('已撤回.pdf', Buffer.from('y'));
  await clerk.expectText('“已撤回.pdf”没有取到');
  expect(await names(id)).toEqual(['制度 一.pdf']);
});

test('a file sent twice, or delivered twice, is kept once', async () => {
  const { clerk, feishu, db } = world;
  const id = await readyDraft(world, sample, { n: 2, changes: noSystems });
  await openSection(clerk, '相关工作制度');
  feishu.faults.duplicate(1);
  await clerk.sendFile('制度.pdf', pdf('制度'));
  await clerk.expectCard('已收到并保存“制度.pdf”');
  await clerk.sendFile('又一次.pdf', pdf('制度'));
  await clerk.expectCard('“又一次.pdf”与“制度.pdf”内容相同');
  expect(await names(id)).toEqual(['制度.pdf']);
  expect(await db.journal.count({ where: { subject: `filing:${id}`, what: { startsWith: 'attach' } } })).toBe(1);
  await clerk.click('打开“相关工作制度”');
  await clerk.click('打开');
  await clerk.click('移除');
  expect(await names(id)).toEqual([]);
  await clerk.click('撤销移除');
  expect(await names(id)).toEqual(['制度.pdf']);
});

test('files that come at the wrong time are told what to do, and change nothing', async () => {
  const { clerk, colleague } = world;
  await colleague.sendFile('早到.pdf', pdf('早到'));
  expect(await colleague.expectText()).toContain('发送“开始”先建立草稿，再发文件');
  const id = await readyDraft(world, sample, { n: 3 });
  await submitByChat(clerk);
  const before = await now(world, id);
  await clerk.sendFile('迟到.pdf', pdf('迟到'));
  expect(await clerk.expectText()).toContain('如需更换请先撤回修改');
  expect(await now(world, id)).toEqual(before);
});

/** A filing that is 定稿, as its clerk sees it. */
const frozenBy = async (clerk: PersonDriver, n: number) => {
  const id = await readyDraft(world, sample, { n });
  await clerk.say('进度');
  await clerk.expectCard('总览与检查');
  await clerk.click('定稿', declared);
  const form = await clerk.expectFile('第1版');
  return { id, ticks: await sealed(form), card: await clerk.expectCard('第 1 版已定稿') };
};

test('photographs become the pages of one scan, in the order the person wants; without a scan nothing is submitted', async () => {
  const { clerk, dataDir } = world;
  const { id, ticks, card: frozen } = await frozenBy(clerk, 4);
  expect(frozen.text).toContain('请先把扫描件发到聊天里');
  expect(frozen.text).not.toMatch(/\[(核对完毕|提交)\]/);
  const before = clerk.messages().length;
  for (const width of [31, 32, 33, 34]) await clerk.sendImage(pngOf(width, 40));
  const pages = await clerk.expectCard('照片（4 页');
  // Four pictures, one card of the bot that grew.
  expect(clerk.messages().length).toBe(before + 5);
  expect((await now(world, id)).scans).toEqual([]);
  expect(pages.text).toContain('请先点“扫描完成”');
  expect(pages.text).not.toMatch(/\[(核对完毕|提交)\]/);
  await clickRow(clerk, pages, '第 4 页', '打开');
  await clerk.click('上移');
  await clerk.click('返回');
  await clickRow(clerk, clerk.card('照片（4 页'), '第 1 页', '打开');
  await clerk.click('移除');
  await clerk.click('扫描完成');
  await clerk.expectCard('已合成“备案表-云汉省星澜市科学技术情报研究所-第1版-扫描件.pdf”，共 3 页');
  const filing = await now(world, id);
  expect(filing.pages).toEqual([]);
  expect(filing.scans).toMatchObject([{ kind: 'pdf', pages: 3 }]);
  const joined = await createFileStore(path.join(dataDir, 'files')).read(filing.scans[0]!.key);
  expect(await widthsIn(joined)).toEqual([32, 34, 33]);
  const joinedCard = clerk.card('已合成');
  await clickRow(clerk, joinedCard, '扫描件.pdf　', '打开');
  await clerk.click('查看');
  expect((await clerk.expectFile('扫描件.pdf')).bytes.equals(joined)).toBe(true);
  await clerk.click('移除');
  // The card from before the removal still offers to tick the places.
  const early = await clerk.clickOn(joinedCard, '核对完毕', ticks);
  expect(early.toast?.content).toContain('还没有收到签字盖章后的扫描件');
  expect((await now(world, id)).status).toBe('frozen');
  await clerk.click('撤销移除');
  await clerk.click('核对完毕', ticks);
  await clerk.click('提交');
  expect((await now(world, id)).status).toBe('submitted');
});

test('another scan after the places were ticked has to be looked at again', async () => {
  const { clerk } = world;
  const { id, ticks } = await frozenBy(clerk, 14);
  await clerk.sendFile('扫描一.pdf', pdf('扫描一'));
  await clerk.expectCard('已收到并保存“扫描一.pdf”');
  await clerk.click('核对完毕', ticks);
  const sealed = clerk.card('五处签字盖章已核对');
  expect((await now(world, id)).status).toBe('inst_sealed');
  await clerk.sendFile('补扫一页.pdf', pdf('补扫一页'));
  await clerk.expectCard('已收到并保存“补扫一页.pdf”');
  expect((await now(world, id)).status).toBe('frozen');
  expect((await clerk.clickOn(sealed, '提交')).toast?.content).toContain('请先在卡片上逐项核对签字盖章');
  await clerk.click('核对完毕', ticks);
  await clerk.click('提交');
  expect((await now(world, id)).status).toBe('submitted');
});

test('what is formed again voids the scan, and the Word form can be had again', async () => {
  const { clerk } = world;
  const { id, card: frozen } = await frozenBy(clerk, 8);
  await clerk.sendFile('扫描件.pdf', pdf('扫描件 8'));
  await clerk.expectCard('已收到并保存“扫描件.pdf”');
  await clerk.sendImage(pngOf(50, 50));
  await clerk.expectCard('照片（1 页');
  await clerk.click('重新修改');
  expect(await now(world, id)).toMatchObject({ status: 'draft', scans: [], pages: [], version: 1 });
  expect((await clerk.clickOn(frozen, '再发一次 Word')).toast?.content).toContain('马上发到聊天里');
  await clerk.expectFile('第1版');
});

test('files sent outside a section are kept and placed by one card, all at once or one by one', async () => {
  const { clerk } = world;
  const id = await readyDraft(world, sample, { n: 9, changes: noSystems });
  await clerk.say('进度');
  await clerk.expectCard('总览与检查');
  const before = clerk.messages().length;
  for (const name of ['甲.pdf', '乙.pdf', '丙.pdf']) await clerk.sendFile(name, pdf(`${name} 9`));
  const asked = await clerk.expectCard('收到 3 个文件，放到哪里？');
  expect(clerk.messages().length).toBe(before + 4);
  expect((await now(world, id)).loose.map(({ name }) => name)).toEqual(['甲.pdf', '乙.pdf', '丙.pdf']);
  await clerk.say('进度');
  await clerk.expectCard('有 3 个文件还没有放好');
  await clickRow(clerk, asked, '丙.pdf', '打开');
  await clerk.click('不要');
  await clerk.say('进度');
  await clerk.expectCard('有 2 个文件还没有放好');
  await clerk.click('放好它们');
  await clerk.click('工作制度全文');
  expect(await names(id)).toEqual(['甲.pdf', '乙.pdf']);
  expect(clerk.card('已收到并保存“甲.pdf”').text).toContain('工作制度全文');
});

test('a reply to a section’s card says where the file belongs', async () => {
  const { clerk, feishu } = world;
  const id = await readyDraft(world, sample, { n: 10, changes: noSystems });
  const { messageId } = await openSection(clerk, '相关工作制度');
  await clerk.say('首页');
  await clerk.expectCard('备案助手');
  const { key } = feishu.store.addFile({ kind: 'file', name: '回复.pdf', bytes: pdf('回复'), by: clerk.openId });
  const own = {
    chatId: clerk.chatId,
    from: 'person' as const,
    sender: clerk.openId,
    type: 'file' as const,
    fileKey: key,
  };
  const sent = messageOf(
    clerk,
    'file',
    { file_key: key, file_name: '回复.pdf' },
    feishu.store.addMessage(own).messageId,
  );
  await post(world, 'im.message.receive_v1', { ...sent, message: { ...sent.message, parent_id: messageId } });
  await clerk.expectCard('已收到并保存“回复.pdf”', { earlier: true });
  expect(await names(id)).toEqual(['回复.pdf']);
});

test('a file is replaced in its place, renamed and moved', async () => {
  const { clerk } = world;
  const id = await readyDraft(world, sample, { n: 11, changes: noSystems });
  await openSection(clerk, '相关工作制度');
  for (const name of ['一.pdf', '二.pdf']) await clerk.sendFile(name, pdf(`${name} 11`));
  await clerk.expectCard('已收到并保存“二.pdf”');
  await clerk.click('打开“相关工作制度”');
  const section = clerk.card('工作制度全文（已收到 2 份）');
  await clickRow(clerk, section, '一.pdf', '打开');
  await clerk.click('替换');
  await clerk.sendFile('新一.pdf', pdf('new 11'));
  await clerk.expectCard('已收到并保存“新一.pdf”');
  expect(await names(id)).toEqual(['新一.pdf', '二.pdf']);
  await clerk.click('打开“相关工作制度”');
  await clickRow(clerk, clerk.card('工作制度全文（已收到 2 份）'), '二.pdf', '打开');
  await clerk.click('上移');
  await clerk.click('改名', { 显示的文件名: '管理/办法' });
  expect(await names(id)).toEqual(['管理 办法.pdf', '新一.pdf']);
});

/** The widths of the pictures on the pages of a PDF, in their order. */
const widthsIn = async (content: Buffer): Promise<unknown[]> =>
  (await PDFDocument.load(content)).getPages().map(({ node }) => {
    const pictures = node.Resources()!.lookup(PDFName.of('XObject'), PDFDict);
    const [name] = pictures.keys();
    return pictures.lookup(name!, PDFStream).dict.lookup(PDFName.of('Width'), PDFNumber).asNumber();
  });

test('a scan goes to the filing that was 定稿, though a section of another one was open before', async () => {
  const { clerk } = world;
  const first = await readyDraft(world, sample, { n: 5, changes: { identity: { institutionName: '先开的研究所' } } });
  await openSection(clerk, '工作基础和优势特点');
  const before = await now(world, first);
  const second = await readyDraft(world, sample, { n: 6, changes: { identity: { institutionName: '后开的研究所' } } });
  await submitByChat(clerk, { name: '后开的研究所' });
  expect((await now(world, second)).status).toBe('submitted');
  expect((await now(world, first)).answers).toEqual(before.answers);
});

test('a picture that stands among words is kept, and the words are answered as well', async () => {
  const { clerk, feishu } = world;
  const id = await readyDraft(world, sample, { n: 7, changes: noSystems });
  await openSection(clerk, '相关工作制度');
  const { key } = feishu.store.addFile({
    kind: 'image',
    name: 'image',
    bytes: pngOf(30, 41),
    by: clerk.openId,
  });
  const { messageId } = feishu.store.addMessage({
    chatId: clerk.chatId,
    from: 'person',
    sender: clerk.openId,
    type: 'post',
    text: '制度的照片',
    fileKey: key,
  });
  const paragraphs = [[{ tag: 'text', text: '制度的照片' }], [{ tag: 'img', image_key: key }]];
  const sent = messageOf(clerk, 'post', { title: '', content: paragraphs }, messageId);
  await post(world, 'im.message.receive_v1', sent);
  await clerk.expectText('这句话我没有放进表里');
  await clerk.expectCard('已收到并保存“图片-');
  await post(world, 'im.message.receive_v1', sent);
  await feishu.settled();
  expect(await names(id)).toEqual([`图片-${key.slice(-6)}.png`]);
});

test('files that wait for a place are named on the home card, one tap from their place', async () => {
  const { colleague } = world;
  const id = await readyDraft(world, sample, { n: 12, owner: colleague, changes: noSystems });
  await colleague.say('首页');
  await colleague.expectCard('备案助手');
  await colleague.sendFile('待放.pdf', pdf('待放 12'));
  await colleague.expectCard('收到 1 个文件，放到哪里？');
  await colleague.say('首页');
  await colleague.expectCard('有 1 个文件还没有放好');
  await colleague.click('放好它们');
  await colleague.click('工作制度全文');
  expect(await names(id)).toEqual(['待放.pdf']);
  await colleague.say('首页');
  expect((await colleague.expectCard('备案助手')).text).not.toContain('还没有放好');
});

test('a photograph of the scan that comes torn is named, and a damaged or locked PDF is no scan', async () => {
  const { clerk } = world;
  const { id } = await frozenBy(clerk, 13);
  await clerk.sendImage(pngOf(60, 61).subarray(0, -20));
  await clerk.expectText('只传来了一部分');
  await clerk.sendFile('加密.pdf', await pdfOf(1, { locked: true }));
  await clerk.expectText('“加密.pdf”没有保存：这份 PDF 加了密码');
  expect(await now(world, id)).toMatchObject({ scans: [], pages: [] });
  await clerk.sendFile('三页.pdf', await pdfOf(3));
  expect((await clerk.expectCard('已收到并保存“三页.pdf”')).text).toContain('共 3 页');
});
