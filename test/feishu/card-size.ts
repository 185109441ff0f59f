import { markdownIn } from './card-walk.ts';

/** What the platform calls style tags: they make a card larger than the request that brought it. */
const STYLE_TAG = /<\/?(?:font|text_tag|at|link|person|local_datetime|number_tag|raw|a)\b[^>]*>/g;

/**
 * The size the limit of 30 KB is held against, in bytes of UTF-8. The documents say that style tags inflate a card and not
 * by how much: here each counts twice.
 */
export function cardBytes(card: unknown): number {
  const tags = [...markdownIn(card)].flatMap((markdown) => markdown.match(STYLE_TAG) ?? []);
  return Buffer.byteLength(JSON.stringify(card)) + Buffer.byteLength(tags.join(''));
}
