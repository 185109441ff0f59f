import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { firstBreak } from '../../services/journal/journal.ts';
import { addDays, dayOf, longDay } from '../../services/time.ts';
import type { PersonDriver } from '../feishu/driver.ts';
import { people, yunhan } from '../season.ts';
import { playAppointment, readSample, type Sample } from './play.ts';
import { clickRow, expectSound, now, readyDraft, submitByChat } from './ready-made.ts';
import { startWorld, type World } from './world.ts';

const DAY_MS = 86_400_000;

let world: World;
let sample: Sample;
beforeAll(async () => {
  world = await startWorld();
  sample = await readSample();
  world.feishu.store.people.set(people.colleague.openId, { ...people.colleague, mobile: '13700000000' });
  await world.colleague.enter();
  await playAppointment(world.operator, world.contact, sample);
});
afterEach(async () => {
  await expectSound(world);
  const { id, journalHead } = await world.db.round.findFirstOrThrow();
  expect(await firstBreak(world.db, `round:${id}`, journalHead)).toBeUndefined();
});
afterAll(() => world?.stop());

const row = { 姓名: '顾清禾', 职务: '主任科员', 办公电话: '010-62083115', 手机: '13700000000', 邮箱: 'gu@example.com' };
const today = () => dayOf(new Date(world.feishu.store.clock.now()));
const days = (from: number, to: number) => ({ 从哪天: addDays(today(), from), 到哪天: addDays(today(), to) });
const between = (from: number, to: number) => `${longDay(addDays(today(), from))}至 ${longDay(addDays(today(), to))}`;
/** Another day, and the round of the clock that tells whose days have come or gone. */
const pass = async (count: number) => {
  const { time, feishu } = world;
  await time.advance(feishu.store.clock.now() + count * DAY_MS);
  for (let minute = 0; minute < 6; minute++) await time.advance(feishu.store.clock.now() + 60_000);
};
const openDesk = async (person: PersonDriver) => {
  await person.say('首页');
  await person.expectCard('备案助手');
  await person.click('打开审核列表');
  return person.expectCard('审核列表：');
};
const openForm = async (person = world.contact) => {
  await openDesk(person);
  await person.click('联系人与附件2');
  await person.click('指定代理');
  return person.expectCard('指定代理联系人');
};
const submitted = async (name: string, n: number) => {
  const id = await readyDraft(world, sample, { n, changes: { identity: { institutionName: name } } });
  await submitByChat(world.clerk, { name });
  return id;
};

test('the contact names a deputy by code: refused before the first day, in charge on it, refused after the last', async () => {
  const { contact, colleague, clerk } = world;
  await openForm();
  await contact.click('生成代理邀请码', { 从哪天: addDays(today(), 3), 到哪天: addDays(today(), 1) });
  await contact.expectCard('结束日期不能早于开始日期');
  await contact.click('生成代理邀请码', days(1, 2));
  const code = (await contact.expectText('邀请码')).match(/邀请码 (\w{8})/)![1]!;
  await colleague.say(code);
  expect((await colleague.expectCard('登记备案工作联系人')).text).toContain(between(1, 2));
  await colleague.click('提交登记', row);
  await contact.expectCard('请确认联系人登记');
  const words = `您代理联系人的日期是 ${between(1, 2)}`;
  await contact.click('确认');
  expect((await colleague.expectCard('您是代理联系人')).text).toContain(between(1, 2));
  await contact.expectCard('顾清禾是云汉省知识产权局（虚构）的代理联系人', { earlier: true });

  const desk = await openDesk(contact);
  expect((await colleague.clickOn(desk, '刷新')).toast?.content).toContain(words);
  await colleague.say('首页');
  expect((await colleague.expectCard('备案助手')).text).not.toContain('[打开审核列表]');

  await pass(1);
  await colleague.expectCard('代理从今天开始', { earlier: true });
  await colleague.expectCard('审核列表：', { earlier: true });
  const id = await submitted('代理期研究所', 1);
  await colleague.expectCard('审核：代理期研究所', { earlier: true });
  await colleague.expectFile('扫描件', { earlier: true });
  expect(contact.messages().some(({ card }) => JSON.stringify(card ?? '').includes('审核：代理期研究所'))).toBe(false);
  const both = await openDesk(contact);
  expect(both.text).toContain('联系人 韩示例，代理 顾清禾');
  await clickRow(contact, both, '代理期研究所', '打开');
  await contact.expectCard('审核：代理期研究所');
  const review = await colleague.expectCard('审核：代理期研究所', { earlier: true });
  await colleague.click('退回补正');
  await colleague.click('退回', { 请写明: '请补第四部分。' });
  await clerk.expectCard(/材料被退回，请补正[\s\S]*请补第四部分/);
  expect(await now(world, id)).toMatchObject({ status: 'returned', review: { by: '顾清禾' } });

  const gone = `您代理联系人的日期是 ${between(0, 1)}`;
  await pass(2);
  await colleague.expectCard('代理已结束', { earlier: true });
  await contact.expectCard('代理已结束', { earlier: true });
  expect((await colleague.clickOn(review, '拟推荐')).toast?.content).toContain(gone);
  expect((await colleague.clickOn(desk, '刷新')).toast?.content).toContain(gone);
  await submitted('代理期后研究所', 2);
  await contact.expectCard('审核：代理期后研究所', { earlier: true });
});

