import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { addDays, addWorkingDays, dayOf, longDay } from '../../services/time.ts';
import { filedFiling } from './filed.ts';
import { readSample, type Sample } from './play.ts';
import { clickRow, expectSound, now } from './ready-made.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let sample: Sample;
const names = ['甲研究所', '乙研究所', '丙研究所', '丁研究所'];
let ids: string[] = [];
beforeAll(async () => {
  world = await startWorld();
  sample = await readSample();
  await world.db.department.updateMany({ data: { softQuota: 9 } });
  ids = [];
  for (const [index, name] of names.entries()) ids.push(await filedFiling(world, sample, { n: index + 1, name }));
});
afterEach(() => expectSound(world));
afterAll(() => world?.stop());

const openList = async () => {
  const { operator } = world;
  await operator.say('首页');
  await operator.expectCard('主办方管理');
  await operator.click('收件');
  return operator.card('# 收件');
};
const statusOf = async () => Promise.all(ids.map(async (id) => (await now(world, id)).status));

test('several are publicised, approved and listed at once, each after a preview; what changed meanwhile is named and left', async () => {
  const { operator, clerk } = world;
  const list = await openList();
  await operator.click('一起公示（4）');
  await operator.click('预览', { 公示天数: '0', 公示网页地址: 'https://www.cnipa.gov.cn/gs' });
  const wrong = operator.card('批量公示');
  expect(wrong.text).toContain('公示天数请填 1 到 60');
  expect(wrong.text).toContain('【https://www.cnipa.gov.cn/gs】');
  const { holidays } = (await now(world, ids[0]!)).round;
  const today = dayOf(world.feishu.store.now());
  const last = addWorkingDays(addWorkingDays(today, 1, holidays), 2, holidays);
  await operator.click('预览', {
    公示天数: '3',
    只办其中几份: names.slice(0, 3).map((name) => `${name}（云汉省知识产权局（虚构））`),
  });
  const preview = operator.card('批量公示　预览：3 份');
  expect(preview.text).toContain(`${longDay(today)}至 ${longDay(last)}`);
  for (const name of names.slice(0, 3)) expect(preview.text).toContain(name);
  expect(preview.text).not.toContain('丁研究所');
  expect(await statusOf()).toEqual(Array(4).fill('filed_online'));

  // Meanwhile one of them is refused: it is left as it is, and named.
  await clickRow(operator, list, '丙研究所', '打开');
  await operator.click('不予备案');
  await operator.click('不予备案', { 不予备案的原因: '材料不实' });
  await operator.clickOn(preview, '确认，开始办');
  const done = await operator.expectCard('批量公示　已办 2 份，1 份没有办');
  expect(done.text).toMatch(/没有办的\s+· 丙研究所：只有已在国家系统提交的材料可以公示/);
  expect(await statusOf()).toEqual(['publicity', 'publicity', 'not_approved', 'filed_online']);
  await clerk.expectCard(/公示中\S*\n甲研究所/, { earlier: true });
  await operator.clickOn(preview, '确认，开始办');
  expect(operator.toast?.content).toContain('没有再办一遍');

  await world.time.advance(new Date(`${addDays(last, 1)}T02:00:00Z`).getTime());
  await openList();
  await operator.click('公示期满，一起准予（2）');
  await operator.click('预览', { 第一个编号: '没有数字' });
  expect(operator.card('批量准予备案').text).toContain('第一个编号请以数字结尾');
  await operator.click('预览', { 第一个编号: 'WD-2026-009' });
  const approval = operator.card('批量准予备案　预览：2 份');
  expect(approval.text).toMatch(/1　WD-2026-009　甲研究所[\s\S]*2　WD-2026-010　乙研究所/);
  await operator.click('确认，开始办');
  await operator.expectCard('批量准予备案　已办 2 份');
  await clickRow(operator, await openList(), '甲研究所', '打开');
  await operator.click('更正编号');
  await operator.click('更正', { 正确的编号: 'WD-2026-010', 为什么更正: '编号录错' });
  expect(operator.card('更正编号：甲研究所').text).toContain('编号 WD-2026-010 本年度已经给了别的单位');
  await operator.click('更正', { 正确的编号: 'WD-2026-008' });
  await clerk.expectCard(/编号已更正\S*\n甲研究所[\s\S]*编号录错（原来的编号是 WD-2026-009）[\s\S]*编号 WD-2026-008/, {
    earlier: true,
  });

  await openList();
  await operator.click('发布名单（2）');
  await operator.click('预览', { 名单网页地址: 'https://www.cnipa.gov.cn/md' });
  await operator.click('确认，开始办');
  await operator.expectCard('发布名单　已办 2 份');
  expect(await statusOf()).toEqual(['listed', 'listed', 'not_approved', 'filed_online']);
  const numbers = await Promise.all(ids.map(async (id) => (await now(world, id)).office?.number));
  expect(numbers.slice(0, 2)).toEqual(['WD-2026-008', 'WD-2026-010']);
  await clerk.expectCard(/已列入名单\S*\n甲研究所/, { earlier: true });
});
