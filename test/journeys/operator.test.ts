import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { addDays, dayOf, workingDaysLeft } from '../../services/time.ts';
import { readSample } from './play.ts';
import { expectSound, openSection, readyDraft } from './ready-made.ts';
import { startWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ round: false });
});
afterEach(() => expectSound(world));
afterAll(() => world?.stop());

const today = dayOf(new Date());
const year = today.slice(0, 4);

test('without a round nobody can fill; the operator opens one by card, with what is wrong said and the typed kept', async () => {
  const { clerk, operator, db } = world;
  await clerk.enter();
  expect((await clerk.expectCard('现在没有进行中的备案工作')).text).not.toContain('[开启年度备案]');
  await operator.enter();
  await operator.expectCard('现在没有进行中的备案工作');
  await operator.click('开启年度备案');
  const form = await operator.expectCard('开启年度备案');

  const refused = await clerk.clickOn(form, '开启', { 年度: year });
  expect(refused.toast?.content).toContain('只有主办方管理员可以做，您的点击没有改动任何内容');
  expect(await db.round.count()).toBe(0);

  const dates = { '联系人信息（附件2）截止': addDays(today, 30), 材料填报截止: addDays(today, 20) };
  await operator.click('开启', { 依据的通知: '2023年度国家知识产权信息公共服务网点备案', 年度: year, ...dates });
  expect((await operator.expectCard('不能晚于')).text).toContain(`年度【${year}】`);
  await operator.click('开启', { '联系人信息（附件2）截止': addDays(today, 10) });
  const home = await operator.expectCard('主办方管理');
  expect(home.text).toContain('推荐部门 40 个');
  expect(await db.round.count()).toBe(1);

  await operator.clickOn(form, '开启', {
    依据的通知: '2023年度国家知识产权信息公共服务网点备案',
    年度: year,
    ...dates,
  });
  expect(await db.round.count()).toBe(1);
  await clerk.say('开始');
  await clerk.expectCard('开始填报');
});

test("moved deadlines change 还有 N 个工作日 on the clerk's home; only the operator moves them", async () => {
  const { clerk, operator, db } = world;
  const due = addDays(today, 45);
  await operator.say('首页');
  await operator.expectCard('主办方管理');
  await operator.click('调整截止日期');
  const form = await operator.expectCard('调整截止日期');
  const before = await db.round.findFirstOrThrow();
  const { toast } = await clerk.clickOn(form, '保存', { 材料填报截止: due });
  expect(toast?.content).toContain('您的点击没有改动任何内容');
  expect(await db.round.findFirstOrThrow()).toEqual(before);

  await operator.click('保存', { 材料填报截止: addDays(today, 1) });
  await operator.expectCard('不能晚于');
  await operator.click('保存', { 材料填报截止: due });
  await operator.expectCard('已按新日期计算');
  await clerk.say('首页');
  const left = workingDaysLeft(today, due, before.holidays as never);
  expect((await clerk.expectCard('备案助手')).text).toContain(`还有 ${left} 个工作日`);

  // A form drawn before the move must not undo it.
  const stale = await operator.clickOn(form, '保存', { 材料填报截止: addDays(today, 60) });
  expect(stale.toast?.content).toContain('刚被其他管理员改过');
  expect((await db.round.findFirstOrThrow()).materialsDueOn).toBe(due);
});

test('a contact nobody is found for is told to the operator, and the contacts are no business of others', async () => {
  const { operator, colleague, db } = world;
  await operator.say('首页');
  await operator.expectCard('主办方管理');
  await operator.click('推荐部门联系人');
  const contacts = await operator.expectCard('推荐部门联系人（附件2）');
  expect((await colleague.clickOn(contacts, '指定或更换联系人')).toast?.content).toContain('没有改动任何内容');
  await operator.click('指定或更换联系人');
  const form = await operator.expectCard('指定推荐部门联系人');
  const typed = { 姓名: '无此人', 职务: '处长', 办公电话: '010-12345678', 手机: '139', 邮箱: 'nobody' };
  await operator.click('保存', { '单位（推荐部门）': '北京市知识产权局', ...typed });
  const faults = await operator.expectCard('请填 11 位手机号');
  expect(faults.text).toContain('姓名【无此人】');
  expect(faults.text).toContain('请填写完整的邮箱');
  await operator.click('保存', { 手机: '13900000001', 邮箱: 'nobody@example.com' });
  const lost = await operator.expectCard('没有找到这位联系人');
  expect(lost.text).toContain('北京市知识产权局 无此人：按手机和邮箱都没有在飞书里找到这个人');
  const count = await db.contact.count();
  const whole = { ...typed, 手机: '13900000002', 邮箱: 'x@example.com', '单位（推荐部门）': '北京市知识产权局' };
  expect((await colleague.clickOn(form, '保存', whole)).toast?.content).toContain('没有改动任何内容');
  expect(await db.contact.count()).toBe(count);
});

