import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { allSlots } from '../../services/filing/seal-commands.ts';
import { notice2023 } from '../../services/rounds/notice-2023.ts';
import { dayOf } from '../../services/time.ts';
import { declared, pdf, playAppointment, playSealing, readSample, type Sample, sealed } from './play.ts';
import { clickRow, expectSound, now, openSection, readyDraft, submitByChat } from './ready-made.ts';
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

const ministry = notice2023.departments.find(({ code }) => code === 'MOE')!;
const taken = async () => (await world.db.department.findFirstOrThrow({ where: { code: '999900' } })).taken;

test('given back by the national office, its answers lead elsewhere: told before 定稿, moved, and the place is free', async () => {
  const { clerk, contact, operator } = world;
  const id = await readyDraft(world, sample, { n: 2 });
  const form = await submitByChat(clerk);
  const review = await contact.expectCard('审核：');
  await contact.click('拟推荐');
  await contact.click('确认推荐', { 第七部分: '同意推荐。' });
  await contact.click('双方盖章');
  await contact.sendFile('完整.pdf', pdf('完整'));
  await contact.expectCard('已收到并保存“完整.pdf”');
  await contact.click('十处核对完毕', await sealed(form, allSlots));
  await contact.click('登记国家系统提交', { 回执号: 'GG-1', 在国家系统提交的日期: dayOf(world.feishu.store.now()) });
  await operator.expectCard('国家系统已提交：', { earlier: true });
  await operator.click('退回补正');
  await operator.click('退回', { 请写明: '隶属关系填错了。' });
  const returned = await clerk.expectCard('国家知识产权局退回，请补正');
  expect(returned.text).toContain('国家知识产权局公共服务司退回意见');
  // The notice limits 推荐名额: what the office gives back keeps its place.
  expect(await taken()).toBe(1);
  await contact.say('首页');
  await contact.expectCard('备案助手');
  await contact.click('打开审核列表');
  await clickRow(contact, await contact.expectCard('审核列表'), '云汉省星澜市科学技术情报研究所', '打开');

  await openSection(clerk, '资格与隶属关系');
  await clerk.click('总览', { '主管部门（所属）': ministry.name });
  const overview = await clerk.expectCard(/总览与检查[\s\S]*改交其他部门/);
  expect(overview.text).toMatch(
    new RegExp(`不再交云汉省知识产权局（虚构），改交${ministry.name}[\\s\\S]*名额同时空出`),
  );
  expect(await now(world, id)).toMatchObject({ departmentCode: '999900', placed: true });

  await clerk.click('定稿', declared);
  const second = await clerk.expectFile('第2版');
  await clerk.expectCard(new RegExp(`材料改交其他部门[\\s\\S]*材料改交 ${ministry.name}`));
  const told = await contact.expectCard('材料已改交其他部门');
  expect(told.text).toMatch(new RegExp(`改交${ministry.name}[\\s\\S]*不用再办理`));
  expect(told.text).not.toMatch(/\[/);
  const seals = await contact.expectCard(/双方盖章[\s\S]*已改交其他部门/, { earlier: true });
  expect(seals.text).not.toMatch(/\[/);
  expect(await taken()).toBe(0);
  expect(await now(world, id)).toMatchObject({
    ...{ departmentCode: ministry.code, placed: false, moved: { from: '999900', version: 1 } },
  });

  await clerk.sendFile('第二份扫描.pdf', pdf('第二份扫描'));
  await clerk.expectCard('已收到并保存');
  await playSealing(clerk, second);
  await clerk.click('提交');
  // The former department's own card says so, and shows nothing of the new version; its list has it no longer.
  const former = await contact.expectCard(/审核：[\s\S]*已改交其他部门/, { earlier: true });
  expect(former.text).not.toContain('[拟推荐]');
  expect((await contact.clickOn(review, '拟推荐')).toast?.content).toContain('您的点击没有改动任何内容');
  await contact.say('首页');
  await contact.expectCard('备案助手');
  await contact.click('打开审核列表');
  expect(contact.card('审核列表').text).not.toContain('云汉省星澜市科学技术情报研究所');
  expect(await now(world, id)).toMatchObject({ status: 'submitted', departmentCode: ministry.code });
}, 60_000);
