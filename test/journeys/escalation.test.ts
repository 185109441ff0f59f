import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Command } from '../../services/filing/decision.ts';
import { perform } from '../../services/filing/perform.ts';
import { beginBuzz } from '../../services/reminders/buzzing.ts';
import { sweepReminders } from '../../services/reminders/sweep.ts';
import { openRounds } from '../../services/rounds/store.ts';
import { instantOf } from '../../services/time.ts';
import { retryParked } from '../../services/undelivered.ts';
import type { PersonDriver } from '../feishu/driver.ts';
import { people, yunhan } from '../season.ts';
import { strike } from './alarm.ts';
import { readSample, type Sample } from './play.ts';
import { asMember, expectSound, handInAgain, readyDraft, readySubmitted } from './ready-made.ts';
import { startWorld, type World } from './world.ts';

/** A week before Monday 27 April, on which the materials of a round that began on 2 March are due; T-1 is Friday. */
const MONDAY = Date.parse('2026-03-02T09:12:00+08:00');
const ANNEX2_DAY = '2026-03-16';
const FRIDAY = '2026-04-24';
const LAST_DAY = '2026-04-27';

let world: World;
let sample: Sample;
let second: PersonDriver;
let head: PersonDriver;
let deputy: PersonDriver;
/** A draft of two and their head; one that is handed in on the last day; and one that lies with the department. */
const ids = { draft: '', handedIn: '', withDepartment: '' };

const others = [
  { openId: 'ou_second', name: '何填报' },
  { openId: 'ou_head', name: '陆馆长' },
  { openId: 'ou_deputy', name: '方代理' },
  { openId: 'ou_far', name: '远填报' },
];
const now = () => world.feishu.store.now();
const doing = (id: string, command: Command) =>
  world.db.$transaction((tx) =>
    perform(tx, async () => {}, id, command, { now: now(), actor: asMember(world.clerk), operators: [] }),
  );
const stepsOf = async (id: string) => {
  const rows = await world.db.escalationStep.findMany({ where: { subject: `filing:${id}` } });
  return rows
    .map(({ step, person, state, reason }) => [step, person.split(':').at(-1), state, reason].join(' ').trim())
    .sort();
};
const pressed = ({ messages, openId }: PersonDriver) => messages().filter(({ urgent }) => urgent?.[openId]).length;

beforeAll(async () => {
  world = await startWorld({ startMs: MONDAY, cast: [...Object.values(people), ...others] });
  sample = await readSample();
  [second, head, deputy] = others.map(({ openId }) => world.feishu.as(openId)) as [
    PersonDriver,
    PersonDriver,
    PersonDriver,
  ];
  const [round] = await openRounds(world.db);
  const [first] = round!.departments.map(({ code }) => code).sort();
  const at = { roundId: round!.id, departmentCode: yunhan.code };
  const words = { position: '处长', officePhone: '010-62083115', mobile: '13700000001', email: 'x@example.com' };
  await world.db.contact.create({
    data: {
      ...{ id: 'contact', ...at, ...words, name: '韩示例', tenantKey: 'tenant_local', openId: world.contact.openId },
      ...{ appointedAt: now(), appointedBy: 'test', activeKey: `${at.roundId}:${at.departmentCode}` },
    },
  });
  await world.db.contact.create({
    data: {
      ...{ id: 'before', ...at, ...words, name: '前任', departmentCode: first! },
      ...{ appointedAt: now(), appointedBy: 'test', endedAt: now() },
    },
  });
  await world.db.deputy.create({
    data: {
      ...{ id: 'deputy', ...at, ...words, name: '方代理', tenantKey: 'tenant_local', openId: deputy.openId },
      ...{ fromOn: '2026-05-11', toOn: '2026-05-15', namedAt: now(), namedBy: 'test' },
    },
  });
  await world.operator.enter();
  ids.draft = await readyDraft(world, sample, { n: 1, colleague: world.colleague });
  await doing(ids.draft, { type: 'join', member: { ...asMember(head), role: 'head' } });
  ids.handedIn = await readyDraft(world, sample, { n: 2, owner: second });
  await readyDraft(world, sample, { n: 4, owner: world.feishu.as('ou_far') });
  ids.withDepartment = await readySubmitted(world, sample, { n: 3, owner: second });
});
afterAll(() => world?.stop());

test('on the last day of 附件2 an operator sees which departments cannot be reached, whom to telephone, and notes the call', async () => {
  const { operator, contact } = world;
  await strike(world, ANNEX2_DAY);
  const reminder = await operator.expectCard('提醒：还有推荐部门联系不上');
  await operator.clickOn(reminder, '提醒情况');
  const card = await operator.expectCard('提醒情况');
  expect(card.text).toContain('联系不上 40');
  expect(card.text).toContain('没有读 1');
  expect(card.text).toContain('前任（以往年度的联系人）　办公 010-62083115　手机 137****0001');
  expect(card.text).toContain('没有登记过，请查找部门的公开电话');
  await operator.click('没有读 1');
  const unread = await operator.expectCard('提醒情况：没有读');
  expect(unread.text).toMatch(/发出，还没有读[\s\S]*电话：韩示例/);
  await contact.read();
  await operator.click('全部 41');
  await operator.click('下一页');
  const next = await operator.expectCard('第 2 页，共 5 页');
  expect(next.text).toContain('没有读 0');
  expect((await operator.click('已电话联系')).toast?.content).toBe('已记下');
  expect((await operator.expectCard('已记下：电话联系过')).text).toMatch(/2026年3月16日 \d\d:\d\d 国知办已电话联系/);
  await expectSound(world);
});

