import { isObject } from './http.ts';
import type { Card } from './types.ts';

/** One tagged object of a card and its place. */
export type Tagged = { node: Card; path: string };

/** What belongs to the bot, a table or a chart, and is no part of the card's structure, whatever it looks like. */
const FOREIGN = ['value', 'rows', 'chart_spec'];

/** Every object with a tag, depth first: components, columns, texts and icons. */
export function* walkTags(value: unknown, path: string): Generator<Tagged> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* walkTags(item, `${path} -> [${index}]`);
  } else if (isObject(value)) {
    if (typeof value.tag === 'string') yield { node: value, path };
    for (const [key, item] of Object.entries(value))
      if (!FOREIGN.includes(key)) yield* walkTags(item, `${path} -> ${key}`);
  }
}

/** A text in every language it is given in. */
export function wordings(text: Card): string[] {
  return [text.content, ...Object.values(text.i18n_content ?? {})].filter((one) => typeof one === 'string');
}

/** All markdown of a card: components, texts that allow it, and cells of tables. */
export function* markdownIn(card: unknown): Generator<string> {
  for (const { node } of walkTags(card, 'ROOT')) {
    if (node.tag === 'markdown' || node.tag === 'lark_md') yield* wordings(node);
    if (node.tag !== 'table') continue;
    for (const column of listOf(node.columns))
      if (column.data_type === 'markdown' || column.data_type === 'lark_md')
        yield* listOf(node.rows).map((row) => String(row[column.name] ?? ''));
  }
}

/** The objects of what should be an array of objects. */
export function listOf(value: unknown): Card[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
