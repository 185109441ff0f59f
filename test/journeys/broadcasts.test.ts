import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { notice2023 } from '../../services/rounds/notice-2023.ts';
import { openRounds } from '../../services/rounds/store.ts';
import { addDays, dayOf, instantOf, lastWorkingDayOnOrBefore, longDay } from '../../services/time.ts';
import { strike } from './alarm.ts';
import { readSample, type Sample } from './play.ts';
import { expectSound, readyDraft } from './ready-made.ts';
import { startWorld, type World } from './world.ts';

/** A Monday morning in Shanghai. */
const MONDAY = Date.parse('2026-03-02T09:12:00+08:00');
const today = dayOf(new Date(MONDAY));
const ministry = notice2023.departments[0]!;
const OPENED = '2027年度备案已开启';

let world: World;
let sample: Sample;
beforeAll(async () => {
  world = await startWorld({ startMs: MONDAY });
  sample = await readSample();
  // One person with two institutions, and another who fills with them.
  await readyDraft(world, sample, { n: 1, colleague: world.colleague });
  await readyDraft(world, sample, { n: 2, changes: { identity: { institutionName: '另一研究所' } } });
  await appointed();
});

/** The operator names the contact of a department that each year's call knows. */
const appointed = async () => {
  const { operator, contact } = world;
  const row = sample.annex2_contact;
  await operator.say('首页');
  await operator.expectCard('主办方管理');
  await operator.click('推荐部门联系人');
  await operator.click('指定或更换联系人');
  await operator.click('保存', {
    ...{ '单位（推荐部门）': ministry.name, 姓名: row.name, 职务: row.position, 办公电话: row.office_phone },
    ...{ 手机: row.mobile, 邮箱: row.email },
  });
  await contact.expectCard('您是备案工作联系人');
};
afterEach(() => expectSound(world));
afterAll(() => world?.stop());

const told = (kind: string, openId: string) => world.db.outbox.count({ where: { kind, openId } });

/** To the preview of a broadcast, from the home card. */
const preview = async (audience: string, words: string) => {
  const { operator } = world;
  await operator.say('首页');
  await operator.expectCard('主办方管理');
  await operator.click('群发通知');
  await operator.expectCard('[写一条]');
  await operator.click('写一条');
  await operator.click('预览', { 发给谁: audience });
  expect((await operator.expectCard('请写要通知的内容')).text).toContain(`【${audience} ▾`);
  await operator.click('预览', { '内容（不超过 500 字）': words });
  return operator.expectCard('群发通知　预览');
};

test('an operator sees to how many it goes and what they read, sends it, and sees who was not reached and why', async () => {
  const { operator, clerk, colleague, contact, feishu } = world;
  feishu.setReach(colleague.openId, 'opted_out');
  const before = contact.messages().length;
  const shown = await preview('还没有提交的填报人', '请在本周五前提交。\n<at id=all></at>有问题打办公电话。');
  expect(shown.text).toContain('2 人，每人一条');
  expect(shown.text).toContain('不到 1 分钟');
  expect(shown.text).toContain('请在本周五前提交。\n<at id=all></at>有问题打办公电话。');
  await operator.click('确认发送（2 人）');
  const card = await clerk.expectCard('通知：请在本周五前提交');
  expect(card.text).toContain('为什么收到：您填报的备案表还没有提交');
  // All that goes out by itself has gone.
  await world.time.advance(feishu.store.clock.now() + 5000);
  await operator.click('刷新');
  const result = await operator.expectCard('群发通知　已发完');
  expect(result.text).toContain('已发送：1 人');
  expect(result.text).toContain(`${colleague.person.name}：`);
  expect(contact.messages()).toHaveLength(before);
  feishu.setReach(colleague.openId, 'reachable');
});

test('outside working hours the next working time is offered; what has not gone out can be stopped', async () => {
  const { operator, contact, db, feishu, time } = world;
  expect((await preview('全部推荐部门联系人', '请指定代理。')).text).not.toContain('现在不是工作时间');
  await time.advance(instantOf(today, '12:05').getTime());
  // A preview from before: it would go out while everybody is at lunch.
  await operator.click('确认发送（1 人）');
  expect((await operator.expectCard('还没有发送')).text).toContain('现在不是工作时间');
  await operator.click('下一个工作时间发送');
  await operator.expectCard('群发通知　待发送');
  expect((await preview('全部推荐部门联系人', '不要发这一条。')).text).toContain('14:03');
  await operator.click('下一个工作时间发送');
  await operator.click('停止发送');
  await operator.expectCard('还没发出的 1 条不再发送');
  await strike(world, today, '14:03');
  await contact.expectCard('通知：请指定代理', { earlier: true });
  expect(await told('broadcast', contact.openId)).toBe(1);
  // Nor does what was tried in vain, while the platform was out, come when it is back, nor when it is tried again.
  await preview('全部推荐部门联系人', '这一条收回。');
  feishu.faults.fail('send', { status: 503, times: 1000 });
  await operator.click('确认发送（1 人）');
  await time.advance(feishu.store.clock.now() + 5000);
  const taken = { kind: 'broadcast', openId: contact.openId, attempts: { gt: 1 } };
  expect(await db.outbox.findMany({ where: taken })).toMatchObject([{ state: 'waiting' }]);
  await operator.click('停止发送');
  await operator.expectCard('还没发出的 1 条不再发送');
  feishu.faults.clear();
  await db.outbox.updateMany({ where: taken, data: { state: 'waiting', attempts: 2, unsureAt: null } });
  await time.advance(instantOf(today, '14:10').getTime());
  await time.advance(instantOf(today, '14:15').getTime());
  expect(await db.outbox.findMany({ where: taken })).toMatchObject([{ state: 'dropped', reason: 'stopped' }]);
});

