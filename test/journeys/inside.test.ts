import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { firstBreak } from '../../services/journal/journal.ts';
import { cardText } from '../feishu/card-text.ts';
import type { PersonDriver } from '../feishu/driver.ts';
import { people } from '../season.ts';
import { pdf, playAppointment, readSample, type Sample } from './play.ts';
import { clickRow, expectSound, handInAgain, now, readyDraft, submitByChat } from './ready-made.ts';
import { startWorld, type World } from './world.ts';

const chief = { openId: 'ou_chief', name: '陆远山', role: '部门负责人' };
const expert = {
  openId: 'ou_expert',
  name: '宋知夏',
  role: '部门同事',
  mobile: '13700000001',
  email: 'song@example.com',
};

let world: World;
let sample: Sample;
let head: PersonDriver;
beforeAll(async () => {
  world = await startWorld({ cast: [...Object.values(people), chief, expert] });
  sample = await readSample();
  head = world.feishu.as(chief.openId);
  await playAppointment(world.operator, world.contact, sample);
});
afterEach(async () => {
  await expectSound(world);
  const { id, journalHead } = await world.db.round.findFirstOrThrow();
  expect(await firstBreak(world.db, `round:${id}`, journalHead)).toBeUndefined();
});
afterAll(() => world?.stop());

const NOT_YOURS = '您的点击没有改动任何内容';
const submitted = async (name: string, n: number) => {
  const id = await readyDraft(world, sample, { n, changes: { identity: { institutionName: name } } });
  await submitByChat(world.clerk, { name });
  await world.contact.expectCard(`审核：${name}`, { earlier: true });
  return id;
};
const openColleagues = async () => {
  const { contact } = world;
  await contact.say('首页');
  await contact.expectCard('备案助手');
  await contact.click('打开审核列表');
  await contact.click('联系人与附件2');
  await contact.click('部门同事');
  return contact.expectCard('部门同事');
};
/** A code under this name, as it stands in the words to hand on. */
const codeFor = async (name: string) => {
  await openColleagues();
  await world.contact.click('生成同事邀请码', { 同事姓名: name });
  const words = await world.contact.expectText('请您协助');
  expect(words).toContain('https://applink.feishu.cn/client/bot/open?appId=');
  return words.match(/邀请码 (\w{8})/)![1]!;
};
/** The filing's card as the contact opens it from the list. */
const openReview = async (name: string) => {
  const { contact } = world;
  await contact.say('首页');
  await contact.expectCard('备案助手');
  await contact.click('打开审核列表');
  await clickRow(contact, await contact.expectCard('审核列表：'), name, '打开');
  return contact.expectCard(`审核：${name}`);
};
const openPeople = async (name: string) => {
  await openReview(name);
  await world.contact.click('转交与征求意见');
  return world.contact.expectCard(`转交与征求意见：${name}`);
};
const shown = ({ messageId }: { messageId: string }) => cardText(world.feishu.store.messages.get(messageId)!.card!);

test('a colleague is let in by a code for one person; a code taken back or spent lets nobody in', async () => {
  const { contact, colleague, clerk, db } = world;
  await openColleagues();
  await contact.click('生成同事邀请码', { 同事姓名: ' ' });
  await contact.expectCard('请填写同事的姓名');
  const taken = await codeFor('顾清禾');
  await contact.click('收回');
  await colleague.say(taken);
  await colleague.expectText('没有这个邀请码');

  const code = await codeFor('顾清禾');
  await contact.say(code);
  await contact.expectText('您已经是这个部门的联系人');
  await colleague.say(code);
  await colleague.expectCard('您已加入部门同事');
  await contact.expectCard('顾清禾已加入');
  await head.say(code);
  await head.expectText('没有这个邀请码');
  await head.say(await codeFor('陆远山'));
  await head.expectCard('您已加入部门同事');
  await colleague.say(await codeFor('顾清禾'));
  await colleague.expectText('您已经在这个部门的同事名单里');
  expect(await db.colleague.count({ where: { endedAt: null } })).toBe(2);

  // Known, they still see nothing of the department.
  await colleague.say('首页');
  expect((await colleague.expectCard('备案助手')).text).not.toContain('打开审核列表');
  const list = await openColleagues();
  expect(list.text).toMatch(/顾清禾[\s\S]*陆远山/);
  for (const person of [colleague, clerk]) {
    expect((await person.clickOn(list, '生成同事邀请码', { 同事姓名: '甲' })).toast?.content).toContain(NOT_YOURS);
    expect((await clickRow(person, list, '陆远山', '移出名单')).toast?.content).toContain(NOT_YOURS);
  }
});

