import {
  HeightRule,
  type Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  VerticalAlignTable,
  WidthType,
} from 'docx';
import { TEXT_WIDTH } from './typesetting.ts';

/**
 * A cell from one edge to another, both counted from 0 at the left. Its content stands in the middle of its height
 * unless it is a text that grows.
 */
export function cell(
  from: number,
  to: number,
  children: Paragraph[],
  options: { rowSpan?: number; top?: boolean } = {},
) {
  return new TableCell({
    children,
    columnSpan: to - from,
    ...(options.rowSpan ? { rowSpan: options.rowSpan } : {}),
    width: { size: EDGES[to]! - EDGES[from]!, type: WidthType.DXA },
    verticalAlign: options.top ? VerticalAlignTable.TOP : VerticalAlignTable.CENTER,
  });
}

/** A row at least `height` twentieths of a point high; labels stay whole, long answers may run over pages. */
export function row(children: TableCell[], options: { height?: number; mayBreak?: boolean } = {}): TableRow {
  return new TableRow({
    children,
    cantSplit: !options.mayBreak,
    height: { value: options.height ?? 600, rule: HeightRule.ATLEAST },
  });
}

/** A table as wide as the text of the page. */
export function table(rows: TableRow[]): Table {
  return new Table({
    rows,
    width: { size: TEXT_WIDTH, type: WidthType.DXA },
    columnWidths: EDGES.slice(1).map((edge, i) => edge - EDGES[i]!),
    layout: TableLayoutType.FIXED,
    margins: { left: 60, right: 60, top: 40, bottom: 40 },
  });
}

/** Where the columns of all rows of the form begin and end, in twentieths of a point from the left edge. */
const EDGES = [0, 700, 1600, 2300, 2700, 3420, 3960, 5300, 6020, 6560, TEXT_WIDTH] as const;
