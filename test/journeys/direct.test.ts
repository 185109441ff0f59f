import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { DIRECT } from '../../services/filing/filing.ts';
import { playAppointment, readSample, type Sample } from './play.ts';
import { expectSound, now, readyDraft, submitByChat } from './ready-made.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let sample: Sample;
beforeAll(async () => {
  world = await startWorld();
  sample = await readSample();
});
afterEach(() => expectSound(world));
afterAll(() => world?.stop());

const association = {
  identity: { category: '行业组织' },
  standing: { nationalOrg: '是', outlet: '否', outletYear: null },
  route: { proof: [] },
};

test('a national association files directly: to the operator, with a copy to the province, returned and filed again', async () => {
  const { clerk, contact, operator } = world;
  await playAppointment(operator, contact, sample);
  const id = await readyDraft(world, sample, { changes: association });
  await submitByChat(clerk);
  const submitted = await clerk.expectCard('已提交给国家知识产权局公共服务司');
  expect(submitted.text).toContain('请在国家知识产权公共服务网公共服务管理系统中完成填报');
  expect(submitted.text).toContain('[打开国家系统]');

  const copied = await contact.expectCard('抄送：云汉省星澜市科学技术情报研究所');
  expect(copied.text).toContain('无需办理');
  expect(copied.text).not.toMatch(/\[(拟推荐|退回补正)\]/);

  const review = await operator.expectCard('审核：');
  expect(review.text).not.toContain('[拟推荐]');
  await operator.expectFile('备案表');
  await operator.expectFile('扫描件');
  await operator.say('首页');
  expect((await operator.expectCard('备案助手')).text).toContain('直接申报 1 份');
  await operator.click('直接申报列表');
  expect((await operator.expectCard('直接申报列表')).text).toContain('云汉省星澜市科学技术情报研究所');

  const { toast } = await contact.clickOn(review, '退回补正');
  expect(toast?.content).toContain('您的点击没有改动任何内容');
  expect(await now(world, id)).toMatchObject({ status: 'submitted', departmentCode: DIRECT });

  await operator.click('打开');
  await operator.click('退回补正');
  await operator.click('退回', { 请写明: '请补充近三年的服务数据。' });
  const returned = await clerk.expectCard('材料被退回，请补正');
  expect(returned.text).toContain('请补充近三年的服务数据。');

  await clerk.click('去补正');
  await submitByChat(clerk, { scan: '扫描件-2.pdf' });
  await operator.expectCard(/审核：[\s\S]*第 2 版[\s\S]*上次（第 1 版）退回意见：请补充近三年的服务数据/);
  await contact.expectCard(/抄送：[\s\S]*第 2 版/);
  expect(await now(world, id)).toMatchObject({ status: 'submitted', version: 2 });
});