test('in a group the bot leads to the direct chat and says nothing else', async () => {
  const { feishu, clerk } = world;
  await readyDraft(world, await readSample(), { changes: { identity: { province: '110000' } } });
  feishu.addGroup({ chatId: 'oc_group', name: '备案群', members: [clerk.openId] });
  for (const words of ['进度', '工作基础很好', '开始']) {
    await clerk.sayInGroup('oc_group', words);
    expect(await clerk.expectText()).toBe('备案的内容只在这里一对一办理，群里不处理。发送“开始”即可。');
  }
  expect(feishu.store.messagesIn('oc_group').map(({ from }) => from)).toEqual(['person', 'person', 'person']);
});

test('the operator ends the year: nothing in it changes any more, and the next one can be opened', async () => {
  const { clerk, operator, db } = world;
  const filing = await db.filing.findFirstOrThrow();
  const section = await openSection(clerk, '机构基本情况');
  await operator.say('首页');
  await operator.expectCard('主办方管理');
  await operator.click('调整截止日期');
  const form = await operator.expectCard('调整截止日期');
  expect((await clerk.clickOn(form, '结束本年度')).toast?.content).toContain('只有主办方管理员可以做');
  await operator.click('结束本年度');
  const preview = await operator.expectCard('没有办完的 1 份');
  expect((await clerk.clickOn(preview, '确认结束本年度')).toast?.content).toContain('只有主办方管理员可以做');
  expect(await db.round.count({ where: { closingAt: null } })).toBe(1);

  await operator.click('确认结束本年度');
  await operator.expectCard('本年度已结束');
  expect(await db.round.count({ where: { closedAt: null } })).toBe(0);
  await clerk.expectCard('没有办完');
  const ended = await db.filing.findUniqueOrThrow({ where: { id: filing.id } });
  expect(ended).toMatchObject({ status: 'expired', answers: filing.answers, rev: filing.rev + 1 });
  const { toast } = await clerk.clickOn(section, '保存', { 地址: '结束以后的地址' });
  expect(toast?.content).toContain('本年度备案工作已经结束');
  expect((await clerk.clickOn(section, '总览')).toast?.content).toContain('本年度备案工作已经结束');
  expect(await db.filing.findUniqueOrThrow({ where: { id: filing.id } })).toEqual(ended);
  await clerk.say('继续');
  await clerk.expectCard('现在没有进行中的备案工作');
  expect((await operator.clickOn(form, '保存')).toast?.content).toContain('已经结束');
  expect((await operator.clickOn(preview, '确认结束本年度')).toast?.content).toContain('已经结束');
  await operator.say('首页');
  await operator.expectCard('现在没有进行中的备案工作');

  await operator.click('开启年度备案');
  await operator.click('开启', {
    依据的通知: '2023年度国家知识产权信息公共服务网点备案',
    年度: String(Number(year) + 1),
    '联系人信息（附件2）截止': addDays(today, 10),
    材料填报截止: addDays(today, 60),
  });
  await operator.expectCard('主办方管理');
  // Whoever filled before hears of it, in working time.
  const opening = await db.broadcast.findFirstOrThrow({ where: { audience: 'opening' } });
  await world.time.advance(opening.startAt!.getTime() + 60_000);
  await clerk.expectCard(`${Number(year) + 1}年度备案已开启`, { earlier: true });
  await clerk.say('开始');
  await clerk.expectCard('统一社会信用代码（18 位）');
  await clerk.click('下一步', { 统一社会信用代码: filing.creditCode });
  await clerk.expectCard('单位与所在地');
  const begun = await db.filing.findFirstOrThrow({ where: { NOT: { id: filing.id } } });
  expect(begun).toMatchObject({ creditCode: filing.creditCode, answers: {}, status: 'draft' });
});
