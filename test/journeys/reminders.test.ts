import { afterAll, beforeAll, expect, test } from 'vitest';
import { perform } from '../../services/filing/perform.ts';
import { loadFiling } from '../../services/filing/store.ts';
import { moveDeadlines } from '../../services/rounds/open.ts';
import { openRounds } from '../../services/rounds/store.ts';
import { addDays, dayOf, instantOf } from '../../services/time.ts';
import { retryParked } from '../../services/undelivered.ts';
import { yunhan } from '../season.ts';
import { strike } from './alarm.ts';
import { readSample } from './play.ts';
import { answersOf, asMember, expectSound, handInAgain, readyDraft } from './ready-made.ts';
import { startWorld, type World } from './world.ts';

/** A Monday morning in Shanghai; the round's materials are due on Monday 27 April. */
const MONDAY = Date.parse('2026-03-02T09:12:00+08:00');

let world: World;
/** The last reminder before the deadline is moved. */
let before: Awaited<ReturnType<World['clerk']['expectCard']>>;
let filingId = '';
beforeAll(async () => {
  world = await startWorld({ startMs: MONDAY });
});
afterAll(() => world?.stop());

const now = () => world.feishu.store.now();
const round = async () => (await openRounds(world.db))[0]!;
/** When reminders reached somebody, as 'yyyy-MM-dd', by the messages themselves: a card may show something else since. */
const daysFor = async ({ person }: World['clerk']) => {
  const told = await world.db.reminder.findMany({ where: { toldTo: { endsWith: `:${person.openId}` } } });
  const ids = told.flatMap(({ digest }) => digest ?? []);
  const rows = await world.db.outbox.findMany({ where: { id: { in: ids } }, orderBy: { seq: 'asc' } });
  return rows.map(({ sentAt }) => dayOf(sentAt!));
};

test('whoever fills is reminded on working days counted back from the deadline, and told why, what is missing and when again', async () => {
  const { clerk } = world;
  expect((await round()).materialsDueOn).toBe('2026-04-27');
  filingId = await readyDraft(world, await readSample(), { changes: { plan: { plan: null } } });
  // T-30 is Saturday 28 March: Friday. Nothing before each person's own minute, and nothing twice.
  await strike(world, '2026-03-26');
  await strike(world, '2026-03-27', '09:58');
  expect(await daysFor(clerk)).toEqual([]);
  await strike(world, '2026-03-27');
  await strike(world, '2026-03-27', '14:03');
  expect(await daysFor(clerk)).toEqual(['2026-03-27']);
  const card = await clerk.expectCard('提醒：备案材料还没有提交', { earlier: true });
  expect(card.text).toContain('为什么收到：您在填报这份备案表');
  expect(card.text).toContain('还差：未来发展思路和支持措施');
  expect(card.text).toContain('下次提醒：2026年4月13日（星期一）');
  await clerk.clickOn(card, '加入日历');
  expect((await clerk.expectFile('备案截止')).bytes.toString()).toContain('DTSTART;VALUE=DATE:20260427');
  await strike(world, '2026-03-30');
  expect(await daysFor(clerk)).toEqual(['2026-03-27']);
});

test('明早再说 brings it again the next working day, once more; quiet days hold back all but the last days', async () => {
  const { clerk } = world;
  await strike(world, '2026-04-13');
  const card = await clerk.expectCard('提醒：备案材料还没有提交', { earlier: true });
  expect((await clerk.clickOn(card, '明早再说')).toast?.content).toContain('2026年4月14日再提醒');
  const later = await clerk.expectCard('4月14日再提醒您');
  expect(later.text).toContain('下次提醒：2026年4月14日（星期二）');
  await clerk.clickOn(later, '提醒设置');
  await strike(world, '2026-04-14');
  expect(await daysFor(clerk)).toEqual(['2026-03-27', '2026-04-13', '2026-04-14']);
  await clerk.say('提醒设置');
  const settings = await clerk.expectCard('这一天以前');
  await clerk.clickOn(settings, '安静几天', { '这一天以前（含这一天）不提醒我': '2027-01-01 +0800' });
  await clerk.clickOn(await clerk.expectCard('请选择今天到'), '安静几天', {
    '这一天以前（含这一天）不提醒我': '2026-04-22 +0800',
  });
  await strike(world, '2026-04-20');
  await strike(world, '2026-04-22');
  expect(await daysFor(clerk)).toHaveLength(3);
  await strike(world, '2026-04-23');
  expect((await daysFor(clerk)).slice(3)).toEqual(['2026-04-23']);
  before = await clerk.expectCard('提醒：备案材料还没有提交');
});

