import { writeFile } from 'node:fs/promises';
import {
  Document,
  HeightRule,
  Packer,
  PageOrientation,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  VerticalAlignTable,
  WidthType,
} from 'docx';
import { centred, FONT, hairline, PAGE, paragraph, run, SIZE_3, SIZE_4 } from './annex1-2023/typesetting.ts';

/**
 * The tagged Word template of Annex 2 of the 2023 notice, title and columns as there, as the bytes of a .docx file. It lies
 * across the page, so that an e-mail address has its place on one line.
 */
export function buildAnnex2Template(): Promise<Buffer> {
  const { width, height, top, bottom, left, right } = PAGE;
  const document = new Document({
    title: TITLE,
    creator: '备案助手',
    lastModifiedBy: '备案助手',
    styles: {
      default: { document: { run: { font: FONT, size: SIZE_4, language: { value: 'zh-CN', eastAsia: 'zh-CN' } } } },
    },
    compatibility: { version: 15 },
    sections: [
      {
        properties: {
          page: {
            size: { width, height, orientation: PageOrientation.LANDSCAPE },
            margin: { top: left, bottom: right, left: bottom, right: top },
          },
        },
        children: [
          paragraph([run('附件2', { size: SIZE_3 })]),
          centred([run(TITLE, { size: SIZE_3, bold: true })], { spacing: { before: 300, after: 300, line: 640 } }),
          table(),
          hairline(),
        ],
      },
    ],
  });
  return Packer.toBuffer(document);
}

const TITLE = '国家知识产权信息公共服务网点备案工作联系人信息表';
/** Each column with its width in twentieths of a point. */
const COLUMNS: readonly [label: string, tag: string, width: number][] = [
  ['单位', '{unit}', 2900],
  ['姓名', '{name}', 1400],
  ['职务', '{position}', 1900],
  ['办公电话', '{officePhone}', 2000],
  ['手机', '{mobile}', 1800],
  ['邮箱', '{email}', 2756],
];

function table(): Table {
  return new Table({
    rows: [rowOf(({ label }) => label), rowOf(({ tag }) => tag)],
    width: { size: COLUMNS.reduce((sum, [, , width]) => sum + width, 0), type: WidthType.DXA },
    columnWidths: COLUMNS.map(([, , width]) => width),
    layout: TableLayoutType.FIXED,
    margins: { left: 60, right: 60, top: 40, bottom: 40 },
  });
}

const rowOf = (words: (column: { label: string; tag: string }) => string): TableRow =>
  new TableRow({
    cantSplit: true,
    height: { value: 700, rule: HeightRule.ATLEAST },
    children: COLUMNS.map(
      ([label, tag, width]) =>
        new TableCell({
          children: [centred(words({ label, tag }))],
          width: { size: width, type: WidthType.DXA },
          verticalAlign: VerticalAlignTable.CENTER,
        }),
    ),
  });

if (import.meta.main) {
  await writeFile(new URL('templates/annex2-2023.docx', import.meta.url), await buildAnnex2Template());
}
