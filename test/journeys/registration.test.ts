import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { submit } from '../../cards/actions.ts';
import { firstBreak } from '../../services/journal/journal.ts';
import type { PersonDriver } from '../feishu/driver.ts';
import { yunhan } from '../season.ts';
import { readSample, type Sample } from './play.ts';
import { clickOf, post } from './posted.ts';
import { clickRow, expectSound, readyDraft, submitByChat } from './ready-made.ts';
import { startWorld, type World } from './world.ts';

const DAY_MS = 86_400_000;

let world: World;
let sample: Sample;
beforeAll(async () => {
  world = await startWorld();
  for (const person of [world.clerk, world.contact, world.colleague]) await person.enter();
  sample = await readSample();
});
afterEach(async () => {
  await expectSound(world);
  const { id, journalHead } = await world.db.round.findFirstOrThrow();
  expect(await firstBreak(world.db, `round:${id}`, journalHead)).toBeUndefined();
});
afterAll(() => world?.stop());

const openDepartment = async (name = yunhan.name) => {
  const { operator } = world;
  await operator.say('首页');
  await operator.expectCard('主办方管理');
  await operator.click('推荐部门');
  while (!operator.card('推荐部门').text.includes(name)) await operator.click('下一页');
  await clickRow(operator, operator.card('推荐部门'), name, '打开');
  return operator.expectCard('联系人（附件2）');
};
const giveCode = async (name = yunhan.name) => {
  const { operator } = world;
  await openDepartment(name);
  await operator.click('生成联系人邀请码');
  const words = await operator.expectText('邀请码');
  return { words, code: words.match(/邀请码 (\w{8})/)![1]! };
};
const row = {
  姓名: '韩示例',
  职务: '处长',
  办公电话: '010-62083114',
  手机: '13800000000',
  邮箱: 'liaison@example.com',
};
const registerBy = async (person: PersonDriver, code: string, changes: Partial<typeof row> = {}) => {
  await person.say(code);
  await person.expectCard('登记备案工作联系人');
  return person.click('提交登记', { ...row, ...changes });
};
const active = () => world.db.contact.findMany({ where: { endedAt: null } });
const by = (person: PersonDriver) => ({ tenantKey: 'tenant_local', openId: person.openId });

test('with a code somebody registers by card, waits for the operator, and then has what was waiting', async () => {
  const { operator, clerk, contact, db } = world;
  const id = await readyDraft(world, sample, { n: 1, changes: { identity: { institutionName: '等待确认研究所' } } });
  await submitByChat(clerk, { name: '等待确认研究所' });
  const { words, code } = await giveCode();
  expect(words).toContain(yunhan.name);
  expect(words).toContain('https://applink.feishu.cn/client/bot/open?appId=');
  await registerBy(contact, ` ${code.slice(0, 4).toLowerCase()}-${code.slice(4)}`, { 手机: '138', 邮箱: 'liaison' });
  const wrong = await contact.expectCard('请填 11 位手机号');
  expect(wrong.text).toContain('请填写完整的邮箱');
  expect(wrong.text).toContain('姓名【韩示例】');
  await contact.click('提交登记', { 手机: row.手机, 邮箱: row.邮箱 });
  const waiting = await contact.expectCard('登记已提交，等待确认');
  expect(waiting.text).toContain('138****0000');
  await contact.say('首页');
  expect((await contact.expectCard('备案助手')).text).not.toContain('[打开审核列表]');
  expect(await active()).toEqual([]);

  const asked = await operator.expectCard('请确认联系人登记');
  expect(asked.text).not.toContain(row.手机);
  await operator.click('确认');
  expect((await operator.expectCard('登记已确认')).text).toContain('韩示例');
  await contact.expectCard('您是备案工作联系人');
  expect((await contact.expectCard('审核列表：', { earlier: true })).text).toContain('待处理 1 份');
  await contact.expectCard('审核：等待确认研究所', { earlier: true });
  await contact.expectFile('备案表-等待确认研究所', { earlier: true });
  expect(await active()).toMatchObject([{ ...by(contact), departmentCode: yunhan.code, mobile: row.手机 }]);
  expect(await db.outbox.count({ where: { state: 'parked', filingId: id } })).toBe(0);
  expect((await operator.clickOn(asked, '确认')).toast?.content).toContain('已经处理过了');
});

