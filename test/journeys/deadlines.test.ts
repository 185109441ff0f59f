import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { firstBreak } from '../../services/journal/journal.ts';
import { addDays, dayOf, longDay } from '../../services/time.ts';
import type { PersonDriver } from '../feishu/driver.ts';
import { yunhan } from '../season.ts';
import { playAppointment, readSample, type Sample } from './play.ts';
import { clickRow, creditCode, expectSound, now, readyDraft, submitByChat } from './ready-made.ts';
import { startWorld, type World } from './world.ts';

const DAY_MS = 86_400_000;
/** A Monday morning in Shanghai; the materials are due on Monday 27 April, Labour Day begins on Friday 1 May. */
const MONDAY = Date.parse('2026-03-02T09:12:00+08:00');

let world: World;
let sample: Sample;
let filing: string;
beforeAll(async () => {
  world = await startWorld({ startMs: MONDAY });
  sample = await readSample();
  await playAppointment(world.operator, world.contact, sample);
  filing = await readyDraft(world, sample);
});
afterEach(async () => {
  await expectSound(world);
  const { id, journalHead } = await world.db.round.findFirstOrThrow();
  expect(await firstBreak(world.db, `round:${id}`, journalHead)).toBeUndefined();
});
afterAll(() => world?.stop());

const NATIONAL = '2026-04-27';
const today = () => dayOf(world.feishu.store.now());
const travelTo = (day: string) => world.time.advance(Date.parse(`${day}T10:00:00+08:00`));
const openDesk = async () => {
  await world.contact.say('首页');
  await world.contact.expectCard('打开审核列表');
  await world.contact.click('打开审核列表');
  return world.contact.expectCard('审核列表：');
};
const openExtensions = async () => {
  const { operator } = world;
  await operator.say('首页');
  await operator.expectCard('主办方管理');
  await operator.click('调整截止日期');
  await operator.click('延期与部门截止');
  return operator.expectCard('延期的单位');
};
const progress = async (person: PersonDriver) => {
  await person.say('进度');
  return person.expectCard('截止');
};

test('the contact sets its own deadline: ten working days before the round’s is suggested, and later is refused', async () => {
  const { contact, clerk, colleague, db } = world;
  expect((await db.round.findFirstOrThrow()).materialsDueOn).toBe(NATIONAL);
  await openDesk();
  await contact.click('内部截止日期');
  const form = await contact.expectCard('内部截止（申报单位提交给本部门）');
  expect(form.text).toContain('建议 2026年4月13日');
  expect(form.text).toContain('【2026-04-13 ▾】');
  expect(form.text).not.toContain('给这个部门延期');
  await contact.click('保存内部截止', { '内部截止（申报单位提交给本部门）': addDays(NATIONAL, 1) });
  expect((await contact.expectCard(`不能晚于材料填报截止 ${longDay(NATIONAL)}`)).text).toContain('【2026-04-28 ▾】');
  await contact.click('保存内部截止', { '内部截止（申报单位提交给本部门）': '2026-02-27' });
  await contact.expectCard('不能早于今天');
  expect((await colleague.clickOn(form, '保存内部截止')).toast?.content).toContain('没有改动任何内容');

  // A Sunday is a day like any other to the rules; people are told which day it is worth.
  await contact.click('保存内部截止', { '内部截止（申报单位提交给本部门）': '2026-04-19' });
  const saved = await contact.expectCard('内部截止改为 2026年4月19日');
  expect(saved.text).toContain('2026年4月19日不是工作日，大家会按 2026年4月17日安排');
  const news = await clerk.expectCard('截止日期有变化');
  expect(news.text).toContain('提交给推荐部门截止 2026年4月19日');
  expect(news.text).toContain(`全国材料填报截止 ${longDay(NATIONAL)}`);
  expect((await contact.clickOn(form, '保存内部截止')).toast?.content).toContain('刚被改过');
  await clerk.say('什么时候截止');
  expect(await clerk.expectText('提交给推荐部门截止 2026年4月19日')).toContain(`这是${yunhan.name}设置的`);
  expect((await progress(clerk)).text).toContain('2026年4月17日星期五安排');
  const entry = await db.journal.findFirstOrThrow({ where: { what: `department ${yunhan.code} due` } });
  expect(entry).toMatchObject({ who: `tenant_local:${contact.openId}`, from: '', to: '2026-04-19' });
});

