import { expect, test } from 'vitest';
import { checkCard } from '../feishu/card-check.ts';
import type { Card, Profile } from '../feishu/types.ts';
import { button, card, form, submit, words } from './bot.ts';

const column = (...elements: Card[]) => ({ tag: 'column', elements });
const columns = (...elements: Card[]) => ({ tag: 'column_set', columns: [column(...elements)] });
const panel = (...elements: Card[]) => ({ tag: 'collapsible_panel', header: { title: words('更多') }, elements });
const option = (text: string, value = text) => ({ text: words(text), value });
const select = (more: Card) => ({ tag: 'select_static', options: [option('甲'), option('乙')], ...more });
const input = (more: Card = {}) => ({ tag: 'input', name: 'a', ...more });
const ok = submit('保存', 'save');
const deep = (levels: number): Card => (levels === 0 ? { tag: 'hr' } : panel(deep(levels - 1)));
const table = (more: Card = {}) => ({
  tag: 'table',
  columns: [{ name: 'k', display_name: '项', data_type: 'text' }],
  rows: [{ k: '值' }],
  ...more,
});
const cells = (data_type: string, ...values: unknown[]) =>
  table({ columns: [{ name: 'k', data_type }], rows: values.map((k) => ({ k })) });
const markdownTable = '| a | b |\n| --- | --- |\n| 1 | 2 |\n\n';

test('a card with everything the bot may need is good', () => {
  const everything = {
    schema: '2.0',
    config: {
      update_multi: true,
      enable_forward: false,
      width_mode: 'fill',
      summary: { content: '第三部分' },
      style: { color: { soft: { light_mode: 'rgba(1,2,3,0.5)', dark_mode: 'rgba(1,2,3,1)' } } },
    },
    header: {
      title: words('备案表'),
      subtitle: words('某大学'),
      template: 'blue',
      icon: { tag: 'standard_icon', token: 'approval_colorful', color: 'blue-500' },
      text_tag_list: [{ tag: 'text_tag', text: words('草稿'), color: 'yellow' }],
    },
    body: {
      direction: 'vertical',
      padding: '12px 12px 20px 12px',
      vertical_spacing: '8px',
      elements: [
        { tag: 'markdown', content: `**你好**\n\n${markdownTable}`, text_size: 'normal', element_id: 'intro' },
        { tag: 'div', text: { ...words('小字'), text_size: 'notation', text_color: 'soft', lines: 2 } },
        form(
          input({ label: words('名称'), required: true, max_length: 1000, default_value: '某大学', width: 'fill' }),
          input({ name: 'b', input_type: 'multiline_text', rows: 6, auto_resize: true, max_rows: 12 }),
          select({ name: 'c', initial_option: '乙', placeholder: words('请选择') }),
          { tag: 'multi_select_static', name: 'd', options: [option('甲')], selected_values: ['甲'], required: false },
          { tag: 'date_picker', name: 'e', initial_date: '2023-08-31' },
          { tag: 'checker', name: 'f', text: words('同意'), checked: true },
          columns(ok, { ...submit('重填', 'again'), form_action_type: 'reset' }),
        ),
        panel({ tag: 'markdown', content: '内' }),
        {
          tag: 'interactive_container',
          behaviors: [{ type: 'open_url', default_url: 'https://example.com' }],
          elements: [{ tag: 'hr', margin: '-4px 0' }],
        },
        { ...button('退回'), confirm: { title: words('确定？'), text: words('不能撤销') }, type: 'danger' },
        { tag: 'overflow', options: [{ text: words('改期'), value: 'later' }] },
        table({ page_size: 10, row_height: '40px', header_style: { bold: true } }),
      ],
    },
  };
  expect(checkCard(everything)).toEqual([]);
});

