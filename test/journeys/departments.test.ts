import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { wordBody, wordText } from '../../services/documents/word-body.ts';
import { firstBreak } from '../../services/journal/journal.ts';
import { yunhan } from '../season.ts';
import { filingAt } from './filed.ts';
import { playAppointment, readSample, type Sample } from './play.ts';
import { clickRow, expectSound, openSection, readyDraft, submitByChat } from './ready-made.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let sample: Sample;
beforeAll(async () => {
  world = await startWorld();
  sample = await readSample();
});
afterEach(async () => {
  await expectSound(world);
  const { id, journalHead } = await world.db.round.findFirstOrThrow();
  expect(await firstBreak(world.db, `round:${id}`, journalHead)).toBeUndefined();
});
afterAll(() => world?.stop());

/** The list of departments, at the page that has this one. */
const openList = async (name: string) => {
  const { operator } = world;
  await operator.say('首页');
  await operator.expectCard('主办方管理');
  await operator.click('推荐部门');
  while (!operator.card('推荐部门').text.includes(name)) await operator.click('下一页');
  return operator.card('推荐部门');
};
const openDepartment = async (name: string) => {
  await clickRow(world.operator, await openList(name), name, '打开');
  return world.operator.expectCard(name);
};
const entries = async () =>
  (await world.db.journal.findMany({ where: { subject: { startsWith: 'round:' } }, orderBy: { seq: 'desc' } })).map(
    ({ what }) => what,
  );

test('the operator finds all 41 departments page by page, and changes names and quota of one, where who waits moves up', async () => {
  const { operator, clerk, db } = world;
  for (const [index, status] of (['recommended', 'recommended', 'waiting'] as const).entries())
    await filingAt(world, sample, { n: 20 + index, name: `等名额研究所${index}` }, status);
  const first = await openList('教育部');
  expect(first.text).toContain('共 41 个部门，还有 41 个没有联系人');
  expect(first.text).not.toContain(yunhan.name);
  await openDepartment(yunhan.name);
  await operator.click('修改名称和名额');
  await operator.click('保存', { 部门名称: ' ', 推荐名额: '二' });
  const wrong = await operator.expectCard('请填写部门名称');
  expect(wrong.text).toContain('请填 0 到 99 的整数');
  expect(wrong.text).toContain('【二】');
  await operator.click('保存', { 部门名称: '教育部' });
  await operator.click('保存', { 部门名称: '教育部', 推荐名额: '3' });
  await operator.expectCard('已有同名的推荐部门');
  await operator.click('保存', { 部门名称: '云汉省市场监督管理局', 公章名称: '云汉省市场监督管理局（知识产权局）' });
  const saved = await operator.expectCard('已保存，记入年度历史');
  expect(saved.text).toContain('原则上不超过 3 个');
  await clerk.expectCard(/已推荐\S*\n等名额研究所2/, { earlier: true });
  const row = await db.department.findFirstOrThrow({ where: { code: yunhan.code } });
  expect(row).toMatchObject({
    name: '云汉省市场监督管理局',
    sealName: '云汉省市场监督管理局（知识产权局）',
    softQuota: 3,
  });
  const entry = await db.journal.findFirstOrThrow({ where: { what: `department ${yunhan.code}` } });
  expect([JSON.parse(entry.from!), JSON.parse(entry.to!)]).toMatchObject([
    { name: yunhan.name, softQuota: 2 },
    { name: '云汉省市场监督管理局', softQuota: 3 },
  ]);
});

test('a form drawn before somebody else’s change does not undo it, and nobody else changes a department', async () => {
  const { operator, clerk, db } = world;
  await openDepartment('北京市知识产权局');
  await operator.click('修改名称和名额');
  const stale = operator.card('修改推荐部门');
  await operator.click('保存', { 推荐名额: '5' });
  await operator.expectCard('原则上不超过 5 个');
  expect((await operator.clickOn(stale, '保存', { 推荐名额: '9' })).toast?.content).toContain('刚被其他管理员改过');
  const before = await db.department.findMany();
  const refused = await clerk.clickOn(stale, '保存', { 推荐名额: '9' });
  expect(refused.toast?.content).toContain('只有主办方管理员可以做');
  for (const card of [await openList('北京市知识产权局'), await openDepartment('北京市知识产权局')]) {
    const button = card.text.includes('新增推荐部门') ? '新增推荐部门' : '修改名称和名额';
    expect((await clerk.clickOn(card, button)).toast?.content).toContain('没有改动任何内容');
  }
  const list = await openList('北京市知识产权局');
  expect((await clerk.clickOn(list, '打开')).toast?.content).toContain('没有改动任何内容');
  expect(await db.department.findMany()).toEqual(before);
});

test('a department that is added can be chosen by the clerk at once', async () => {
  const { operator, clerk, db } = world;
  await openList('教育部');
  await operator.click('新增推荐部门');
  await operator.click('新增', { 部门名称: '国家示例总局', 公章名称: '国家示例总局', 推荐名额: '3' });
  await operator.expectCard('请选择部门类别');
  await operator.click('新增', { 部门类别: '行业主管部门' });
  await operator.expectCard('已新增');
  expect(await db.department.findFirst({ where: { name: '国家示例总局' } })).toMatchObject({
    ...{ kind: 'ministry', softQuota: 3, order: 41, code: expect.stringMatching(/^N\w{5}$/) },
  });
  expect((await entries())[0]).toMatch(/^department N\w{5} added$/);
  await readyDraft(world, sample, { n: 2 });
  const section = await openSection(clerk, '资格与隶属关系');
  expect(section.text).toContain('国家示例总局');
});

test('what is sealed keeps the name it was sealed under; what is sealed afterwards has the new one', async () => {
  const { operator, clerk, contact } = world;
  const nameIn = async (file: { bytes: Buffer }) => (await wordBody(file.bytes)).map(wordText).join('\n');
  await readyDraft(world, sample, { n: 3, changes: { identity: { institutionName: '旧名研究所' } } });
  const old = await submitByChat(clerk, { name: '旧名研究所' });
  expect(await nameIn(old)).toContain('云汉省市场监督管理局');
  await openDepartment('云汉省市场监督管理局');
  await operator.click('修改名称和名额');
  await operator.click('保存', { 部门名称: yunhan.name });
  await operator.expectCard('已保存，记入年度历史');
  await playAppointment(operator, contact, sample);
  const received = await contact.expectFile('备案表-旧名研究所', { earlier: true });
  expect(await nameIn(received)).toContain('云汉省市场监督管理局');
  await readyDraft(world, sample, { n: 4, changes: { identity: { institutionName: '新名研究所' } } });
  expect(await nameIn(await submitByChat(clerk, { name: '新名研究所' }))).toContain(yunhan.name);
});
