/**
 * A user's text as it can stand in a Word file: one kind of line end (a line break copied out of Word arrives as a
 * vertical tab), and without the characters XML has no way to write (https://www.w3.org/TR/xml/#charsets), which would
 * make the whole file unreadable. Nothing else is touched.
 */
export function printable(text: string): string {
  return text.replace(LINE_END, '\n').toWellFormed().replace(UNWRITABLE, '');
}

const LINE_END = /\r\n?|[\v\f\u0085\u2028\u2029]/g;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these very characters have to go.
const UNWRITABLE = /[\u0000-\u0008\u000e-\u001f\ufffe\uffff]/g;