test.each<[string, Card, number, string]>([
  ['no schema', { body: { elements: [] } }, 200621, 'schema'],
  ['another schema', { schema: '1.0' }, 200621, '1.0'],
  ['elements at the root, as in 1.0', { schema: '2.0', elements: [] }, 200621, 'property: elements'],
  ['an unknown property', card({ tag: 'markdown', content: 'x', text_color: 'red' }), 200621, 'property: text_color'],
  ['a property of another component', card({ tag: 'hr', content: 'x' }), 200621, 'property: content'],
  ['an inherited name as a property', card({ tag: 'hr', constructor: 1 }), 200621, 'property: constructor'],
  [
    'styling on a plain label',
    card(form(input({ label: { ...words('x'), text_size: 'heading' } }), ok)),
    200621,
    'property: text_size',
  ],
  ['a column set with corners', card({ ...columns(), corner_radius: '4px' }), 200621, 'property: corner_radius'],
  ['an unknown tag', card({ tag: 'video' }), 200621, 'not supported tag: video'],
  ['a text as an element', card(words('x')), 200621, 'not supported tag: plain_text'],
  ['the 1.0 action module', card({ tag: 'action', actions: [] }), 200861, 'unsupported tag action'],
  ['the 1.0 note', card({ tag: 'note' }), 200861, 'unsupported tag note'],
  ['a value outside its enumeration', card({ ...button('x'), type: 'huge' }), 200621, 'huge'],
  ['a wrong type', card({ tag: 'markdown', content: 7 }), 200621, 'wrong type'],
  ['markdown as the text of a div', card({ tag: 'div', text: { tag: 'markdown', content: 'x' } }), 200621, 'markdown'],
  ['a private card', { ...card(), config: { update_multi: false } }, 300302, 'false'],
  ['a hexadecimal colour', card({ tag: 'div', text: { ...words('x'), text_color: '#999999' } }), 10002, 'color'],
  ['a colour nobody defined', card({ tag: 'div', text: { ...words('x'), text_color: 'soft' } }), 10002, 'color'],
  ['an undocumented padding', { schema: '2.0', body: { padding: '1px 2px 3px', elements: [] } }, 200621, 'padding'],
  [
    'a panel header with two paddings',
    card({ ...panel(), header: { title: words('x'), padding: '4px 8px' } }),
    200621,
    'padding',
  ],
  ['a length out of range', card({ tag: 'column_set', columns: [{ ...column(), width: '8px' }] }), 200621, 'px'],
  ['a weight out of range', card({ tag: 'column_set', columns: [{ ...column(), weight: 6 }] }), 11310, '6'],
  ['a column outside a column set', card(column()), 200621, 'not supported tag: column'],
  [
    'something else in a column set',
    card({ tag: 'column_set', columns: [{ tag: 'hr' }] }),
    200621,
    'not supported tag: hr',
  ],
  ['a form in a column', card(columns(form(ok))), 200621, 'not supported tag: form'],
  ['a form in a form', card(form(form(ok), ok)), 200621, 'not supported tag: form'],
  ['a form in a panel', card(panel(form(ok))), 200621, 'not supported tag: form'],
  ['a table in a panel', card(panel(table())), 200621, 'not supported tag: table'],
  ['a table in a form', card(form(table(), ok)), 200621, 'not supported tag: table'],
  ['a form without a name', card({ ...form(ok), name: '' }), 11310, 'name is required'],
  ['a form without a submit button', card(form(input())), 300123, 'no submit button'],
  ['a form with only a reset button', card(form({ ...ok, form_action_type: 'reset' })), 300123, 'no submit button'],
  ['the same name twice', card(form(input(), input(), ok)), 11310, 'name a is duplicate'],
  ['a control named as its form', card(form(input({ name: 'form' }), ok)), 11310, 'name form is duplicate'],
  ['a form button outside a form', card(ok), 10002, 'only in form'],
  ['required outside a form', card(input({ required: true })), 10002, 'required is not allowed'],
  [
    'a multi select outside a form',
    card({ tag: 'multi_select_static', name: 'm', options: [] }),
    200621,
    'multi_select',
  ],
  ['a label on a select', card(select({ label: words('x') })), 200621, 'property: label'],
  ['max_length 0', card(input({ max_length: 0 })), 11310, 'out of range'],
  ['max_length over 1000', card(input({ max_length: 1001 })), 11310, 'out of range'],
  [
    'a default longer than max_length',
    card(input({ max_length: 3, default_value: '四个汉字' })),
    11310,
    'default_value',
  ],
  ['a default over 1000 without max_length', card(input({ default_value: '字'.repeat(1001) })), 11310, 'default_value'],
  ['a placeholder over 100', card(input({ placeholder: words('字'.repeat(101)) })), 11310, '100'],
  ['a select with a placeholder over 100', card(select({ placeholder: words('字'.repeat(101)) })), 11310, '100'],
  ['a button text over 100', card(button('字'.repeat(101))), 11310, '100'],
  ['an overflow text over 100', card({ tag: 'overflow', options: [{ text: words('字'.repeat(101)) }] }), 11310, '100'],
  ['a date picker with nothing to show', card({ tag: 'date_picker', name: 'd' }), 200621, 'placeholder'],
  ['a malformed initial date', card({ tag: 'date_picker', initial_date: '2023/08/31' }), 200621, 'invalid date'],
  ['an initial date of no calendar', card({ tag: 'date_picker', initial_date: '2023-02-29' }), 200621, 'invalid date'],
  ['an initial time after midnight', card({ tag: 'picker_time', initial_time: '24:00' }), 200621, 'invalid time'],
  [
    'an initial instant with seconds',
    card({ tag: 'picker_datetime', initial_datetime: '2023-08-31 09:00:00' }),
    200621,
    'invalid datetime',
  ],
  [
    'the same option value twice',
    card(select({ options: [option('甲', 'x'), option('乙', 'x')] })),
    200621,
    'not unique',
  ],
  ['an initial option that is none', card(select({ initial_option: '丙' })), 200621, '丙 is not one of the options'],
  ['an initial index beyond the options', card(select({ initial_index: 3 })), 200621, 'initial_index'],
  [
    'a selected value that is none',
    card(form({ tag: 'multi_select_static', name: 'm', options: [option('甲')], selected_values: ['乙'] }, ok)),
    200621,
    '乙',
  ],
  [
    'a callback value that is a string',
    card({ ...button('x'), behaviors: [{ type: 'callback', value: 'x' }] }),
    200621,
    'object',
  ],
  ['an unknown behaviour', card({ ...button('x'), behaviors: [{ type: 'submit' }] }), 200621, 'submit'],
  ['a confirm without a title', card({ ...button('x'), confirm: { text: words('x') } }), 200621, 'title is required'],
  ['an element id with a digit first', card({ tag: 'hr', element_id: '1a' }), 300301, 'element id'],
  ['an element id over 20', card({ tag: 'hr', element_id: 'a'.repeat(21) }), 300301, '20'],
  [
    'the same element id twice',
    card({ tag: 'hr', element_id: 'a' }, { tag: 'hr', element_id: 'a' }),
    300301,
    'duplicate',
  ],
  ['six containers inside one another', card(deep(6)), 11310, 'nested'],
  ['six tables', card(...Array.from({ length: 6 }, () => table())), 11310, 'table number'],
  ['a row with an undeclared key', card(table({ rows: [{ other: 1 }] })), 200915, 'other'],
  [
    'five markdown tables in one component',
    card({ tag: 'markdown', content: markdownTable.repeat(5) }),
    11310,
    'table number',
  ],
  ['a mention of everybody', card({ tag: 'markdown', content: '<at id=all></at>' }), 100290, 'invalid user'],
  ['201 tagged objects', card(...Array.from({ length: 201 }, () => ({ tag: 'hr' }))), 11310, '201 of 200'],
  ['more than 30 KB', card({ tag: 'markdown', content: '字'.repeat(10_240) }), 230025, 'bytes'],
  [
    'four header tags',
    {
      ...card(),
      header: {
        title: words('x'),
        text_tag_list: Array.from({ length: 4 }, () => ({ tag: 'text_tag', text: words('x') })),
      },
    },
    11310,
    '3 items',
  ],
  ['a header without a title', { ...card(), header: { template: 'blue' } }, 200621, 'title is required'],
  [
    'four header tags in a language',
    {
      ...card(),
      header: {
        title: words('x'),
        i18n_text_tag_list: { zh_cn: Array.from({ length: 4 }, () => ({ tag: 'text_tag', text: words('x') })) },
      },
    },
    11310,
    '3 items',
  ],
  ['an unknown language', card({ tag: 'markdown', content: 'x', i18n_content: { zh: 'x' } }), 200621, 'property: zh'],
  [
    'five markdown tables in a language',
    card({ tag: 'markdown', content: 'x', i18n_content: { en_us: markdownTable.repeat(5) } }),
    11310,
    'table number',
  ],
  ['a link of the card to nowhere', { ...card(), card_link: {} }, 200621, 'card_link'],
  [
    'a link of the card for one platform only',
    { ...card(), card_link: { pc_url: 'https://example.com' } },
    200621,
    'card_link',
  ],
  ['a link of the card that is a script', { ...card(), card_link: { url: 'javascript:alert(1)' } }, 200621, 'url'],
  [
    'a button whose link is no address',
    card({ ...button('x'), behaviors: [{ type: 'open_url', default_url: 'example.com' }] }),
    200621,
    'url',
  ],
  ['eleven rows a page', card(table({ page_size: 11 })), 11310, '11'],
  [
    '51 columns',
    card(table({ rows: [], columns: Array.from({ length: 51 }, (_, i) => ({ name: `c${i}` })) })),
    11310,
    '50',
  ],
  ['a column of 0%', card(table({ columns: [{ name: 'k', width: '0%' }] })), 200621, 'percent'],
  ['the same column twice', card(table({ columns: [{ name: 'k' }, { name: 'k' }] })), 200621, 'not unique'],
  [
    'a column with an unknown date format',
    card(table({ rows: [], columns: [{ name: 'k', data_type: 'date', date_format: 'yyyy年' }] })),
    200621,
    'date_format',
  ],
  ['a number in a cell of text', card(table({ rows: [{ k: 1 }] })), 200914, 'row 0, column 0'],
  ['words in a cell of numbers', card(cells('number', '1')), 200914, 'rows is invalid'],
  ['a date in a cell that is no instant', card(cells('date', '2023-08-31')), 200914, 'rows is invalid'],
  ['an option without a text', card(cells('options', [{ color: 'blue' }])), 200914, 'rows is invalid'],
  ['an option of no colour', card(cells('options', [{ text: 'x', color: 'pink' }])), 200914, 'rows is invalid'],
  ['people who are no ids', card(cells('persons', [{ id: 'ou_li' }])), 200914, 'rows is invalid'],
  ['a nonexistent header colour', { ...card(), header: { title: words('x'), template: 'pink' } }, 200621, 'pink'],
])('refuses %s', (_, wrong, code, said) => {
  const faults = checkCard(wrong);
  expect(faults.map((fault) => `${fault.code} ${fault.message}`)).toContainEqual(
    expect.stringMatching(new RegExp(`^${code} .*${said.replaceAll(/[|.]/g, '\\$&')}`)),
  );
});