test('the operator sets when reminders are sent and which days are worked; what is wrong is said, and all is planned anew', async () => {
  const { operator, clerk, db, feishu } = world;
  await operator.say('首页');
  await operator.expectCard('主办方管理');
  await operator.click('调整截止日期');
  await operator.click('发送时段与节假日');
  const card = await operator.expectCard('第一段开始【09:00】');
  await operator.click('保存时段', { 第一段开始: '7点' });
  expect((await operator.expectCard('请按 09:00 这样填写')).text).toContain('第一段开始【7点】');
  await operator.click('保存时段', { 第一段开始: '10：00', 第一段结束: '11:00', 第二段开始: '', 第二段结束: '' });
  await operator.expectCard('已按新的时段重新安排');
  await operator.click('这天放假', { 日期: '2026-04-08 +0800', 名称: '设备检修' });
  expect((await operator.expectCard('已记下')).text).toContain('2026年4月8日（星期三）放假　设备检修');
  const [round] = await openRounds(db);
  expect(round!.windows).toEqual([{ from: '10:00', to: '11:00' }]);
  expect(round!.holidays).toContainEqual({ on: '2026-04-08', work: false, name: '设备检修' });
  const now = feishu.store.now();
  expect(await db.filing.count({ where: { remindAt: { lt: new Date(now.getTime() - 60_000) } } })).toBe(0);
  const [entry] = await db.journal.findMany({ where: { what: 'day 2026-04-08 off' } });
  expect(entry).toMatchObject({ subject: `round:${round!.id}`, why: '设备检修' });
  // A card of before changes nothing.
  expect((await operator.clickOn(card, '保存时段')).toast?.content).toContain('刚被其他管理员改过');
  const refused = await clerk.clickOn(card, '保存时段');
  expect(refused.toast?.content).toContain('只有主办方管理员可以做');
  await operator.click('删掉', { '删掉一天（恢复按公布的安排）': '2026年4月8日（星期三）放假　设备检修' });
  await operator.expectCard('已删掉');
  expect((await openRounds(db))[0]!.holidays).toEqual(round!.holidays.filter(({ on }) => on !== '2026-04-08'));
});

test('加入日历 brings the deadline as a file for one’s own calendar', async () => {
  const { clerk, db } = world;
  await clerk.say('首页');
  await clerk.expectCard('[加入日历]');
  await clerk.click('加入日历');
  const file = await clerk.expectFile('备案截止');
  const [round] = await openRounds(db);
  const day = lastWorkingDayOnOrBefore(round!.materialsDueOn, round!.holidays);
  expect(file.bytes.toString()).toContain(`DTSTART;VALUE=DATE:${day.replaceAll('-', '')}\r\n`);
});

test('when a round opens each who filled before is told once, and last year’s contacts too; the operator sees how many', async () => {
  const { operator, clerk, colleague, contact } = world;
  await operator.say('首页');
  await operator.expectCard('[开启年度备案]');
  await operator.click('开启年度备案');
  await world.time.advance(instantOf(today, '20:00').getTime());
  await operator.click('开启', {
    依据的通知: '2023年度国家知识产权信息公共服务网点备案',
    年度: '2027',
    '联系人信息（附件2）截止': addDays(today, 400),
    材料填报截止: addDays(today, 460),
  });
  // Nobody knows yet which days are off then.
  await operator.expectCard('2027 年的放假安排还没有收录');
  // Nobody is told in the evening.
  expect(await told('roundOpened', clerk.openId)).toBe(0);
  await strike(world, addDays(today, 1), '09:03');
  const card = await clerk.expectCard(OPENED, { earlier: true });
  expect(card.text).toContain(longDay(addDays(today, 460)));
  expect(card.text).toContain('您往年填报过：云汉省星澜市科学技术情报研究所、另一研究所');
  expect(card.text).toContain('谁可以申报：申请备案的主体为');
  await colleague.expectCard(OPENED, { earlier: true });
  expect((await contact.expectCard(OPENED, { earlier: true })).text).toContain(
    `${ministry.name}：今年的联系人还没有确定`,
  );
  expect(await world.db.broadcastTo.count({ where: { broadcast: { audience: 'opening' } } })).toBe(3);
  for (const { openId } of [clerk, colleague, contact]) expect(await told('roundOpened', openId)).toBe(1);
  expect(await told('roundOpened', operator.openId)).toBe(0);
});

test('今年不申报 keeps somebody from being told again, and can be taken back', async () => {
  const { clerk } = world;
  await clerk.click('今年不申报');
  expect((await clerk.expectCard('今年不再通知您')).text).toContain('[还是要申报]');
  expect(await world.db.optOut.count()).toBe(1);
  await clerk.click('还是要申报');
  expect((await clerk.expectCard('就可以开始')).text).toContain('[今年不申报]');
  await clerk.click('今年不申报');
  expect(await world.db.optOut.findMany()).toMatchObject([{ openId: clerk.openId }]);
});

test('last year’s contact registers by one click, and is the contact again once the operator confirms', async () => {
  const { operator, contact, db } = world;
  await contact.click('今年还由我联系');
  await contact.expectCard('登记已提交，等待确认');
  expect((await operator.expectCard('请确认联系人登记')).text).toContain(ministry.name);
  await operator.click('确认');
  await contact.expectCard('您是备案工作联系人');
  const [, round] = await openRounds(db);
  expect(await db.contact.findFirst({ where: { roundId: round!.id, endedAt: null } })).toMatchObject({
    openId: contact.openId,
    mobile: sample.annex2_contact.mobile,
  });
});
