import { esc, type Markdown, mdt } from './markdown.ts';
import type { Inner, TextColor, TextSize } from './schema.ts';

/** A text slot that shows exactly these characters: safe for a user's words. */
export const plain = (content: string) => ({ tag: 'plain_text' as const, content });

/** A plain text of its own; `lines` cuts it with an ellipsis after so many lines. Two nodes. */
export function text(content: string, options: { size?: TextSize; color?: TextColor; lines?: number } = {}): Inner {
  const { size, color, lines } = options;
  return {
    tag: 'div',
    text: {
      ...plain(content),
      ...(size && { text_size: size }),
      ...(color && { text_color: color }),
      ...(lines && { lines }),
    },
  };
}

/**
 * The beginning of a text of people's own, for a list or a title, with …… where it is cut. At most `length` UTF-16 units
 * of it, never half a rare character: a name may be a thousand characters long, and a card holds 30 KB.
 */
export const clip = (content: string, length: number): string =>
  content.length <= length ? content : `${content.slice(0, length).replace(/[\ud800-\udbff]$/, '')}……`;

/** Small grey words: hints, sources, labels above a control. */
export const note = (content: string): Inner => text(content, { size: 'notation', color: 'grey' });

/** Small red words beside the field they are about. */
export const errorText = (content: string): Inner => text(`⚠ ${content}`, { size: 'notation', color: 'red' });

/** A heading between the parts of a card. */
export const heading = (content: string): Inner => text(content, { size: 'heading' });

/** One markdown component; each argument is a paragraph. One node. */
export function md(...paragraphs: Markdown[]): Inner {
  return { tag: 'markdown', content: paragraphs.map((it) => it.source).join('\n\n') };
}

/** What has just happened, first on a card; nothing when nothing has. It may name a file, so it is cut. */
export const flashPart = (words: string | undefined): Inner | undefined =>
  words ? md(mdt`**${clip(words, 200)}**`) : undefined;

/**
 * Label and value, one line each, both taken as plain text. One node for all of them, because a card may hold 200 nodes and a review
 * card has to show a whole filing.
 */
export function facts(rows: readonly (readonly [label: string, value: string])[]): Inner {
  const lines = rows.map(([label, value]) => `<font color='grey'>${esc(label)}：</font>${esc(value)}`);
  return { tag: 'markdown', content: lines.join('<br>') };
}

/** A line across the card. */
export const hr = (): Inner => ({ tag: 'hr' });
