import {
  BASIC_LABELS,
  BASICS,
  CASE_LABELS,
  CASES,
  COVER_LABELS,
  guidedSectionOf,
  labelOf,
  SECTIONS,
  type Section,
  sectionOf,
} from './annex1-labels.ts';
import { type WordNode, wordBody, wordText } from './word-body.ts';

/** What was found in an Annex 1: the text of each cell by its label, and in words what is there but has no place. */
export type FoundAnnex1 = { cells: Record<string, string>; sections: Section[]; doubts: string[] };

/**
 * The text of every cell of a filled Annex 1 by its label: 编号, 备案机构, …, 名称, …, the title of a section without its
 * bracket (二、工作基础和优势特点), and 1 名称, 1 内容和效果, … for the cases. Paragraphs are joined by a line end; the
 * guidance and signature lines, which are the form's own, are left out. Footers are not read. A file that is no Word
 * file makes it reject; labels that are missing are simply not there.
 */
export async function readAnnex1(docx: Buffer): Promise<Record<string, string>> {
  return (await findAnnex1(docx)).cells;
}

/**
 * The same with what could not be read, for a document people have worked on: rows added, tables split, titles and labels
 * retyped. Cells are known by what stands in them, never by their place alone; what could be meant in two ways is named
 * and left out.
 */
export async function findAnnex1(docx: Buffer): Promise<FoundAnnex1> {
  const reading = new Reading();
  for (const row of rowsOf(await wordBody(docx))) reading.take(row);
  return reading.result();
}

/** A row of a table; a paragraph outside of tables is a row of one loose cell. */
type Row = { cells: string[]; spans: number[]; loose: boolean };

const rowsOf = (body: WordNode[]): Row[] =>
  body.flatMap((node): Row[] =>
    node.type === 'table'
      ? (node.children ?? []).map(({ children = [] }) => ({
          cells: children.map(wordText),
          spans: children.map(({ rowSpan }) => rowSpan ?? 1),
          loose: false,
        }))
      : [{ cells: [wordText(node)], spans: [1], loose: true }],
  );

class Reading {
  #cells: Record<string, string> = {};
  #doubts: string[] = [];
  #sections: Section[] = [];
  #section: Section | undefined;
  #case = 0;
  /** The long answer of 一 that an added row may go on with, and for how many rows its label is merged. */
  #open: { label: string; rows: number } | undefined;
  #spoilt = new Set<string>();
  /** How many rows went into an answer. */
  #rows = new Map<string, number>();