test('a colleague is found by mobile or e-mail; why somebody does not join is said in words, and what was typed is kept', async () => {
  const { contact, clerk, db } = world;
  await openColleagues();
  const seek = (name: string, mobile: string, email = '') =>
    contact.click('按手机或邮箱加入', { 同事姓名: name, 或者填同事的手机: mobile, 或邮箱: email });
  await seek('宋知夏', '137');
  expect((await contact.expectCard('请填 11 位手机号')).text).toContain('同事姓名【宋知夏】');
  await seek('', '');
  expect((await contact.expectCard('请填写同事的姓名')).text).toContain('请填写手机或邮箱');
  await seek('宋知夏', '13999999998', 'none@example.com');
  const failed = await contact.expectCard('同事没有加入');
  expect(failed.text).toMatch(/宋知夏（139\*\*\*\*9998、n\*\*\*e@example.com）：按手机和邮箱都没有在飞书里找到/);
  await contact.click('重新查找');
  expect((await contact.expectCard('部门同事')).text).toContain('【none@example.com】');
  // The name is Feishu's own, so that a slip in the number is seen.
  await seek('宋老师', '', expert.email);
  await world.feishu.as(expert.openId).expectCard('您已加入部门同事');
  await contact.expectCard('宋知夏已加入');
  for (const [mobile, why] of [
    [expert.mobile, '找到的同事已经在名单里'],
    [people.contact.mobile, '找到的是这个部门的联系人或代理'],
  ] as const) {
    await openColleagues();
    await seek('甲', mobile);
    await contact.expectCard(why);
  }
  const list = await openColleagues();
  expect(list.text).toContain('宋知夏');
  expect((await clerk.clickOn(list, '按手机或邮箱加入', { 同事姓名: '甲' })).toast?.content).toContain(NOT_YOURS);
  expect(await db.colleague.count({ where: { endedAt: null, name: '宋知夏' } })).toBe(1);
});

test('转交: the colleague does for this filing what the contact may, both see who has it, and taken back it ends at once', async () => {
  const { contact, colleague, clerk } = world;
  const id = await submitted('转交研究所', 31);
  await submitted('别的研究所', 32);
  await openPeople('转交研究所');
  await contact.click('转交审核', {});
  await contact.expectCard('请先选择一位同事');
  await contact.click('转交审核', { 选择同事: '顾清禾' });
  expect((await contact.expectCard('审核：转交研究所')).text).toContain('审核已由韩示例转交给顾清禾');
  expect(await now(world, id)).toMatchObject({ assignee: { name: '顾清禾', by: '韩示例' } });

  const review = await colleague.expectCard('审核：转交研究所');
  await colleague.expectFile('备案表');
  expect(review.text).not.toContain('[审核列表]');
  const other = await openReview('别的研究所');
  for (const button of ['拟推荐', '退回补正', '转交与征求意见', '发来全部附件']) {
    expect((await colleague.clickOn(other, button)).toast?.content).toContain(NOT_YOURS);
    expect((await head.clickOn(review, button)).toast?.content).toContain(NOT_YOURS);
  }
  await colleague.say('首页');
  expect((await colleague.expectCard('转交给您审核（1 份）')).text).not.toContain('打开审核列表');
  await colleague.click('去审核');
  await colleague.expectCard('审核：转交研究所');
  // To hand it on is for the contact only, and so is the order of the department.
  await colleague.clickOn(review, '转交与征求意见');
  const theirs = await colleague.expectCard('转交与征求意见：转交研究所');
  expect(theirs.text).not.toMatch(/\[(转交审核|收回转交|部门同事)\]/);
  await colleague.click('返回材料');
  await colleague.click('退回补正');
  await colleague.click('退回', { 请写明: '请补第四部分。' });
  await clerk.expectCard(/材料被退回，请补正[\s\S]*请补第四部分/);
  expect(await now(world, id)).toMatchObject({ status: 'returned', review: { by: '顾清禾' } });

  // The next version comes to both.
  await clerk.click('去补正');
  await submitByChat(clerk, { scan: '扫描件-2.pdf' });
  const second = await colleague.expectCard(/审核：转交研究所[\s\S]*第 2 版[\s\S]*\[拟推荐\]/);
  await contact.expectCard(/审核：转交研究所[\s\S]*第 2 版[\s\S]*\[拟推荐\]/, { earlier: true });
  await colleague.clickOn(second, '拟推荐');
  const form = await colleague.expectCard('拟推荐：转交研究所');

  await openColleagues();
  const held = await clickRow(contact, contact.card('部门同事'), '顾清禾', '移出名单');
  expect(held.toast?.content).toContain('请先在材料里收回');
  await openPeople('转交研究所');
  await clickRow(contact, contact.card('转交与征求意见：转交研究所'), '顾清禾', '收回转交');
  await colleague.expectCard('转交已收回');
  await colleague.say('首页');
  expect((await colleague.expectCard('备案助手')).text).not.toContain('转交给您审核');
  const { toast } = await colleague.clickOn(form, '确认推荐', { 第七部分: '同意推荐。' });
  expect(toast?.content).toContain(NOT_YOURS);
  expect(await now(world, id)).toMatchObject({ status: 'under_review', assignee: null });
  await openReview('转交研究所');
  await contact.click('不予推荐');
  await contact.click('确认不予推荐', { 不予推荐的理由: '条件还不成熟。' });
  await clerk.expectCard(/转交研究所[\s\S]*条件还不成熟/);
});

