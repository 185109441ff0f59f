import path from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';

/** One import, dynamic import or re-export. `file` is the path from the root when it names a file of ours. */
export type Import = { from: string; file?: string; typeOnly: boolean };

/** What the bans look at in one file. */
export type Source = {
  /** From the root of the project, with slashes: 'cards/kit/text.ts'. */
  file: string;
  imports: Import[];
  /** Uses of things that only some files may touch, by what is used. */
  uses: Set<'environment' | 'clock' | 'console'>;
  /** Texts of object properties called `tag`. */
  tags: string[];
};

/** Reads one .ts or .tsx file. Throws when it does not parse. */
export function readSource(file: string, text: string): Source {
  const { program, errors } = parseSync(file, text);
  if (errors.length) throw new SyntaxError(`${file}: ${errors[0]?.message}`);
  const source: Source = { file, imports: [], uses: new Set(), tags: [] };
  const { uses, tags } = source;
  const add = (from: string, typeOnly: boolean) => {
    const ours = from.startsWith('.') ? path.posix.join(path.posix.dirname(file), from) : undefined;
    source.imports.push({ from, typeOnly, ...(ours !== undefined && { file: ours }) });
  };
  new Visitor({
    // `import { type A }` loads its file when type stripping runs it; only `import type` is wholly erased.
    ImportDeclaration(node) {
      add(node.source.value, node.importKind === 'type');
      const takesEnv = node.specifiers.some(
        (it) => it.type === 'ImportSpecifier' && it.imported.type === 'Identifier' && it.imported.name === 'env',
      );
      if (/^(node:)?process$/.test(node.source.value) && takesEnv) uses.add('environment');
    },
    ExportNamedDeclaration(node) {
      if (node.source) add(node.source.value, node.exportKind === 'type');
    },
    ExportAllDeclaration(node) {
      add(node.source.value, node.exportKind === 'type');
    },
    ImportExpression(node) {
      if (node.source.type === 'Literal' && typeof node.source.value === 'string') add(node.source.value, false);
    },
    TSImportType(node) {
      add(node.source.value, true);
    },
    MemberExpression(node) {
      const owner = nameOf(node.object);
      if (owner === 'process' && nameOf(node.property) === 'env') uses.add('environment');
      if (owner === 'console') uses.add('console');
    },
    VariableDeclarator(node) {
      const takesEnv =
        node.id.type === 'ObjectPattern' &&
        node.id.properties.some((it) => it.type === 'Property' && nameOf(it.key) === 'env');
      if (node.init && nameOf(node.init) === 'process' && takesEnv) uses.add('environment');
    },
    NewExpression(node) {
      if (nameOf(node.callee) === 'Date' && node.arguments.length === 0) uses.add('clock');
    },
    CallExpression(node) {
      const { callee } = node;
      if (nameOf(callee) === 'Date') uses.add('clock');
      if (nameOf(callee) === 'dayjs' && node.arguments.length === 0) uses.add('clock');
      if (callee.type !== 'MemberExpression') return;
      const [owner, method] = [nameOf(callee.object), nameOf(callee.property)];
      if (owner === 'Date' && method === 'now') uses.add('clock');
      if (owner === 'dayjs' && node.arguments.length === 0) uses.add('clock');
    },
    TemplateElement(node) {
      if (/\bnow\(\)|\bCURRENT_(TIMESTAMP|DATE|TIME)\b/i.test(node.value.raw)) uses.add('clock');
    },
    Property(node) {
      if (nameOf(node.key) !== 'tag') return;
      const value = node.value.type === 'TSAsExpression' ? node.value.expression : node.value;
      if (value.type === 'Literal' && typeof value.value === 'string') tags.push(value.value);
    },
  }).visit(program);
  return source;
}

/** `a`, and also what `globalThis.a` and `x['a']` name. */
function nameOf(node: { type: string; name?: unknown; value?: unknown; property?: unknown }): string | undefined {
  if (node.type === 'Identifier') return node.name as string;
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node.type === 'MemberExpression') return nameOf(node.property as Parameters<typeof nameOf>[0]);
  return undefined;
}
