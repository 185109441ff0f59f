import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { perform } from '../../services/filing/perform.ts';
import { playAppointment, readSample, type Sample } from './play.ts';
import { asMember, clickRow, expectSound, now, readySubmitted } from './ready-made.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let sample: Sample;
beforeAll(async () => {
  world = await startWorld();
  sample = await readSample();
  await playAppointment(world.operator, world.contact, sample);
});
afterEach(() => expectSound(world));
afterAll(() => world?.stop());

const submitted = (name: string, n: number) =>
  readySubmitted(world, sample, { n, changes: { identity: { institutionName: name } } });

const openDesk = async () => {
  const { contact } = world;
  await contact.say('首页');
  await contact.expectCard('备案助手');
  await contact.click('打开审核列表');
  return contact.expectCard('审核列表');
};

/** Handed in and opened by the contact, from the list. */
const opened = async (names: string[], from: number) => {
  const ids: string[] = [];
  for (const [index, name] of names.entries()) ids.push(await submitted(name, from + index));
  for (const name of names) await clickRow(world.contact, await openDesk(), name, '打开');
  return ids;
};
const option = (name: string) => `${name}（第 1 版）`;

test('批量推荐 names each before anything is done; what does not fit the quota is asked about and nothing is done meanwhile', async () => {
  const { contact, clerk, operator } = world;
  const names = ['批甲研究所', '批乙研究所', '批丙研究所'];
  const ids = await opened(names, 2);
  await submitted('没打开研究所', 9);
  await openDesk();
  await contact.click('批量推荐');
  const form = contact.card('批量推荐');
  expect(form.text).not.toContain('没打开研究所');
  await contact.click('下一步：核对名单', { 第七部分: '条件具备，同意推荐。' });
  expect(contact.card('批量推荐').text).toContain('请先选择材料');
  expect(contact.card('批量推荐').text).toContain('【条件具备，同意推荐。】');
  await contact.click('下一步：核对名单', { 选择材料: names.map(option) });
  const preview = contact.card('核对名单');
  for (const name of names) expect(preview.text).toContain(name);
  expect(preview.text).toContain('【条件具备，同意推荐。】');
  const states = async () => Promise.all(ids.map(async (id) => (await now(world, id)).status));
  await contact.click('确认推荐这 3 份');
  expect(contact.card('核对名单').text).toContain('已推荐 0 个，还有 2 个，这次选了 3 份');
  await contact.click('仍然推荐', { 理由: '  ' });
  expect(contact.card('核对名单').text).toContain('还没有办理任何一份');
  expect(await states()).toEqual(['under_review', 'under_review', 'under_review']);
  await contact.click('放不下的列为候补');
  const done = contact.card('办理结果');
  expect(done.text).toContain('办好 3 份');
  expect(await states()).toEqual(['recommended', 'recommended', 'waiting']);
  await clerk.expectCard(/已推荐[\s\S]*批乙研究所[\s\S]*条件具备，同意推荐。/, { earlier: true });
  await clerk.expectCard(/列入候补推荐[\s\S]*批丙研究所/, { earlier: true });
  const department = (await now(world, ids[0]!)).round.departments.at(-1)!;
  expect(department).toMatchObject({ taken: 2, ranking: ids });

  const [more] = await opened(['批丁研究所'], 20);
  await opened(['批戊研究所'], 21);
  await openDesk();
  await contact.click('批量推荐');
  await contact.click('下一步：核对名单', { 选择材料: [option('批丁研究所')], 第七部分: '同意。' });
  await contact.click('确认推荐这 1 份');
  await contact.click('仍然推荐', { 理由: '西部唯一一家。' });
  expect(await now(world, more!)).toMatchObject({ status: 'recommended', review: { over: '西部唯一一家。' } });
  await operator.expectCard(/批丁研究所[\s\S]*西部唯一一家/, { earlier: true });
});

test('批量退回 performs each for itself; what changed since it was chosen is named and left', async () => {
  const { contact, clerk } = world;
  const names = ['退甲研究所', '退乙研究所', '退丙研究所'];
  const ids = await opened(names, 30);
  // The one opened last has a remark written that waits to be sent.
  await contact.click('退回补正');
  await contact.click('添加一处意见', { 意见针对哪一题: '机构基本情况：地址', 这一题的意见: '请写到门牌号。' });
  await openDesk();
  await contact.click('批量退回');
  await contact.click('下一步：核对名单', { 选择材料: names.map(option), 退回意见: '请补充制度全文。' });
  const preview = contact.card('核对名单');
  expect(preview.text).toContain('请补充制度全文。');
  expect(preview.text).toMatch(
    /退乙研究所（第 1 版）\n[\s\S]*退丙研究所（第 1 版）　另有写好的逐题意见 1 处，一并发出/,
  );
  // Enough for the one with a remark of its own, not for the others: then none is given back.
  const states = () => Promise.all(ids.map(async (id) => (await now(world, id)).status));
  await contact.click('确认退回这 3 份', { 退回意见: ' ' });
  expect(await states()).toEqual(['under_review', 'under_review', 'under_review']);
  const circumstances = { now: world.feishu.store.now(), actor: asMember(clerk), operators: [] };
  await world.db.$transaction((tx) =>
    perform(tx, async () => {}, ids[1]!, { type: 'withdraw', version: 1 }, circumstances),
  );
  await contact.click('确认退回这 3 份', { 退回意见: '请补充制度全文。' });
  const done = contact.card('办理结果');
  expect(done.text).toContain('办好 2 份，没有办理 1 份');
  expect(done.text).toMatch(/× 退乙研究所　现在是“填报中”/);
  expect(await states()).toEqual(['returned', 'draft', 'returned']);
  const told = await clerk.expectCard(/材料被退回[\s\S]*退丙研究所[\s\S]*请补充制度全文。/, { earlier: true });
  expect(told.text).toContain('机构基本情况：地址：请写到门牌号。');
  expect((await now(world, ids[0]!)).review?.items).toBeUndefined();
});

test('nobody but the contact can decide for several, also with a payload made by hand', async () => {
  const { contact, clerk, operator } = world;
  const ids = await opened(['不许研究所', '不许二研究所'], 40);
  await openDesk();
  await contact.click('批量退回');
  const form = contact.card('批量退回');
  await contact.click('下一步：核对名单', { 选择材料: [option('不许研究所')], 退回意见: '退。' });
  const preview = contact.card('核对名单');
  for (const person of [clerk, operator]) {
    const first = await person.clickOn(form, '下一步：核对名单', {
      选择材料: [option('不许研究所')],
      退回意见: '退。',
    });
    expect(first.toast?.content).toContain('您的点击没有改动任何内容');
    const second = await person.clickOn(preview, '确认退回这 1 份', { 退回意见: '退。' });
    expect(second.toast?.content).toContain('您的点击没有改动任何内容');
  }
  expect((await now(world, ids[0]!)).status).toBe('under_review');
});