const doubled = '<font color="red">x</font>';
test('the size is that of the card, and style tags count twice', () => {
  const sized = (bytes: number, tags = 0) => {
    const content = doubled.repeat(tags);
    const bare = Buffer.byteLength(JSON.stringify(card({ tag: 'markdown', content })));
    return card({ tag: 'markdown', content: content + 'x'.repeat(bytes - bare) });
  };
  const codes = (one: Card) => checkCard(one).map(({ code }) => code);
  expect(codes(sized(30_720))).toEqual([]);
  expect(codes(sized(30_721))).toEqual([230025]);
  const inflation = doubled.length - 1;
  expect(codes(sized(30_720 - 100 * inflation, 100))).toEqual([]);
  expect(codes(sized(30_721 - 100 * inflation, 100))).toEqual([230025]);
  expect(codes(card({ tag: 'div', text: words(doubled.repeat(900)) }))).toEqual([]);
});

test.each<[string, Card]>([
  ['control', card(form({ tag: 'input' }, ok))],
  ['button', card(form({ tag: 'button', text: words('x'), form_action_type: 'reset' }, ok))],
])('a nameless %s in a form is a fault the platform lets pass', (_, wrong) => {
  expect(checkCard(wrong)).toEqual([expect.objectContaining({ code: 200530, accepted: true })]);
});

