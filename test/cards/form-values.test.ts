import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { fieldControls } from '../../cards/field-part.ts';
import { joinParts, partName, partsOf, prefilled, readForm } from '../../cards/form-values.ts';
import { INPUT_MAX_LENGTH } from '../../cards/kit/index.ts';
import { contextOf } from '../../services/filing/filing.ts';
import { form2023 } from '../../services/filing/form-2023.ts';
import { choice, type Field, files, line, optionsOf, paragraph } from '../../services/form/define.ts';
import { sampleFiling } from '../services/filing/sample.ts';

const piece = fc.constantFrom('知识产权', '。', '；', '\n', '\n\n', '𠮷', '👨‍👩‍👧', 'e\u0301', 'word ', '\t', '1', '*');
/** Texts around and beyond the limit of one input, with and without places to cut at. */
const text = fc
  .tuple(fc.array(piece, { maxLength: 60 }), fc.integer({ min: 0, max: 90 }))
  .map(([pieces, repeats]) => pieces.join('').repeat(repeats).slice(0, 6000));
const anyText = fc.oneof(
  text,
  fc.string({ unit: 'grapheme', maxLength: 3000 }),
  fc.string({ unit: 'binary', maxLength: 3000 }),
);

const isWhole = (part: string) => part.isWellFormed();

describe('a long text in parts', () => {
  test('gives the text back, character for character, and each part fits an input', () => {
    fc.assert(
      fc.property(anyText, (typed) => {
        const parts = partsOf(typed);
        expect(joinParts(parts)).toBe(typed);
        expect(Math.max(...parts.map((part) => part.text.length))).toBeLessThanOrEqual(INPUT_MAX_LENGTH);
        expect(parts.every((part) => isWhole(part.text))).toBe(typed.isWellFormed());
      }),
    );
  });

  test.each([
    ['a short one stays whole', 'a'.repeat(1000), [1000]],
    ['at a line break, which belongs to neither', `${'a'.repeat(500)}\n${'b'.repeat(800)}`, [500, 800]],
    ['after the end of a sentence', `${'一'.repeat(400)}。${'二'.repeat(800)}`, [401, 800]],
    ['below the limit, to leave room for corrections', 'a'.repeat(1001), [900, 101]],
    ['never inside a rare character', `a${'𠮷'.repeat(600)}`, [899, 302]],
    ['not at a break so early that a part would be tiny', `${'a'.repeat(100)}\n${'b'.repeat(1000)}`, [900, 201]],
  ])('is cut %s', (_where, typed, lengths) => {
    expect(partsOf(typed).map((part) => part.text.length)).toEqual(lengths);
  });
});

/** What the client sends for these controls: the platform may leave an empty input out ('harsh') or send '' ('kind'). */
const sent = (key: string, field: Field, value: string, profile: 'kind' | 'harsh'): Record<string, unknown> => {
  const controls = fieldControls(key, field, value || undefined, contextOf(sampleFiling()));
  const inputs = controls.flatMap((one) => (one.tag === 'input' ? [[one.name, one.default_value ?? '']] : []));
  return Object.fromEntries(inputs.filter(([, typed]) => profile === 'kind' || typed !== ''));
};

const long = paragraph('工作基础', 1000, []);
const short = paragraph('意见', 150, []);
const one = line('名称', z.string());
const many = form2023.steps.services!.fields.serviceItems!;

describe.each(['kind', 'harsh'] as const)('a form of the %s platform', (profile) => {
  test.each([
    ['a long paragraph', long],
    ['a short paragraph', short],
    ['a line', one],
    ['a list of lines', many],
  ])('saved untouched leaves %s as it was', (_what, field) => {
    fc.assert(
      fc.property(anyText, (typed) => {
        const before = typed.trim() === '' ? null : typed.trim();
        const submitted = sent('answer', field, before ?? '', profile);
        expect(readForm([['answer', field]], submitted, { answer: before })).toEqual({ answer: before });
      }),
    );
  });

  test('takes what was added below a long text on a new line', () => {
    const before = '一'.repeat(1500);
    const submitted = sent('answer', long, before, profile);
    const last = partName('answer', partsOf(before).length);
    expect(readForm([['answer', long]], { ...submitted, [last]: '再写一段。' }, { answer: before })).toEqual({
      answer: `${before}\n再写一段。`,
    });
  });

  test('keeps the other parts when one was emptied', () => {
    const before = `${'一'.repeat(900)}\n${'二'.repeat(900)}\n${'三'.repeat(900)}`;
    const submitted = sent('answer', long, before, profile);
    if (profile === 'kind') submitted.answer_1 = '';
    else delete submitted.answer_1;
    expect(readForm([['answer', long]], submitted, { answer: before })).toEqual({
      answer: `${'一'.repeat(900)}\n${'三'.repeat(900)}`,
    });
  });
});

