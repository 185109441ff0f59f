import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countWords, lengthBand } from '../../../services/form/count.ts';
import sample from '../../sample-filing.json' with { type: 'json' };

test.each([
  ['', 0],
  [' \t\r\n\u3000\u00a0', 0],
  ['知识产权', 4],
  ['满意度97%以上', 6],
  ['1.5', 1],
  ['contact@example.com', 1],
  ['open source', 2],
  ['“查不全”，', 6],
  ['——', 2],
  ['ＡＢ１％', 4],
  ['𠮷野家', 3],
  ['葛\u{e0100}城', 2],
  ['中\u200b文\ufeff', 2],
  ['café au lait', 3],
  ['cafe\u0301', 1],
  ['12项，3家', 5],
  ['①②', 2],
])('%j counts %i', (text, count) => {
  expect(countWords(text)).toBe(count);
});

test('the sample filing has the lengths Word gives it', () => {
  expect(countWords(sample.section2.text)).toBe(1013);
  expect(countWords(sample.section4.text)).toBe(1466);
  expect(sample.section3.members.map(({ bio }) => countWords(bio))).toEqual([218, 214, 212, 212, 209, 198]);
  expect(sample.section5.cases.map(({ content }) => countWords(content))).toEqual([320, 315]);
  expect(countWords(sample.section6.opinion)).toBe(181);
  expect(countWords(sample.section7.opinion)).toBe(159);
});

const pieces = fc.constantFrom('知', '𠮷', '，', '（', 'ab', '97%', '1.5', ' ', '\n', '\u3000');

test('white space between two texts never joins or loses a word', () => {
  fc.assert(
    fc.property(fc.array(pieces), fc.array(pieces), (left, right) => {
      const [a, b] = [left.join(''), right.join('')];
      expect(countWords(`${a} ${b}`)).toBe(countWords(a) + countWords(b));
      expect(countWords(`${a}\n${b}`)).toBe(countWords(a) + countWords(b));
    }),
  );
});

test('a text of Han characters and full-width marks counts its characters', () => {
  const wide = fc.array(fc.constantFrom(...'知识产权信息公共服务𠮷，。；“”（）％０Ａ'));
  fc.assert(
    fc.property(wide, (characters) => {
      expect(countWords(characters.join(''))).toBe(characters.length);
    }),
  );
});

test.each([
  [0, 'empty'],
  [1, 'far_short'],
  [499, 'far_short'],
  [500, 'short'],
  [799, 'short'],
  [800, 'fine'],
  [1000, 'fine'],
  [1300, 'fine'],
  [1301, 'long'],
  [9000, 'long'],
] as const)('%i of about 1000 is %s', (count, band) => {
  expect(lengthBand(count, 1000)).toBe(band);
});

test.each([
  [99, 200, 'far_short'],
  [160, 200, 'fine'],
  [390, 300, 'fine'],
  [391, 300, 'long'],
] as const)('%i of about %i is %s', (count, guideline, band) => {
  expect(lengthBand(count, guideline)).toBe(band);
});
