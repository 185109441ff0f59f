import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { esc, md, mdt } from '../../../cards/kit/index.ts';

/** Text full of what markdown and the platform's tags are made of. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '<at id=all></at>',
        '<AT',
        '&lt;',
        '&#60;',
        '&',
        '<br>',
        '    ',
        '\t',
        ' ',
        '\n',
        '\r\n',
        '\r',
        '|',
        '```',
        '1. ',
      ),
      fc.constantFrom(
        '[a](http://b.c)',
        ':SMILE:',
        '~~',
        '**',
        '__',
        '$x',
        '#',
        '> ',
        '- ',
        '![x](y)',
        '\\',
        '"',
        "'",
        '===',
        '中文',
      ),
      fc.string({ unit: 'grapheme' }),
    ),
  )
  .map((parts) => parts.join(''));

const forAllTexts = (holds: (typed: string) => void) => fc.assert(fc.property(hostile, holds));

/** What a reader of the platform's entity table makes of it. */
const decode = (markdown: string): string =>
  markdown
    .replaceAll('<br>', '\n')
    .replaceAll('&sim;', '~')
    .replace(/&#(\d+);/g, (_entity, code) => String.fromCharCode(Number(code)));

describe('esc', () => {
  test('shows exactly the text that was typed', () => {
    forAllTexts((typed) => {
      expect(decode(esc(typed))).toBe(typed.replace(/\r\n?/g, '\n'));
    });
  });

  test('leaves no sign of markdown, no tag and no line of its own', () => {
    forAllTexts((typed) => {
      const escaped = esc(typed);
      expect(escaped.toLowerCase()).not.toContain('<at');
      const withoutEntities = escaped.replaceAll('<br>', '').replace(/&(#\d+|sim);/g, '');
      expect(withoutEntities).not.toMatch(/[&<>~\-!*/\\[\]()#:+"'`$_|@.={}^\r\n]/);
    });
  });

  test('lets no line begin with a space, so that none becomes a code block', () => {
    forAllTexts((typed) => {
      expect(esc(typed)).not.toMatch(/(^|<br>)[ \t]/);
    });
  });

  test.each([
    ['甲，乙。', '甲，乙。'],
    ['<at id=all></at>', '&#60;at id&#61;all&#62;&#60;&#47;at&#62;'],
    ['&lt;', '&#38;lt;'],
    ['~', '&sim;'],
    ['一\n\n二', '一<br><br>二'],
    ['    代码', '&#32;&#32;&#32;&#32;代码'],
    ['a|b', 'a&#124;b'],
  ])('%j becomes %j', (typed, escaped) => {
    expect(esc(typed)).toBe(escaped);
  });
});

describe('mdt', () => {
  test('escapes every string put into it', () => {
    forAllTexts((typed) => {
      expect(mdt`**名称** ${typed}。`.source).toBe(`**名称** ${esc(typed)}。`);
    });
  });

  test('takes other markdown as it is, and a list of it as lines', () => {
    const items = ['甲*', '乙'].map((it) => mdt`- ${it}`);
    expect(mdt`${mdt`**要点**`}（${2}）\n${items}`.source).toBe('**要点**（2）\n- 甲&#42;\n- 乙');
  });

  test('md makes paragraphs of its parts', () => {
    expect(md(mdt`一`, mdt`二`)).toEqual({ tag: 'markdown', content: '一\n\n二' });
  });
});
