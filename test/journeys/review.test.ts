import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { addDays, dayOf, longDay } from '../../services/time.ts';
import { cardText } from '../feishu/card-text.ts';
import { declared, pdf, playAppointment, playSealing, readSample, type Sample } from './play.ts';
import { clickOf, post } from './posted.ts';
import { clickRow, expectSound, now, readyDraft, submitByChat } from './ready-made.ts';
import { walksItsArrows } from './walked.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let sample: Sample;
beforeAll(async () => {
  world = await startWorld();
  sample = await readSample();
  await playAppointment(world.operator, world.contact, sample);
});
afterEach(() => expectSound(world));
walksItsArrows('review', () => world);
afterAll(() => world?.stop());

const OPINION = '第七部分';
/** A filing of its own name, so that cards of different filings cannot be taken for each other. */
const submitted = async (name: string, n: number) => {
  const id = await readyDraft(world, sample, { n, changes: { identity: { institutionName: name } } });
  await submitByChat(world.clerk, { name });
  return id;
};

test('a return needs reasons and a day to come; corrected, it comes back as version 2 and the old card is refused', async () => {
  const { clerk, contact } = world;
  const id = await submitted('退回补正研究所', 2);
  const first = await contact.expectCard('审核：退回补正研究所', { earlier: true });
  await contact.clickOn(first, '退回补正');
  await clerk.expectCard('推荐部门开始审核');
  await contact.click('退回', { 请写明: '  ', 补正期限: dayOf(new Date()) });
  await contact.expectCard('请写明需要补正什么');
  const past = addDays(dayOf(new Date()), -1);
  await contact.click('退回', { 请写明: '请补充数据库清单 **1** <at id=all></at>', 补正期限: past });
  const wrong = await contact.expectCard('补正期限不能早于今天');
  expect(wrong.text).toContain('【请补充数据库清单 **1** <at id=all></at>】');
  expect((await now(world, id)).status).toBe('under_review');
  const due = addDays(dayOf(new Date()), 3);
  await contact.click('退回', { 补正期限: due });
  const returned = await clerk.expectCard('材料被退回，请补正');
  expect(returned.text).toContain('请补充数据库清单 **1** <at id=all></at>');
  expect(returned.text).toContain(`补正截止 ${longDay(due)}`);

  await clerk.click('去补正');
  await clickRow(clerk, await clerk.expectCard('总览与检查'), '未来发展思路和支持措施', '修改');
  await clerk.click('保存', { 接着写: '补充的数据库清单。' });
  // What is being corrected is not the department's business before it is submitted.
  await contact.say('首页');
  await contact.expectCard('备案助手');
  await contact.click('打开审核列表');
  await clickRow(contact, contact.card('审核列表'), '退回补正研究所', '打开');
  expect(contact.card('审核：退回补正研究所').text).not.toContain('补充的数据库清单');
  await submitByChat(clerk, { name: '退回补正研究所', scan: '扫描件-2.pdf' });
  const second = await contact.expectCard(/审核：退回补正研究所\S*[\s\S]*第 2 版[\s\S]*\[拟推荐\]/);
  expect(second.text).toContain('上次（第 1 版）退回意见：请补充数据库清单');
  expect(second.text).toContain('补充的数据库清单。');
  for (const button of ['拟推荐', '退回补正', '发来全部附件']) {
    const { toast } = await contact.clickOn(first, button);
    expect(toast?.type).toBe('warning');
    expect(toast?.content).toMatch(/卡片已更新|已更新到第 2 版/);
  }
  expect(await now(world, id)).toMatchObject({ status: 'submitted', version: 2 });
});

