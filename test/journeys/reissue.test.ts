import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadFiling } from '../../services/filing/store.ts';
import { playAppointment, readSample } from './play.ts';
import { expectSound, openSection, readyDraft, submitByChat } from './ready-made.ts';
import { startWorld, type World } from './world.ts';

const DAY_MS = 86_400_000;
/** A Monday morning in Shanghai. */
const MONDAY = Date.parse('2026-03-02T09:12:00+08:00');

let world: World;
beforeAll(async () => {
  world = await startWorld({ startMs: MONDAY });
});
afterAll(() => world?.stop());

/** Lives through the days one by one, each to a moment at which the clock of the reissues has just struck. */
const live = async (days: number) => {
  for (let day = 0; day < days; day++) {
    const at = world.feishu.store.clock.now();
    const tomorrow = MONDAY + (Math.floor((at - MONDAY) / DAY_MS) + 1) * DAY_MS;
    await world.time.advance(tomorrow + 11 * 60_000);
    await world.time.advance(tomorrow + 12 * 60_000);
  }
};
const cards = () => world.clerk.messages().filter(({ from, type }) => from === 'bot' && type === 'interactive');

test('a section left open comes again before its card dies, once, and what was saved is in it', async () => {
  const { clerk } = world;
  await readyDraft(world, await readSample());
  await openSection(clerk, '机构基本情况');
  await clerk.click('保存', { 地址: '云汉省星澜市求索路 1 号' });
  const before = cards().length;
  await live(9);
  expect(cards()).toHaveLength(before);
  await live(4);
  expect(cards()).toHaveLength(before + 1);
  const again = await clerk.expectCard('快满 14 天', { earlier: true });
  expect(again.text).toContain('云汉省星澜市求索路 1 号');
  await live(3);
  expect(cards()).toHaveLength(before + 1);
  // Somebody may have been typing in the old one: it stayed as it was.
  expect(JSON.stringify(cards().map(({ card }) => card))).not.toContain('请用下面新的一张');
  const outcome = await clerk.clickOn(again, '保存', { 地址: '云汉省星澜市求索路 2 号' });
  expect(outcome.toast?.content).toContain('已保存');
  await expectSound(world);
});

test('who has nothing left to do gets nothing anew; the department gets its review again, and a colleague what they were asked', async () => {
  const { clerk, contact, operator, colleague, db } = world;
  await playAppointment(operator, contact, await readSample());
  await clerk.say('进度');
  await submitByChat(clerk);
  await contact.expectCard('审核：');
  const { id: roundId } = await db.round.findFirstOrThrow();
  const who = { tenantKey: 'tenant_local', openId: colleague.openId, name: colleague.person.name };
  const at = { roundId, departmentCode: '999900', addedAt: world.feishu.store.now(), addedBy: 'test' };
  await db.colleague.create({ data: { id: 'colleague', ...at, ...who } });
  await contact.click('转交与征求意见');
  await contact.click('征求意见', { 选择同事: who.name });
  await colleague.expectCard('征求您的意见：');
  const asks = () =>
    colleague.messages().filter(({ card }) => card && JSON.stringify(card).includes('征求您的意见：')).length;
  const before = cards().length;
  const reviews = () => contact.messages().filter(({ card }) => card && JSON.stringify(card).includes('审核：')).length;
  const seen = reviews();
  await live(14);
  expect(cards()).toHaveLength(before);
  expect(reviews()).toBe(seen + 1);
  // The old one says that there is a newer one, and nothing on it can be clicked.
  const told = contact.messages().filter(({ card }) => card && JSON.stringify(card).includes('请用下面新的一张'));
  expect(told).toHaveLength(1);
  expect(JSON.stringify(told[0]!.card)).not.toContain('callback');
  expect(told[0]!.card!.header.title.content).toContain('审核');
  expect(asks()).toBe(2);
  await colleague.click('同意推荐', { 意见: '可以' });
  await contact.expectCard('同事答复了意见');
  await live(14);
  expect(asks()).toBe(2);
});

test('text that waits for a word comes again before its card dies, and can still land', async () => {
  const { clerk } = world;
  const id = await readyDraft(world, await readSample(), { n: 8, changes: { plan: { plan: null } } });
  await clerk.say('继续');
  await clerk.expectCard('未来发展思路和支持措施');
  await clerk.say('等了两个星期的一段。');
  await clerk.expectCard('已收到 1 段');
  await live(13);
  const again = await clerk.expectCard('快满 14 天', { earlier: true });
  expect(again.text).toContain('等了两个星期的一段。');
  await clerk.clickOn(again, '放进');
  await clerk.expectCard('已放进', { earlier: true });
  expect((await loadFiling(world.db, id)).answers.plan!.plan).toBe('等了两个星期的一段。');
  await expectSound(world);
});