test('the operator names one by look-up for today; nobody else has those days; ended early, the contact has the work', async () => {
  const { operator, contact, colleague, db } = world;
  const open = async () => {
    await operator.say('首页');
    await operator.expectCard('主办方管理');
    await operator.click('推荐部门');
    while (!operator.card('推荐部门').text.includes(yunhan.name)) await operator.click('下一页');
    await clickRow(operator, operator.card('推荐部门'), yunhan.name, '打开');
    return operator.expectCard('联系人（附件2）');
  };
  await open();
  await operator.click('指定代理');
  await operator.click('按手机和邮箱指定', { ...row, ...days(0, 5), 手机: '13999999998', 邮箱: 'none@example.com' });
  await operator.expectCard('没有找到这位代理');
  await clickRow(operator, await open(), '没有在飞书里找到', '提前结束');
  await operator.click('指定代理');
  await operator.click('按手机和邮箱指定', { ...row, ...days(0, 5), 手机: '137' });
  expect((await operator.expectCard('请填 11 位手机号')).text).toContain('姓名【顾清禾】');
  await operator.click('按手机和邮箱指定', { 手机: row.手机 });
  await colleague.expectCard('您是代理联系人');
  await contact.expectCard('顾清禾是云汉省知识产权局（虚构）的代理联系人', { earlier: true });
  await colleague.expectCard(/审核列表：[\s\S]*待处理 1 份/, { earlier: true });
  await openForm();
  await contact.click('按手机和邮箱指定', { ...row, ...days(5, 8) });
  await contact.expectCard('这几天已经有代理了');
  expect(await db.deputy.count({ where: { endedAt: null, toOn: { gte: today() } } })).toBe(1);

  const desk = await openDesk(colleague);
  // A deputy does what the contact does, but names no deputies.
  await colleague.click('联系人与附件2');
  expect((await colleague.expectCard('代理中')).text).not.toContain('[指定代理]');
  const theirs = contact.card('指定代理联系人');
  expect((await colleague.clickOn(theirs, '生成代理邀请码', days(9, 9))).toast?.content).toContain(
    '只能由这个部门的联系人',
  );

  await openDesk(contact);
  await contact.click('联系人与附件2');
  await clickRow(contact, await contact.expectCard('代理中'), '顾清禾', '提前结束');
  await colleague.expectCard('代理已提前结束');
  await contact.expectCard('审核列表：', { earlier: true });
  expect((await colleague.clickOn(desk, '刷新')).toast?.content).toContain('您的点击没有改动任何内容');
});

test('replacing the contact ends the deputies with it', async () => {
  const { operator, contact, colleague, db } = world;
  await openForm();
  await contact.click('按手机和邮箱指定', { ...row, ...days(0, 5) });
  await colleague.expectCard('您是代理联系人');
  const desk = await openDesk(colleague);
  await playAppointment(operator, contact, sample);
  await colleague.expectCard('代理已提前结束');
  expect(contact.messages().some(({ card }) => JSON.stringify(card ?? '').includes('您不再是'))).toBe(false);
  expect((await colleague.clickOn(desk, '刷新')).toast?.content).toContain('只有这个部门的备案工作联系人');
  expect(await db.deputy.count({ where: { endedAt: null, toOn: { gte: today() } } })).toBe(0);
});

test('a stranger neither names nor ends deputies, nor sees the department', async () => {
  const { contact, clerk } = world;
  const form = await openForm();
  for (const button of ['生成代理邀请码', '按手机和邮箱指定']) {
    const { toast } = await clerk.clickOn(form, button, { ...row, ...days(0, 1) });
    expect(toast?.content).toContain('您的点击没有改动任何内容');
  }
  expect((await clerk.clickOn(form, '返回')).toast?.content).toContain('您的点击没有改动任何内容');
  await contact.click('返回');
  expect((await clerk.clickOn(await contact.expectCard('联系人（附件2）'), '更正我的信息')).toast?.content).toContain(
    '没有在这个部门登记',
  );
});
