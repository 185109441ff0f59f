import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Status } from '../../services/filing/status.ts';
import { firstBreak } from '../../services/journal/journal.ts';
import { openRounds } from '../../services/rounds/store.ts';
import { playAppointment, readSample, type Sample } from './play.ts';
import { expectSound, now, readyDraft, submitByChat } from './ready-made.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let sample: Sample;
let submitted: string;
let draft: string;
let givenUp: string;
let filed: string;
beforeAll(async () => {
  world = await startWorld();
  sample = await readSample();
  await playAppointment(world.operator, world.contact, sample);
  submitted = await readyDraft(world, sample, { n: 1 });
  await world.clerk.say('进度');
  await submitByChat(world.clerk);
  await world.contact.expectCard('审核：');
  givenUp = await readyDraft(world, sample, { n: 2, owner: world.colleague });
  await world.colleague.say('本次不申报');
  await world.colleague.expectCard('本次不申报');
  await world.colleague.click('确认本次不申报');
  draft = await readyDraft(world, sample, { n: 3 });
  filed = await readyDraft(world, sample, { n: 4, owner: world.operator });
  await standAt(filed, 'filed_online');
});
afterEach(async () => {
  await expectSound(world);
  const { id, journalHead } = await world.db.round.findFirstOrThrow();
  expect(await firstBreak(world.db, `round:${id}`, journalHead)).toBeUndefined();
});
afterAll(() => world?.stop());

/** What other journeys play: the filing is simply there. */
const standAt = (id: string, status: Status) => world.db.filing.update({ where: { id }, data: { status } });
const openPreview = async () => {
  const { operator } = world;
  await operator.say('首页');
  await operator.expectCard('主办方管理');
  await operator.click('调整截止日期');
  await operator.click('结束本年度');
  return operator.expectCard('没有办完的');
};
const statusesNow = async () =>
  Object.fromEntries((await world.db.filing.findMany()).map(({ id, status }) => [id, status]));

test('the preview says what becomes of which filings; one that lies with the national office holds the end up', async () => {
  const { operator, clerk } = world;
  const held = await openPreview();
  expect(held.text).toContain('还有 1 份材料在国家知识产权局办理，先办完它们才能结束本年度');
  expect(held.text).toContain('已在国家系统提交 1 份：请先公示，或作出不予备案的决定');
  expect(held.text).not.toContain('[确认结束本年度]');
  const was = await statusesNow();
  await standAt(filed, 'not_approved');
  await operator.click('刷新');
  const free = await operator.expectCard('[确认结束本年度]');
  expect(free.text).toContain('没有办完的 2 份');
  expect(free.text).toContain('· 填报中 1 份');
  expect(free.text).toContain('· 已提交，待审核 1 份');
  expect(free.text).toContain('已有结果的 2 份，保持不变');
  expect(free.text).toContain('· 本次不申报 1 份');

  // The card shows no filing of the national office, but there is one again by now.
  await standAt(filed, 'filed_online');
  expect((await operator.clickOn(free, '确认结束本年度')).toast?.content).toContain('刚刚有变化');
  await operator.expectCard('先办完它们');
  await standAt(filed, 'not_approved');
  expect((await clerk.clickOn(free, '确认结束本年度')).toast?.content).toContain('只有主办方管理员可以做');
  expect(await statusesNow()).toEqual({ ...was, [filed]: 'not_approved' });
  expect((await openRounds(world.db)).map(({ closingAt }) => closingAt)).toEqual([null]);
});

test('whoever confirms has confirmed these numbers and no others: begun meanwhile, they are shown again', async () => {
  const { operator, colleague } = world;
  const seen = await openPreview();
  await readyDraft(world, sample, { n: 5, owner: colleague });
  expect((await operator.clickOn(seen, '确认结束本年度')).toast?.content).toContain('材料的情况刚刚有变化');
  const again = await operator.expectCard('没有办完的 3 份');
  expect(again.text).toContain('· 填报中 2 份');
  expect((await now(world, draft)).status).toBe('draft');
});

test('then each unfinished filing expires by an entry of its own, and whoever fills is told by one card', async () => {
  const { operator, clerk, contact, colleague, db } = world;
  const old = await contact.expectCard('审核：', { earlier: true });
  const { id: roundId } = await db.round.findFirstOrThrow();
  const thing = { roundId, subject: `filing:${draft}`, rule: 'fill', dueOn: '2099-06-30' };
  const later = new Date('2099-06-29T01:00:00Z');
  await db.reminder.create({
    data: { ...thing, id: 'planned', recipient: 'person:t:o', milestone: 1, at: later, state: 'planned' },
  });
  await db.escalation.create({ data: { ...thing, at: later } });
  await operator.click('确认结束本年度');
  await operator.expectCard('本年度已结束');
  expect(await db.reminder.count({ where: { state: 'planned' } })).toBe(0);
  expect(await db.escalation.count({ where: { at: { not: null } } })).toBe(0);
  const closed = await db.round.findFirstOrThrow();
  expect(closed).toMatchObject({ openKey: null, closingAt: expect.any(Date), closedAt: expect.any(Date) });
  const after = await statusesNow();
  expect(after).toMatchObject({ [submitted]: 'expired', [draft]: 'expired' });
  expect(after).toMatchObject({ [givenUp]: 'abandoned', [filed]: 'not_approved' });
  const entries = await db.journal.findMany({ where: { what: 'expire' } });
  expect(entries).toHaveLength(3);
  expect(entries.map(({ who }) => who)).toEqual(Array(3).fill(`tenant_local:${operator.openId}`));
  const news = await db.outbox.findMany({ where: { notice: { path: ['event'], equals: 'expired' } } });
  expect(news.map(({ openId }) => openId).toSorted()).toEqual(
    [clerk.openId, clerk.openId, colleague.openId].toSorted(),
  );
  const told = await clerk.expectCard('这份材料没有办完');
  expect(told.text).toContain('[查看全部内容]');
  await colleague.expectCard('这份材料没有办完');

  // Nothing in it is decided or changed any more, from whatever card.
  expect((await contact.clickOn(old, '退回补正')).toast?.content).toMatch(/结束|状态已经变化/);
  await clerk.clickOn(told, '查看全部内容');
  await clerk.expectCard('服务团队人员');
  expect(await statusesNow()).toEqual(after);
});

test('afterwards everything is still read: 进度, 回执 and 导出 bring what there is, and nothing to change it', async () => {
  const { clerk, colleague, db } = world;
  await db.filing.update({ where: { id: submitted }, data: { touchedAt: world.feishu.store.now() } });
  await clerk.say('进度');
  const progress = await clerk.expectCard('办理进度');
  expect(progress.text).toContain('年度结束');
  expect(progress.text).not.toMatch(/\[(撤回修改|继续填报|去提交)\]/);
  await clerk.click('回执');
  await clerk.expectCard('提交时间');
  await clerk.say('导出');
  await clerk.expectFile('备案表');
  await colleague.say('进度');
  expect((await colleague.expectCard('办理进度')).text).not.toContain('[重新申报]');
  await clerk.say('首页');
  await clerk.expectCard('现在没有进行中的备案工作');
  await clerk.click('往年材料');
  expect((await clerk.expectCard('往年材料')).text.match(/年度结束，未完成/g)).toHaveLength(2);
  await clerk.click('查看');
  await clerk.expectCard('[查看全部内容]');
  await colleague.say('开始');
  await colleague.expectCard('现在没有进行中的备案工作');
});
