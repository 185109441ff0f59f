import { describe, expect, test } from 'vitest';
import {
  barChart,
  buttons,
  type Card,
  callbackButton,
  card,
  cardBytes,
  cardNodes,
  check,
  datePicker,
  type Element,
  errorText,
  facts,
  form,
  heading,
  hr,
  type Inner,
  input,
  linkButton,
  md,
  mdt,
  multiSelect,
  type Nest,
  note,
  panel,
  row,
  select,
  submitButton,
  table,
  text,
} from '../../../cards/kit/index.ts';

const OPTIONS = [
  { text: '高校', value: 'university' },
  { text: '园区', value: 'park' },
];
const save = submitButton('保存', 'save', { style: 'primary', confirm: { title: '保存？', text: '可再修改' } });
const inForm = (element: Inner) => form('f', [element, save]);

const built: Record<string, Nest<Element>> = {
  text: text('正文', { size: 'heading', color: 'red', lines: 2 }),
  note: note('小字'),
  errorText: errorText('请填写'),
  heading: heading('基本情况'),
  md: md(mdt`**名称** ${'甲*乙'}`, mdt`第二段`),
  facts: facts([['手机', '138****0000']]),
  hr: hr(),
  row: row(text('左'), text('右')),
  panel: panel('详情', [note('一'), panel('再往里', hr())], { expanded: true }),
  table: table({
    columns: [
      { key: 'name', title: '机构' },
      { key: 'score', title: '分', type: 'number', width: '80px' },
      { key: 'state', title: '状态', type: 'options', width: '30%' },
      { key: 'link', title: '备注', type: 'markdown' },
    ],
    rows: [{ name: '甲', score: 9, state: [{ text: '已报', color: 'green' }], link: mdt`**${'好'}**` }],
    pageSize: 5,
  }),
  chart: barChart({ title: '各部门', bars: [{ name: '甲', part: '已报', value: 2 }] }),
  form: form('f', [
    input({ name: 'a', label: '名称', value: '甲', placeholder: '全称', maxLength: 60 }),
    input({ name: 'b', label: '简介', multiline: true, rows: 8 }),
    select({ name: 'c', label: '类别', options: OPTIONS, value: 'park' }),
    multiSelect({ name: 'd', label: '多选', options: OPTIONS, values: ['park'] }),
    datePicker({ name: 'e', label: '日期', value: '2026-01-31' }),
    row(input({ name: 'g', label: '左' }), input({ name: 'h', label: '右' })),
    buttons(submitButton('上一步', 'back', { style: 'text' }), save),
  ]),
  buttons: buttons(
    callbackButton(
      '撤回',
      { action: 'withdraw', filing: 7 },
      { style: 'danger', confirm: { title: '撤回？', text: '' } },
    ),
    callbackButton('提交', {}, { disabled: '还有 3 项未填', width: 'fill' }),
    linkButton('看通知', 'https://example.com/notice', { style: 'primary' }),
  ),
};

const show = (elements: Nest<Element>): Card => card({ title: '备案', elements });

describe('what each builder makes passes the check', () => {
  test.each(Object.entries(built))('%s', (_name, elements) => {
    expect(() => check(show(elements))).not.toThrow();
  });

  test('a card with all of its parts', () => {
    const all = card({
      title: '备案助手',
      subtitle: '2023 年',
      color: 'orange',
      tags: [{ text: '草稿', color: 'yellow' }],
      summary: '第 3 步，共 8 步',
      elements: [built.form, built.table],
    });
    expect(check(all)).toBe(all);
    expect(all.config.summary.content).toBe('第 3 步，共 8 步');
    expect(all.config).toMatchObject({ update_multi: true, enable_forward: false });
  });

  test('no builder leaves an undefined property behind, so that bytes sent and object checked are the same', () => {
    for (const elements of Object.values(built)) {
      const made = show(elements);
      expect(JSON.parse(JSON.stringify(made))).toStrictEqual(made);
    }
  });
});

describe('the pieces', () => {
  test('elements may be nested lists with gaps', () => {
    expect(show([hr(), false, null, undefined, [hr(), [hr()]]]).body.elements).toEqual([hr(), hr(), hr()]);
  });

  test('a row of buttons drops what is not to be shown', () => {
    expect(buttons(callbackButton('甲', {}), false)).toMatchObject({
      columns: [{ elements: [{ text: { content: '甲' } }] }],
    });
  });

  test('a submit button carries its name and no behaviors', () => {
    expect(save).toMatchObject({ name: 'save', form_action_type: 'submit', type: 'primary_filled' });
    expect(save).not.toHaveProperty('behaviors');
  });

  test('no control is required', () => {
    expect(JSON.stringify(built.form)).not.toContain('"required":true');
  });

  test('fifteen facts are one node and show what was typed', () => {
    const rows = Array.from({ length: 15 }, (_, index): [string, string] => [
      `项 ${index}`,
      '<at id=all></at>\n第二行',
    ]);
    const made = facts(rows);
    expect(cardNodes(show(made)) - cardNodes(show([]))).toBe(1);
    expect(JSON.stringify(made)).not.toContain('<at');
    expect(JSON.stringify(made)).toContain('<br>第二行');
  });

  test.each([
    ['park', 2],
    ['university', 1],
    ['gone', undefined],
    [undefined, undefined],
  ])('a select with value %s chooses option number %s', (value, position) => {
    const [label, control] = select({ name: 'c', label: '类别', options: OPTIONS, value });
    expect(label).toMatchObject({ text: { content: '类别' } });
    expect((control as { initial_index?: number }).initial_index).toBe(position);
  });

  test('a multi select leaves out what is no option any more', () => {
    const [, made] = multiSelect({ name: 'd', label: '多选', options: OPTIONS, values: ['gone', 'park'] });
    expect(made).toMatchObject({ selected_values: ['park'] });
  });
});

test("a user's words stay words in a markdown column, and are left alone in a text column", () => {
  const made = table({
    columns: [
      { key: 'a', title: '甲' },
      { key: 'b', title: '乙', type: 'markdown' },
    ],
    rows: [{ a: '*a*', b: '*b*' }],
  });
  expect(made.rows).toEqual([{ a: '*a*', b: '&#42;b&#42;' }]);
});

describe('an input holds 1000 characters', () => {
  test('1000 are accepted', () => {
    const made = input({ name: 'a', label: '简介', value: '字'.repeat(1000) });
    expect(() => check(show(inForm(made)))).not.toThrow();
  });

  test('1001 are refused by the builder', () => {
    expect(() => input({ name: 'a', label: '简介', value: '字'.repeat(1001) })).toThrow(RangeError);
  });

  test('a text longer than its own limit keeps its place', () => {
    const made = input({ name: 'a', label: '名称', value: '字'.repeat(61), maxLength: 60 });
    expect(made).toMatchObject({ max_length: 61, default_value: '字'.repeat(61) });
    expect(() => check(show(inForm(made)))).not.toThrow();
  });
});

test('bytes are counted in UTF-8', () => {
  expect(cardBytes(show(text('字'))) - cardBytes(show(text('')))).toBe(3);
});
