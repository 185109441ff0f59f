import mammoth from 'mammoth';
import readXlsx from 'read-excel-file/node';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Command } from '../../services/filing/decision.ts';
import { addDays, dayOf, longDay } from '../../services/time.ts';
import { filedFiling } from './filed.ts';
import { readSample, type Sample } from './play.ts';
import { creditCode, expectSound } from './ready-made.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let sample: Sample;
beforeAll(async () => {
  world = await startWorld();
  sample = await readSample();
  await world.db.department.updateMany({ data: { softQuota: 9 } });
});
afterEach(() => expectSound(world));
afterAll(() => world?.stop());

const approved = (from: string, number: string): Command[] => [
  { type: 'publicise', version: 1, from, days: 1, link: '' },
  { type: 'approve', version: 1, number },
];

test('the list, the 公示 list and everything come as Word and workbook that say what the database says', async () => {
  const { operator, db } = world;
  const today = dayOf(world.feishu.store.now());
  const past = addDays(today, -9);
  const year = Number(today.slice(0, 4));
  await filedFiling(world, sample, { n: 1, name: '=甲研究所', since: approved(past, 'WD-002') });
  await filedFiling(world, sample, {
    n: 2,
    name: '乙研究所',
    since: [...approved(past, 'WD-001'), { type: 'list', version: 1, on: today, link: '', number: '' }],
  });
  await filedFiling(world, sample, {
    n: 3,
    name: '丙研究所',
    since: [
      { type: 'publicise', version: 1, from: today, days: 5, link: '' },
      { type: 'object', version: 1, words: '人数不实' },
    ],
  });
  await filedFiling(world, sample, { n: 4, name: '丁研究所' });
  await operator.say('首页');
  await operator.expectCard('主办方管理');
  await operator.click('收件');

  const title = `国家知识产权信息公共服务网点名单（${year}年）`;
  await operator.click('名单（Word 和 Excel）');
  const word = await wordOf((await operator.expectFile(`${title}.docx`)).bytes);
  expect(word).toMatch(new RegExp(`^${title}`));
  expect(word).toMatch(
    /编号\s+机构名称\s+推荐部门\s+WD-002\s+=甲研究所\s+云汉省知识产权局（虚构）\s+WD-001\s+乙研究所/,
  );
  expect(word).not.toContain('丙研究所');
  const book = await rowsOf((await operator.expectFile(`${title}.xlsx`)).bytes, '名单');
  expect(book.map((row) => [row[1], row[2]])).toEqual([
    ['编号', '机构名称'],
    ['WD-002', '=甲研究所'],
    ['WD-001', '乙研究所'],
  ]);
  expect(book[1]!.slice(3, 10)).toEqual([
    ...['云汉省知识产权局（虚构）', '科技情报机构', '云汉省', creditCode(1), sample.section1.contact_name],
    ...[sample.section1.contact_mobile, sample.section1.contact_email],
  ]);

  await operator.click('公示名单（Word 和 Excel）');
  const publicity = await wordOf((await operator.expectFile('公示名单')).bytes);
  expect(publicity).toContain(`公示期：${longDay(today)}至`);
  expect(publicity).toMatch(/1\s+丙研究所/);
  expect(publicity).not.toContain('乙研究所');

  await operator.click('导出全部');
  const { bytes } = await operator.expectFile('全部数据.xlsx');
  const filings = await rowsOf(bytes, '材料');
  const states = Object.fromEntries(filings.slice(1).map((row) => [row[0], row[5]]));
  expect(states).toEqual({
    '=甲研究所': '准予备案',
    乙研究所: '已列入名单',
    丙研究所: '公示有异议',
    丁研究所: '已在国家系统提交',
  });
  expect(await rowsOf(bytes, '推荐部门')).toHaveLength(42);
  const changes = await rowsOf(bytes, '办理记录');
  expect(changes.filter((row) => row[3] === '准予备案').map((row) => row[1])).toEqual(['=甲研究所', '乙研究所']);
  const answers = await rowsOf(bytes, '填写内容');
  const plan = answers.find((row) => row[0] === '乙研究所' && String(row[3]).includes('总体思路'));
  expect(plan![3]).toBe(sample.section4.text);
  expect(answers.filter((row) => row[0] === '丁研究所').map((row) => row[3])).toContain(sample.section1.contact_email);
  const stored = await db.version.findMany();
  const versions = (await rowsOf(bytes, '定稿版本')).slice(1);
  expect(versions.map((row) => row[5]).sort()).toEqual(stored.map(({ hash }) => hash).sort());
  expect((await rowsOf(bytes, '意见和决定')).map((row) => row[5])).toContain('同意推荐丁研究所。');
  expect((await rowsOf(bytes, '异议')).at(-1)!.slice(0, 8)).toEqual([
    ...['丙研究所', expect.any(String), sample.section1.contact_name, '人数不实', '没有处理', null, null, null],
  ]);
  expect((await rowsOf(bytes, '抄送'))[0]).toContain('已阅时间');
  expect(await rowsOf(bytes, '部门人员')).toHaveLength(1);
});

const wordOf = async (buffer: Buffer) => (await mammoth.extractRawText({ buffer })).value;
const rowsOf = async (content: Buffer, sheet: string) => {
  const sheets = await readXlsx(content);
  return sheets.find((one) => one.sheet === sheet)!.data;
};
