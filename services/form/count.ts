/** Where a text stands against its guideline; 'far_short' deserves a warning, 'short' and 'long' a note. */
export type LengthBand = 'empty' | 'far_short' | 'short' | 'fine' | 'long';

/**
 * 字数 as Word counts it: each Han character and each full-width mark 1, any unbroken run of ASCII non-space characters
 * (97%, 1.5, an e-mail address) 1, white space 0. Goes through the text by hand, because one card counts a whole form
 * several times and a regular expression would make an array of six thousand pieces each time.
 */
export function countWords(text: string): number {
  let count = 0;
  let inWord = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.codePointAt(at)!;
    if (code > 0xffff) at++;
    if (isPlainHan(code)) {
      inWord = false;
      count++;
    } else if (!inWord || !(isHalfWidth(code) || isAccent(code))) {
      inWord = isHalfWidth(code);
      if (inWord || SINGLE.test(String.fromCodePoint(code))) count++;
    }
  }
  return count;
}

/** Nearly all of a text: the common Han characters and full-width marks. */
const isPlainHan = (code: number): boolean =>
  (code >= 0x4e00 && code <= 0x9fff) || (code >= 0xff01 && code <= 0xff5e) || code === 0x3001 || code === 0x3002;

const isAccent = (code: number): boolean => code >= 0x300 && code <= 0x36f;

/** A run of letters, digits and marks typed half-width is one word; accented Latin letters belong to it, as in "café". */
const isHalfWidth = (code: number): boolean =>
  (code >= 0x21 && code <= 0x7e) || (code >= 0xc0 && code <= 0x24f && code !== 0xd7 && code !== 0xf7);

// Anything else that shows counts one by one: Han (also the rare ones outside the first plane), full-width marks,
// kana, circled numbers. Combining marks, variation selectors, zero-width and control characters do not show.
const SINGLE = /[^\s\p{Cc}\p{Cf}\p{M}]/u;

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
