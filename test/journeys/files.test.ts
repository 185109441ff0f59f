import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { itemsAt } from '../../services/form/read.ts';
import { pngOf } from '../services/files/made.ts';
import { declared, pdf, readSample, type Sample } from './play.ts';
import { messageOf, post } from './posted.ts';
import { expectSound, now, openSection, readyDraft, submitByChat } from './ready-made.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let sample: Sample;
beforeAll(async () => {
  world = await startWorld();
  sample = await readSample();
});
afterEach(() => expectSound(world));
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
  await clerk.expectCard('“又一次.pdf”之前已经收到');
  expect(await names(id)).toEqual(['制度.pdf']);
  expect(await db.journal.count({ where: { subject: `filing:${id}`, what: { startsWith: 'attach' } } })).toBe(1);
  await clerk.click('移除');
  expect(await names(id)).toEqual([]);
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

test('a photographed scan is taken and can be removed; without a scan nothing is submitted', async () => {
  const { clerk } = world;
  const id = await readyDraft(world, sample, { n: 4 });
  await clerk.say('进度');
  await clerk.expectCard('总览与检查');
  await clerk.click('定稿', declared);
  const frozen = await clerk.expectCard('第 1 版已定稿');
  expect((await clerk.tryClick('提交')).error?.words).toBe('请先把扫描件发到聊天里');
  await clerk.sendImage(pngOf(30, 40));
  const received = await clerk.expectCard('已收到并保存“图片-');
  expect((await now(world, id)).scans).toHaveLength(1);
  await clerk.clickOn(received, '移除');
  expect((await now(world, id)).scans).toEqual([]);
  // The card from before the removal still offers 提交.
  const { toast } = await clerk.clickOn(received, '提交');
  expect(toast?.content).toContain('还没有收到签字盖章后的扫描件');
  await clerk.sendFile('扫描件.pdf', pdf('扫描件'));
  await clerk.expectCard('已收到并保存“扫描件.pdf”');
  await clerk.click('重新修改');
  expect(await now(world, id)).toMatchObject({ status: 'draft', scans: [], version: 1 });
  expect((await clerk.clickOn(frozen, '再发一次 Word')).toast?.content).toContain('马上发到聊天里');
  await clerk.expectFile('第1版');
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
