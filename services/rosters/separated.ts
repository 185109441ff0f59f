import type { TableLine } from './understand.ts';

/**
 * Rows of cells parted by one sign, as spreadsheets write and copy them: a cell in quotes may hold the sign, line breaks and
 * doubled quotes. `line` is the number of the row, so that a cell of several lines counts once, as on the sheet.
 */
export const separated = (text: string, sign: string): TableLine[] => {
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  const endCell = () => {
    rows.at(-1)!.push(cell);
    cell = '';
  };
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (quoted) {
      if (char !== '"') cell += char;
      else if (text[at + 1] === '"') cell += text[++at];
      else quoted = false;
    } else if (char === '"' && cell.trim() === '' && closes(text, at, sign)) {
      cell = '';
      quoted = true;
    } else if (char === sign) endCell();
    else if (char === '\n') {
      endCell();
      rows.push([]);
    } else if (char !== '\r') cell += char;
  }
  endCell();
  return rows.map((cells, index) => ({ line: index + 1, cells: cells.map((one) => one.trim()) }));
};

/** A quote that is never closed before a sign or the end of a line is a sign of the text itself. */
const closes = (text: string, from: number, sign: string): boolean => {
  for (let at = text.indexOf('"', from + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    if (text[at + 1] === '"') at++;
    else return [undefined, sign, '\n', '\r'].includes(text[at + 1]);
  }
  return false;
};