test('of two who have the same code the first to register is asked about, the other is told', async () => {
  const { contact, colleague, operator, db } = world;
  const { code } = await giveCode('北京市知识产权局');
  await contact.say(code);
  const first = await contact.expectCard('登记备案工作联系人');
  await colleague.say(code);
  await colleague.expectCard('登记备案工作联系人');
  await contact.click('提交登记', row);
  await contact.expectCard('登记已提交，等待确认');
  const late = await colleague.tryClick('提交登记', { ...row, 姓名: '顾清禾' });
  expect(late.toast?.content).toContain('已经用掉、过期或被收回');
  await colleague.say(code);
  await colleague.expectText('没有这个邀请码');
  expect((await contact.clickOn(first, '提交登记', row)).toast?.content).toContain('已经用掉');
  expect(await db.registration.count({ where: { departmentCode: '110000' } })).toBe(1);
  await operator.expectCard('请确认联系人登记');
});

test('the operator says no with a reason; the one who registered hears it and has no rights', async () => {
  const { operator, colleague } = world;
  const { code } = await giveCode('河北省知识产权局');
  await registerBy(colleague, code, { 姓名: '顾清禾' });
  const asked = await operator.expectCard(/请确认联系人登记[\s\S]*顾清禾/);
  await operator.click('不是');
  await operator.click('不确认');
  await operator.expectCard('请写一句原因');
  await operator.click('不确认', { 原因: '河北省另有指定' });
  expect((await colleague.expectCard('登记没有通过')).text).toContain('河北省另有指定');
  expect((await active()).filter(({ departmentCode }) => departmentCode === '130000')).toEqual([]);
  expect((await operator.clickOn(asked, '确认')).toast?.content).toContain('已经处理过了');
});

test('replacing ends the old access at once, tells both, and shows the new one what is open', async () => {
  const { operator, contact, colleague } = world;
  await contact.say('首页');
  await contact.expectCard('备案助手');
  await contact.click('打开审核列表');
  const desk = await contact.expectCard('审核列表：');
  await clickRow(contact, desk, '等待确认研究所', '打开');
  const review = await contact.expectCard('审核：等待确认研究所');
  const { code } = await giveCode();
  await registerBy(colleague, code, { 姓名: '顾清禾' });
  await operator.expectCard(/请确认联系人登记[\s\S]*顾清禾/);
  await operator.click('确认');
  await contact.expectCard('您不再是备案工作联系人');
  await colleague.expectCard('您是备案工作联系人');
  const handed = await colleague.expectCard('审核列表：', { earlier: true });
  expect(handed.text).toContain('待处理 1 份');
  for (const button of ['拟推荐', '退回补正']) {
    expect((await contact.clickOn(review, button)).toast?.content).toContain('您的点击没有改动任何内容');
  }
  expect((await contact.clickOn(desk, '刷新')).toast?.content).toContain('只有这个部门的备案工作联系人');
  await clickRow(colleague, handed, '等待确认研究所', '打开');
  await colleague.expectCard('审核：等待确认研究所');
  expect((await active()).filter(({ departmentCode }) => departmentCode === yunhan.code)).toMatchObject([
    by(colleague),
  ]);
});

test('a contact corrects their own row; what is masked and left alone stays as it was', async () => {
  const { colleague, db } = world;
  await colleague.say('首页');
  await colleague.expectCard('备案助手');
  await colleague.click('打开审核列表');
  await colleague.click('联系人与附件2');
  await colleague.click('更正我的信息');
  const form = await colleague.expectCard('更正我的联系信息');
  expect(form.text).toContain('138****0000');
  await colleague.click('保存', { 办公电话: '无' });
  await colleague.expectCard('请填写办公电话');
  await colleague.click('保存', { 办公电话: '010-11112222', 职务: '副处长' });
  await colleague.expectCard('已保存');
  expect((await active()).find(({ openId }) => openId === colleague.openId)).toMatchObject({
    ...{ officePhone: '010-11112222', position: '副处长', mobile: row.手机, email: row.邮箱 },
  });
  const last = await db.journal.findFirstOrThrow({ where: { what: { contains: 'corrected' } } });
  expect(last).toMatchObject({ what: `contact ${yunhan.code} corrected position,officePhone`, from: null, to: null });
});