test('推荐 and 退回 at the same moment: exactly one wins, the other is told', async () => {
  const { contact, clerk, db } = world;
  const id = await submitted('同时决定研究所', 3);
  const card = await contact.expectCard('审核：同时决定研究所', { earlier: true });
  await contact.say('首页');
  await contact.expectCard('备案助手');
  await contact.click('打开审核列表');
  const list = await contact.expectCard('审核列表');
  await contact.clickOn(card, '拟推荐');
  const recommend = contact.card('拟推荐：同时决定研究所');
  await clickRow(contact, list, '同时决定研究所', '打开');
  const other = contact.card('审核：同时决定研究所');
  await contact.clickOn(other, '退回补正');
  const giveBack = contact.card('退回补正：同时决定研究所');
  const outcomes = await Promise.all([
    contact.clickOn(recommend, '确认推荐', { [OPINION]: '同意推荐。' }),
    contact.clickOn(giveBack, '退回', { 请写明: '请修改。' }),
  ]);
  const toasts = outcomes.map(({ toast }) => toast!);
  expect(toasts.map(({ type }) => type).sort()).toEqual(['success', 'warning']);
  const { status } = await now(world, id);
  expect(toasts.find(({ type }) => type === 'warning')!.content).toContain(
    status === 'recommended' ? '现在是“已推荐”，没有再次改动' : '现在是“退回补正”，没有再次改动',
  );
  const told = status === 'recommended' ? '已推荐' : '材料被退回';
  await clerk.expectCard(new RegExp(`${told}[\\s\\S]*同时决定研究所`), { earlier: true });
  const decisions = await db.journal.count({
    where: { subject: `filing:${id}`, to: { in: ['recommended', 'returned'] } },
  });
  expect(decisions).toBe(1);
});

test("nobody else can use the contact's cards: nothing changes and they are told", async () => {
  const { clerk, contact, operator, colleague } = world;
  const id = await submitted('只归联系人研究所', 4);
  const review = await contact.expectCard('审核：只归联系人研究所', { earlier: true });
  await contact.clickOn(review, '拟推荐');
  const form = contact.card('拟推荐：只归联系人研究所');
  const before = await now(world, id);
  const shown = () => world.feishu.store.messages.get(review.messageId)!.card;
  for (const person of [clerk, operator, colleague]) {
    for (const button of ['拟推荐', '退回补正', '发来全部附件']) {
      const { toast } = await person.clickOn(review, button);
      expect(toast?.content).toContain('您的点击没有改动任何内容');
    }
    const { toast } = await person.clickOn(form, '确认推荐', { [OPINION]: '同意' });
    expect(toast?.content).toContain('您的点击没有改动任何内容');
    expect(shown()).toEqual(form.card);
  }
  expect(await now(world, id)).toEqual(before);
});

test('before the decision the clerk takes it back; the contact is told and the old card decides nothing', async () => {
  const { clerk, contact } = world;
  const id = await submitted('撤回修改研究所', 5);
  const review = await contact.expectCard('审核：撤回修改研究所', { earlier: true });
  await contact.clickOn(review, '开始审核');
  await clerk.expectCard('推荐部门开始审核');
  await clerk.click('撤回修改');
  const effect = await clerk.expectCard('撤回修改？');
  expect(effect.text).toMatch(/第 1 版作废[\s\S]*重新定稿（第 2 版）[\s\S]*按重新提交的时间排[\s\S]*马上收到通知/);
  expect((await now(world, id)).status).toBe('under_review');
  await clerk.click('确认撤回');
  await contact.expectCard(/申报单位撤回了材料\S*\n撤回修改研究所/, { earlier: true });
  await contact.expectCard(/审核：撤回修改研究所[\s\S]*申报单位已撤回修改，请等待重新提交/, { earlier: true });
  const { toast } = await contact.clickOn(review, '拟推荐');
  expect(toast?.content).toContain('状态已经变化');
  expect((await now(world, id)).status).toBe('draft');
  expect((await clerk.expectCard('总览与检查')).text).toContain('[定稿]');
});

