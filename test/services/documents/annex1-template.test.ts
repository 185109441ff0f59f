import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { type Annex1, annex1Docx } from '../../../services/documents/annex1.ts';
import { buildAnnex1Template, buildOpinionTemplate } from '../../../services/documents/build-annex1-2023.ts';
import { sampleAnnex1 } from './sample-annex1.ts';
import { documentOf, elementsOf, partsOf, wordsOf } from './word-file.ts';

const template = await readFile(new URL('../../../services/documents/templates/annex1-2023.docx', import.meta.url));
const blank: Annex1 = {
  ...sampleAnnex1(),
  ...{ name: '', nature: '', address: '', principal: '', staffTotal: '', staffFulltime: '', staffParttime: '' },
  ...{
    contactName: '',
    contactMobile: '',
    contactEmail: '',
    serviceTargets: '',
    foundation: '',
    plan: '',
    opinion: '',
  },
  cover: { institutionName: '', departmentName: '', filledOn: '' },
  serviceItems: [],
  team: [],
  cases: [],
};
const xml = await documentOf(await annex1Docx(template, blank));

const opinion = await readFile(
  new URL('../../../services/documents/templates/annex1-2023-opinion.docx', import.meta.url),
);

test.each([
  ['the whole form', template, buildAnnex1Template],
  ['its last page', opinion, buildOpinionTemplate],
])('the template in the project is the one the script builds: %s', async (_what, file, build) => {
  const committed = await partsOf(file);
  const built = await partsOf(await build());
  // The properties hold the day of the build; everything else is the same from build to build.
  delete committed['docProps/core.xml'];
  delete built['docProps/core.xml'];
  expect(built).toEqual(committed);
});

test('left blank, the form says what the notice says, word for word and in its order', () => {
  const withoutBlanks = (text: string) => text.replaceAll(/\s/g, '');
  expect(withoutBlanks(wordsOf(xml))).toBe(withoutBlanks(NOTICE));
});

test('the signature lines and the boxes keep the blanks of the notice', () => {
  const paragraphs = elementsOf(xml, 'w:p').map(wordsOf);
  const line = '经办人：       负责人：        日期：         (盖章)';
  expect(paragraphs.filter((text) => text === line)).toHaveLength(3);
  expect(paragraphs).toContain('□准予备案           □不予备案');
});

test('the rows are merged as in the form', () => {
  const rows = elementsOf(xml, 'w:tr').map((row) => elementsOf(row, 'w:tc').map(shapeOf));
  expect(rows.every((row) => row.reduce((sum, [span]) => sum + span, 0) === 10)).toBe(true);
  const shape = rows.map((row) => row.map(([span, merge]) => `${span}${merge}`).join(' '));
  const caseRows = ['1restart 2 4 2 1', '1continue 2 7'];
  expect(shape).toEqual([
    ...['10', '2 5 2 1', '2 8', '2 8', '2 2 2 1 2 1', '2 2 1 2 1 2', '2 8', '2 8'],
    ...['10', '10', '10', '10', '10', '10'],
    ...['10', ...caseRows, ...caseRows],
    ...['10', '10', '10', '10', '10', '10'],
  ]);
});

test('七 and 八 by themselves are word for word those of the whole form, under the same check code', async () => {
  const page = await annex1Docx(opinion, blank);
  const [table, ...more] = elementsOf(await documentOf(page), 'w:tbl');
  expect(more).toEqual([]);
  expect(table).toBe(elementsOf(xml, 'w:tbl')[1]);
  const footer = async (file: Buffer) =>
    Object.entries(await partsOf(file)).flatMap(([name, part]) =>
      /footer\d*\.xml$/.test(name) ? [wordsOf(part)] : [],
    );
  const [whole] = await footer(await annex1Docx(template, blank));
  const [alone] = await footer(page);
  const code = whole!.match(/^.*校验码\s*\w+/)![0];
  expect(code).toContain(blank.footer.hash.slice(0, 12));
  expect(alone!.startsWith(code)).toBe(true);
});

test('七 and 八 begin a page of their own', () => {
  const [first, second, ...more] = elementsOf(xml, 'w:tbl');
  expect(more).toEqual([]);
  expect(wordsOf(first!)).toContain('六、申请备案机构意见');
  expect(wordsOf(second!)).toMatch(/^七、推荐部门意见.*八、备案部门意见/s);
  const between = xml.slice(xml.indexOf(first!) + first!.length, xml.indexOf(second!));
  expect(between).toContain('<w:pageBreakBefore/>');
});

