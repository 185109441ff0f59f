import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { allSlots, institutionSlots } from '../../services/filing/seal-commands.ts';
import { addDays, dayOf } from '../../services/time.ts';
import { documentOf, wordsOf } from '../services/documents/word-file.ts';
import { checkCodeIn, pdf, playAppointment, readSample, type Sample, sealed } from './play.ts';
import { clickOf, post } from './posted.ts';
import { expectSound, now, readyDraft, submitByChat } from './ready-made.ts';
import { walksItsArrows } from './walked.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let sample: Sample;
beforeAll(async () => {
  world = await startWorld();
  sample = await readSample();
  await playAppointment(world.operator, world.contact, sample);
  // Places enough for every filing here; the quota has its own journeys.
  await world.db.department.updateMany({ data: { softQuota: 9 } });
});
afterEach(() => expectSound(world));
walksItsArrows('seals', () => world);
afterAll(() => world?.stop());

const OPINION = '第七部分';
/** Handed in and recommended by chat; resolves with its id, its Word form and the page that the department got to print. */
const recommended = async (name: string, n: number) => {
  const { clerk, contact } = world;
  const id = await readyDraft(world, sample, { n, changes: { identity: { institutionName: name } } });
  const form = await submitByChat(clerk, { name });
  await contact.clickOn(await contact.expectCard(`审核：${name}`, { earlier: true }), '拟推荐');
  await contact.click('确认推荐', { [OPINION]: `同意推荐${name}。` });
  const page = await contact.expectFile(`第七、八部分-${name}`);
  const status = await clerk.expectCard(new RegExp(`已推荐[\\s\\S]*${name}[\\s\\S]*\\[双方盖章\\]`));
  return { id, form, page, status };
};

test('the institution sends the complete scan and ticks ten places; the department, told, registers the national system', async () => {
  const { clerk, contact } = world;
  const { id, form, page, status } = await recommended('十处盖章研究所', 2);

  // What the department prints is 七 and 八 and nothing else, under the same check code.
  const words = wordsOf(await documentOf(page.bytes));
  expect(words).toMatch(/^七、推荐部门意见[\s\S]*同意推荐十处盖章研究所。[\s\S]*八、备案部门意见/);
  expect(words).not.toContain('六、申请备案机构意见');
  expect(await checkCodeIn(page)).toBe(await checkCodeIn(form));

  await clerk.clickOn(status, '双方盖章');
  expect(clerk.card('双方盖章').text).toMatch(/单独一页[\s\S]*换下原来空白的第七、八部分[\s\S]*还没有收到/);
  await clerk.sendFile('完整扫描件.pdf', pdf('完整扫描件'));
  await clerk.expectCard(/双方盖章[\s\S]*已收到并保存“完整扫描件.pdf”/);
  // Five of ten places, and then the code of another paper: said on the card, ticks and code kept.
  await clerk.click('十处核对完毕', await sealed(form, institutionSlots));
  const half = await clerk.expectCard('还有 5 处没有勾选');
  expect(half.text).toContain('封面：推荐部门盖章');
  await clerk.clickOn(half, '十处核对完毕', { ...(await sealed(form, allSlots)), 校验码: 'zzzz' });
  const wrong = await clerk.expectCard('校验码与第 1 版不同');
  expect(wrong.text).toContain('【zzzz】');
  expect(await now(world, id)).toMatchObject({ status: 'recommended' });
  await clerk.clickOn(wrong, '十处核对完毕', await sealed(form, allSlots));
  await clerk.expectCard('十处签字盖章已核对');
  expect(await now(world, id)).toMatchObject({ status: 'dept_sealed', complete: [{ name: '完整扫描件.pdf' }] });

  const told = await contact.expectCard(/双方签字盖章已核对[\s\S]*十处盖章研究所/, { earlier: true });
  expect(told.text).not.toMatch(/\[(撤回修改|国家系统填报文本)\]/);
  await contact.clickOn(told, '双方盖章');
  await contact.clickOn(contact.card('双方盖章'), '发给我');
  await contact.expectFile('完整扫描件.pdf');
  // A page is missing: taken back, the place stays, and both sides begin again with another scan.
  await contact.click('撤回核对');
  expect(contact.card('双方盖章').text).toContain('还没有收到双方盖章的扫描件');
  expect(await now(world, id)).toMatchObject({ status: 'recommended', placed: true, complete: [] });
  await clerk.expectCard(/双方盖章要重新扫描、核对[\s\S]*十处盖章研究所/, { earlier: true });
  await contact.sendFile('完整扫描件二.pdf', pdf('完整扫描件二'));
  await contact.expectCard(/已收到并保存“完整扫描件二.pdf”/);
  await contact.click('十处核对完毕', await sealed(form, allSlots));
  await contact.expectCard('十处签字盖章已核对');
  await clerk.expectCard(/双方签字盖章已核对[\s\S]*十处盖章研究所/, { earlier: true });
  await clerk.say('进度');
  await clerk.expectCard('办理进度');
  await clerk.click('催办推荐部门');
  const urged = await contact.expectCard(/催办：十处盖章研究所[\s\S]*在国家系统提交，登记回执号[\s\S]*\[去登记\]/);
  await contact.clickOn(urged, '去登记');
  const today = dayOf(world.feishu.store.now());
  await contact.click('登记国家系统提交', { 回执号: 'GG-2', 在国家系统提交的日期: addDays(today, 1) });
  const late = await contact.expectCard('提交日期不能晚于今天');
  expect(late.text).toContain('【GG-2】');
  await contact.clickOn(late, '登记国家系统提交', { 回执号: 'GG-2', 在国家系统提交的日期: addDays(today, -365) });
  const early = await contact.expectCard('提交日期不能早于第 1 版定稿的日期');
  await contact.clickOn(early, '登记国家系统提交', { 回执号: 'GG-2', 在国家系统提交的日期: today });
  expect(contact.card('双方盖章').text).toContain('回执号 GG-2');
  expect(await now(world, id)).toMatchObject({
    status: 'filed_online',
    office: { filed: { on: today, receipt: 'GG-2', by: sample.annex2_contact.name } },
  });
  await clerk.expectCard(/已在国家系统提交[\s\S]*十处盖章研究所/);
  // The clerk's own card of the seals shows it too.
  await clerk.expectCard(/双方盖章〔已在国家系统提交〕[\s\S]*十处盖章研究所[\s\S]*回执号 GG-2/);
});

