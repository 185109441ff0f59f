import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { itemsAt } from '../../services/form/read.ts';
import { readSample, type Sample } from './play.ts';
import { expectSound, now, openSection, readyDraft } from './ready-made.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let sample: Sample;
beforeAll(async () => {
  world = await startWorld();
  sample = await readSample();
});
afterEach(() => expectSound(world));
afterAll(() => world?.stop());

/** A draft that 沈若溪 and 顾清禾 fill together. */
const sharedDraft = (n: number) => readyDraft(world, sample, { n, colleague: world.colleague });

test('two sections saved at the same moment are both kept', async () => {
  const { clerk, colleague } = world;
  const id = await sharedDraft(1);
  await Promise.all([openSection(clerk, '机构基本情况'), openSection(colleague, '人数与联系人')]);
  await Promise.all([
    clerk.click('保存', { 地址: '云汉省望舒区新址1号' }),
    colleague.click('保存', { 联系人: '顾清禾', 总人数: '12' }),
  ]);
  const { answers, conflicts } = await now(world, id);
  expect(answers.basics).toMatchObject({ address: '云汉省望舒区新址1号', name: sample.section1.name });
  expect(answers.staff).toMatchObject({ contactName: '顾清禾', staffTotal: '12', staffFulltime: '8' });
  expect(conflicts).toEqual({});
});

test.each([
  ['改用顾清禾的', '后存的地址'],
  ['保留现在的', '先存的地址'],
])('one section saved from two cards shows both texts; 「%s」 leaves %s', async (button, chosen) => {
  const { clerk, colleague } = world;
  const id = await sharedDraft(button === '保留现在的' ? 2 : 3);
  await Promise.all([openSection(clerk, '机构基本情况'), openSection(colleague, '机构基本情况')]);
  await clerk.click('保存', { 地址: '先存的地址' });
  await colleague.click('保存', { 地址: '后存的地址' });
  const { text } = await colleague.expectCard('两份都已保留');
  expect(text).toMatch(/现在的（沈若溪 \d\d:\d\d 存的）：先存的地址/);
  expect(text).toMatch(/顾清禾 \d\d:\d\d 后存的：后存的地址/);
  expect(colleague.toast?.content).toContain('两份内容都已保留');

  await clerk.say('进度');
  expect((await clerk.expectCard('总览与检查')).text).toContain('两次保存的内容不一样，请先选定');
  await colleague.click(button);
  const { answers, conflicts } = await now(world, id);
  expect(answers.basics).toMatchObject({ address: chosen, name: sample.section1.name });
  expect(conflicts.basics).toEqual([]);
});

test('one section saved from two cards at the same moment: one text stands, the other is kept beside it', async () => {
  const { clerk, colleague } = world;
  const id = await sharedDraft(4);
  await Promise.all([openSection(clerk, '机构基本情况'), openSection(colleague, '机构基本情况')]);
  await Promise.all([clerk.click('保存', { 地址: '甲' }), colleague.click('保存', { 地址: '乙' })]);
  const { answers, conflicts } = await now(world, id);
  const texts = [answers.basics!.address, conflicts.basics?.[0]?.values.address];
  expect(texts.sort()).toEqual(['乙', '甲']);
});

test('one person of the team edited by two: both rows are kept, and one can be removed', async () => {
  const { clerk, colleague } = world;
  const id = await sharedDraft(5);
  const row = async (person: typeof clerk) => {
    const list = await openSection(person, '服务团队人员情况');
    await person.clickOn(list, '修改');
    return person.expectCard('服务团队人员：林知远');
  };
  await Promise.all([row(clerk), row(colleague)]);
  await clerk.click('保存', { 个人简介: '沈若溪写的简介' });
  await colleague.click('保存', { 个人简介: '顾清禾写的简介' });
  const list = await colleague.expectCard('这一条刚被同事改过');
  expect(list.text).toContain('7. 林知远');
  const members = async () => itemsAt((await now(world, id)).answers, 'team', 'members');
  const bios = (await members()).filter(({ name }) => name === '林知远').map(({ bio }) => bio);
  expect(bios).toEqual(['沈若溪写的简介', '顾清禾写的简介']);

  await colleague.clickOn(list, '修改');
  await colleague.expectCard('服务团队人员：林知远');
  await colleague.click('删除');
  expect((await members()).filter(({ name }) => name === '林知远')).toHaveLength(1);
  expect(await members()).toHaveLength(6);
});