test('the operator extends one institution with a reason; it and the department are told, and nobody else may', async () => {
  const { operator, contact, clerk, db } = world;
  await openExtensions();
  await operator.click('查找', { 统一社会信用代码: '没有这一家' });
  expect((await operator.expectCard('这个年度里没有找到')).text).toContain('【没有这一家】');
  await operator.click('查找', { 统一社会信用代码: creditCode(6) });
  const form = await operator.expectCard('给这家单位延期');
  expect((await clerk.clickOn(form, '延期')).toast?.content).toContain('只有主办方管理员可以做');
  await operator.click('延期', { 延期到: '2026-04-19', 原因: '搬迁' });
  expect((await operator.expectCard('要晚于现在的截止日期 2026年4月19日')).text).toContain('【搬迁】');
  await operator.click('延期', { 延期到: '2026-04-24', 原因: ' ' });
  await operator.expectCard('请写明延期的原因');
  expect((await now(world, filing)).extendedTo).toBe(null);
  await operator.click('延期', { 原因: '单位整体搬迁' });
  await operator.expectCard('已延期到 2026年4月24日');
  for (const person of [clerk, contact]) {
    const news = await person.expectCard('截止日期延期了');
    expect(news.text).toContain('2026年4月24日');
    expect(news.text).toContain('延期原因：单位整体搬迁');
  }
  expect((await operator.clickOn(form, '延期', { 延期到: '2026-04-25', 原因: '再延' })).toast?.content).toContain(
    '刚被改过',
  );
  const entry = await db.journal.findFirstOrThrow({
    where: { subject: `filing:${filing}`, what: { startsWith: 'extended' } },
  });
  expect(entry).toMatchObject({
    who: `tenant_local:${operator.openId}`,
    what: 'extended to 2026-04-24',
    why: '单位整体搬迁',
  });
  expect((await openExtensions()).text).toContain('延至 2026年4月24日');
  await operator.click('打开');
  await operator.click('取消延期');
  await operator.expectCard('延期已取消');
  expect((await clerk.expectCard('延期取消了')).text).toContain('2026年4月19日');
  expect((await openExtensions()).text).toContain('延期的单位（0 个）');
});

test('the operator extends one department: its own date goes, its contact and its institutions are told', async () => {
  const { operator, contact, clerk } = world;
  await openExtensions();
  await operator.click('打开');
  const form = await operator.expectCard('给这个部门延期');
  expect((await contact.clickOn(form, '延期', { 延期到: '2026-05-08', 原因: '我' })).toast?.content).toContain(
    '只有主办方管理员可以做',
  );
  await operator.click('延期', { 延期到: NATIONAL, 原因: '系统维护' });
  await operator.expectCard(`要晚于现在的截止日期 ${longDay(NATIONAL)}`);
  // The third day of Labour Day.
  await operator.click('延期', { 延期到: '2026-05-03', 原因: '系统维护' });
  expect((await operator.expectCard('已延期到 2026年5月3日')).text).toContain('大家会按 2026年4月30日安排');
  const told = await contact.expectCard('主办方给本部门延期了');
  expect(told.text).toContain('延期原因：系统维护');
  expect((await clerk.expectCard('截止日期有变化')).text).toContain('材料填报截止 2026年5月3日');
  await contact.click('设置内部截止');
  await contact.click('保存内部截止', { '内部截止（申报单位提交给本部门）': '2026-04-29' });
  await contact.expectCard('内部截止改为 2026年4月29日');
  await contact.click('取消内部截止');
  await contact.expectCard('内部截止已取消');
  await operator.clickOn(await openExtensions(), '打开');
  await operator.click('保存内部截止', { '内部截止（申报单位提交给本部门）': '2026-04-30' });
  await contact.expectCard('主办方设置了本部门的内部截止');
  await operator.click('取消延期');
  await operator.expectCard('延期已取消');
  await contact.expectCard('本部门的延期取消了');
  expect((await openExtensions()).text).toContain('有自己日期的部门（0 个）');
  expect((await progress(clerk)).text).toContain(`材料填报截止 ${longDay(NATIONAL)}`);
});

test('late is said on both sides and blocks nothing; an extension takes it back, also on cards already there', async () => {
  const { operator, contact, clerk } = world;
  await travelTo(addDays(NATIONAL, 3));
  const overview = await progress(clerk);
  expect(overview.text).toContain('已过期 3 天，由推荐部门决定是否受理；仍可以提交');
  await submitByChat(clerk);
  const review = await contact.expectCard('审核：');
  expect(review.text).toContain(`${longDay(NATIONAL)}，提交时已过期 3 天，由推荐部门决定是否受理`);
  await travelTo(addDays(today(), 4));
  expect((await progress(clerk)).text).toContain('提交时已过期 3 天');
  expect((await openDesk()).text).toContain('过期 3 天');
  await openExtensions();
  await operator.click('查找', { 统一社会信用代码: creditCode(6) });
  await operator.click('延期', { 延期到: addDays(today(), 1), 原因: '疫情' });
  await operator.expectCard('已延期到');
  await contact.expectCard('截止日期延期了');
  const { card } = contact.messages().find(({ messageId }) => messageId === review.messageId)!;
  expect(JSON.stringify(card)).not.toContain('已过期 3 天，由推荐部门');
  expect((await openDesk()).text).not.toContain('过期 3 天');
});

test('补正 may last to the date as extended for this filing, and has a date of its own then', async () => {
  const { contact, clerk } = world;
  const extended = (await now(world, filing)).extendedTo!;
  await clickRow(contact, await openDesk(), '星澜', '打开');
  await contact.expectCard('审核：');
  await contact.click('退回补正');
  expect((await contact.expectCard('补正期限')).text).toContain(`材料填报截止 ${longDay(extended)}`);
  await contact.click('退回', { 请写明哪里需要补正: '请补第四部分。', 补正期限: addDays(extended, 1) });
  await contact.expectCard(`不能晚于材料填报截止 ${longDay(extended)}`);
  await contact.click('退回', { 补正期限: extended });
  expect((await clerk.expectCard('材料被退回')).text).toContain(`补正截止 ${longDay(extended)}`);
  await world.time.advance(world.feishu.store.clock.now() + 3 * DAY_MS);
  expect((await progress(clerk)).text).toContain('已过期 2 天');
});
