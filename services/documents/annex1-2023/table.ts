import { AlignmentType, type Paragraph, type Table, type TableRow } from 'docx';
import { cell, row, table } from './grid.ts';
import { BODY, centred, hairline, paragraph, paragraphsOf, run } from './typesetting.ts';

/**
 * Sections 一 to 八 of Annex 1. 七 and 八 stand on a page of their own, so that the department can print that page with
 * its opinion and bind it behind the pages which already carry the institution's seal.
 */
export function sections(): (Paragraph | Table)[] {
  return [
    table([...basics(), ...texts(), ...cases(), ...opinionOf('六、申请备案机构意见', HINTS.six, 'opinion')]),
    hairline({ pageBreakBefore: true }),
    ...lastPage(),
  ];
}

/** 七 and 八: also printed by themselves, with the same words in the footer. */
export function lastPage(): (Paragraph | Table)[] {
  return [table([...opinionOf('七、推荐部门意见', HINTS.seven, 'departmentOpinion'), ...decision()]), hairline()];
}

const HINTS = {
  two: '(含软硬件条件、工作情况等，相关工作制度等全文请以附件形式提交)',
  three: '(含主要负责人、专职人员(至少5名)个人情况及知识产权信息公共服务相关工作经历简介等，每人200字左右)',
  four: '(含场地、人才、资金、运行保障、发展方向等)',
  six: '(含材料真实性、合法性、支持保障条件落实等情况)',
  seven: '(含资源、人员实力等评价和支持措施，是否同意推荐等情况)',
};
const SIGNATURE = '经办人：       负责人：        日期：         (盖章)';

function basics(): TableRow[] {
  return [
    heading('一、机构基本情况'),
    fields([0, 2, '名称'], [2, 7, '{name}'], [7, 9, '机构性质'], [9, 10, '{nature}']),
    fields([0, 2, '地址'], [2, 10, '{address}']),
    fields([0, 2, '主要负责人及职务'], [2, 10, '{principal}']),
    fields(
      [0, 2, '总人数'],
      [2, 4, '{staffTotal}'],
      [4, 6, '专职人员数量'],
      [6, 7, '{staffFulltime}'],
      [7, 9, '兼职人员数量'],
      [9, 10, '{staffParttime}'],
    ),
    fields(
      [0, 2, '联系人'],
      [2, 4, '{contactName}'],
      [4, 5, '手机'],
      [5, 7, '{contactMobile}'],
      [7, 8, '邮箱'],
      [8, 10, '{contactEmail}'],
    ),
    fields([0, 2, '服务对象'], [2, 10, paragraphsOf('serviceTargets')]),
    // The indents let this label break in its middle, 服务事项 over 清单.
    fields(
      [0, 2, centred('服务事项清单', { indent: { left: 140, right: 140 } })],
      [2, 10, paragraphsOf('serviceItems')],
    ),
  ];
}

function texts(): TableRow[] {
  return [
    heading('二、工作基础和优势特点(1000字左右)'),
    block(6000, paragraph(HINTS.two), paragraphsOf('foundation', BODY)),
    heading('三、服务团队人员情况'),
    block(
      4000,
      paragraph(HINTS.three),
      paragraph('{#team [loopOver: "paragraph"]}{heading}'),
      paragraph('{#bio [loopOver: "paragraph"]}{line}{/bio}{/team}', BODY),
    ),
    heading('四、未来发展思路和支持措施(1500字左右)'),
    block(4000, paragraph(HINTS.four), paragraphsOf('plan', BODY)),
  ];
}

/** Both numbered blocks are always there: a form with one case leaves the second empty, as on paper. */
function cases(): TableRow[] {
  const rows = [1, 2].flatMap((n) => [
    row([
      cell(0, 1, [centred(`${n}`, { keepNext: true })], { rowSpan: 2 }),
      cell(1, 3, [centred('名称', { keepNext: true })]),
      cell(3, 7, [paragraph(`{case${n}Name}`)]),
      cell(7, 9, [centred('实施时间', { keepNext: true })]),
      cell(9, 10, [paragraph(`{case${n}Period}`)]),
    ]),
    row([cell(1, 3, [centred('内容和效果')]), cell(3, 10, [paragraphsOf(`case${n}Content`, BODY)], { top: true })], {
      height: 3000,
      mayBreak: true,
    }),
  ]);
  return [heading('五、开展知识产权信息公共服务典型案例(1—2个，每个300字左右)'), ...rows];
}

function opinionOf(title: string, hint: string, tag: string): TableRow[] {
  return [heading(title), signed(4200, paragraph(hint), paragraphsOf(tag, BODY))];
}

/** 准予备案 or 不予备案 is ticked by the national office, never here. */
function decision(): TableRow[] {
  const boxes = paragraph('□准予备案           □不予备案', {
    alignment: AlignmentType.CENTER,
    spacing: { before: 1000 },
  });
  return [heading('八、备案部门意见'), signed(3600, boxes)];
}

/** The text and its signature line stay on one page: a seal must not stand on a page without the words it is set under. */
function signed(height: number, ...content: Paragraph[]): TableRow {
  // The room above the line is that of the seal, which is 4 to 4.5 cm wide and covers the line with its middle.
  const line = paragraph(SIGNATURE, { alignment: AlignmentType.CENTER, spacing: { before: 1900, after: 500 } });
  return row([cell(0, 10, [...content, line], { top: true })], { height });
}

function heading(title: string): TableRow {
  return row([cell(0, 10, [paragraph([run(title, { bold: true })], { keepNext: true })])]);
}

function block(height: number, ...content: Paragraph[]): TableRow {
  return row([cell(0, 10, content, { top: true })], { height, mayBreak: true });
}

/** A row of labels and answers; the tagged ones are answers. */
function fields(...parts: [from: number, to: number, content: string | Paragraph][]): TableRow {
  const cells = parts.map(([from, to, content]) => {
    if (typeof content !== 'string') return cell(from, to, [content]);
    return cell(from, to, [content.startsWith('{') ? paragraph(content) : centred(content)]);
  });
  return row(cells, { mayBreak: true });
}