test('once recommended nothing changes it, and the older cards of both sides say so', async () => {
  const { clerk, contact } = world;
  const id = await submitted('已经推荐研究所', 6);
  const status = await clerk.expectCard(/已经推荐研究所[\s\S]*\[撤回修改\]/);
  const review = await contact.expectCard('审核：已经推荐研究所', { earlier: true });
  await contact.clickOn(review, '拟推荐');
  const form = contact.card('拟推荐：已经推荐研究所');
  await contact.click('确认推荐', { [OPINION]: '   ' });
  await contact.expectCard('请填写第七部分');
  await contact.click('确认推荐', { [OPINION]: '同意推荐一。' });
  await clerk.expectCard(/已推荐[\s\S]*已经推荐研究所[\s\S]*同意推荐一。/);
  const older = () => cardText(world.feishu.store.messages.get(status.messageId)!.card!);
  await expect.poll(older).toContain('同意推荐一。');
  expect(older()).not.toContain('[撤回修改]');

  const again = await contact.clickOn(form, '确认推荐', { [OPINION]: '同意推荐二。' });
  expect(again.toast?.content).toContain('现在是“已推荐”，没有再次改动');
  const giveBack = await contact.clickOn(review, '退回补正');
  expect(giveBack.toast?.content).toContain('状态已经变化');
  const back = await clerk.clickOn(status, '撤回修改');
  expect(back.toast?.content).toContain('现在不能撤回');
  expect(clerk.card('现在不能撤回').text).toMatch(/请联系云汉省[\s\S]*“撤销决定”/);
  expect(await now(world, id)).toMatchObject({ status: 'recommended', review: { opinion: '同意推荐一。' } });
  expect(contact.card('审核：已经推荐研究所').text).toContain('已推荐');
});

test('a department sees the version handed in to it, and neither one sealed since nor one never handed in', async () => {
  const { clerk, contact, db } = world;
  const id = await readyDraft(world, sample, { n: 8, changes: { identity: { institutionName: '版本之间研究所' } } });
  const byHand = (action: string, version: number) =>
    post(world, 'card.action.trigger', clickOf(contact, 'om_by_hand', { value: { action, filing: id, version } }));
  await clerk.say('首页');
  await clickRow(clerk, await clerk.expectCard('版本之间研究所'), '版本之间研究所', '继续填报');
  await clerk.click('定稿', declared);
  const form = await clerk.expectFile('版本之间研究所');
  for (const action of ['review.open', 'review.files', 'review.returnForm', 'annex.send']) {
    expect((await byHand(action, 1)).toast?.content).toContain('您的点击没有改动任何内容');
  }
  await clerk.sendFile('第一份扫描.pdf', pdf('第一份扫描'));
  await clerk.expectCard('已收到并保存');
  await playSealing(clerk, form);
  await clerk.click('提交');
  const review = await contact.expectCard('审核：版本之间研究所', { earlier: true });
  await contact.clickOn(review, '退回补正');
  await contact.click('退回', { 请写明: '请补充。' });

  // The scans of what was returned can still be asked for.
  await contact.say('帮助');
  await contact.expectText('发送“开始”填报');
  expect((await byHand('review.files', 1)).toast?.type).toBe('info');
  await contact.expectFile('第一份扫描.pdf');

  await clerk.expectCard(/材料被退回，请补正\S*\n版本之间研究所/);
  await clerk.say('首页');
  await clickRow(clerk, await clerk.expectCard('版本之间研究所'), '版本之间研究所', '继续填报');
  await clickRow(clerk, await clerk.expectCard('总览与检查'), '未来发展思路和支持措施', '修改');
  await clerk.click('总览', { 接着写: '第二版才有的话。' });
  await clerk.click('定稿', declared);
  await clerk.expectFile('第2版');
  expect(await now(world, id)).toMatchObject({ status: 'frozen', version: 2, handedIn: 1 });
  await contact.say('首页');
  await contact.expectCard('备案助手');
  await contact.click('打开审核列表');
  const list = await contact.expectCard(/版本之间研究所　第 1 版/);
  await clickRow(contact, list, '版本之间研究所', '打开');
  const seen = contact.card('审核：版本之间研究所');
  expect(seen.text).not.toContain('第二版才有的话');
  expect(seen.text).not.toMatch(/\[(拟推荐|退回补正)\]/);
  const sent = await db.outbox.count();
  for (const action of ['review.files', 'annex.send', 'review.recommendForm', 'review.returnForm']) {
    expect((await byHand(action, 2)).toast?.type).toBe('warning');
  }
  expect(await db.outbox.count()).toBe(sent);
  expect((await now(world, id)).status).toBe('frozen');
});
