/** Where a text stands against its guideline; 'far_short' deserves a warning, 'short' and 'long' a note. */
export type LengthBand = 'empty' | 'far_short' | 'short' | 'fine' | 'long';

// A run of letters, digits and marks typed half-width is one word; accented Latin letters belong to it, as in "café".
const WORD = String.raw`[!-~À-ÖØ-öø-ɏ][!-~À-ÖØ-öø-ɏ\u0300-\u036f]*`;
// Anything else that shows counts one by one: Han (also the rare ones outside the first plane), full-width marks,
// kana, circled numbers. Combining marks, variation selectors, zero-width and control characters do not show.
const SINGLE = String.raw`[^\s\p{Cc}\p{Cf}\p{M}]`;
const COUNTED = new RegExp(`${WORD}|${SINGLE}`, 'gu');

/**
 * 字数 as Word counts it: each Han character and each full-width mark 1, any unbroken run of ASCII non-space characters
 * (97%, 1.5, an e-mail address) 1, white space 0.
 */
export function countWords(text: string): number {
  return text.match(COUNTED)?.length ?? 0;
}

/**
 * The band of a count (字) against the guideline of Annex 1 ("1000字左右"): 80–130 % is fine, below 50 % far short. No band
 * blocks for length alone: 填表说明五 lets a form grow ("如确需增加内容可对表格进行自行扩展").
 */
export function lengthBand(count: number, guideline: number): LengthBand {
  if (count === 0) return 'empty';
  const percent = (count * 100) / guideline;
  if (percent < 50) return 'far_short';
  if (percent < 80) return 'short';
  return percent > 130 ? 'long' : 'fine';
}
