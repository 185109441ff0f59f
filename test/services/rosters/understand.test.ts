import { expect, test } from 'vitest';
import { contextOf } from '../../../services/filing/filing.ts';
import { form2023 } from '../../../services/filing/form-2023.ts';
import type { Roster } from '../../../services/form/define.ts';
import { understandPasted } from '../../../services/rosters/pasted.ts';
import { separated } from '../../../services/rosters/separated.ts';
import { type Understood, understand } from '../../../services/rosters/understand.ts';
import { sampleFiling } from '../filing/sample.ts';

const context = contextOf(sampleFiling());
const team = form2023.steps.team!.fields.members as Roster;
const cases = form2023.steps.cases!.fields.cases as Roster;
const sheet = (...rows: string[]) => rows.map((row, at) => ({ line: at + 1, cells: row.split(',') }));
const said = (found: Understood | undefined) =>
  found?.rows.map(({ line, values, faults }) => [line, ...Object.values(values), ...faults].join(' '));
const OPTIONS = '主要负责人（专职）、主要负责人（兼职）、专职人员、兼职人员';

test.each<[table: string, rows: string[], understood: string[]]>([
  ['as the template has it', ['姓名,身份,个人简介', '甲,专职人员,简介甲'], ['2 甲 专职人员 简介甲']],
  ['columns in another order', ['简介,姓名,专/兼职', '简介甲,甲,专职'], ['2 甲 专职人员 简介甲']],
  [
    'columns of its own beside',
    ['序号,姓名,职称,身份,个人简介,电话', '1,甲,高工,兼职,简介甲,1'],
    ['2 甲 兼职人员 简介甲'],
  ],
  [
    'a title over the head',
    ['某所服务团队名单,,', ',,', '姓 名,身份*,个人简介（200字左右）', '甲,专职,简介'],
    ['4 甲 专职人员 简介'],
  ],
  [
    'blank rows between, which count',
    ['姓名,身份,个人简介', ',,', '甲,专职,简介', ' ,,', '乙,专职,简介'],
    ['3 甲 专职人员 简介', '5 乙 专职人员 简介'],
  ],
  [
    'explanation and example',
    ['姓名,身份,个人简介', '填写说明：一行一位,x,y', '示例（请删去本行）,专职人员,某', '甲,专职,简介'],
    ['4 甲 专职人员 简介'],
  ],
  [
    'a role with half-width brackets',
    ['姓名,身份,个人简介', '甲,主要负责人 (专职),简介'],
    ['2 甲 主要负责人（专职） 简介'],
  ],
  [
    'a leader who is neither',
    ['姓名,身份,个人简介', '甲,主要负责人,简介'],
    [`2 甲 主要负责人 简介 “身份”写的是“主要负责人”，请写成：${OPTIONS}`],
  ],
  [
    'cells missing',
    ['姓名,身份,个人简介', '甲,,', ',专职,简介'],
    ['2 甲 缺“身份” 缺“个人简介”', '3 专职人员 简介 缺“姓名”'],
  ],
  ['a column missing', ['姓名,个人简介', '甲,简介'], ['2 甲 简介 缺“身份”']],
  [
    'a name twice',
    ['姓名,身份,个人简介', '甲,专职,一', '甲 ,专职,二'],
    ['2 甲 专职人员 一', '3 甲 专职人员 二 与第 2 行重名'],
  ],
  [
    'a name too long',
    ['姓名,身份,个人简介', `${'名'.repeat(41)},专职,一`],
    [`2 ${'名'.repeat(41)} 专职人员 一 姓名：请控制在 40 字以内`],
  ],
  ['nothing below the head', ['姓名,身份,个人简介'], []],
])('a table with %s', (_table, rows, understood) => {
  expect(said(understand(sheet(...rows), team, context))).toEqual(understood);
});

test('a table without a head, or of something else, is not guessed', () => {
  expect(understand(sheet('甲,专职,简介', '乙,专职,简介'), team, context)).toBeUndefined();
  expect(understand(sheet('名称,实施时间,内容和效果', '案例,2025年,效果'), team, context)).toBeUndefined();
  expect(said(understand(sheet('时间,案例名称,内容及效果', '2025年3月,案例,效果'), cases, context))).toEqual([
    '2 案例 2025年3月 效果',
  ]);
});

