import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { readSample, type Sample } from './play.ts';
import { clickRow, expectSound, now, readyDraft } from './ready-made.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let sample: Sample;
beforeAll(async () => {
  world = await startWorld();
  sample = await readSample();
});
afterEach(() => expectSound(world));
afterAll(() => world?.stop());

test('from the check through a list and one of its rows, saving leads back to the check', async () => {
  const { clerk } = world;
  const bare = { id: 'm9', name: '没写简介', role: '专职人员' };
  const members = sample.section3.members.map(({ name, bio }, n) => ({ id: `m${n}`, name, role: '专职人员', bio }));
  await readyDraft(world, sample, { n: 71, changes: { team: { members: [...members, bare] } } });
  await clerk.say('进度');
  await clickRow(clerk, await clerk.expectCard('总览与检查'), '没写简介', '去改');
  const list = await clerk.expectCard('服务团队人员情况');
  expect(list.text).toContain('[回到检查]');
  await clickRow(clerk, list, '没写简介', '修改');
  await clerk.expectCard('服务团队人员：没写简介');
  await clerk.click('保存', { 个人简介: '从事专利检索多年。' });
  expect((await clerk.expectCard('服务团队人员情况')).text).toContain('[回到检查]');
  await clerk.click('上移', { '调整顺序或删除：先选一条': '7. 没写简介' });
  expect((await clerk.expectCard('服务团队人员情况')).text).toContain('[回到检查]');
  await clerk.click('删除', { '调整顺序或删除：先选一条': '6. 没写简介' });
  await clerk.click('撤销删除');
  expect((await clerk.expectCard('已放回')).text).toContain('[回到检查]');
  await clerk.click('回到检查');
  await clerk.expectCard('总览与检查');
});

test('text that waits for a word is one tap away from the overview and from the home card', async () => {
  const { colleague } = world;
  const id = await readyDraft(world, sample, { n: 72, owner: colleague, changes: { plan: { plan: null } } });
  await colleague.say('继续');
  await colleague.expectCard('未来发展思路和支持措施');
  await colleague.say('还没有放进的一段。');
  await colleague.expectCard('已收到 1 段');
  await colleague.say('进度');
  const overview = await colleague.expectCard('总览与检查');
  expect(overview.text).toContain('有文字还没有放进“未来发展思路和支持措施”');
  await colleague.click('去看看');
  await colleague.expectCard('已收到 1 段');
  await colleague.say('首页');
  const home = await colleague.expectCard('备案助手');
  await clickRow(colleague, home, '有文字还没有放进', '去看看');
  await colleague.click('放进');
  await colleague.expectCard('已放进');
  expect((await now(world, id)).answers.plan!.plan).toBe('还没有放进的一段。');
  await colleague.say('进度');
  expect((await colleague.expectCard('总览与检查')).text).not.toContain('有文字还没有放进');
});

test('本次不申报 tells the colleagues why', async () => {
  // Somebody with no other filing, so that there is no doubt which one is meant.
  const { contact: owner, clerk } = world;
  const id = await readyDraft(world, sample, { n: 73, owner, colleague: clerk });
  await owner.say('今年不申报了');
  await owner.expectCard('本次不申报？');
  await owner.click('确认本次不申报', { 原因: '场地正在搬迁' });
  expect((await now(world, id)).status).toBe('abandoned');
  await clerk.expectCard('原因：场地正在搬迁', { earlier: true });
});

test('the list of contacts says that somebody was found as soon as they are', async () => {
  const { operator } = world;
  await operator.say('首页');
  await operator.expectCard('主办方管理');
  await operator.click('推荐部门联系人');
  await operator.click('指定或更换联系人');
  const { name, title, office_phone, mobile, email } = { ...contactOf(), office_phone: '010-00000000' };
  const typed = { 姓名: name, 职务: title, 办公电话: office_phone, 手机: mobile, 邮箱: email };
  await operator.click('保存', { '单位（推荐部门）': '教育部', ...typed });
  await operator.expectCard('联系人已开通');
  // Its own job brings the list up to date, before or after the news.
  const list = await operator.expectCard(/推荐部门联系人（附件2）[\s\S]*已开通/, { earlier: true });
  expect(list.text).not.toContain('正在');
});
const contactOf = () => ({ name: '韩示例', title: '处长', mobile: '13800000000', email: 'liaison@example.com' });
