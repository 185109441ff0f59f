import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Command } from '../../services/filing/decision.ts';
import { DIRECT } from '../../services/filing/filing.ts';
import { perform } from '../../services/filing/perform.ts';
import { dayOf } from '../../services/time.ts';
import { sealing } from '../services/filing/kept.ts';
import { playAppointment, readSample, type Sample } from './play.ts';
import { asMember, clickRow, expectSound, keptFile, now, readyDraft, sealByChat, submitByChat } from './ready-made.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let sample: Sample;
beforeAll(async () => {
  world = await startWorld();
  sample = await readSample();
});
afterEach(() => expectSound(world));
afterAll(() => world?.stop());

const association = (name: string) => ({
  identity: { institutionName: name, category: '行业组织' },
  standing: { nationalOrg: '是', outlet: '否', outletYear: null },
  route: { proof: [] },
});
/** Filed directly in the national system, of which the province hears. */
const filed = async (name: string, n: number) => {
  const { clerk } = world;
  const id = await readyDraft(world, sample, { n, changes: association(name) });
  await sealByChat(clerk, { name });
  await clerk.click('登记', { 在国家系统提交的日期: dayOf(world.feishu.store.now()), 回执号: `GG-${n}` });
  return id;
};

test('a copy waits for a contact, is delivered, read and commented on; both sides see where it is', async () => {
  const { clerk, contact, operator } = world;
  const id = await filed('甲全国协会', 2);
  await clerk.say('进度');
  const first = await clerk.expectCard(/办理进度[\s\S]*抄送云汉省知识产权局（虚构）：(还没有联系人|正在送达)/);
  await playAppointment(operator, contact, sample);
  const copied = await contact.expectCard('抄送：甲全国协会', { earlier: true });
  expect(copied.text).toContain('无需办理');
  await clerk.say('进度');
  const delivered = await clerk.expectCard(
    /办理进度[\s\S]*抄送云汉省知识产权局（虚构）：\d{4}年\d+月\d+日 \d\d:\d\d 已送达，还没有阅/,
  );

  // Too long a comment stays in its field.
  await contact.clickOn(copied, '已阅', { 有意见可以写给: '长'.repeat(501) });
  const long = await contact.expectCard('意见请控制在 500 字以内');
  expect(long.text).toContain('【长长');
  await contact.clickOn(long, '已阅', { 有意见可以写给: '情况属实，人员较强。' });
  expect(contact.card('抄送：甲全国协会').text).toMatch(/已阅（\d{4}年[\s\S]*意见：情况属实，人员较强。/);
  expect(await now(world, id)).toMatchObject({
    ...{ status: 'filed_online', departmentCode: DIRECT },
    copies: { '999900': { version: 1, comment: '情况属实，人员较强。', by: sample.annex2_contact.name } },
  });
  // Once is enough.
  await contact.clickOn(long, '已阅', { 有意见可以写给: '再写一句。' });
  expect((await now(world, id)).copies['999900']!.comment).toBe('情况属实，人员较强。');

  const said = await operator.expectCard('抄送部门的意见：甲全国协会');
  expect(said.text).toContain('情况属实，人员较强。');
  // The institution sees that it was read, on the cards that lie there, and not what was said.
  const read = await clerk.expectCard(/办理进度[\s\S]*抄送云汉省知识产权局（虚构）：\d{4}年\d+月\d+日 \d\d:\d\d 已阅/);
  expect([first.messageId, delivered.messageId]).toContain(read.messageId);
  expect(read.text).not.toContain('情况属实');
  await operator.click('办理进度');
  expect(operator.card('办理进度').text).toContain('情况属实，人员较强。');
});

test("a province finds its copies in one list, and nobody else's; what was never copied to it stays closed", async () => {
  const { clerk, contact } = world;
  await filed('乙全国协会', 3);
  const other = await readyDraft(world, sample, { n: 4, changes: { identity: { institutionName: '本省推荐研究所' } } });
  await submitByChat(clerk, { name: '本省推荐研究所' });
  await contact.say('首页');
  await contact.expectCard('备案助手');
  await contact.click('抄送本省');
  const list = await contact.expectCard(/抄送本省[\s\S]*共 2 份，未阅 1 份/);
  expect(list.text).toMatch(/乙全国协会　第 1 版　未阅[\s\S]*甲全国协会　第 1 版　已阅/);
  expect(list.text).not.toContain('本省推荐研究所');
  await clickRow(contact, list, '乙全国协会', '打开');
  const copied = contact.card('抄送：乙全国协会');
  for (const person of [clerk, world.colleague]) {
    expect((await person.clickOn(copied, '已阅')).toast?.content).toContain('您的点击没有改动任何内容');
    expect((await person.clickOn(copied, '抄送本省')).toast?.content).toContain('您的点击没有改动任何内容');
  }
  await contact.clickOn(copied, '已阅');
  await contact.click('抄送本省');
  await contact.expectCard('共 2 份，未阅 0 份');
  expect((await now(world, other)).copies).toEqual({});
});

test('a province that is copied to no longer sees the version that was copied to it, and nothing of later ones', async () => {
  const { contact } = world;
  const id = await filed('丙全国协会', 5);
  const before = await contact.expectCard('抄送：丙全国协会', { earlier: true });
  await doWithoutChat(id, [
    { type: 'officeReturn', version: 1, remarks: '所在地填错了。' },
    { type: 'save', step: 'basics', rev: 1, values: { address: '北京市新址 9 号' } },
    { type: 'save', step: 'identity', rev: 1, values: { province: '110000', institutionName: '丁全国协会' } },
  ]);
  await contact.clickOn(before, '抄送本省');
  await clickRow(contact, await contact.expectCard(/抄送本省[\s\S]*申报单位正在修改/), '丙全国协会', '打开');
  await doWithoutChat(id, [
    { type: 'freeze', rev: (await now(world, id)).rev, declared: true },
    { type: 'scan', version: 2, file: await keptFile(world, '第二版扫描件.pdf') },
    sealing(2),
    { type: 'fileOnline', version: 2, on: dayOf(world.feishu.store.now()), receipt: 'GG-6' },
  ]);
  expect((await now(world, id)).copies).toMatchObject({ '999900': { version: 1 }, 110000: { version: 2 } });
  await contact.click('抄送本省');
  const list = await contact.expectCard(/抄送本省[\s\S]*丙全国协会　第 1 版/);
  expect(list.text).not.toContain('丁全国协会');
  await clickRow(contact, list, '丙全国协会', '打开');
  const copied = contact.card('抄送：丙全国协会');
  expect(copied.text).toContain(sample.section1.address);
  expect(copied.text).toContain('第 1 版以后不再抄送贵单位');
  for (const words of ['北京市新址', '第二版扫描件', '丁全国协会']) expect(copied.text).not.toContain(words);
});

/** Through the product's own door, but without a chat. */
const doWithoutChat = async (id: string, commands: Command[]) => {
  for (const command of commands) {
    const circumstances = { now: world.feishu.store.now(), actor: asMember(world.clerk), operators: [] };
    await world.db.$transaction((tx) => perform(tx, async () => {}, id, command, circumstances));
  }
};
