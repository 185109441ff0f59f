import { listOf } from './card-walk.ts';
import { isObject } from './http.ts';
import type { Card } from './types.ts';

type Add = (code: number, message: string, path: string) => void;

const TAG_COLORS = 'neutral blue turquoise lime orange violet indigo wathet green yellow red purple carmine'.split(' ');
const isText = (value: unknown) => typeof value === 'string';
/** What a cell of each data_type may hold. */
const CELLS: Record<string, (value: unknown) => boolean> = {
  text: isText,
  lark_md: isText,
  markdown: isText,
  number: (value) => typeof value === 'number',
  date: (value) => Number.isInteger(value),
  persons: (value) => isText(value) || (Array.isArray(value) && value.every(isText)),
  options: (value) => isText(value) || (Array.isArray(value) && value.every(isOption)),
};

/** Checks a table's columns and cells: every key of a row names a column (200915), every cell is of its type (200914). */
export function checkTable(table: Card, path: string, add: Add): void {
  const columns = listOf(table.columns);
  const names = columns.map(({ name }) => name);
  if (new Set(names).size !== names.length) add(200621, 'column names are not unique', path);
  for (const { name, date_format } of columns)
    if (/[a-z]/i.test(String(date_format ?? '').replaceAll(/YYYY|MM|DD|HH|mm|ss/g, '')))
      add(200621, `date_format of ${name} has unknown placeholders`, path);
  for (const [index, row] of (Array.isArray(table.rows) ? table.rows : []).entries()) {
    for (const [key, cell] of Object.entries(isObject(row) ? row : {})) {
      const column = columns.findIndex(({ name }) => name === key);
      if (column < 0) add(200915, `table rows name is invalid: ${key}`, path);
      else if (CELLS[columns[column]!.data_type ?? 'text']?.(cell) === false)
        add(200914, `table rows is invalid: row ${index}, column ${column}`, path);
    }
  }
}

function isOption(value: unknown): boolean {
  if (!isObject(value) || !isText(value.text)) return false;
  const known = Object.keys(value).every((key) => key === 'text' || key === 'color');
  return known && (value.color === undefined || TAG_COLORS.includes(String(value.color)));
}
