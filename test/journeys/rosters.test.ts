import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import writeXlsx from 'write-excel-file/node';
import { itemsAt } from '../../services/form/read.ts';
import { readSheets } from '../../services/rosters/spreadsheet.ts';
import type { PersonDriver } from '../feishu/driver.ts';
import { declared, readSample, type Sample } from './play.ts';
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

const members = async (id: string) => itemsAt((await now(world, id)).answers, 'team', 'members');
const names = async (id: string) => (await members(id)).map(({ name }) => name!);
const TEAM = '服务团队人员情况';
const xlsx = (...rows: (string | null)[][]) => writeXlsx(rows).toBuffer();
const nobody = { team: { members: [] } };
const HEAD = ['姓名', '身份', '个人简介'];
/** The rows of the sample as somebody's own table has them. */
const sampleRows = () =>
  sample.section3.members.map(({ name, bio }, at) => [name, at ? '专职' : '主要负责人(专职)', bio]);

test('the template is downloaded, filled and sent back; all of it is taken in one click', async () => {
  const { clerk } = world;
  const id = await readyDraft(world, sample, { n: 1, changes: nobody });
  await openSection(clerk, TEAM);
  await clerk.click('下载 Excel 模板');
  const template = await clerk.expectFile('服务团队人员模板.xlsx');
  const [sheet] = await readSheets(template.bytes);
  const filled = [...sheet!.map(({ cells }) => cells), ...sampleRows()];
  await clerk.sendFile('本所团队.xlsx', await xlsx(...filled));
  const { text } = await clerk.expectCard('看一看：服务团队人员 6 位');
  expect(text).toContain('来自：本所团队.xlsx');
  expect(text).toMatch(/第 4 行 林知远　主要负责人（专职） · \d{3} 字 · 可以加入/);
  expect(text).not.toContain('⚠');
  expect(await members(id)).toEqual([]);
  await clerk.click('全部加入');
  await clerk.expectCard('已加入 6 位');
  expect((await members(id)).map(({ id: _, ...row }) => row)).toEqual(
    sample.section3.members.map(({ name, bio }, at) => ({ name, role: at ? '专职人员' : '主要负责人（专职）', bio })),
  );
  expect(await world.db.aside.count()).toBe(0);
});

test('wrong rows are named by number and column, and stay out when only the others are taken', async () => {
  const { clerk } = world;
  const id = await readyDraft(world, sample, { n: 2, changes: nobody });
  await openSection(clerk, TEAM);
  await clerk.sendFile(
    '名单.xlsx',
    await xlsx(
      ['电话', '简介', '姓名', '身份'],
      ['1', '简介一', '甲', '专职'],
      ['2', '简介二', '乙', '主任'],
      [null, null, null, null],
      ['3', null, '丙', '兼职'],
    ),
  );
  const preview = await clerk.expectCard('有 2 处问题');
  expect(preview.text).toContain('第 3 行：“身份”写的是“主任”，请写成：主要负责人（专职）');
  expect(preview.text).toContain('第 5 行：缺“个人简介”');
  expect(preview.text).toContain('没有用到的列：电话');
  await world.restart();
  await clerk.clickOn(preview, '只加没有问题的');
  expect(await names(id)).toEqual(['甲']);
  // Clicked again on a device that still shows it.
  expect((await clerk.clickOn(preview, '全部加入')).toast?.content).toContain('已经处理过');
  expect(await names(id)).toEqual(['甲']);
});

test('those already in the list are marked, and left alone or replaced as the person says', async () => {
  const { clerk, colleague } = world;
  const id = await readyDraft(world, sample, { n: 3, colleague });
  const before = await members(id);
  const rows = [
    HEAD,
    [before[1]!.name!, '专职', '新的简介'],
    [before[0]!.name!, before[0]!.role!, before[0]!.bio!],
    ['新来的人', '专职', '简介'],
  ];
  await openSection(clerk, TEAM);
  await clerk.say(rows.map((row) => row.join('\t')).join('\n'));
  const { text } = await clerk.expectCard('看一看：服务团队人员 3 位');
  expect(text).toContain(`第 2 行 ${before[1]!.name}　专职人员 · 4 字 · 已在列表里，跳过`);
  expect(text).toContain('与列表里相同，不用加');
  await clerk.click('重名的改为替换');
  const replacing = await clerk.expectCard('已在列表里，替换');
  // A colleague's change in between is not overwritten unseen.
  await openSection(colleague, TEAM);
  await colleague.click('下移', { 调整顺序或删除: `1. ${before[0]!.name}` });
  expect((await clerk.clickOn(replacing, '全部加入')).toast?.content).toContain('再看一遍');
  expect(await members(id)).toHaveLength(6);
  await clerk.click('全部加入');
  await clerk.expectCard('已加入 1 位，替换 1 位，跳过 1 位');
  const after = await members(id);
  expect(after.map(({ name }) => name)).toEqual([
    before[1]!.name,
    before[0]!.name,
    ...before.slice(2).map(({ name }) => name),
    '新来的人',
  ]);
  expect(after[0]).toEqual({ ...before[1], bio: '新的简介' });
});

