// GB 32100-2015: the 31 characters of a 统一社会信用代码, each worth its place in this row. I, O, Z, S and V are left out
// because they are read as digits or as U.
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const LENGTH = 18;

const MISREAD: Readonly<Record<string, string>> = { I: '数字 1', O: '数字 0', Z: '数字 2', S: '数字 5', V: '字母 U' };

export type CreditCodeCheck = { ok: true; code: string } | { ok: false; words: string };

/**
 * Checks a 统一社会信用代码 as typed: small letters, full-width characters and spaces are put right first. `code` is the
 * 18 characters to keep; `words` tells the user what to look at again.
 */
export function checkCreditCode(text: string): CreditCodeCheck {
  const typed = [...normalise(text)];
  if (typed.length === 0) return no('请填写 18 位统一社会信用代码，证书或执照上都有。');
  if (typed.length !== LENGTH) {
    return no(`统一社会信用代码是 ${LENGTH} 位，现在是 ${typed.length} 位，请对照证书补全或删去多余的字符。`);
  }
  const wrong = typed.findIndex((character) => !ALPHABET.includes(character));
  if (wrong >= 0) return no(wordsForCharacter(typed[wrong]!, wrong + 1));
  if (checkCharacter(typed) !== typed[LENGTH - 1]) {
    return no('校验位对不上，多半是有一位写错了，请对照证书逐位核对。');
  }
  return { ok: true, code: typed.join('') };
}

function normalise(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/[\s\p{Cf}]/gu, '')
    .toUpperCase();
}

function wordsForCharacter(character: string, place: number): string {
  const misread = MISREAD[character];
  if (misread) return `第 ${place} 位是“${character}”，代码里没有这个字母，请看看是不是${misread}。`;
  return `第 ${place} 位是“${character}”，代码里只有数字和大写字母，请改一下。`;
}

// The weight of place i (from 0) is 3^i mod 31; the check character makes the whole sum a multiple of 31. As 31 is
// prime, one wrong character always changes the sum.
function checkCharacter(characters: readonly string[]): string {
  let sum = 0;
  let weight = 1;
  for (const character of characters.slice(0, LENGTH - 1)) {
    sum += ALPHABET.indexOf(character) * weight;
    weight = (weight * 3) % ALPHABET.length;
  }
  return ALPHABET[(ALPHABET.length - (sum % ALPHABET.length)) % ALPHABET.length]!;
}

function no(words: string): CreditCodeCheck {
  return { ok: false, words };
}