test.each<[Profile, boolean | undefined]>([
  ['kind', true],
  ['harsh', undefined],
])('a default longer than max_length is a fault, %s', (profile, accepted) => {
  const faults = checkCard(card(input({ max_length: 3, default_value: '四个汉字' })), profile);
  expect(faults).toHaveLength(1);
  expect(faults[0]!.accepted).toBe(accepted);
});

test.each<[Profile, number]>([
  ['kind', 5],
  ['harsh', 3],
])('tables of both kinds end at a number, %s', (profile, most) => {
  const markdown = { tag: 'markdown', content: markdownTable };
  const tables = (count: number) => card(table(), ...Array.from({ length: count - 1 }, () => markdown));
  expect(checkCard(tables(most), profile)).toEqual([]);
  expect(checkCard(tables(most + 1), profile)).toMatchObject([
    { code: 11310, message: 'card table number over limit' },
  ]);
});

test('names the place of an unknown property as the platform does', () => {
  const [fault] = checkCard(card(form({ ...input(), icon: 1 }, ok)));
  expect(fault).toEqual({
    code: 200621,
    message: 'unknown property, property: icon',
    path: 'ROOT -> body -> elements -> [0](tag: form) -> elements -> [0](tag: input)',
  });
});

test.each<[string, Card]>([
  ['200 tagged objects', card(...Array.from({ length: 200 }, () => ({ tag: 'hr' })))],
  ['five containers inside one another', card(deep(5))],
  [
    'a link of the card, and one switched off for phones',
    {
      ...card({
        ...button('x'),
        behaviors: [
          { type: 'open_url', default_url: 'https://example.com', ios_url: 'lark://msgcard/unsupported_action' },
        ],
      }),
      card_link: { url: 'https://example.com' },
    },
  ],
  [
    'a link of the card for each platform',
    {
      ...card(),
      card_link: { pc_url: 'https://a.com', ios_url: 'https://b.com', android_url: 'https://c.com' },
    },
  ],
  [
    'texts in several languages',
    {
      ...card({ tag: 'markdown', content: 'x', i18n_content: { zh_cn: '甲', en_us: 'a' } }),
      config: { locales: ['zh_cn', 'en_us'] },
    },
  ],
  [
    'cells of every kind',
    card(
      cells('text', 'x'),
      cells('number', 1.5),
      cells('date', 1693440000000),
      cells('options', 'x', [{ text: 'x', color: 'blue' }, { text: 'y' }]),
      cells('persons', 'ou_li', ['ou_li', 'ou_wang']),
    ),
  ],
  ['five tables', card(...Array.from({ length: 5 }, () => table()))],
  ['no elements at all', { schema: '2.0' }],
  ['an empty plain text', card({ tag: 'img', img_key: 'img_1', alt: words('') })],
  ['a callback value that looks like elements', card(button('x', { tag: 'nothing', name: 'form' }))],
  ['a form button inside columns', card(form(columns(ok)))],
  [
    'a size icon in a panel header',
    card({
      ...panel(),
      header: { title: words('x'), icon: { tag: 'standard_icon', token: 'down', size: '16px 16px' } },
    }),
  ],
])('accepts %s', (_, good) => {
  expect(checkCard(good)).toEqual([]);
});