test('columns left over, missing and rows beyond sixty are told', () => {
  const many = Array.from({ length: 63 }, (_, at) => `人${at},简介`);
  const found = understand(sheet('姓名,简介,电话', ...many.map((row) => `${row},1`)), team, context);
  expect(found).toMatchObject({ ignored: ['电话'], lacking: ['身份'], left: 3 });
  expect(found?.rows).toHaveLength(60);
});

test('a cell no list can hold is named', () => {
  const found = understand(sheet('姓名,身份,个人简介', `甲,专职,${'长'.repeat(6001)}`), team, context);
  expect(found?.rows[0]?.faults).toEqual(['“个人简介”太长，最多 6000 个字符']);
});

test.each<[text: string, pasted: string, understood: string[] | undefined]>([
  ['tabs with a head', '姓名\t身份\t个人简介\n甲\t专职\t简介', ['2 甲 专职人员 简介']],
  ['tabs without one', '甲\t专职\t简介\n乙\t兼职\t简介', ['1 甲 专职人员 简介', '2 乙 兼职人员 简介']],
  [
    'a cell of two lines',
    '姓名\t身份\t个人简介\n甲\t专职\t"第一行\n第二“行""好"\n乙\t专职\t二',
    ['2 甲 专职人员 第一行\n第二“行"好', '3 乙 专职人员 二'],
  ],
  [
    'full-width bars',
    '甲｜专职｜简介\n乙｜主要负责人（兼职）｜简介',
    ['1 甲 专职人员 简介', '2 乙 主要负责人（兼职） 简介'],
  ],
  [
    'a table of bars with its line',
    '| 姓名 | 身份 | 个人简介 |\n|---|:--|---|\n| 甲 | 专职 | 简介 |',
    ['3 甲 专职人员 简介'],
  ],
  ['blanks', '甲  专职人员  简介一\n\n乙　　专职　　简介二', ['1 甲 专职人员 简介一', '3 乙 专职人员 简介二']],
  [
    'a paragraph each',
    '甲，专职，从事检索十年，成效好。\n乙、兼职人员：讲师。',
    ['1 甲 专职人员 从事检索十年，成效好。', '2 乙 兼职人员 讲师。'],
  ],
  [
    'paragraphs of several lines',
    '甲，专职人员，第一句。\n第二句。\n\n乙，兼职，一句。',
    ['1 甲 专职人员 第一句。\n第二句。', '4 乙 兼职人员 一句。'],
  ],
  ['an ordinary sentence', '请问，专职人员要写几个？', undefined],
  ['words apart by blanks', '你好  在吗', undefined],
  ['a sentence with a bar', '姓名|身份怎么填', undefined],
  ['a paragraph before the first person', '名单如下\n甲，专职，简介', undefined],
  ['no role where it should be', '甲\t高级工程师\t简介', undefined],
])('pasted into the chat: %s', (_text, pasted, understood) => {
  expect(said(understandPasted(pasted, team, context))).toEqual(understood);
});

test('cases are pasted with a head or as three cells', () => {
  expect(said(understandPasted('专利导航\t2025年3月\t效果好', cases, context))).toEqual([
    '1 专利导航 2025年3月 效果好',
  ]);
  expect(said(understandPasted('专利导航  2025年', cases, context))).toBeUndefined();
  expect(said(understandPasted('专利导航，2025年，效果', cases, context))).toBeUndefined();
});

test.each([
  [
    'a,b\r\nc,d',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  [
    '"a,1","b\n2"\nc,',
    [
      ['a,1', 'b\n2'],
      ['c', ''],
    ],
  ],
  ['他说"好",b', [['他说"好"', 'b']]],
  ['"没有关上,b', [['"没有关上', 'b']]],
  ['', [['']]],
])('separated by commas: %j', (text, cells) => {
  expect(separated(text, ',').map((row) => row.cells)).toEqual(cells);
});
