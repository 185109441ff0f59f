import { describe, expect, test } from 'vitest';
import {
  buttons,
  type Card,
  CardFault,
  callbackButton,
  card,
  cardBytes,
  cardNodes,
  check,
  type Element,
  form,
  hr,
  type Inner,
  input,
  linkButton,
  md,
  mdt,
  multiSelect,
  type Nest,
  panel,
  row,
  select,
  submitButton,
  table,
  text,
} from '../../../cards/kit/index.ts';

const show = (...elements: Nest<Element>[]): Card => card({ title: '备案', elements });
const save = submitButton('保存', 'save');
const oneOption = [{ text: '甲', value: 'a' }];
const smallTable = table({ columns: [{ key: 'a', title: '甲' }], rows: [{ a: '1' }] });
const nested = (levels: number): Inner => (levels === 0 ? hr() : panel('层', nested(levels - 1)));
/** A card of exactly so many bytes. */
const weighing = (bytes: number): Card => show(text('x'.repeat(bytes - cardBytes(show(text(''))))));
/** A card of exactly so many nodes: its title and lines. */
const counting = (nodes: number): Card => show(Array.from({ length: nodes - 1 }, hr));
/** What the types forbid, as it would come from a mistake elsewhere. */
const wrong = (value: unknown) => value as never;

const faulty: [fault: string, card: Card, words: string][] = [
  ['an unknown property of the card', wrong({ ...show(), foo: 1 }), 'card: Unrecognized key: "foo"'],
  [
    'an unknown property deep inside',
    show(panel('甲', wrong({ ...hr(), bold: true }))),
    'elements.0.elements.0: Unrecognized key: "bold"',
  ],
  ['an unknown tag', show(wrong({ tag: 'note' })), 'body.elements.0.tag'],
  ['28 KB and a byte', weighing(28 * 1024 + 1), '28673 bytes, at most 28672'],
  ['201 nodes', counting(201), '201 nodes, at most 200'],
  ['containers too deep', show(nested(5)), '6 levels of containers'],
  ['a table below the root', show(panel('甲', wrong(smallTable))), 'a table may stand in the body only'],
  ['a form below the root', show(row(wrong(form('f', save)), [])), 'a form may stand in the body only'],
  [
    'a form in a form',
    show(form('f', [wrong(form('g', save)), submitButton('存', 's')])),
    'a form may stand in the body only',
  ],
  ['six tables', show(Array.from({ length: 6 }, () => smallTable)), '6 tables, at most 5'],
  ['a form without submit', show(form('f', input({ name: 'a', label: '甲' }))), 'a form without a submit button'],
  ['a form whose submit stands outside', show(form('f', hr()), save), 'a submit button outside a form'],
  [
    'a callback button in a form',
    show(form('f', [callbackButton('甲', {}), save])),
    'a button in a form that does not submit it',
  ],
  ['a link button in a form', show(form('f', [linkButton('甲', 'https://a.cn'), save])), 'that does not submit it'],
  [
    'a submit button with behaviors',
    show(form('f', { ...save, behaviors: [{ type: 'callback', value: {} }] })),
    'either submits its form or has behaviors',
  ],
  [
    'a button that does nothing',
    show({ ...callbackButton('甲', {}), behaviors: undefined }),
    'either submits its form or has behaviors',
  ],
  [
    'a submit button without a name',
    show(form('f', { ...save, name: undefined })),
    'a button in a form without a name',
  ],
  ['an empty name', show(form('f', [input({ name: '', label: '甲' }), save])), 'body.elements.0.elements.0.name'],
  ['an empty form name', show(form('', save)), 'body.elements.0.name'],
  [
    'a name twice in a form',
    show(form('f', [input({ name: 'save', label: '甲' }), save])),
    'name "save" is taken by body.elements.0.elements.0',
  ],
  [
    'a name twice in two forms',
    show(form('f', save), form('g', save)),
    'name "save" is taken by body.elements.0.elements.0',
  ],
  ['a control named as its form', show(form('save', buttons(save))), 'name "save" is taken by body.elements.0'],
  [
    'a multi select outside a form',
    show(multiSelect({ name: 'a', label: '甲', options: oneOption })),
    'a multi select outside a form',
  ],
  ['a button text of 101', show(callbackButton('x'.repeat(101), {})), 'body.elements.0.text.content'],
  ['a button without text', show(callbackButton('', {})), 'body.elements.0.text.content'],
  [
    'an input placeholder of 101',
    show(input({ name: 'a', label: '甲', placeholder: 'x'.repeat(101) })),
    'placeholder.content',
  ],
  [
    'a select placeholder of 101',
    show(select({ name: 'a', label: '甲', options: oneOption, placeholder: 'x'.repeat(101) })),
    'placeholder.content',
  ],
  ['a max_length of 1001', show(input({ name: 'a', label: '甲', maxLength: 1001 })), 'max_length'],
  [
    'a default longer than max_length',
    show({
      ...(input({ name: 'a', label: '甲', maxLength: 2 }) as Extract<Inner, { tag: 'input' }>),
      default_value: 'abc',
    }),
    'longer than max_length',
  ],
  [
    'duplicate option values',
    show(select({ name: 'a', label: '甲', options: [...oneOption, ...oneOption] })),
    'duplicate option values',
  ],
  ['a select without options', show(select({ name: 'a', label: '甲', options: [] })), 'options'],
  [
    'four tags',
    card({
      title: '甲',
      tags: Array.from({ length: 4 }, () => ({ text: '草稿', color: 'blue' as const })),
      elements: [],
    }),
    'header.text_tag_list',
  ],
  ['a title without words', card({ title: '', elements: [] }), 'header.title.content'],
  [
    'a confirmation without a title',
    show(callbackButton('甲', {}, { confirm: { title: '', text: '乙' } })),
    'confirm.title.content',
  ],
  [
    'a row with an undeclared key',
    show(table({ columns: [{ key: 'a', title: '甲' }], rows: [{ b: '1' }] })),
    'a row has a key that no column declares',
  ],
  [
    'two columns with one key',
    show(
      table({
        columns: [
          { key: 'a', title: '甲' },
          { key: 'a', title: '乙' },
        ],
        rows: [],
      }),
    ),
    'duplicate column names',
  ],
  ['eleven rows a page', show(table({ columns: [{ key: 'a', title: '甲' }], rows: [], pageSize: 11 })), 'page_size'],
  [
    'a day that is none',
    show(
      wrong({
        tag: 'date_picker',
        name: 'a',
        width: 'fill',
        initial_date: '2026-02-30',
        placeholder: { tag: 'plain_text', content: '' },
      }),
    ),
    'initial_date',
  ],
  ['a link that is no web address', show(linkButton('甲', 'javascript:alert(1)')), 'default_url'],
  ['a row without buttons', show(buttons()), 'body.elements.0.columns'],
];

