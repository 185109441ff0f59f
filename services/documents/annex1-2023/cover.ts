import { AlignmentType, type Paragraph, Tab, TabStopType, TextRun, UnderlineType } from 'docx';
import { BODY, centred, FONT, hairline, paragraph, run, SIZE_3, SIZE_4 } from './typesetting.ts';

/** The cover and the page 填表说明 of Annex 1, word for word. 编号 stays empty: the national office assigns it. */
export function cover(): Paragraph[] {
  return [
    paragraph([run('编号：', { size: SIZE_3 })], { spacing: { after: 2400 } }),
    centred([run('国家知识产权信息公共服务网点备案表', { size: SIZE_2, font: TITLE_FONT })], {
      spacing: { line: 800, after: 2900 },
    }),
    field('备案机构：(盖章)', '{institutionName}'),
    field('推荐部门：(盖章)', '{departmentName}'),
    field('填报日期：', '{filledOn}'),
    centred([run('国家知识产权局', { size: SIZE_3 })], { spacing: { before: 2600, line: 640 } }),
    centred([run('2023年制', { size: SIZE_3 })], { spacing: { line: 640 } }),
    centred([run('填表说明', { size: SIZE_3, bold: true })], { pageBreakBefore: true, spacing: { after: 440 } }),
    ...INSTRUCTIONS.map((text) => paragraph(text, { ...BODY, spacing: { line: 560 } })),
    hairline({ pageBreakBefore: true }),
  ];
}

/** A label and its underlined blank. A name too long for the blank goes on under its own beginning. */
function field(label: string, tag: string): Paragraph {
  const underline = { type: UnderlineType.SINGLE };
  const rest = new TextRun({ font: FONT, size: SIZE_4, underline, children: [new Tab()] });
  return paragraph(
    [run(label, { size: SIZE_3 }), new TextRun({ size: SIZE_3, children: [new Tab()] }), run(tag, { underline }), rest],
    {
      alignment: AlignmentType.LEFT,
      indent: { left: 3000, hanging: 2720, right: 280 },
      tabStops: [
        { type: TabStopType.LEFT, position: 3000 },
        { type: TabStopType.RIGHT, position: 8564 },
      ],
      spacing: { line: 600, after: 200 },
    },
  );
}

/** Titles are 二号 小标宋, as on official documents (GB/T 9704—2012 as it is commonly followed). */
const SIZE_2 = 44;
const TITLE_FONT = { ...FONT, ascii: '方正小标宋简体', hAnsi: '方正小标宋简体', eastAsia: '方正小标宋简体' };

const INSTRUCTIONS = [
  '一、此表为国家知识产权信息公共服务网点备案表，封面“备案机构”名称填写法人单位名称，“推荐部门”填写有关行业主管部门或省级知识产权管理部门名称。',
  '二、第六部分“申请备案机构意见”由申请备案的服务机构填写，并由经办人和负责人签字。',
  '三、第七部分“推荐部门意见”由有关行业主管部门或省级知识产权管理部门填写，并由经办人和负责人签字。',
  '四、除需手写和签字以外，表格其他部分均用四号仿宋_GB2312填写。',
  '五、一般情况下，填表单位应按照表格字数要求进行填写，如确需增加内容可对表格进行自行扩展。',
  '六、备案表应盖章、签字后扫描并上传至国家知识产权公共服务网公共服务管理系统，否则视为无效申请。',
];
