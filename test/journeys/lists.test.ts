import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { itemsAt } from '../../services/form/read.ts';
import { declared, readSample, type Sample } from './play.ts';
import { clickRow, expectSound, now, openSection, readyDraft } from './ready-made.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let sample: Sample;
beforeAll(async () => {
  world = await startWorld();
  sample = await readSample();
});
afterEach(() => expectSound(world));
afterAll(() => world?.stop());

const members = async (id: string) => itemsAt((await now(world, id)).answers, 'team', 'members');
const names = async (id: string) => (await members(id)).map(({ name }) => name!);
const TEAM = '服务团队人员情况';
/** The row of the menu below the list. */
const pick = (order: string[], name: string) => `${order.indexOf(name) + 1}. ${name}`;

test('each person stands with role, 字数 and state; what is missing is named', async () => {
  const { clerk } = world;
  const [first, second, ...rest] = sample.section3.members.map(({ name, bio }, i) => ({
    id: `m${i}`,
    name,
    role: i ? '专职人员' : '主要负责人（专职）',
    bio,
  }));
  const changes = { team: { members: [first!, { ...second!, bio: '' }, ...rest] } };
  const id = await readyDraft(world, sample, { n: 1, changes });
  const { text } = await openSection(clerk, TEAM);
  expect(text).toMatch(/1\. 林知远　主要负责人（专职） · \d{3} 字　完成/);
  expect(text).toContain(`2. ${second!.name}　专职人员　缺个人简介`);
  expect(text).toContain('其中 1 位还没有填完');
  expect(text).toContain('除主要负责人外只有 4 名专职人员');
  expect(await members(id)).toHaveLength(6);
});

test('a person is moved up and down by one menu, and stays chosen', async () => {
  const { clerk } = world;
  const id = await readyDraft(world, sample, { n: 2 });
  const before = await names(id);
  await openSection(clerk, TEAM);
  expect((await clerk.tryClick('上移')).toast?.content).toContain('请先在列表下面选一条');
  const [a, b, c, ...rest] = before;
  await clerk.click('上移', { 调整顺序或删除: pick(before, c!) });
  expect(await names(id)).toEqual([a, c, b, ...rest]);
  // The choice is still in the card: once more without choosing.
  await clerk.click('上移');
  expect(await names(id)).toEqual([c, a, b, ...rest]);
  await clerk.click('上移');
  expect(clerk.toast?.content).toContain('在最前面');
  await clerk.click('下移');
  expect(await names(id)).toEqual([a, c, b, ...rest]);
});

test('two quick clicks on 上移 are one move', async () => {
  const { clerk } = world;
  const id = await readyDraft(world, sample, { n: 3 });
  const before = await names(id);
  const card = await openSection(clerk, TEAM);
  const chosen = { 调整顺序或删除: pick(before, before[3]!) };
  await Promise.all([clerk.clickOn(card, '上移', chosen), clerk.clickOn(card, '上移', chosen)]);
  expect((await names(id)).indexOf(before[3]!)).toBe(2);
});

test('a removed person is brought back to the same place, also after a restart, and only once', async () => {
  const { clerk } = world;
  const id = await readyDraft(world, sample, { n: 4 });
  const before = await members(id);
  await openSection(clerk, TEAM);
  await clerk.click('删除', { 调整顺序或删除: pick(await names(id), before[2]!.name!) });
  const removed = await clerk.expectCard(`已删除“${before[2]!.name}”`);
  expect(await members(id)).toEqual(before.toSpliced(2, 1));
  await world.restart();
  await clerk.clickOn(removed, '撤销删除');
  expect(await members(id)).toEqual(before);
  const again = await clerk.clickOn(removed, '撤销删除');
  expect(again.toast?.content).toContain('已经处理过');
  expect(await members(id)).toEqual(before);
  expect(await world.db.aside.count()).toBe(0);
});

test('from the person’s own card it is removed without a question, and the list offers to take that back', async () => {
  const { clerk, colleague } = world;
  const id = await readyDraft(world, sample, { n: 5, colleague });
  const before = await members(id);
  const list = await openSection(clerk, TEAM);
  await clickRow(clerk, list, before[1]!.name!, '修改');
  await clerk.click('删除');
  const removed = await clerk.expectCard('撤销删除');
  // Meanwhile a colleague has moved somebody: the row still comes back behind the one it stood behind.
  await openSection(colleague, TEAM);
  await colleague.click('下移', { 调整顺序或删除: pick(await names(id), before[0]!.name!) });
  await clerk.clickOn(removed, '撤销删除');
  const expected = [before[2], before[0], before[1], ...before.slice(3)];
  expect(await members(id)).toEqual(expected);
  // 定稿 in between: nothing comes back into a sealed form.
  await clerk.click('删除', { 调整顺序或删除: pick(await names(id), before[5]!.name!) });
  const late = await clerk.expectCard('撤销删除');
  await clerk.say('进度');
  await clerk.expectCard('总览与检查');
  await clerk.click('定稿', declared);
  await clerk.expectCard('第 1 版已定稿');
  expect((await clerk.clickOn(late, '撤销删除')).toast?.content).toContain('现在不能改动');
  expect(await members(id)).toHaveLength(5);
});

test('a list of sixty is read as lines, and any of its people is reached by the menu', async () => {
  const { clerk } = world;
  const many = Array.from({ length: 60 }, (_, i) => ({
    id: `p${i}`,
    name: `第${i + 1}人`,
    role: '专职人员',
    bio: '简介',
  }));
  const id = await readyDraft(world, sample, { n: 6, changes: { team: { members: many } } });
  const { text } = await openSection(clerk, TEAM);
  expect(text).toContain('60. 第60人');
  await clerk.click('修改', { 先选一条: '60. 第60人' });
  await clerk.expectCard('服务团队人员：第60人');
  await clerk.click('返回列表（不保存）');
  await clerk.click('删除', { 先选一条: '60. 第60人' });
  expect(await members(id)).toHaveLength(59);
  await clerk.click('撤销删除');
  expect((await names(id))[59]).toBe('第60人');
});
