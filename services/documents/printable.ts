/**
 * A user's text as it can stand in a Word file: one kind of line end, and without the characters XML has no way to write
 * (https://www.w3.org/TR/xml/#charsets), which would make the whole file unreadable. Nothing else is touched.
 */
export function printable(text: string): string {
  return text
    .replace(/\r\n?|\u2028|\u2029/g, '\n')
    .toWellFormed()
    .replace(UNWRITABLE, '');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these very characters have to go.
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