  take(row: Row): void {
    const filled = row.cells.filter((cell) => cell.trim());
    const [first = ''] = filled;
    const [line = '', ...rest] = first.split('\n');
    const title = filled.length === 1 ? sectionOf(line) : undefined;
    const guided = filled.length === 1 && !title ? guidedSectionOf(line) : undefined;
    if (title) this.#begin(title, rest.join('\n'));
    else {
      if (guided && !this.#sections.includes(guided)) this.#begin(guided, '');
      if (!this.#section && isBasics(row)) this.#begin(BASICS, '');
      if (!row.loose || first) this.#takeInto(this.#section, row, filled);
    }
  }

  #takeInto(section: Section | undefined, row: Row, filled: string[]): void {
    if (!section) this.#takeCover(row.cells.join(''));
    else if (section === BASICS) this.#takeBasics(row);
    else if (section === CASES) this.#takeCase(row);
    else this.#append(section, row.cells.length > 1 ? filled.join('\t') : (row.cells[0] ?? ''));
  }

  result(): FoundAnnex1 {
    this.#doubtTheMixed();
    const cells = Object.fromEntries(
      Object.entries(this.#cells)
        .filter(([label]) => !this.#spoilt.has(label))
        .map(([label, text]) => [label, SECTIONS.some((title) => title === label) ? withoutTheFormsOwn(text) : text]),
    );
    return { cells, sections: this.#sections, doubts: this.#doubts };
  }

  /** Where a title is missing, its text may stand at the end of the section before. */
  #doubtTheMixed(): void {
    for (const [index, title] of SECTIONS.entries()) {
      const before = SECTIONS.slice(0, index).findLast((each) => this.#sections.includes(each));
      if (this.#sections.includes(title) || !before || (this.#rows.get(before) ?? 0) < 2) continue;
      this.#doubts.push(`没有找到“${title}”，“${before}”里可能混着它的内容，没有读`);
      this.#spoilt.add(before);
    }
  }

  #begin(title: Section, content: string): void {
    if (this.#sections.includes(title)) {
      // The text of an answer may look like a title: which of the two is the form's own, nobody knows.
      this.#doubts.push(`“${title}”出现了两次`);
      for (const each of [title, this.#section, this.#before(title)]) if (each) this.#spoilt.add(each);
    } else this.#sections.push(title);
    this.#section = title;
    this.#open = undefined;
    if (content.trim()) this.take({ cells: [content], spans: [1], loose: false });
  }

  #before(title: Section): Section | undefined {
    return this.#sections[this.#sections.indexOf(title) - 1];
  }

  #append(label: string, text: string): void {
    const before = this.#cells[label];
    this.#cells[label] = before === undefined ? text : `${before}\n${text}`;
    this.#rows.set(label, (this.#rows.get(label) ?? 0) + 1);
  }

  #set(label: string, text: string, named = label): void {
    const before = this.#cells[label];
    if (before === undefined || !before.trim()) this.#cells[label] = text;
    else if (text.trim() && text.trim() !== before.trim()) {
      this.#doubts.push(`“${named}”出现了两次，内容不一样`);
      this.#spoilt.add(label);
    }
  }

  #takeCover(text: string): void {
    for (const label of COVER_LABELS) {
      const found = coverPattern(label).exec(text);
      if (found) this.#set(label, text.slice(found[0].length).trim());
    }
  }

  #takeBasics({ cells, spans }: Row): void {
    const goesOn = this.#open && this.#open.rows > 1 && cells.length === 1;
    if (this.#open) this.#open.rows--;
    if (goesOn || (this.#open && MANY_LINED.includes(this.#open.label) && isAddition(cells))) {
      this.#append(this.#open!.label, cells.at(-1)!);
      return;
    }
    this.#open = undefined;
    const pairs = pairsOf(cells, BASIC_LABELS);
    if (pairs.unplaced) this.#lost(BASICS, pairs.unplaced);
    for (const [label, text] of pairs.found) this.#set(label, text);
    const last = pairs.found.at(-1);
    if (last && this.#cells[last[0]] === last[1]) this.#open = { label: last[0], rows: spans[cells.length - 2] ?? 1 };
  }

  #takeCase({ cells }: Row): void {
    // The number of a case stands in a cell merged over both of its rows: the second row comes without it.
    const numbered = cells.length % 2 === 1 && cells.length > 1 && !labelOf(cells[0]!, CASE_LABELS);
    const pairs = pairsOf(numbered ? cells.slice(1) : cells, CASE_LABELS);
    if (pairs.found.some(([label]) => label === CASE_LABELS[0])) this.#case++;
    if (pairs.unplaced) this.#lost(CASES, pairs.unplaced);
    for (const [label, text] of pairs.found) {
      if (this.#case) this.#set(`${this.#case} ${label}`, text, `第 ${this.#case} 个案例的${label}`);
      else this.#lost(CASES, text);
    }
  }

  #lost(section: Section, text: string): void {
    if (text.trim()) this.#doubts.push(`“${section}”里没有对上任何一栏的内容：“${clipped(text.trim())}”`);
  }
}

/** Answers of 一 that people go on with in rows they add, leaving the label blank. */
const MANY_LINED = ['服务对象', '服务事项清单'];

const isAddition = ([label, text, ...more]: string[]): boolean =>
  !more.length && !label?.trim() && text !== undefined && !labelOf(text, BASIC_LABELS);

const isBasics = ({ cells }: Row): boolean =>
  cells.length > 1 && cells.length % 2 === 0 && cells.every((cell, i) => i % 2 === 1 || labelOf(cell, BASIC_LABELS));

type Pairs = { found: [label: string, text: string][]; unplaced: string };

/**
 * Labels with what stands behind them. Where labels stand in every other cell, as the form has them, an answer may look
 * like a label; elsewhere a label is taken for one, and what follows no label has no place.
 */
function pairsOf(cells: string[], labels: readonly string[]): Pairs {
  const strict = cells.length % 2 === 0 && cells.every((cell, i) => i % 2 === 1 || labelOf(cell, labels));
  const found: Pairs['found'] = [];
  let unplaced = '';
  cells.forEach((cell, i) => {
    const label = strict && i % 2 === 1 ? undefined : labelOf(cell, labels);
    const open = found.at(-1);
    if (label) found.push([label, '']);
    else if (open && (!open[1] || strict)) open[1] = cell;
    else unplaced += cell;
  });
  return { found, unplaced };
}

const coverPattern = (label: string): RegExp => {
  const seal = '(?:[（(]\\s*盖\\s*章\\s*[）)])?\\s*';
  return new RegExp(`^\\s*${[...label].join('\\s*')}\\s*${seal}[：:]\\s*${seal}`);
};

/** The line of guidance above an answer, and the lines to sign below it, however they were broken. */
function withoutTheFormsOwn(cell: string): string {
  const lines = cell.split('\n');
  if (/^\s*[（(]含.*[）)]\s*$/.test(lines[0]!)) lines.shift();
  let end = lines.length;
  while (end > 0 && !lines[end - 1]!.trim()) end--;
  const last = lines[end - 1] ?? '';
  if (/^\s*经办人[：:].*负责人[：:]/.test(last)) return lines.slice(0, end - 1).join('\n');
  const signing = lines.slice(0, end).findLastIndex((line) => /^\s*经办人[：:]/.test(line));
  const signed = signing >= 0 && lines.slice(signing, end).every((line) => SIGNING.test(line));
  return signed ? lines.slice(0, signing).join('\n') : lines.join('\n');
}

const SIGNING = /^\s*(?:经办人[：:]|负责人[：:]|日\s*期[：:]|[（(]盖章[）)]|年\s*月\s*日)?[\s（）()盖章年月日:：]*$/;

const clipped = (text: string): string => (text.length > 40 ? `${text.slice(0, 40).toWellFormed()}……` : text);