test('a moved deadline is planned anew at once: the old days are forgotten, the new ones count', async () => {
  const { clerk, colleague, db } = world;
  const { id, rev, annex2DueOn } = await round();
  const dates = { annex2DueOn, materialsDueOn: addDays('2026-04-27', 14) };
  await db.$transaction((tx) =>
    moveDeadlines(tx, id, rev, dates, { tenantKey: 'demo', openId: 'ou_operator' }, world.feishu.store.now()),
  );
  const other = await readyDraft(world, await readSample(), { n: 2, owner: colleague });
  await strike(world, '2026-04-24');
  // What nobody can read any more holds up nobody else, and is itself told once it can be read.
  const { answers } = await db.filing.findUniqueOrThrow({ where: { id: other } });
  await db.filing.update({ where: { id: other }, data: { answers: 5 } });
  // The answer is lost, and nothing gets through until 11:00, when nothing is sent: the uuid keeps what has arrived single.
  const cards = () =>
    clerk.messages().filter(({ card }) => JSON.stringify(card ?? '').includes('提醒：备案材料还没有提交'));
  const had = cards().length;
  world.feishu.faults.fail('send', { drop: true, afterEffect: true });
  world.feishu.faults.fail('send', { drop: true, times: 1000 });
  await strike(world, '2026-04-27', '10:58');
  const reminder = { kind: 'reminder', openId: clerk.openId, createdAt: { gt: instantOf('2026-04-27', '10:00') } };
  await world.time.advance(instantOf('2026-04-27', '11:00').getTime());
  world.feishu.faults.clear();
  await world.time.advance(instantOf('2026-04-27', '11:00').getTime() + 30_000);
  expect(await db.outbox.findMany({ where: reminder })).toMatchObject([{ state: 'waiting' }]);
  await strike(world, '2026-04-27', '11:03');
  expect(await db.outbox.findMany({ where: reminder })).toMatchObject([{ state: 'sent' }]);
  expect(cards().length).toBe(had + 1);
  expect(await daysFor(clerk)).toHaveLength(5);
  expect(await daysFor(colleague)).toEqual([]);
  await db.filing.update({ where: { id: other }, data: { answers: answers! } });
  await strike(world, '2026-04-27', '14:03');
  expect(await daysFor(colleague)).toEqual(['2026-04-27']);
  // T-14 of 11 May is 27 April.
  expect((await daysFor(clerk)).at(-1)).toBe('2026-04-27');
  // The button of a card from before gives the day as it is now.
  await clerk.clickOn(before, '加入日历');
  expect((await clerk.expectFile('备案截止')).bytes.toString()).toContain('DTSTART;VALUE=DATE:20260511');
});

test('what could not be delivered and is tried again in the evening comes with the message of the next working day', async () => {
  const { clerk, db, feishu, time } = world;
  feishu.setReach(clerk.person.openId, 'opted_out');
  // T-7 is 4 May, a holiday: told on 30 April.
  await strike(world, '2026-04-30');
  await strike(world, '2026-04-30', '17:58');
  const lost = await db.reminder.findFirstOrThrow({ where: { state: 'parked' } });
  feishu.setReach(clerk.person.openId, 'reachable');
  await db.$transaction((tx) => retryParked(tx, async () => {}, { id: lost.digest! }));
  for (const at of ['22:05', '22:06']) await time.advance(instantOf('2026-04-30', at).getTime());
  expect(await db.outbox.findUniqueOrThrow({ where: { id: lost.digest! } })).toMatchObject({
    state: 'dropped',
    sentAt: null,
  });
  await strike(world, '2026-05-06');
  const told = await db.reminder.findUniqueOrThrow({ where: { id: lost.id } });
  expect(told).toMatchObject({ state: 'sent', toldOn: '2026-05-06' });
  const message = await db.outbox.findUniqueOrThrow({ where: { id: told.digest! } });
  expect(dayOf(message.sentAt!)).toBe('2026-05-06');
});

test('once it is handed in nobody who filled it is reminded, and its department is', async () => {
  const { clerk, contact, db } = world;
  const { revs } = await loadFiling(db, filingId);
  const values = { plan: (await answersOf(world, await readSample())).plan!.plan! };
  const actor = asMember(clerk);
  const command = { type: 'save', step: 'plan', rev: revs.plan!, values } as const;
  const circumstances = { now: world.feishu.store.now(), actor, operators: [] };
  await db.$transaction((tx) => perform(tx, async () => {}, filingId, command, circumstances));
  await handInAgain(world, filingId);
  const before = await daysFor(clerk);
  await strike(world, '2026-05-08');
  await strike(world, '2026-05-11');
  expect(await daysFor(clerk)).toEqual(before);
  const rows = await world.db.reminder.findMany({ where: { rule: 'review' } });
  expect(rows.map(({ milestone, state, reason }) => ({ milestone, state, reason }))).toContainEqual({
    milestone: 0,
    state: 'planned',
    reason: 'nobody',
  });
  // Somebody is found in the last hours.
  const { id: roundId } = await round();
  const words = { position: '处长', officePhone: '010-62083115', mobile: '13700000001', email: 'x@example.com' };
  await db.contact.create({
    data: {
      ...{ id: 'contact', roundId, departmentCode: yunhan.code, name: '韩示例', ...words },
      ...{ tenantKey: 'tenant_local', openId: contact.openId, appointedAt: now(), appointedBy: 'test' },
      activeKey: `${roundId}:${yunhan.code}`,
    },
  });
  await strike(world, '2026-05-11', '11:18');
  expect((await contact.expectCard('提醒：有材料等您审核')).text).toContain('今天是最后一个工作日');
  expect(await daysFor(contact)).toContain('2026-05-11');
  await expectSound(world);
});