test('an opinion: the whole filing to read, one answer, brought to the contact and kept with the material', async () => {
  const { contact, colleague, clerk } = world;
  const id = await submitted('征求意见研究所', 33);
  await openPeople('征求意见研究所');
  await contact.click('征求意见', { 选择同事: '顾清禾' });
  expect((await contact.expectCard('审核：征求意见研究所')).text).toContain('征求意见　顾清禾：等待答复');
  const ask = await colleague.expectCard('征求您的意见：征求意见研究所');
  expect(ask.text).toContain(sample.section4.text.slice(0, 40));
  expect(ask.text).not.toMatch(/\[(拟推荐|退回补正)\]/);
  await colleague.click('发来全部附件');
  await colleague.expectFile('备案表');
  await colleague.expectFile('扫描件');
  // Beside the card, in which an answer may be half written.
  await colleague.clickOn(ask, '看全文');
  const whole = await colleague.expectCard(/全文：征求意见研究所[\s\S]*第 1\//);
  expect(whole.text).not.toMatch(/\[(拟推荐|返回材料)\]/);
  await colleague.click('下一页');
  expect((await colleague.expectCard(/全文：征求意见研究所[\s\S]*第 2\//)).messageId).toBe(whole.messageId);
  expect(shown(ask)).toContain('征求您的意见');
  await colleague.clickOn(ask, '逐份附件');
  await clickRow(colleague, await colleague.expectCard('附件：征求意见研究所'), '扫描件', '发来');
  await colleague.expectFile('扫描件');
  for (const person of [clerk, head, contact]) {
    expect((await person.clickOn(ask, '看全文')).toast?.content).toContain(NOT_YOURS);
    expect((await person.clickOn(ask, '逐份附件')).toast?.content).toContain(NOT_YOURS);
    expect((await person.clickOn(ask, '同意推荐', { 意见: '' })).toast?.content).toContain(NOT_YOURS);
    expect((await person.clickOn(ask, '发来全部附件')).toast?.content).toContain(NOT_YOURS);
  }
  await colleague.clickOn(ask, '不同意', { 意见: ' ' });
  await colleague.expectCard('请写一句理由');
  await colleague.click('不同意', { 意见: '专职人员偏少 **1**' });
  await colleague.expectCard('您已答复：不同意');
  const news = await contact.expectCard('同事答复了意见');
  expect(news.text).toContain('专职人员偏少 **1**');
  const again = await colleague.clickOn(ask, '同意推荐', { 意见: '' });
  expect(again.toast?.content).toContain('您已经答复过了');
  await contact.click('打开材料');
  expect((await contact.expectCard('审核：征求意见研究所')).text).toMatch(/顾清禾：不同意\s+专职人员偏少/);

  // An opinion binds nobody.
  await contact.click('拟推荐');
  await contact.click('确认推荐', { 第七部分: '同意推荐。' });
  await clerk.expectCard(/已推荐[\s\S]*征求意见研究所/);
  expect(await now(world, id)).toMatchObject({ status: 'recommended', opinions: [{ answer: 'objected' }] });
});

test('a withdrawn request and a new version end what was asked; nothing of the filing is left on the card', async () => {
  const { contact, colleague, clerk } = world;
  const id = await submitted('新旧版本研究所', 34);
  await openPeople('新旧版本研究所');
  await contact.click('征求意见', { 选择同事: '顾清禾' });
  const first = await colleague.expectCard('征求您的意见：新旧版本研究所');
  await openPeople('新旧版本研究所');
  await contact.click('征求意见', { 选择同事: '顾清禾' });
  await contact.expectCard('已经请过顾清禾');
  await clickRow(contact, contact.card('转交与征求意见：新旧版本研究所'), '顾清禾', '撤回请求');
  await colleague.expectCard('不用再答复', { earlier: true });
  await colleague.expectCard('这次请求已经撤回', { earlier: true });
  expect(shown(first)).toContain('这次请求已经撤回');
  expect(shown(first)).not.toContain(sample.section4.text.slice(0, 40));
  expect((await colleague.clickOn(first, '同意推荐', {})).toast?.content).toContain('可能已经撤回');
  expect((await colleague.clickOn(first, '发来全部附件')).toast?.content).toContain('可能已经撤回');

  await openPeople('新旧版本研究所');
  await contact.click('征求意见', { 选择同事: '顾清禾' });
  const second = await colleague.expectCard(/征求您的意见：新旧版本研究所[\s\S]*\[同意推荐\]/);
  await openReview('新旧版本研究所');
  await contact.click('退回补正');
  await contact.click('退回', { 请写明: '请改。' });
  await clerk.expectCard(/材料被退回，请补正\S*\n新旧版本研究所/);
  await handInAgain(world, id);
  const { toast } = await colleague.clickOn(second, '同意推荐', {});
  expect(toast?.content).toContain('已更新到第 2 版');
  expect((await openReview('新旧版本研究所')).text).not.toContain('征求意见　顾清禾');
});

test("the head's word: asked for, nothing is recommended without it; refused, the request can be withdrawn; given, the card says so", async () => {
  const { contact, colleague, clerk } = world;
  const id = await submitted('二次批准研究所', 35);
  const ask = async () => {
    await openPeople('二次批准研究所');
    await contact.click('请负责人批准', { 选择同事: '陆远山' });
    return head.expectCard('请您批准推荐：二次批准研究所');
  };
  const recommend = async () => {
    await openReview('二次批准研究所');
    await contact.click('拟推荐');
    await contact.click('确认推荐', { 第七部分: '同意推荐这一家。' });
  };
  await ask();
  await recommend();
  const waits = await contact.expectCard('已请陆远山批准推荐，还没有答复');
  expect(waits.text).toContain('【同意推荐这一家。】');
  expect((await now(world, id)).status).toBe('under_review');
  // The one to whom the review is handed does not step round the head.
  await openPeople('二次批准研究所');
  await contact.click('转交审核', { 选择同事: '顾清禾' });
  const review = await colleague.expectCard('审核：二次批准研究所');
  const rows = await openPeople('二次批准研究所');
  expect((await clickRow(colleague, rows, '陆远山', '撤回请求')).toast?.content).toContain('由联系人办理');
  await colleague.clickOn(review, '拟推荐');
  await colleague.click('确认推荐', { 第七部分: '同意推荐。' });
  await colleague.expectCard('已请陆远山批准推荐，还没有答复');

  await head.clickOn(await head.expectCard('请您批准推荐', { earlier: true }), '不同意', { 意见: '再核实数据' });
  await contact.expectCard('负责人不同意推荐');
  await recommend();
  await contact.expectCard('陆远山不同意推荐，现在不能推荐');
  await openPeople('二次批准研究所');
  await clickRow(contact, contact.card('转交与征求意见：二次批准研究所'), '陆远山', '撤回请求');
  await head.expectCard('不用再答复', { earlier: true });

  await head.clickOn(await ask(), '同意推荐', { 意见: '' });
  await contact.expectCard('负责人同意推荐');
  expect((await openReview('二次批准研究所')).text).toContain('陆远山：同意推荐（已批准）');
  await recommend();
  await clerk.expectCard(/已推荐[\s\S]*二次批准研究所/);
  await colleague.expectFile('第七、八部分', { earlier: true });
  // The seals are theirs to look at as well.
  await colleague.say('首页');
  await colleague.expectCard('转交给您审核（1 份）');
  await colleague.click('去审核');
  await colleague.sendFile('双方盖章.pdf', pdf('双方盖章'));
  await colleague.expectCard('已收到并保存“双方盖章.pdf”');
});