test('a file of the department goes to the filing on its screen, and where none is, it is asked and never guessed', async () => {
  const { contact, clerk } = world;
  const one = await recommended('甲盖章研究所', 3);
  const other = await recommended('乙盖章研究所', 4);
  await contact.say('首页');
  await contact.expectCard('备案助手');
  await contact.sendFile('不知是谁的.pdf', pdf('不知是谁的'));
  const asked = await contact.expectCard(/这份文件属于哪一份材料？[\s\S]*甲盖章研究所[\s\S]*乙盖章研究所/);
  expect((await now(world, one.id)).complete).toEqual([]);
  expect((await now(world, other.id)).complete).toEqual([]);
  const { messageId, card, text } = asked;
  const row = card.body.elements.find((element: object) => JSON.stringify(element).includes('甲盖章研究所'));
  await contact.clickOn({ messageId, card: { ...card, body: { elements: [row] } }, text }, '放这里');
  await contact.expectCard(/双方盖章[\s\S]*甲盖章研究所[\s\S]*已收到并保存“不知是谁的.pdf”/);
  // Now its card is on the screen: the next file follows without a question.
  await contact.sendFile('补一页.pdf', pdf('补一页'));
  await contact.expectCard(/甲盖章研究所[\s\S]*已收到并保存“补一页.pdf”/);
  expect((await now(world, one.id)).complete.map(({ name }) => name)).toEqual(['不知是谁的.pdf', '补一页.pdf']);
  expect((await now(world, other.id)).complete).toEqual([]);
  const list = contact.card(/双方盖章[\s\S]*甲盖章研究所[\s\S]*补一页/);
  await contact.clickOn(list, '移除');
  await contact.expectCard('已移除。要换一份');
  expect((await now(world, one.id)).complete.map(({ name }) => name)).toEqual(['补一页.pdf']);

  // What was ticked is void with the decision.
  await contact.click('十处核对完毕', await sealed(one.form, allSlots));
  await contact.expectCard('十处签字盖章已核对');
  await clerk.expectCard(/双方签字盖章已核对[\s\S]*甲盖章研究所/, { earlier: true });
  await contact.sendFile('太晚了.pdf', pdf('太晚了'));
  await contact.expectCard(/这份文件属于哪一份材料？[\s\S]*乙盖章研究所/);
  expect((await now(world, one.id)).complete).toHaveLength(1);
});

test('whoever is on neither side ticks nothing, sees no scan and registers nothing', async () => {
  const { colleague, operator, clerk } = world;
  const { id, status } = await recommended('外人不能盖章研究所', 5);
  await clerk.clickOn(status, '双方盖章');
  await clerk.sendFile('秘密扫描.pdf', pdf('秘密扫描'));
  const mine = await clerk.expectCard(/已收到并保存“秘密扫描.pdf”/);
  const [file] = (await now(world, id)).complete;
  const before = await now(world, id);
  for (const person of [colleague, operator]) {
    const byHand = (value: object) =>
      post(world, 'card.action.trigger', clickOf(person, 'om_by_hand', { value: { filing: id, ...value } }));
    for (const value of [
      { action: 'seal.open' },
      { action: 'seal.send', file: file!.id },
      { action: 'seal.page', version: 1 },
      { action: 'seal.remove', file: file!.id },
      { action: 'seal.place', version: 1, message: 'om' },
    ]) {
      expect((await byHand(value)).toast?.content).toContain('您的点击没有改动任何内容');
    }
    const { toast } = await person.clickOn(mine, '十处核对完毕', { '封面：备案机构盖章': true });
    expect(toast?.content).toContain('您的点击没有改动任何内容');
  }
  expect(await now(world, id)).toEqual(before);
});
