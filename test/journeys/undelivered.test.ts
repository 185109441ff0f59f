import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { intentsOf, toPerson } from '../../services/outbox.ts';
import type { Urgency } from '../../services/urgency.ts';
import type { PersonDriver } from '../feishu/driver.ts';
import { clickRow, expectSound } from './ready-made.ts';
import { startWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ startMs: Date.parse('2026-11-30T23:42:00+08:00') });
});
afterEach(() => expectSound(world));
afterAll(() => world?.stop());

const openList = async (operator: PersonDriver) => {
  await operator.say('首页');
  await operator.expectCard('主办方管理');
  await operator.click('没有送达的消息');
  return operator.expectCard('没有送达的消息', { earlier: true });
};
/** Minute by minute, so that the queue's own clock strikes as often as it does in life. */
const live = async (minutes: number) => {
  for (let minute = 0; minute < minutes; minute++) await world.time.advance(world.feishu.store.clock.now() + 60_000);
};
const texts = (person: PersonDriver) => person.messages().flatMap(({ from, text }) => (from === 'bot' && text) || []);

/** Lies in the outbox; whoever looks after what was left waiting finds it. */
const queue = (person: PersonDriver, words: string, urgency: Urgency) => {
  const to = { tenantKey: 'tenant_local', openId: person.openId };
  const addressed = { ...toPerson(to, { kind: 'words', words }), urgency };
  return world.db.outbox.createMany({ data: intentsOf([addressed], new Date(world.feishu.store.clock.now())) });
};

test('the operator sees who could not be reached with what, why and since when, and tries again or lets it be', async () => {
  const { clerk, colleague, operator, feishu, db } = world;
  for (const person of [clerk, colleague]) {
    await person.say('首页');
    await person.expectCard('备案助手');
    feishu.setReach(person.openId, 'opted_out');
    await person.say('帮助');
  }
  await live(1);
  const list = await openList(operator);
  expect(list.text).toContain('沈若溪　文字回复');
  expect(list.text).toContain('对方关闭了机器人的消息');
  expect(list.text).toContain('2026年11月30日 23:4');
  expect((await clerk.clickOn(list, '刷新')).toast?.content).toContain('只有主办方管理员可以做');

  // In vain at first: it comes back into the list.
  await clickRow(operator, list, '沈若溪', '再试一次');
  await live(1);
  await operator.click('刷新');
  const still = await operator.expectCard('沈若溪', { earlier: true });
  feishu.setReach(clerk.openId, 'reachable');
  const before = texts(clerk).length;
  await clickRow(operator, still, '沈若溪', '再试一次');
  await live(1);
  expect(texts(clerk).length).toBe(before + 1);
  await operator.click('刷新');
  const left = await operator.expectCard('顾清禾', { earlier: true });
  expect(left.text).not.toContain('沈若溪');

  await clickRow(operator, left, '顾清禾', '不再发送');
  await operator.expectCard('没有需要处理的消息', { earlier: true });
  expect((await clickRow(operator, left, '顾清禾', '再试一次')).toast?.content).toContain('已经处理过');
  expect(await db.outbox.findFirstOrThrow({ where: { openId: colleague.openId, state: 'dropped' } })).toMatchObject({
    reason: 'given up',
  });
  feishu.setReach(colleague.openId, 'reachable');
});

test('when the month has no calls left, what can wait stops with its reason, what is urgent is tried a time or two in a minute, and the operators hear of it once', {
  timeout: 120_000,
}, async () => {
  const { clerk, contact, operator, feishu, db } = world;
  feishu.tenant.monthlyQuotaSpent = true;
  await queue(clerk, '提醒一', 1);
  await queue(contact, '群发一', 2);
  await clerk.say('帮助');
  const from = feishu.calls.length;
  await live(8);
  const refused = feishu.calls.slice(from).filter(({ name }) => name === 'send');
  expect(refused.length).toBeGreaterThanOrEqual(4);
  expect(refused.length).toBeLessThanOrEqual(16);
  const parked = { state: 'parked', reason: 'quota 2026-11' };
  expect(await db.outbox.count({ where: parked })).toBe(2);
  const told = await db.outbox.findMany({ where: { kind: 'apiBudget' } });
  expect(told).toMatchObject([{ openId: operator.openId, state: 'waiting', notice: { percent: 100 } }]);

  // An answer to a click needs no call: the operator can look, and in vain go on.
  const home = operator.messages().findLast(({ card }) => card && JSON.stringify(card).includes('没有送达的消息'))!;
  await operator.clickOn({ messageId: home.messageId, card: home.card!, text: '' }, '刷新');
  await operator.expectCard('2 条可以晚些发的消息', { earlier: true });
  await operator.click('继续发送');
  await live(3);
  expect(await db.outbox.count({ where: parked })).toBe(2);

  // The first of December comes, and with it new calls.
  expect(await db.outbox.count({ where: { state: 'waiting' } })).toBeGreaterThan(0);
  feishu.tenant.monthlyQuotaSpent = false;
  await live(15);
  // What is urgent comes at once; at midnight nobody wants the rest.
  expect(await db.outbox.count({ where: { state: 'waiting' } })).toBe(0);
  expect(await db.outbox.count({ where: parked })).toBe(2);
  await world.time.advance(Date.parse('2026-12-01T08:58:00+08:00'));
  expect(await db.outbox.count({ where: parked })).toBe(2);
  await live(10);
  expect(await db.outbox.count({ where: { state: { in: ['waiting', 'parked'] } } })).toBe(0);
  for (const [person, words] of [
    [clerk, '提醒一'],
    [contact, '群发一'],
  ] as const)
    expect(texts(person).filter((text) => text === words)).toHaveLength(1);
  await operator.expectCard('本月的飞书接口次数已用完', { earlier: true });
  expect(await db.outbox.count({ where: { kind: 'apiBudget' } })).toBe(1);
});