test('people pasted as paragraphs come as a preview, 不要 leaves the list as it is, other words stay what they were', async () => {
  const { clerk } = world;
  const id = await readyDraft(world, sample, { n: 4 });
  const before = await members(id);
  await openSection(clerk, TEAM);
  await clerk.say('请问要写几个人？');
  await clerk.expectText('这句话我没有放进表里');
  await clerk.say('甲，专职人员，从事检索工作。\n乙，兼职，讲师。');
  await clerk.expectCard('看一看：服务团队人员 2 位');
  await clerk.click('不要');
  expect(clerk.toast?.content).toContain('没有加入');
  expect(await members(id)).toEqual(before);
  expect(await world.db.aside.count()).toBe(0);
  // In another section the same words are what they always were.
  await openSection(clerk, '相关工作制度');
  await clerk.say('甲，专职人员，从事检索工作。');
  await clerk.expectText('这句话我没有放进表里');
});

test('a table of cases finds its own list from any section; more than the form has room for is refused on the preview', async () => {
  const { clerk } = world;
  const id = await readyDraft(world, sample, { n: 5, changes: { cases: { cases: [] } } });
  await openSection(clerk, '相关工作制度');
  const rows = [
    ['案例名称', '实施时间', '内容及效果'],
    ['一', '2024年', '效果一'],
    ['二', '2025年', '效果二'],
    ['三', '2026年', '效果三'],
  ];
  await clerk.sendFile('案例.csv', Buffer.from(rows.map((row) => row.join(',')).join('\r\n')));
  await clerk.expectCard('看一看：典型案例 3 个');
  await clerk.click('全部加入');
  expect(clerk.toast?.content).toContain('最多 2 个，加上这些共 3');
  await clerk.click('不要');
  await clerk.sendFile(
    '案例.csv',
    Buffer.from(
      rows
        .slice(0, 3)
        .map((row) => row.join(','))
        .join('\r\n'),
    ),
  );
  await clerk.expectCard('看一看：典型案例 2 个');
  await clerk.click('全部加入');
  await clerk.expectCard('已加入 2 个');
  expect(
    itemsAt((await now(world, id)).answers, 'cases', 'cases').map(({ name, period }) => `${name} ${period}`),
  ).toEqual(['一 2024年', '二 2025年']);
});

const refusals: [what: string, name: string, content: () => Promise<Buffer>, words: string][] = [
  ['without a head', '名单.xlsx', () => xlsx(['甲', '专职', '简介']), '没有找到表头'],
  ['with a head only', '名单.xlsx', () => xlsx(HEAD), '下面没有服务团队人员'],
  ['that is no Excel', '名单.xlsx', async () => Buffer.from('姓名'), '没有保存'],
];
test.each(refusals)('a table %s is refused with advice', async (_what, name, content, words) => {
  const { clerk } = world;
  await readyDraft(world, sample, { n: 10 + refusals.findIndex(([what]) => what === _what) });
  await openSection(clerk, TEAM);
  await clerk.sendFile(name, await content());
  await clerk.expectText(words);
});

test('after 定稿 a table changes nothing and says what to do', async () => {
  const { clerk } = world;
  const id = await readyDraft(world, sample, { n: 20 });
  await freeze(clerk);
  await clerk.sendFile('名单.xlsx', await xlsx(HEAD, ['甲', '专职', '简介']));
  await clerk.expectText('请先点“重新修改”');
  expect(await members(id)).toHaveLength(6);
});

const freeze = async (clerk: PersonDriver) => {
  await clerk.say('进度');
  await clerk.expectCard('总览与检查');
  await clerk.click('定稿', declared);
  await clerk.expectCard('第 1 版已定稿');
};
