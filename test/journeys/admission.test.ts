import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { readSample, type Sample } from './play.ts';
import { clickOf, post } from './posted.ts';
import { clickRow, creditCode, expectSound, now, openSection, readyDraft } from './ready-made.ts';
import { walksItsArrows } from './walked.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let sample: Sample;
beforeAll(async () => {
  world = await startWorld();
  sample = await readSample();
});
afterEach(() => expectSound(world));
walksItsArrows('admission', () => world);
afterAll(() => world?.stop());

const local = { standing: { outlet: '否', outletYear: null } };
/** Looks for a filing; resolves with the card of what was found. */
const find = async (words: string) => {
  const { operator } = world;
  await operator.say('首页');
  await operator.expectCard('主办方管理');
  await operator.click('收件');
  await operator.click('特殊情况');
  await operator.click('查找', { 单位名称: words });
  return operator.card('特殊情况：查找材料');
};

test('an institution that no row admits is found by name, code or number and let in with a reason, which it reads', async () => {
  const { operator, clerk } = world;
  const id = await readyDraft(world, sample, {
    n: 1,
    changes: { ...local, identity: { institutionName: '本地信息研究所' } },
  });
  expect((await now(world, id)).status).toBe('ineligible');
  expect((await find('没有这个单位')).text).toContain('没有找到');
  const reference = `${(await now(world, id)).round.year}-${id.slice(-8).toUpperCase()}`;
  for (const words of ['信息研究', creditCode(1).toLowerCase(), reference]) {
    expect((await find(words)).text).toContain('暂不能申报');
  }
  await clickRow(operator, operator.card('特殊情况：查找材料'), '本地信息研究所', '打开');
  expect(operator.card('特殊情况：本地信息研究所').text).toContain('今年暂时不能申报');
  await operator.click('准予申报', { 理由: '试点地区' });
  const undecided = operator.card('特殊情况：本地信息研究所');
  expect(undecided.text).toContain('请选择材料交给谁');
  expect(undecided.text).toContain('【试点地区】');
  await operator.click('准予申报', { 材料交给: '所在地省级部门', 理由: '  ' });
  expect(operator.card('特殊情况：本地信息研究所').text).toContain('请写明准予申报或改变去向的理由');
  await operator.click('准予申报', { 理由: '试点地区' });
  expect(operator.card('特殊情况：本地信息研究所').text).toContain('材料提交给：云汉省知识产权局（虚构）');
  expect(await now(world, id)).toMatchObject({ status: 'draft', admission: { reason: '试点地区' } });
  expect((await clerk.expectCard('主办方已准予申报', { earlier: true })).text).toContain('试点地区');
  expect((await openSection(clerk, '材料交给谁')).text).toContain('管理员已准予申报（理由：试点地区）');
});

test('a filing is sent to another department or directly, whoever is no operator is refused, and what is frozen stays', async () => {
  const { operator, clerk, contact, db } = world;
  const id = await readyDraft(world, sample, { n: 2, changes: { identity: { institutionName: '改送研究所' } } });
  await find('改送研究所');
  await clickRow(operator, operator.card('特殊情况：查找材料'), '改送研究所', '打开');
  const card = operator.card('特殊情况：改送研究所');
  await operator.click('按这个去向办', { 材料交给: '教育部', 理由: '部属单位' });
  expect(operator.card('特殊情况：改送研究所').text).toContain('已决定');
  await clerk.expectCard(/主办方改变了材料的去向\S*\n改送研究所[\s\S]*部属单位[\s\S]*材料交 教育部/, { earlier: true });
  expect((await openSection(clerk, '材料交给谁')).text).toContain('管理员已确定材料交教育部（理由：部属单位）');
  for (const person of [clerk, contact, world.colleague]) {
    const { toast } = await person.clickOn(card, '按这个去向办', { 材料交给: '教育部', 理由: '我要' });
    expect(toast?.content).toContain('只有主办方管理员可以做');
    const value = { action: 'office.case', filing: id };
    expect((await post(world, 'card.action.trigger', clickOf(person, 'om_by_hand', { value }))).toast?.type).toBe(
      'warning',
    );
  }
  await db.filing.update({ where: { id }, data: { status: 'frozen' } });
  await operator.clickOn(card, '按这个去向办', { 材料交给: '直接申报（不经推荐部门）', 理由: '再改' });
  expect(operator.toast?.content).toContain('请申报单位先撤回');
  await db.filing.update({ where: { id }, data: { status: 'draft' } });
  await operator.clickOn(card, '按这个去向办', { 材料交给: '直接申报（不经推荐部门）', 理由: '再改' });
  expect(operator.card('特殊情况：改送研究所').text).toContain('直接提交');
});
