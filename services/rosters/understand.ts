import type { FormContext, Roster } from '../form/define.ts';
import { fieldProblems } from '../form/read.ts';

/** A row of a table as it came: where it stood (1-based, as the person's own program counts) and its cells. */
export type TableLine = { line: number; cells: string[] };
/** A row as the form's own fields, and what is wrong with it in words. */
export type TableRow = { line: number; values: Record<string, string>; faults: string[] };
export type Understood = {
  rows: TableRow[];
  /** Columns the form has no use for, and columns of the form that are missing. */
  ignored: string[];
  lacking: string[];
  /** Rows beyond the number a list can hold. */
  left: number;
};

/** Rows of one list, far above any real team. */
const MOST_ROWS = 60;
/** The head of a table stands below a title and a line or two of explanation at most. */
const HEAD_WITHIN = 10;
/** In characters: what one row of a list may hold in a cell. */
const LONGEST_CELL = 6000;

/**
 * A table read by its head, in whatever order its columns stand: blank rows, rows of explanation and of example are passed over,
 * nothing is guessed. Undefined when no head is found that names at least two columns of the list.
 */
export const understand = (lines: TableLine[], roster: Roster, context: FormContext): Understood | undefined => {
  const head = lines.slice(0, HEAD_WITHIN).find(({ cells }) => matched(cells, roster).filter(Boolean).length >= 2);
  if (!head) return undefined;
  const columns = matched(head.cells, roster);
  const below = lines.filter(({ line }) => line > head.line);
  const ignored = head.cells.filter((cell, at) => cell.trim() && !columns[at]).map((cell) => cell.trim());
  return { ...read(below, columns, roster, context), ignored };
};

/** The same for rows without a head, whose cells stand in the order of the form. */
export const understandInOrder = (lines: TableLine[], roster: Roster, context: FormContext): Understood => ({
  ...read(lines, Object.keys(roster.item), roster, context),
  ignored: [],
});

/** The option that is meant, or undefined; never the nearest one. */
export const optionMeant = (roster: Roster, key: string, cell: string, context: FormContext): string | undefined => {
  const part = roster.item[key];
  if (part?.kind !== 'choice') return undefined;
  const said = plainly(cell);
  const meant = part
    .options(context)
    .find(({ value, text, also = [] }) => [value, text, ...also].some((one) => plainly(one) === said));
  return meant?.value;
};

const read = (lines: TableLine[], columns: (string | undefined)[], roster: Roster, context: FormContext) => {
  const filled = lines.filter(({ cells }) => cells.some((cell) => cell.trim()) && !isGuidance(cells));
  const rows = filled.slice(0, MOST_ROWS).map((one) => readRow(one, columns, roster, context));
  const seen = new Map<string, number>();
  for (const row of rows) {
    const name = plainly(row.values.name ?? '');
    const first = seen.get(name);
    if (first !== undefined) row.faults.push(`与第 ${first} 行重名`);
    else if (name) seen.set(name, row.line);
  }
  const lacking = Object.entries(roster.item).filter(([key]) => !columns.includes(key));
  return { rows, lacking: lacking.map(([, { label }]) => label), left: filled.length - rows.length };
};

const readRow = (
  { line, cells }: TableLine,
  columns: (string | undefined)[],
  roster: Roster,
  context: FormContext,
): TableRow => {
  const values: Record<string, string> = {};
  const faults: string[] = [];
  for (const [key, part] of Object.entries(roster.item)) {
    const at = columns.indexOf(key);
    const cell = at < 0 ? '' : (cells[at] ?? '').trim();
    const value = optionMeant(roster, key, cell, context) ?? cell;
    if (value) values[key] = value;
    const [problem] = fieldProblems(part, value || undefined, context).filter(({ severity }) => severity === 'block');
    if (cell.length > LONGEST_CELL) faults.push(`“${part.label}”太长，最多 ${LONGEST_CELL} 个字符`);
    else if (!cell) problem && faults.push(`缺“${part.label}”`);
    else if (problem && part.kind === 'choice') {
      const options = part.options(context).map(({ text }) => text);
      faults.push(`“${part.label}”写的是“${cell.slice(0, 20)}”，请写成：${options.join('、')}`);
    } else if (problem) faults.push(problem.words);
  }
  return { line, values, faults };
};

/** Which field of the list each cell of a head names; each field once. */
const matched = (cells: string[], { item }: Roster): (string | undefined)[] => {
  const taken = new Set<string>();
  return cells.map((cell) => {
    const said = plainly(cell);
    const found = Object.entries(item).find(
      ([key, { label, heads = [] }]) => !taken.has(key) && [label, ...heads].some((one) => plainly(one) === said),
    );
    if (found) taken.add(found[0]);
    return found?.[0];
  });
};

/** How the rows of our template begin that are not meant to be filed. */
export const EXPLAINS = '填写说明';
export const EXAMPLE = '示例（请删去本行）';

/** The rows of our own template that are not meant to be filed. */
const isGuidance = (cells: string[]): boolean => {
  const first = cells.find((cell) => cell.trim())?.trim() ?? '';
  return first.startsWith(EXPLAINS) || first.startsWith(EXAMPLE);
};

/** What a cell says, whatever its blanks, width and brackets: 主要负责人 (专职) is 主要负责人（专职）, 姓 名* is 姓名. */
export const plainly = (words: string): string =>
  words
    .normalize('NFKC')
    .replace(/[（(](必填|选填|\d+字[^）)]*)[）)]/g, '')
    .replace(/[\s*：:()（）“”"']/g, '');
