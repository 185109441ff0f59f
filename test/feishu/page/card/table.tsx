import { type CSSProperties, type ReactNode, useState } from 'react';
import type { TableColumn, Table as TableElement } from './card-json.ts';
import { tagColors } from './look.ts';
import { Markdown } from './markdown.tsx';
import { PersonView } from './person.tsx';

/** A table with pages. */
export function Table({ table }: { table: TableElement }) {
  const [page, setPage] = useState(0);
  const size = table.page_size ?? 5;
  const pages = Math.max(1, Math.ceil(table.rows.length / size));
  const head = table.header_style;
  const shown = table.rows.slice(page * size, page * size + size);
  return (
    <div className="table">
      <div className="table-scroll">
        <table className={table.freeze_first_column ? 'grid frozen' : 'grid'} style={rowHeights(table)}>
          <thead className={head?.background_style === 'grey' ? 'grey' : ''}>
            <tr>
              {table.columns.map((column) => (
                <th
                  key={column.name}
                  style={{
                    textAlign: head?.text_align,
                    fontWeight: head?.bold === false ? 400 : undefined,
                    fontSize: head?.text_size === 'heading' ? 16 : undefined,
                    color: head?.text_color === 'grey' ? 'var(--ink-3)' : undefined,
                    width: column.width?.endsWith('px') || column.width?.endsWith('%') ? column.width : undefined,
                  }}
                >
                  {column.display_name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row, index) => (
              <tr key={page * size + index}>
                {table.columns.map((column) => (
                  <td
                    key={column.name}
                    style={{
                      textAlign: column.horizontal_align ?? (column.data_type === 'number' ? 'right' : undefined),
                      verticalAlign: column.vertical_align === 'center' ? 'middle' : column.vertical_align,
                    }}
                  >
                    <div className="cell">{cell(column, row[column.name])}</div>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {pages > 1 && (
        <div className="pager">
          <button type="button" aria-label="上一页" disabled={page === 0} onClick={() => setPage(page - 1)}>
            ‹
          </button>
          <span>
            {page + 1} / {pages}
          </span>
          <button type="button" aria-label="下一页" disabled={page === pages - 1} onClick={() => setPage(page + 1)}>
            ›
          </button>
        </div>
      )}
    </div>
  );
}

const heights: Record<string, string> = { low: '32px', middle: '48px', high: '64px' };

/** Rows are as high as the table says, or as their text needs up to a limit. */
function rowHeights({ row_height = 'low', row_max_height = '124px' }: TableElement): CSSProperties {
  const fixed = row_height === 'auto' ? undefined : (heights[row_height] ?? row_height);
  return { '--row': fixed ?? '32px', '--row-most': fixed ? 'none' : row_max_height } as CSSProperties;
}

function cell(column: TableColumn, value: unknown): ReactNode {
  if (value === undefined || value === null) return '';
  switch (column.data_type) {
    case 'lark_md':
    case 'markdown':
      return <Markdown source={String(value)} />;
    case 'number':
      return numberWords(Number(value), column.format ?? {});
    case 'date':
      return dateWords(Number(value), column.date_format ?? 'YYYY-MM-DD');
    case 'options': {
      const tags = (Array.isArray(value) ? value : [{ text: value }]) as { text: string; color?: string }[];
      return tags.map((tag) => (
        <span key={tag.text} className="tag" style={tagColors(tag.color)}>
          {tag.text}
        </span>
      ));
    }
    case 'persons':
      return [value].flat().map((id) => <PersonView key={String(id)} id={String(id)} size="extra_small" avatar name />);
    default:
      return String(value);
  }
}

function numberWords(value: number, format: NonNullable<TableColumn['format']>): string {
  const digits = format.precision === undefined ? {} : fraction(format.precision);
  return `${format.symbol ?? ''}${value.toLocaleString('en-US', { useGrouping: format.separator ?? false, ...digits })}`;
}

function fraction(precision: number) {
  return { minimumFractionDigits: precision, maximumFractionDigits: precision };
}

function dateWords(at: number, pattern: string): string {
  const iso = new Date(at + 8 * 3_600_000).toISOString();
  const parts: Record<string, string> = {
    YYYY: iso.slice(0, 4),
    MM: iso.slice(5, 7),
    DD: iso.slice(8, 10),
    HH: iso.slice(11, 13),
    mm: iso.slice(14, 16),
    ss: iso.slice(17, 19),
  };
  return pattern.replace(/YYYY|MM|DD|HH|mm|ss/g, (part) => parts[part]!);
}
