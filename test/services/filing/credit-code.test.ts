import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkCreditCode } from '../../../services/filing/credit-code.ts';
import sample from '../../sample-filing.json' with { type: 'json' };

const SAMPLE = '12999900DEM000006D';
const ALPHABET = [...'0123456789ABCDEFGHJKLMNPQRTUWXY'];

test.each([
  ['as printed', SAMPLE],
  ['in small letters', SAMPLE.toLowerCase()],
  ['with spaces', ' 12 9999 00DEM\u3000000006D\n'],
  ['full-width', '１２９９９９００ＤＥＭ０００００６Ｄ'],
  ['with a zero-width space from a web page', `${SAMPLE}\u200b`],
])('the sample code passes %s', (_, typed) => {
  expect(checkCreditCode(typed)).toEqual({ ok: true, code: SAMPLE });
});

test('the code in the sample filing passes', () => {
  expect(checkCreditCode(sample.section1.unified_social_credit_code)).toEqual({ ok: true, code: SAMPLE });
});

// Codes of well-known legal persons, as they stand in public registers.
test.each(['9144030071526726XG', '91330100799655058B'])('%s passes', (code) => {
  expect(checkCreditCode(code)).toEqual({ ok: true, code });
});

test.each([
  ['', '请填写 18 位统一社会信用代码，证书或执照上都有。'],
  ['  ', '请填写 18 位统一社会信用代码，证书或执照上都有。'],
  ['12999900DEM000006', '统一社会信用代码是 18 位，现在是 17 位，请对照证书补全或删去多余的字符。'],
  [`${SAMPLE}D`, '统一社会信用代码是 18 位，现在是 19 位，请对照证书补全或删去多余的字符。'],
  ['12999900DEM00000OD', '第 17 位是“O”，代码里没有这个字母，请看看是不是数字 0。'],
  ['i2999900DEM000006D', '第 1 位是“I”，代码里没有这个字母，请看看是不是数字 1。'],
  ['12999900DEM-00006D', '第 12 位是“-”，代码里只有数字和大写字母，请改一下。'],
  ['12999900DEM𠮷00006D', '第 12 位是“𠮷”，代码里只有数字和大写字母，请改一下。'],
  ['12999900DEM000006C', '校验位对不上，多半是有一位写错了，请对照证书逐位核对。'],
])('%j is refused with words that say what to do', (typed, words) => {
  expect(checkCreditCode(typed)).toEqual({ ok: false, words });
});

const validCodes = fc
  .array(fc.constantFrom(...ALPHABET), { minLength: 17, maxLength: 17 })
  .map((body) => ALPHABET.map((check) => body.join('') + check).filter((code) => checkCreditCode(code).ok));

test('exactly one check character fits any seventeen characters', () => {
  fc.assert(
    fc.property(validCodes, (codes) => {
      expect(codes).toHaveLength(1);
    }),
  );
});

test('changing any one character makes a good code fail', () => {
  const place = fc.nat(17);
  const character = fc.constantFrom(...ALPHABET);
  fc.assert(
    fc.property(validCodes, place, character, ([code], at, other) => {
      fc.pre(code![at] !== other);
      expect(checkCreditCode(code!.slice(0, at) + other + code!.slice(at + 1)).ok).toBe(false);
    }),
  );
});
