import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Argument, type Expression, parseSync, Visitor } from 'oxc-parser';

/** The titles of the tests in a folder, by file name without `.test.ts`; every row of a `test.each` has its own. */
export async function titlesIn(dir: string): Promise<Map<string, string[]>> {
  const files = (await readdir(dir)).filter((file) => file.endsWith('.test.ts'));
  const read = async (file: string): Promise<[string, string[]]> => [
    file.replace('.test.ts', ''),
    titlesOf(await readFile(join(dir, file), 'utf8')),
  ];
  return new Map(await Promise.all(files.map(read)));
}

/** The titles in one source: `test('…')`, and `test.each(rows)('… %s …')` with what its rows say in that place. */
export function titlesOf(source: string): string[] {
  const titles: string[] = [];
  new Visitor({
    CallExpression({ callee, arguments: [title] }) {
      const text = textOf(title);
      if (text === undefined) return;
      if (callee.type === 'Identifier' && callee.name === 'test') titles.push(text);
      if (callee.type === 'CallExpression' && isEach(callee.callee))
        titles.push(...rowsOf(callee.arguments[0]).map((row) => filled(text, row)));
    },
  }).visit(parseSync('a.ts', source).program);
  return titles;
}

type Node = Argument | Expression | undefined;

function isEach(callee: Expression): boolean {
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return false;
  return callee.property.name === 'each' && callee.object.type === 'Identifier' && callee.object.name === 'test';
}

function rowsOf(rows: Node): (string | undefined)[][] {
  const list = rows?.type === 'TSAsExpression' ? rows.expression : rows;
  // Rows that are made elsewhere could say anything.
  if (list?.type !== 'ArrayExpression') return [[]];
  const plain = list.elements.map((row) => (row?.type === 'TSAsExpression' ? row.expression : row));
  return plain.map((row) =>
    row?.type === 'ArrayExpression' ? row.elements.map((cell) => textOf(cell as Node)) : [textOf(row as Node)],
  );
}

function textOf(node: Node): string | undefined {
  if (node?.type === 'Literal') return String(node.value);
  return node?.type === 'TemplateLiteral' && node.expressions.length === 0
    ? (node.quasis[0]!.value.cooked ?? undefined)
    : undefined;
}

function filled(title: string, row: (string | undefined)[]): string {
  let place = 0;
  return title.replaceAll(/%[sdij]|\$\w+/g, () => row[place++] ?? '');
}