describe('the check finds', () => {
  test.each(faulty)('%s', (_fault, made, words) => {
    expect(() => check(made)).toThrow(CardFault);
    expect(() => check(made)).toThrow(words);
  });

  test('all faults at once', () => {
    const made = show(
      form('f', [input({ name: '', label: '甲', maxLength: 2000 }), callbackButton('x'.repeat(101), {})]),
      smallTable,
      buttons(),
    );
    const found = (() => {
      try {
        return check(made) && [];
      } catch (error) {
        return (error as CardFault).faults;
      }
    })();
    for (const place of [
      '0.elements.0.name',
      '0.elements.0.max_length',
      '0.elements.1.text',
      'a form without',
      '2.columns',
    ]) {
      expect(found.filter((it) => it.includes(place))).not.toEqual([]);
    }
  });
});

const fine: [limit: string, card: Card][] = [
  ['28 KB', weighing(28 * 1024)],
  ['200 nodes', counting(200)],
  ['five levels, the body being the first', show(nested(4))],
  ['five tables', show(Array.from({ length: 5 }, () => smallTable))],
  [
    'three tags',
    card({
      title: '甲',
      tags: Array.from({ length: 3 }, () => ({ text: '草稿', color: 'blue' as const })),
      elements: [],
    }),
  ],
  ['a button text of 100', show(callbackButton('x'.repeat(100), {}))],
  ['a placeholder of 100', show(input({ name: 'a', label: '甲', placeholder: 'x'.repeat(100) }))],
  ['a max_length of 1000', show(input({ name: 'a', label: '甲', maxLength: 1000 }))],
  ['a payload that looks like a component', show(callbackButton('甲', { tag: 'form', name: 'x' }))],
  ['two forms', show(form('f', save), form('g', submitButton('存', 'save2')))],
];

test.each(fine)('at the limit %s is accepted', (_limit, made) => {
  expect(check(made)).toBe(made);
});

test('texts, icons, columns and options count as nodes', () => {
  const nodes = (...elements: Nest<Element>[]) => cardNodes(show(...elements)) - cardNodes(show());
  expect(nodes(hr())).toBe(1);
  expect(nodes(md(mdt`甲`))).toBe(1);
  expect(nodes(text('甲'))).toBe(2);
  expect(nodes(buttons(callbackButton('甲', {})))).toBe(4);
  expect(nodes(panel('甲', hr()))).toBe(4);
  expect(nodes(select({ name: 'a', label: '甲', options: oneOption }))).toBe(5);
});
