import { esc, Markdown } from './markdown.ts';
import type { Table, TagColor } from './schema.ts';

type ColumnType = 'text' | 'number' | 'options' | 'markdown';
type Cell = string | number | Markdown | readonly { text: string; color?: TagColor }[];

/**
 * A table with pages of `pageSize` rows (1 to 10). It may stand in the body only, five to a card. A column of type 'text' (also the
 * default) shows its strings as they are; 'markdown' takes what `mdt` makes and escapes plain strings; 'options' takes coloured tags. `width` is 'auto', '80px'
 * to '600px' or a percentage.
 */
export function table(content: {
  columns: readonly { key: string; title: string; type?: ColumnType; width?: string }[];
  rows: readonly Record<string, Cell>[];
  pageSize?: number;
  /** The first column stays when the others are moved, as on a phone. */
  freezeFirst?: boolean;
}): Table {
  const markdownKeys = new Set(content.columns.filter((it) => it.type === 'markdown').map((it) => it.key));
  return {
    tag: 'table',
    page_size: content.pageSize ?? 10,
    ...(content.freezeFirst && { freeze_first_column: true }),
    header_style: { background_style: 'grey', bold: true },
    columns: content.columns.map(({ key, title, type = 'text', width = 'auto' }) => ({
      name: key,
      display_name: title,
      data_type: type,
      width,
    })),
    rows: content.rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([key, cell]) => [key, json(cell, markdownKeys.has(key))])),
    ),
  };
}

function json(cell: Cell, isMarkdown: boolean): Table['rows'][number][string] {
  if (cell instanceof Markdown) return cell.source;
  if (typeof cell === 'string') return isMarkdown ? esc(cell) : cell;
  return typeof cell === 'object' ? cell.map((it) => ({ ...it })) : cell;
}
