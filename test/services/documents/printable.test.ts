import { expect, test } from 'vitest';
import { printable } from '../../../services/documents/printable.ts';

test.each([
  ['a\r\nb\rc\vd\u2028e', 'a\nb\nc\nd\ne'],
  ['a\u0000\u0007\u001b\uffffb', 'ab'],
  ['\ud800a', '\ufffda'],
  ['𠮷龘\t{}<&>　', '𠮷龘\t{}<&>　'],
])('%j prints as %j', (text, printed) => {
  expect(printable(text)).toBe(printed);
});