describe('rows and page breaks', () => {
  const rowWith = (words: string) => elementsOf(xml, 'w:tr').find((row) => wordsOf(row).startsWith(words))!;

  test.each(['(含软硬件条件', '(含主要负责人', '(含场地', '内容和效果', '服务事项清单'])(
    '%s may run over pages',
    (words) => {
      expect(rowWith(words)).not.toMatch(/<w:cantSplit\/>|<w:cantSplit w:val="(true|on|1)"/);
    },
  );

  test.each(['一、', '二、', '三、', '四、', '五、', '六、', '七、', '八、'])(
    'the title %s stays with what follows',
    (words) => {
      expect(rowWith(words)).toContain('<w:cantSplit/>');
      expect(rowWith(words)).toContain('<w:keepNext/>');
    },
  );

  test('every row grows with its text', () => {
    const heights = xml.match(/<w:trHeight [^>]*>/g)!;
    expect(heights).toHaveLength(elementsOf(xml, 'w:tr').length);
    expect(heights.every((height) => height.includes('w:hRule="atLeast"'))).toBe(true);
  });
});

test('the page is A4 with the margins of official documents, and one footer serves every page', () => {
  expect(xml).toMatch(/<w:pgSz [^>]*w:w="11906" w:h="16838"/);
  const margins = /<w:pgMar [^>]*>/.exec(xml)![0];
  for (const each of ['w:top="2098"', 'w:bottom="1984"', 'w:left="1588"', 'w:right="1474"'])
    expect(margins).toContain(each);
  expect(xml.match(/<w:sectPr/g)).toHaveLength(1);
  expect(xml.match(/<w:footerReference [^>]*w:type="default"/g)).toHaveLength(1);
  expect(xml).not.toContain('<w:titlePg/>');
});

/** How many columns a cell takes, and its part in a vertical merge. */
function shapeOf(cell: string): [span: number, merge: string] {
  const span = Number(/<w:gridSpan w:val="(\d+)"/.exec(cell)?.[1] ?? 1);
  return [span, /<w:vMerge w:val="(\w+)"/.exec(cell)?.[1] ?? ''];
}

const NOTICE = `
编号：
国家知识产权信息公共服务网点备案表
备案机构：(盖章)
推荐部门：(盖章)
填报日期：
国家知识产权局
2023年制
填表说明
一、此表为国家知识产权信息公共服务网点备案表，封面“备案机构”名称填写法人单位名称，“推荐部门”填写有关行业主管部门或省级知识产权管理部门名称。
二、第六部分“申请备案机构意见”由申请备案的服务机构填写，并由经办人和负责人签字。
三、第七部分“推荐部门意见”由有关行业主管部门或省级知识产权管理部门填写，并由经办人和负责人签字。
四、除需手写和签字以外，表格其他部分均用四号仿宋_GB2312填写。
五、一般情况下，填表单位应按照表格字数要求进行填写，如确需增加内容可对表格进行自行扩展。
六、备案表应盖章、签字后扫描并上传至国家知识产权公共服务网公共服务管理系统，否则视为无效申请。
一、机构基本情况
名称 机构性质
地址
主要负责人及职务
总人数 专职人员数量 兼职人员数量
联系人 手机 邮箱
服务对象
服务事项清单
二、工作基础和优势特点(1000字左右)
(含软硬件条件、工作情况等，相关工作制度等全文请以附件形式提交)
三、服务团队人员情况
(含主要负责人、专职人员(至少5名)个人情况及知识产权信息公共服务相关工作经历简介等，每人200字左右)
四、未来发展思路和支持措施(1500字左右)
(含场地、人才、资金、运行保障、发展方向等)
五、开展知识产权信息公共服务典型案例(1—2个，每个300字左右)
1 名称 实施时间
内容和效果
2 名称 实施时间
内容和效果
六、申请备案机构意见
(含材料真实性、合法性、支持保障条件落实等情况)
经办人：       负责人：        日期：         (盖章)
七、推荐部门意见
(含资源、人员实力等评价和支持措施，是否同意推荐等情况)
经办人：       负责人：        日期：         (盖章)
八、备案部门意见
□准予备案           □不予备案
经办人：       负责人：        日期：         (盖章)
`;