test('whoever has not read the reminder of the day before within two hours is pressed once; a refused press is noted with its reason', async () => {
  const { clerk, colleague, contact, feishu } = world;
  feishu.store.setReach('ou_far', 'out_of_range');
  await strike(world, FRIDAY);
  await Promise.all([colleague.read(), second.read()]);
  feishu.tenant.urgentQuotaSpent = true;
  await strike(world, FRIDAY, '14:03');
  expect(await stepsOf(ids.draft)).toEqual(['buzz ou_clerk failed content 230024']);
  expect(await stepsOf(ids.withDepartment)).toEqual(['buzz ou_contact failed content 230024']);
  feishu.tenant.urgentQuotaSpent = false;
  await strike(world, FRIDAY, '15:03');
  expect([clerk, colleague, contact, second].map(pressed)).toEqual([0, 0, 0, 0]);
  await expectSound(world);
});

test('on the last day it goes on to the 机构负责人, the colleague who has read, and the named deputy, who is only told', async () => {
  const { clerk, colleague, contact, db, feishu } = world;
  await strike(world, LAST_DAY);
  await colleague.read();
  // The platform is out for some minutes; the first answer is lost after its effect: pressed once more when it is back.
  feishu.faults.fail('urgentApp', { drop: true, afterEffect: true });
  await strike(world, LAST_DAY, '14:03');
  feishu.faults.limitFor(20 * 60_000, 'urgentApp');
  await strike(world, LAST_DAY, '14:18');
  expect(await stepsOf(ids.handedIn)).toEqual(['buzz ou_second waiting']);
  await strike(world, LAST_DAY, '14:33');
  const mine = await head.expectCard('今天是最后一个工作日');
  expect(mine.text).toContain('还没有读到提醒的：沈若溪');
  expect(mine.text).not.toContain('顾清禾、');
  await colleague.expectCard('今天是最后一个工作日');
  expect((await head.clickOn(mine, '打开材料')).toast).toBeUndefined();
  const told = await deputy.expectCard('今天是最后一个工作日');
  expect(told.text).toContain(`${yunhan.name}：1 份材料`);
  expect(told.text).toContain('您是指定的代理，只是告知您：请提醒联系人韩示例办理');
  expect(told.text).not.toContain('[打开审核列表]');
  // Pressed on Friday in vain, and not once more.
  expect(await stepsOf(ids.draft)).toEqual([
    'buzz ou_clerk failed content 230024',
    'heads ou_colleague done',
    'heads ou_head done',
  ]);
  expect(await stepsOf(ids.handedIn)).toEqual(['buzz ou_second done']);
  expect([clerk, contact, second].map(pressed)).toEqual([0, 0, 1]);
  expect(await db.escalationStep.findFirst({ where: { state: 'done', step: 'buzz' } })).toMatchObject({ attempts: 2 });
  const row = await db.outbox.findFirstOrThrow({ where: { messageId: mine.messageId } });
  expect(row.readAt).toEqual(now());
});

test('an hour later the operators are told of what is still not done, each thing once, however often anybody looks', async () => {
  const { operator, db } = world;
  // Done in between: nobody hears of it any more.
  await handInAgain(world, ids.handedIn, second);
  await strike(world, LAST_DAY, '15:03');
  const card = await operator.expectCard('今天是最后一个工作日，还有 3 件没有办');
  expect(await stepsOf(ids.handedIn)).toEqual(['buzz ou_second done']);
  // Nobody has reached 远填报, who fills alone; the department's contact and deputy have been told.
  expect(card.text).toContain('您是主办方管理员。其中 1 件已经提醒过本人，其中 1 件告诉了下一位，仍没有办');
  expect(card.text).toContain('您是主办方管理员。已经提醒过本人和下一位，仍没有办');
  await operator.clickOn(card, '提醒情况');
  const { text } = await operator.expectCard('提醒情况');
  expect(text).toMatch(
    /远填报[\s\S]*联系不上：对方不在机器人的可用范围内[\s\S]*电话：备案表里的联系人手机 138\*\*\*\*/,
  );
  expect(text).toMatch(/沈若溪[\s\S]*加急，没有成功：加急的次数用完了[\s\S]*告诉单位的陆馆长[\s\S]*告诉主办方的国知办/);
  expect(text).toMatch(/韩示例[\s\S]*告诉部门的方代理/);
  expect(text).not.toContain('何填报');
  const counts = () => Promise.all([db.outbox.count(), db.escalationStep.count()]);
  const before = await counts();
  await db.escalation.updateMany({ data: { at: now() } });
  await Promise.all([1, 2, 3].map(() => sweepReminders(db, async () => {}, now())));
  expect(await counts()).toEqual(before);
  await strike(world, '2026-04-28', '14:33');
  expect((await counts())[1]).toBe(before[1]);
  await expectSound(world);
});