test('nobody registers without the code, answers without being the operator, or corrects a row that is not theirs', async () => {
  const { clerk, contact, colleague, operator, db } = world;
  const { code } = await giveCode('山西省知识产权局');
  const { id: codeId } = await db.departmentCode.findUniqueOrThrow({ where: { code } });
  const round = (await db.round.findFirstOrThrow()).id;
  const at = { round, department: '140000' };
  const byHand = (person: PersonDriver, action: object) =>
    post(world, 'card.action.trigger', clickOf(person, 'om_by_hand', action));
  const typed = { name: '某', position: '某', officePhone: '010-62083114', mobile: row.手机, email: row.邮箱 };
  const { name } = submit('提交登记', 'contact.register', { code: codeId });
  const uninvited = await byHand(clerk, { name, form_value: typed });
  expect(uninvited.toast?.content).toContain('请把收到的邀请码发给我');
  await registerBy(contact, code);
  const registered = await contact.expectCard('登记已提交');
  const { id } = await db.registration.findFirstOrThrow({ where: { departmentCode: '140000' } });
  for (const person of [clerk, contact, colleague]) {
    for (const action of ['contact.confirm', 'contact.refuseForm', 'contact.look']) {
      const { toast } = await byHand(person, { value: { action, registration: id } });
      expect(toast?.content).toContain('只有主办方可以确认');
    }
    for (const action of ['contact.code', 'contact.form', 'department.form', 'department.open']) {
      const { toast } = await byHand(person, { value: { action, ...at } });
      expect(toast?.content).toContain('没有改动任何内容');
    }
  }
  expect((await byHand(clerk, { value: { action: 'contact.own', ...at } })).toast?.content).toContain(
    '没有在这个部门登记',
  );
  expect(await db.registration.findUniqueOrThrow({ where: { id } })).toMatchObject({ state: 'pending' });
  expect((await active()).filter(({ departmentCode }) => departmentCode === '140000')).toEqual([]);
  expect(registered.text).toContain('等待确认');
  await operator.expectCard('请确认联系人登记');
});

test('until it is answered an entry can be corrected, by the card or by the code; what is confirmed is what was seen', async () => {
  const { operator, colleague, contact, db } = world;
  const { code } = await giveCode('内蒙古自治区知识产权局');
  await registerBy(colleague, code, { 姓名: '顾清河', 手机: '13700000002' });
  const waiting = await colleague.expectCard('登记已提交，等待确认');
  const asked = await operator.expectCard(/请确认联系人登记[\s\S]*顾清河/);
  await colleague.click('修改');
  expect((await colleague.expectCard('修改登记')).text).toMatch(/姓名【顾清河】[\s\S]*137\*\*\*\*0002/);
  await colleague.click('提交修改', { 姓名: '' });
  expect((await colleague.expectCard('请填写姓名')).text).toContain('职务【处长】');
  await colleague.click('提交修改', { 姓名: '顾清禾' });
  expect((await colleague.expectCard('登记已提交，等待确认')).text).toContain('顾清禾');
  const newest = await operator.expectCard(/请确认联系人登记[\s\S]*顾清禾[\s\S]*对方更正过登记/);
  expect(newest.messageId).toBe(asked.messageId);
  expect((await operator.clickOn(asked, '确认')).toast?.content).toContain('对方刚更正了登记');

  await contact.say(code);
  await contact.expectText('没有这个邀请码');
  expect((await contact.clickOn(waiting, '修改')).toast?.content).toContain('您的点击没有改动任何内容');
  await colleague.say(code);
  await colleague.expectCard('修改登记');
  const form = await colleague.clickOn(colleague.card('修改登记'), '提交修改', { 职务: '副处长' });
  expect(form.toast?.content).toContain('已更正');
  await operator.expectCard(/请确认联系人登记[\s\S]*副处长/);
  await operator.click('确认');
  const { id } = await db.contact.findFirstOrThrow({ where: { departmentCode: '150000', endedAt: null } });
  expect(await db.contact.findUnique({ where: { id } })).toMatchObject({
    ...{ name: '顾清禾', position: '副处长', mobile: '13700000002' },
  });
  expect((await colleague.clickOn(waiting, '修改')).toast?.content).toContain('已经处理过了');
  await colleague.say(code);
  await colleague.expectText('没有这个邀请码');
});

test('a code is withdrawn, replaced by a newer one, and expires', async () => {
  const { operator, colleague, time, feishu } = world;
  const dead = async (code: string) => {
    await colleague.say(code);
    await colleague.expectText('没有这个邀请码，或者它已经过期、用完、被收回');
  };
  const { code: replaced } = await giveCode('天津市知识产权局');
  const { code: withdrawn } = await giveCode('天津市知识产权局');
  await dead(replaced);
  await colleague.say(withdrawn);
  const form = await colleague.expectCard('登记备案工作联系人');
  await clickRow(operator, await openDepartment('天津市知识产权局'), withdrawn, '收回');
  await dead(withdrawn);
  expect((await colleague.clickOn(form, '提交登记', row)).toast?.content).toContain('被收回');
  const { code: old } = await giveCode('天津市知识产权局');
  await time.advance(feishu.store.clock.now() + 14 * DAY_MS + 1000);
  await dead(old);
});
