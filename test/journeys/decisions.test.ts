import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Answers } from '../../services/form/define.ts';
import { playAppointment, readSample, type Sample } from './play.ts';
import { clickRow, expectSound, now, readySubmitted } from './ready-made.ts';
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
walksItsArrows('decisions', () => world);
afterAll(() => world?.stop());

const submitted = (name: string, n: number, changes: Answers = {}) =>
  readySubmitted(world, sample, { n, changes: { identity: { institutionName: name }, ...changes } });

const openReview = async (name: string) => {
  const { contact } = world;
  await contact.say('首页');
  await contact.expectCard('备案助手');
  await contact.click('打开审核列表');
  await clickRow(contact, await contact.expectCard('审核列表'), name, '打开');
  return contact.card(`审核：${name}`);
};

test('the words proposed for 七 are made of the form and stand in the input to be changed; nothing is sent before the name is confirmed', async () => {
  const { contact, clerk } = world;
  const id = await submitted('建议文字研究所', 2, { staff: { staffTotal: '99' } });
  const review = await openReview('建议文字研究所');
  await contact.clickOn(review, '拟推荐');
  const sent = await world.db.outbox.count();
  await contact.click('填入建议文字', { 第七部分: '我省重点培育单位。' });
  const form = contact.card('拟推荐：建议文字研究所');
  const { section1: one } = sample;
  for (const words of [
    '我省重点培育单位。',
    '建议文字研究所为事业单位（科技情报机构），2021年成为省级知识产权信息公共服务网点',
    `共99人，其中专职${one.staff_fulltime}人、兼职${one.staff_parttime}人`,
    one.service_items[0]!.name,
    sample.section5.cases[0]!.name,
  ]) {
    expect(form.text).toContain(words);
  }
  expect(await world.db.outbox.count()).toBe(sent);
  expect(await now(world, id)).toMatchObject({ status: 'under_review', placed: false });
  expect(JSON.stringify(form.card)).toContain('确认推荐“建议文字研究所”？');
  const proposal = form.text.match(/【(我省[^】]*)】/)![1]!;
  // What the checks found stands beside the input: what is in it is printed.
  expect(form.text).toContain('自动检查提示 2 处');
  expect(proposal).toMatch(/同意推荐。$/);
  await contact.click('确认推荐');
  await clerk.expectCard(/已推荐[\s\S]*建议文字研究所/, { earlier: true });
  expect((await now(world, id)).review?.opinion).toBe(proposal);
});

test('不予推荐 needs a reason, which the institution reads; taken back, it can be recommended, and its place is free again when that is taken back', async () => {
  const { contact, clerk } = world;
  const id = await submitted('反复决定研究所', 3);
  await contact.clickOn(await openReview('反复决定研究所'), '不予推荐');
  await contact.click('确认不予推荐', { 理由: '  ' });
  expect(contact.card('不予推荐：反复决定研究所').text).toContain('请写明不予推荐的理由');
  await contact.click('确认不予推荐', { 理由: '服务事项以收费为主。' });
  await clerk.expectCard(/推荐部门不予推荐[\s\S]*服务事项以收费为主/);
  const declined = contact.card('审核：反复决定研究所');
  expect(declined.text).toContain('服务事项以收费为主。');
  expect(declined.text).not.toContain('[拟推荐]');
  await contact.clickOn(declined, '撤销决定');
  await clerk.expectCard('推荐部门撤回了决定', { earlier: true });
  expect(await now(world, id)).toMatchObject({ status: 'under_review' });
  await contact.clickOn(contact.card(/审核：反复决定研究所〔审核中〕/), '拟推荐');
  await contact.click('确认推荐', { 第七部分: '同意推荐。' });
  const chosen = contact.card('审核：反复决定研究所');
  const taken = async () => (await now(world, id)).round.departments.at(-1)!.taken;
  const before = await taken();
  // What comes of it is said before it is done.
  expect(JSON.stringify(chosen.card)).toContain('名额空出，候补会自动递补');
  await contact.clickOn(chosen, '撤销决定');
  expect(await taken()).toBe(before - 1);
  // The words stay for the next decision.
  await contact.clickOn(contact.card(/审核：反复决定研究所〔审核中〕/), '拟推荐');
  expect(contact.card('拟推荐：反复决定研究所').text).toContain('【同意推荐。】');
  await contact.click('不推荐，返回');
});

test('beyond the quota it waits, moves up when a place is free, or with a reason before that', async () => {
  const { contact, clerk, operator } = world;
  const names = ['名额甲研究所', '名额乙研究所', '名额丙研究所'] as const;
  const ids: string[] = [];
  for (const [index, name] of names.entries()) ids.push(await submitted(name, 10 + index));
  await contact.clickOn(await openReview(names[0]), '拟推荐');
  await contact.click('确认推荐', { 第七部分: '同意推荐甲。' });
  const opinionOf = (name: string) => `${'资源丰富，成效显著。'.repeat(90)}同意推荐${name}。`;
  for (const name of names.slice(1)) {
    await contact.clickOn(await openReview(name), '拟推荐');
    await contact.click('确认推荐', { 第七部分: opinionOf(name) });
    expect(contact.card(`拟推荐：${name}`).text).toContain('推荐名额原则上不超过 2 个，现在已推荐 2 个');
    await contact.click('列为候补');
    await clerk.expectCard(/列入候补推荐[\s\S]*候补第/, { earlier: true });
  }
  const waiting = contact.card(`审核：${names[2]}`);
  expect(waiting.text).toContain('候补推荐');
  expect(waiting.text).toContain('排第 4 位');
  // The text of 七 is never sent unseen.
  expect(waiting.text).toContain(opinionOf(names[2]));
  await contact.clickOn(waiting, '递补为推荐');
  const asked = contact.card(`递补：${names[2]}`);
  expect(asked.text).toContain('现在已推荐 2 个');
  expect(asked.text).toContain(opinionOf(names[2]));
  expect(JSON.stringify(asked.card)).toContain(`超出名额，仍然推荐“${names[2]}”？`);
  await contact.click('仍然推荐', { 理由: '' });
  expect(contact.card(`递补：${names[2]}`).text).toContain('现在已推荐 2 个');
  expect((await now(world, ids[2]!)).status).toBe('waiting');
  await contact.click('仍然推荐', { 理由: '覆盖本省西部，确有需要。' });
  await clerk.expectCard(/已推荐[\s\S]*名额丙研究所/, { earlier: true });
  await operator.expectCard(/名额丙研究所[\s\S]*覆盖本省西部/, { earlier: true });
  expect(await now(world, ids[2]!)).toMatchObject({ status: 'recommended', placed: true });
  // Beyond the quota by one: two places have to become free before the one that waits moves up by itself.
  for (const name of [names[2], names[0]]) await contact.clickOn(await openReview(name), '撤销决定');
  await clerk.expectCard(/已推荐[\s\S]*名额乙研究所/, { earlier: true });
  await expect.poll(async () => (await now(world, ids[1]!)).status).toBe('recommended');
});
