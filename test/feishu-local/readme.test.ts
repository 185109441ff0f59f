import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { titlesIn, titlesOf } from './titles.ts';

/** What the table's third column may hold: `file: title; another title; other-file: title`, each title perhaps shortened by “…”. */
function missingIn(cell: string, titles: Map<string, string[]>): string[] {
  let file = '';
  return cell.split('; ').flatMap((reference) => {
    const [, named, wanted = ''] = /^(?:([\w-]+): )?(.*)$/.exec(reference.trim())!;
    file = named ?? file;
    const words = wanted.replaceAll('…', '').trim();
    const shape = new RegExp(`^${wanted.split(/\s*…/).map(escaped).join('.*')}`);
    return words !== '' && titles.get(file)?.some((title) => shape.test(title)) ? [] : [reference];
  });
}

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The rows of the README's tables of rules: what stands under a head that ends in “source | test”. */
async function rules(): Promise<string[][]> {
  const readme = await readFile(join(import.meta.dirname, '../feishu/README.md'), 'utf8');
  const tables = readme.split(/\n\n+/).filter((part) => /^\|.*\| source \| test \|\n/.test(part));
  return tables.flatMap((table) =>
    table
      .trim()
      .split('\n')
      .slice(2)
      .map((row) =>
        row
          .split(/(?<!\\)\|/)
          .slice(1, -1)
          .map((cell) => cell.trim()),
      ),
  );
}

test('every rule of the README has its source and tests that exist', async () => {
  const titles = await titlesIn(import.meta.dirname);
  const rows = await rules();
  expect(rows.length).toBeGreaterThan(30);
  const faults = rows.flatMap((row) => {
    const [rule = '', source = '', cell = ''] = row;
    if (row.length !== 3 || source === '') return [`${rule}: a rule, its source, its tests`];
    return missingIn(cell, titles).map((reference) => `${rule}: no test 「${reference}」`);
  });
  expect(faults).toEqual([]);
});

test('a reference finds its test by file and the beginning of the title, and nothing else', () => {
  const titles = new Map([
    [
      'clicks',
      titlesOf(`test('a late answer, and its code', f); test.each([['left', 1], ['gone', 2]])('who has %s', f);`),
    ],
    ['files', titlesOf(`test.each<[string]>(['a', 'b'] as const)('%s is refused', f)`)],
  ]);
  expect(missingIn('clicks: a late answer, and …; who has gone; files: b is refused', titles)).toEqual([]);
  expect(missingIn('clicks: … and its …; files: … is refused', titles)).toEqual([]);
  expect(missingIn('clicks: a late answer; who has come; a late code; files: c is …', titles)).toEqual([
    'who has come',
    'a late code',
    'files: c is …',
  ]);
  expect(missingIn('clicks', titles)).toEqual(['clicks']);
  expect(missingIn('clicks: …', titles)).toEqual(['clicks: …']);
  expect(missingIn('nowhere: a late answer', titles)).toEqual(['nowhere: a late answer']);
});