test('a card drawn when the text was longer loses nothing that was typed in it', () => {
  expect(readForm([['answer', long]], { answer_0: '一', answer_1: '二', answer_2: '三' }, { answer: '短' })).toEqual({
    answer: '一\n二\n三',
  });
});

test('blank, absent and strange values are blank answers; lists and files are not read from a form', () => {
  const yes = choice('是否', optionsOf('是', '否'));
  const fields: [string, Field][] = [
    ['a', one],
    ['b', one],
    ['c', yes],
    ['d', long],
    ['e', files('制度', 1)],
    ['f', yes],
  ];
  const submitted = {
    a: '  \n',
    c: ['是'],
    d_0: { x: 1 },
    e: 'x',
    f: '是',
    other: 'x',
    d_x: 'no part',
    d_1000: 'no part',
  };
  expect(readForm(fields, submitted, {})).toEqual({ a: null, b: null, c: null, d: null, f: '是' });
});

test('a suggestion is shown only while nothing has been answered', () => {
  const suggested = line('名称', z.string(), { prefill: () => '建议' });
  const context = contextOf(sampleFiling());
  expect(prefilled(suggested, undefined, context)).toBe('建议');
  expect(prefilled(suggested, null, context)).toBe('');
  expect(prefilled(suggested, '写过', context)).toBe('写过');
});

describe('a number and an address that must not stand in a message in clear', () => {
  const { contactMobile, contactEmail } = form2023.steps.staff!.fields as Record<string, Field>;
  const fields: [string, Field][] = [
    ['contactMobile', contactMobile!],
    ['contactEmail', contactEmail!],
  ];
  const before = { contactMobile: '13800000000', contactEmail: 'contact@example.com' };
  const context = contextOf(sampleFiling());
  const shown = { contactMobile: '138****0000', contactEmail: 'c***t@example.com' };

  test('are shown masked once they hold, and in no part of the card otherwise', () => {
    for (const [key, field] of fields) {
      const stored = before[key as keyof typeof before];
      expect(prefilled(field, stored, context)).toBe(shown[key as keyof typeof shown]);
      expect(JSON.stringify(fieldControls(key, field, stored, context))).not.toContain(stored);
    }
  });

  test('are shown as typed while they are wrong, so that they can be corrected', () => {
    expect(prefilled(contactMobile!, '1380000', context)).toBe('1380000');
    expect(prefilled(contactEmail!, 'contact@', context)).toBe('contact@');
  });

  test.each([
    ['left as shown, are kept', shown, before],
    ['left as shown with a space behind, are kept', { ...shown, contactMobile: '138****0000 ' }, before],
    [
      'written anew, are taken',
      { contactMobile: '13900000001', contactEmail: 'new@example.com' },
      { contactMobile: '13900000001', contactEmail: 'new@example.com' },
    ],
    ['emptied, are empty', { contactMobile: '', contactEmail: ' ' }, { contactMobile: null, contactEmail: null }],
    [
      'half corrected, are what was typed',
      { contactMobile: '138****0001', contactEmail: 'c***@example.com' },
      { contactMobile: '138****0001', contactEmail: 'c***@example.com' },
    ],
  ])('%s', (_what, submitted, kept) => {
    expect(readForm(fields, submitted, before)).toEqual(kept);
  });

  test('what looks masked is no answer where none was kept', () => {
    expect(readForm(fields, shown, {})).toEqual(shown);
    expect(contactMobile!.kind === 'line' && contactMobile!.rule.safeParse(shown.contactMobile).success).toBe(false);
  });
});
