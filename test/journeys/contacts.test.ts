import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { PersonDriver } from '../feishu/driver.ts';
import { people, yunhan } from '../season.ts';
import { playAppointment, readSample, type Sample } from './play.ts';
import { clickRow, expectSound, now, readyDraft, submitByChat } from './ready-made.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let sample: Sample;
beforeAll(async () => {
  world = await startWorld();
  sample = await readSample();
});
afterEach(() => expectSound(world));
afterAll(() => world?.stop());

/** A filing of its own name, so that cards of different filings cannot be taken for each other. */
const submitted = async (name: string, n: number) => {
  const id = await readyDraft(world, sample, { n, changes: { identity: { institutionName: name } } });
  await submitByChat(world.clerk, { name });
  return id;
};
const appoint = async (person: PersonDriver, name: string, mobile: string) => {
  const { operator } = world;
  await operator.say('首页');
  await operator.expectCard('主办方管理');
  await operator.click('推荐部门联系人');
  await operator.click('指定或更换联系人');
  const rest = { 职务: '处长', 办公电话: '010-00000000', 邮箱: `${person.openId}@example.com` };
  await operator.click('保存', { '单位（推荐部门）': yunhan.name, 姓名: name, 手机: mobile, ...rest });
};

test('what is submitted waits; a look-up that finds nobody is told; the one found gets all of it', async () => {
  const { clerk, contact, operator, db } = world;
  await submitted('等待联系人研究所', 1);
  await clerk.expectCard('已提交');
  await operator.expectCard('还没有可以送达的联系人，已有材料在等', { earlier: true });
  await appoint(contact, '查无此人', '13999999999');
  await operator.expectCard('没有找到这位联系人');
  expect(contact.messages()).toEqual([]);
  await playAppointment(operator, contact, sample);
  await contact.expectCard('审核：等待联系人研究所', { earlier: true });
  await contact.expectFile('备案表-等待联系人研究所', { earlier: true });
  await contact.expectFile('扫描件', { earlier: true });
  expect(await db.outbox.count({ where: { state: 'parked' } })).toBe(0);
});

test('a replaced contact loses access, and the new one takes the waiting work over', async () => {
  const { clerk, contact, colleague, feishu } = world;
  const id = await submitted('更换联系人研究所', 7);
  const review = await contact.expectCard('审核：更换联系人研究所', { earlier: true });
  feishu.store.people.set(people.colleague.openId, { ...people.colleague, mobile: '13700000000' });
  await appoint(colleague, '顾清禾', '13700000000');
  await colleague.expectCard('您是备案工作联系人');

  for (const button of ['拟推荐', '退回补正', '发来全部附件']) {
    expect((await contact.clickOn(review, button)).toast?.content).toContain('您的点击没有改动任何内容');
  }
  await contact.say('首页');
  expect((await contact.expectCard('备案助手')).text).not.toContain('[打开审核列表]');

  await colleague.click('打开审核列表');
  await clickRow(colleague, await colleague.expectCard('审核列表'), '更换联系人研究所', '打开');
  await colleague.expectCard('审核：更换联系人研究所');
  await colleague.click('发来全部附件');
  await colleague.expectFile('备案表-更换联系人研究所');
  await colleague.expectFile('扫描件', { earlier: true });
  await colleague.click('退回补正');
  await colleague.click('退回', { 请写明: '只给新联系人看的意见' });
  await clerk.expectCard(/材料被退回，请补正[\s\S]*只给新联系人看的意见/);
  expect(await now(world, id)).toMatchObject({ status: 'returned', review: { by: '顾清禾' } });
  await feishu.settled();
  expect(JSON.stringify(feishu.store.messages.get(review.messageId)!.card)).not.toContain('只给新联系人看的意见');
});

test('a look-up the platform will never allow is told to the operator with the reason', async () => {
  const { operator, contact, feishu, db } = world;
  feishu.faults.fail('batchGetId', { status: 400, code: 99991672 });
  await appoint(contact, '查不了的人', '13600000000');
  const told = await operator.expectCard('没有找到这位联系人');
  expect(told.text).toContain('查不了的人：没有查成：应用缺少所需的权限');
  const last = await db.contact.findFirstOrThrow({ where: { endedAt: null } });
  expect(last).toMatchObject({ openId: null, trouble: '没有查成：应用缺少所需的权限' });
  // Only trouble that passes is tried again.
  feishu.faults.fail('batchGetId');
  await playAppointment(operator, contact, sample);
});
