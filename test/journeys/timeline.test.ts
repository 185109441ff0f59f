import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { allSlots } from '../../services/filing/seal-commands.ts';
import { dayOf } from '../../services/time.ts';
import { pdf, playAppointment, readSample, type Sample, sealed } from './play.ts';
import { expectSound, now, readyDraft, submitByChat } from './ready-made.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let sample: Sample;
beforeAll(async () => {
  world = await startWorld();
  sample = await readSample();
  await playAppointment(world.operator, world.contact, sample);
});
afterEach(() => expectSound(world));
afterAll(() => world?.stop());

const steps = (text: string) =>
  text
    .split('\n')
    .filter((line) => /^\d{4}年\d+月\d+日 \d\d:\d\d　/.test(line))
    .map((line) => line.replace(/^\S+ \S+?　/, ''));

test('one card shows the whole course to each side, follows what happens, and says who is next and until when', async () => {
  const { clerk, contact } = world;
  await readyDraft(world, sample, { n: 2 });
  await submitByChat(clerk);
  await clerk.say('进度');
  const first = await clerk.expectCard(/办理进度[\s\S]*下一步：云汉省知识产权局（虚构）　打开审核/);
  expect(steps(first.text)).toEqual([
    ...['建立草稿　申报单位', '第 1 版定稿　申报单位', '第 1 版五处签字盖章已核对　申报单位', '提交第 1 版　申报单位'],
  ]);
  expect(first.text).toMatch(/期限 \d{4}年\d+月\d+日，还有 \d+ 个工作日/);

  await contact.clickOn(await contact.expectCard('审核：', { earlier: true }), '退回补正');
  await contact.click('退回', { 请写明: '请补充。' });
  // The card that lies in the clerk's chat has followed.
  const followed = await clerk.expectCard(/办理进度〔退回补正〕[\s\S]*退回第 1 版补正　云汉省知识产权局（虚构）/);
  expect(followed.messageId).toBe(first.messageId);
  await submitByChat(clerk, { scan: '第二份扫描.pdf' });
  await contact.clickOn(await contact.expectCard(/审核：[\s\S]*第 2 版[\s\S]*\[拟推荐\]/), '拟推荐');
  await contact.click('确认推荐', { 第七部分: '同意推荐。' });
  await contact.click('办理进度');
  const theirs = contact.card('办理进度');
  // What the institution does before it hands in is nobody else's business, and no person is named.
  expect(steps(theirs.text)).toEqual([
    '提交第 1 版　申报单位',
    '开始审核　云汉省知识产权局（虚构）',
    '退回第 1 版补正　云汉省知识产权局（虚构）',
    '提交第 2 版　申报单位',
    '开始审核　云汉省知识产权局（虚构）',
    '推荐　云汉省知识产权局（虚构）',
  ]);
  expect(theirs.text).not.toMatch(/沈若溪|定稿/);
});

test('it goes on to the national system, and the operators see the whole of it without urging anybody', async () => {
  const { clerk, contact, operator } = world;
  const name = '看全程研究所';
  const id = await readyDraft(world, sample, { n: 3, changes: { identity: { institutionName: name } } });
  const form = await submitByChat(clerk, { name });
  await contact.clickOn(await contact.expectCard(`审核：${name}`, { earlier: true }), '拟推荐');
  await contact.click('确认推荐', { 第七部分: '同意推荐。' });
  const status = await clerk.expectCard(/已推荐[\s\S]*看全程研究所[\s\S]*\[双方盖章\]/);
  await clerk.clickOn(status, '双方盖章');
  await clerk.sendFile('完整.pdf', pdf('完整'));
  await clerk.expectCard('已收到并保存“完整.pdf”');
  await clerk.click('十处核对完毕', await sealed(form, allSlots));
  await clerk.click('登记国家系统提交', { 回执号: 'GG-9', 在国家系统提交的日期: dayOf(world.feishu.store.now()) });
  expect(await now(world, id)).toMatchObject({ status: 'filed_online' });
  await operator.clickOn(await operator.expectCard('国家系统已提交：', { earlier: true }), '办理进度');
  const whole = operator.card('办理进度');
  expect(steps(whole.text).slice(-3)).toEqual([
    ...['推荐　云汉省知识产权局（虚构）', '十处签字盖章已核对　申报单位', '在国家系统提交　申报单位'],
  ]);
  expect(whole.text).toContain('下一步：国家知识产权局公共服务司　审核，公示');
  expect(whole.text).not.toMatch(/\[催办/);
});
