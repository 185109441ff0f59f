import type { FormContext, Roster } from '../form/define.ts';
import { separated } from './separated.ts';
import { optionMeant, plainly, type TableLine, type Understood, understand, understandInOrder } from './understand.ts';

/**
 * Rows of a list out of a chat message: a pasted table (cells parted by tabs, bars or two blanks and more, with a head or in the
 * order of the form), or one person per paragraph (姓名，身份，简介……). Undefined for anything else, which stays what it was.
 */
export const understandPasted = (text: string, roster: Roster, context: FormContext): Understood | undefined => {
  const table = asTable(text);
  if (table) {
    const found = understand(table, roster, context) ?? inOrder(table, roster, context);
    if (found?.rows.length) return found;
  }
  const paragraphs = asParagraphs(text, roster, context);
  return paragraphs && understandInOrder(paragraphs, roster, context);
};

/** The cells of a text all of whose lines are rows; a lone line may be one as well. */
const asTable = (text: string): TableLine[] | undefined => {
  if (text.includes('\t')) return allRows(separated(text, '\t'));
  const bars = /[|｜]/.test(text);
  const lines = text.split('\n').map((one, index) => ({
    line: index + 1,
    cells: (bars ? one.trim().replace(/^[|｜]|[|｜]$/g, '') : one.trim())
      .split(bars ? /[|｜]/ : /[ \u3000]{2,}/)
      .map((cell) => cell.trim()),
  }));
  // The line below the head of a table written with bars: |---|---|
  return allRows(lines.filter(({ cells }) => !cells.every((cell) => /^:?-{2,}:?$/.test(cell))));
};

const allRows = (lines: TableLine[]): TableLine[] | undefined => {
  const filled = lines.filter(({ cells }) => cells.some(Boolean));
  return filled.length && filled.every(({ cells }) => cells.length >= 2) ? filled : undefined;
};

/** Without a head the cells must look like the list: as many as it has, or each row with one of its choices in place. */
const inOrder = (lines: TableLine[], roster: Roster, context: FormContext): Understood | undefined => {
  const keys = Object.keys(roster.item);
  const fits = ({ cells }: TableLine) => {
    if (cells.length > keys.length || plainly(cells[0] ?? '').length > 40) return false;
    const choices = keys.flatMap((key, at) => (roster.item[key]?.kind === 'choice' ? [{ key, at }] : []));
    return choices.length
      ? choices.every(({ key, at }) => optionMeant(roster, key, cells[at] ?? '', context))
      : cells.length === keys.length;
  };
  return lines.every(fits) ? understandInOrder(lines, roster, context) : undefined;
};

/** 姓名，身份，简介……: a line that begins so begins a person, any other goes on with the one before. */
const asParagraphs = (text: string, roster: Roster, context: FormContext): TableLine[] | undefined => {
  const keys = Object.keys(roster.item);
  const choice = keys.findIndex((key) => roster.item[key]?.kind === 'choice');
  if (choice !== 1 || keys.length !== 3) return undefined;
  const rows: TableLine[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const [, name, role, bio] =
      /^\s*([^，,、：:。；;]{1,40})[，,、：:]\s*([^，,、。；;]{1,24})[，,、：:。；;]\s*(.+)$/.exec(line) ?? [];
    const meant = role && optionMeant(roster, keys[choice]!, role, context);
    if (name && meant && bio) rows.push({ line: index + 1, cells: [name, meant, bio] });
    else if (!line.trim()) continue;
    else if (rows.length) rows.at(-1)!.cells[2] += `\n${line.trim()}`;
    else return undefined;
  }
  return rows.length ? rows : undefined;
};
