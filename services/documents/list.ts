import {
  Document,
  HeightRule,
  Packer,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  VerticalAlignTable,
  WidthType,
} from 'docx';
import { centred, FONT, hairline, PAGE, run, SIZE_4, TEXT_WIDTH } from './annex1-2023/typesetting.ts';
import { printable } from './printable.ts';

/** 二号, 22 points, as titles of official documents are set. */
const SIZE_2 = 44;

/** One column: its heading and its width in twentieths of a point; 0 for what is left. */
export type ListColumn = readonly [title: string, width: number];

/** A list as the national office publishes it: the title, a line below it where there is one, and a table. */
export const listDocx = (list: {
  title: string;
  below?: string;
  columns: readonly ListColumn[];
  rows: readonly (readonly string[])[];
}): Promise<Buffer> => {
  const { title, below, columns, rows } = list;
  const fixed = columns.reduce((sum, [, width]) => sum + width, 0);
  const free = columns.filter(([, width]) => !width).length;
  const widths = columns.map(([, width]) => width || Math.floor((TEXT_WIDTH - fixed) / free));
  const line = (cells: readonly string[], heading = false) =>
    new TableRow({
      cantSplit: true,
      tableHeader: heading,
      height: { value: 600, rule: HeightRule.ATLEAST },
      children: cells.map(
        (words, index) =>
          new TableCell({
            children: [centred([run(printable(words), { bold: heading })])],
            width: { size: widths[index]!, type: WidthType.DXA },
            verticalAlign: VerticalAlignTable.CENTER,
          }),
      ),
    });
  const { width, height, top, bottom, left, right } = PAGE;
  const document = new Document({
    title: printable(title),
    creator: '备案助手',
    lastModifiedBy: '备案助手',
    styles: {
      default: { document: { run: { font: FONT, size: SIZE_4, language: { value: 'zh-CN', eastAsia: 'zh-CN' } } } },
    },
    compatibility: { version: 15 },
    sections: [
      {
        properties: { page: { size: { width, height }, margin: { top, bottom, left, right } } },
        children: [
          centred([run(printable(title), { size: SIZE_2, bold: true })], {
            spacing: { before: 200, after: 300, line: 700 },
          }),
          ...(below ? [centred(printable(below), { spacing: { after: 200 } })] : []),
          new Table({
            rows: [
              line(
                columns.map(([heading]) => heading),
                true,
              ),
              ...rows.map((cells) => line(cells)),
            ],
            width: { size: TEXT_WIDTH, type: WidthType.DXA },
            columnWidths: widths,
            layout: TableLayoutType.FIXED,
            margins: { left: 60, right: 60, top: 40, bottom: 40 },
          }),
          hairline(),
        ],
      },
    ],
  });
  return Packer.toBuffer(document);
};
