import { isObject } from './http.ts';
import type { Card, Fault } from './types.ts';

type Limits = { nodes: number; tables: number; markdownTables: number };
type Node = { node: Card; path: string; form?: string };

const MAX_INPUT = 1000;

/** Checks what concerns several parts of a card: counts, unique names, forms with their submit button, options and defaults. */
export function checkRelations(card: Card, limits: Limits, faults: Fault[]): void {
  const nodes = [...walkTags(card, 'ROOT')];
  const add = (code: number, message: string, path: string) => void faults.push({ code, message, path });
  if (nodes.length > limits.nodes) add(11310, `element exceeds the limit: ${nodes.length} of ${limits.nodes}`, 'ROOT');
  const tables = nodes.filter(({ node }) => node.tag === 'table');
  if (tables.length > limits.tables) add(11310, 'card table number over limit', 'ROOT');
  unique(nodes, 'element_id', (path, id) => add(300301, `element_id ${id} is duplicate`, path));
  unique(nodes, 'name', (path, name) => add(11310, `name ${name} is duplicate`, path));
  for (const { node, path } of nodes) {
    if (node.tag === 'form' && !hasSubmit(node))
      add(300123, 'there is no submit button in the form container, at least one', path);
    if (node.tag === 'input' && String(node.default_value ?? '').length > (node.max_length ?? MAX_INPUT))
      add(11310, 'default_value is longer than max_length', path);
    if (node.tag === 'markdown' || node.tag === 'lark_md') checkMarkdown(node, limits, path, add);
    if (node.tag === 'table') checkTable(node, path, add);
    if (String(node.tag).includes('select_')) checkSelect(node, path, add);
    const initial = { date_picker: 'initial_date', picker_time: 'initial_time', picker_datetime: 'initial_datetime' }[
      String(node.tag)
    ];
    if (initial && !node[initial] && !node.placeholder) add(200621, `placeholder is required without ${initial}`, path);
  }
}

type Add = (code: number, message: string, path: string) => void;

function unique(nodes: Node[], key: 'element_id' | 'name', complain: (path: string, value: string) => void): void {
  const seen = new Set<string>();
  for (const { node, path } of nodes) {
    const value = node[key];
    if (typeof value !== 'string' || value === '') continue;
    if (seen.has(value)) complain(path, value);
    seen.add(value);
  }
}

function hasSubmit(form: Card): boolean {
  return [...walkTags(form.elements, '')].some(
    ({ node }) => node.tag === 'button' && node.form_action_type === 'submit',
  );
}

function checkMarkdown(node: Card, limits: Limits, path: string, add: Add): void {
  const content = String(node.content ?? '');
  const separators = content.match(/^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)+\|?\s*$/gm) ?? [];
  if (separators.length > limits.markdownTables) add(11310, 'card table number over limit', path);
  // Mentioning everybody needs a permission no bot has in a direct chat; the platform then refuses the whole message.
  if (/<at\s+(id|ids|user_id)\s*=\s*["']?all\b/i.test(content)) add(100290, 'invalid user resource(at/person)', path);
}

function checkTable(node: Card, path: string, add: Add): void {
  const names = (Array.isArray(node.columns) ? node.columns : []).map((column: Card) => column?.name);
  if (new Set(names).size !== names.length) add(200914, 'column names are not unique', path);
  for (const row of Array.isArray(node.rows) ? node.rows : [])
    for (const key of Object.keys(row ?? {}))
      if (!names.includes(key)) add(200915, `row key ${key} is not declared in columns`, path);
}

function checkSelect(node: Card, path: string, add: Add): void {
  const options: Card[] = Array.isArray(node.options) ? node.options.filter(isObject) : [];
  const values = options.map((option) => option.value);
  if (new Set(values).size !== values.length) add(200621, 'option values are not unique', path);
  const chosen = [node.initial_option, ...(Array.isArray(node.selected_values) ? node.selected_values : [])];
  const everybody = String(node.tag).endsWith('person') && values.length === 0;
  for (const value of everybody ? [] : chosen)
    if (value && !values.includes(value)) add(200621, `${String(value)} is not one of the options`, path);
  if (node.initial_index > options.length) add(200621, 'initial_index is beyond the options', path);
}

/** Every object with a tag, depth first: components, columns, texts and icons all count. Callback values are no part of it. */
function* walkTags(value: unknown, path: string): Generator<Node> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* walkTags(item, `${path} -> [${index}]`);
  } else if (isObject(value)) {
    if (typeof value.tag === 'string') yield { node: value, path };
    for (const [key, item] of Object.entries(value))
      if (key !== 'value' && key !== 'rows') yield* walkTags(item, `${path} -> ${key}`);
  }
}