test('a reminder is not pressed once it is read or done, nor outside the hours, nor a seventh time', async () => {
  const { db } = world;
  const begun = async (id: string, at: Date, tried = 0) => {
    const step = await db.escalationStep.findFirstOrThrow({ where: { subject: `filing:${id}`, step: 'buzz' } });
    await db.escalationStep.update({
      where: { id: step.id },
      data: { state: 'waiting', reason: null, attempts: tried },
    });
    const pressing = await beginBuzz(db, step.message!, at);
    return { pressing, step: await db.escalationStep.findUnique({ where: { id: step.id } }), messageId: step.message! };
  };
  const inHours = instantOf(LAST_DAY, '14:33');
  expect(await begun(ids.handedIn, inHours)).toMatchObject({
    pressing: undefined,
    step: { state: 'dropped', reason: 'done' },
  });
  expect(await begun(ids.draft, inHours)).toMatchObject({ pressing: { openId: 'ou_clerk' }, step: { attempts: 1 } });
  expect(await begun(ids.draft, inHours, 6)).toMatchObject({ pressing: undefined, step: { reason: 'transient' } });
  // At noon it is put aside, and looked at anew in the afternoon.
  expect(await begun(ids.withDepartment, instantOf(LAST_DAY, '12:33'))).toMatchObject({
    pressing: undefined,
    step: null,
  });
  const again = { subject: `filing:${ids.withDepartment}`, at: instantOf(LAST_DAY, '12:33') };
  expect(await db.escalation.count({ where: again })).toBe(1);
  await world.clerk.read();
  expect(await begun(ids.draft, inHours)).toMatchObject({
    pressing: undefined,
    step: { state: 'dropped', reason: 'read' },
  });
});

test('what was not delivered and is tried again at night comes in the next window; the ledger learns when it has arrived, and what is done meanwhile comes no more', async () => {
  const { clerk, colleague, db, feishu } = world;
  const ofColleague = { subject: `filing:${ids.draft}`, step: 'heads', person: { endsWith: ':ou_colleague' } };
  const step = () => db.escalationStep.findFirstOrThrow({ where: ofColleague });
  const message = async () => db.outbox.findUniqueOrThrow({ where: { id: (await step()).message! } });
  const again = async () =>
    db.$transaction(async (tx) => retryParked(tx, async () => {}, { id: (await message()).id }));
  await strike(world, '2026-04-28', '22:01');
  // The colleague is told as long as somebody has not read.
  await db.outbox.updateMany({ where: { openId: clerk.openId }, data: { readAt: null } });
  const arrived = colleague.messages().length;
  await db.outbox.update({ where: { id: (await step()).message! }, data: { state: 'parked', reason: 'unreachable' } });
  await db.escalationStep.updateMany({ where: ofColleague, data: { state: 'failed' } });
  const first = (await step()).message!;
  await again();
  await strike(world, '2026-04-28', '22:05');
  expect(await db.outbox.findUnique({ where: { id: first } })).toMatchObject({ state: 'dropped', reason: 'window' });
  expect(colleague.messages().length).toBe(arrived);

  feishu.setReach(colleague.openId, 'opted_out');
  await strike(world, '2026-04-29');
  await strike(world, '2026-04-29', '10:38');
  expect(await step()).toMatchObject({ state: 'failed', reason: 'unreachable 230053' });
  feishu.setReach(colleague.openId, 'reachable');
  await again();
  for (const at of ['10:45', '10:53']) await strike(world, '2026-04-29', at);
  expect(colleague.messages().length).toBe(arrived + 1);
  expect(await step()).toMatchObject({ state: 'done', reason: null, doneAt: expect.any(Date) });

  // Another time it is in doubt whether it has arrived.
  await db.escalationStep.deleteMany({ where: ofColleague });
  await db.escalation.updateMany({ where: { subject: ofColleague.subject }, data: { at: now() } });
  feishu.faults.fail('send', { status: 502, times: 1000 });
  await strike(world, '2026-04-29', '14:53');
  expect(await message()).toMatchObject({ state: 'waiting', unsureAt: expect.any(Date) });
  await handInAgain(world, ids.draft);
  feishu.faults.clear();
  for (const at of ['15:05', '15:08']) await strike(world, '2026-04-29', at);
  expect(await message()).toMatchObject({ state: 'dropped', reason: 'done' });
  await strike(world, '2026-04-29', '10:53');
  await strike(world, '2026-04-29', '11:03');
  expect(colleague.messages().length).toBe(arrived + 1);
  expect(await step()).toMatchObject({ state: 'dropped', reason: 'done' });
});