test('a double click on 保存 adds one person', async () => {
  const { clerk } = world;
  const id = await sharedDraft(6);
  await openSection(clerk, '服务团队人员情况');
  await clerk.click('添加一位');
  const empty = await clerk.expectCard('添加服务团队人员');
  const typed = { 姓名: '新同事', 身份: '专职人员', 个人简介: '简介' };
  await Promise.all([clerk.clickOn(empty, '保存', typed), clerk.clickOn(empty, '保存', typed)]);
  await clerk.clickOn(empty, '保存', typed);
  const members = itemsAt((await now(world, id)).answers, 'team', 'members');
  expect(members.filter(({ name }) => name === '新同事')).toHaveLength(1);
});

test('a number somebody else has changed meanwhile is not replaced by the mask of the old one', async () => {
  const { clerk, colleague } = world;
  const id = await sharedDraft(7);
  await Promise.all([openSection(clerk, '人数与联系人'), openSection(colleague, '人数与联系人')]);
  await clerk.click('保存', { 手机: '13912345678', 邮箱: 'changed@example.com' });
  await colleague.click('保存', { 联系人: '顾清禾' });
  await colleague.expectCard('两份都已保留');
  await colleague.click('改用顾清禾的');
  const { answers } = await now(world, id);
  expect(answers.staff).toMatchObject({ contactName: '顾清禾' });
  expect(JSON.stringify(answers.staff)).not.toContain('*');
});

test('two numbers to choose between are shown masked', async () => {
  const { clerk, colleague } = world;
  await sharedDraft(8);
  await Promise.all([openSection(clerk, '人数与联系人'), openSection(colleague, '人数与联系人')]);
  await clerk.click('保存', { 手机: '13912345678' });
  await colleague.click('保存', { 手机: '13787654321' });
  const { card, text } = await colleague.expectCard('两份都已保留');
  expect(text).toContain('139****5678');
  expect(JSON.stringify(card)).not.toMatch(/13912345678|13787654321/);
});

test('of several differing answers single ones can be taken from the second text', async () => {
  const { clerk, colleague } = world;
  const id = await sharedDraft(9);
  await Promise.all([openSection(clerk, '机构基本情况'), openSection(colleague, '机构基本情况')]);
  await clerk.click('保存', { 地址: '先存的地址', 主要负责人: '先存的人', 主要负责人职务: '先存的职务' });
  await colleague.click('保存', { 地址: '后存的地址', 主要负责人: '后存的人', 主要负责人职务: '后存的职务' });
  await colleague.expectCard('两份都已保留');
  await colleague.click('这项改用顾清禾的');
  const { text } = await colleague.expectCard('两份都已保留');
  expect(text).not.toContain('后存的：后存的地址');
  expect(text).toContain('后存的人');
  await colleague.click('这项改用顾清禾的');
  await colleague.expectCard('后存的职务');
  await colleague.click('保留现在的');
  const { answers, conflicts } = await now(world, id);
  expect(answers.basics).toMatchObject({
    address: '后存的地址',
    principalName: '后存的人',
    principalTitle: '先存的职务',
  });
  expect(conflicts.basics).toEqual([]);
});

test('a section says who saved it last, to everybody else', async () => {
  const { clerk, colleague } = world;
  await sharedDraft(10);
  await openSection(colleague, '机构基本情况');
  await colleague.click('保存', { 地址: '顾清禾写的地址' });
  expect(colleague.card('机构基本情况').text).not.toContain('保存过');
  await clerk.say('进度');
  expect((await clerk.expectCard('总览与检查')).text).toMatch(/机构基本情况.*顾清禾 \d\d:\d\d 保存过/s);
  await openSection(clerk, '机构基本情况');
  expect((await clerk.expectCard('机构基本情况')).text).toMatch(/顾清禾 \d\d:\d\d 保存过/);
});
