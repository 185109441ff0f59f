import { expect, test } from 'vitest';
import { checkCard } from '../feishu/card-check.ts';
import { cardText } from '../feishu/card-text.ts';
import type { Card } from '../feishu/types.ts';
import { card, form, submit, words } from './bot.ts';

const picture = (value: string) => ({ img_key: `img_${value}`, value });
const selectImg = (more: Card = {}) => ({
  tag: 'select_img',
  name: 'p',
  options: [picture('a'), picture('b')],
  ...more,
});
const spec = (more: Card = {}) => ({
  type: 'bar',
  data: { values: [{ x: '一', y: 1 }] },
  xField: 'x',
  yField: 'y',
  ...more,
});
const chart = (chart_spec: unknown, more: Card = {}) => ({ tag: 'chart', chart_spec, ...more });
const common = (series: Card, more: Card = {}) => spec({ type: 'common', series: [series], ...more });
const audio = (more: Card = {}) => ({ tag: 'audio', file_key: 'file_1', ...more });
/** Cards with sounds stay where they are. */
const still = (...elements: Card[]) => ({ ...card(...elements), config: { enable_forward: false } });
const panel = (...elements: Card[]) => ({ tag: 'collapsible_panel', header: { title: words('更多') }, elements });
const columns = (...elements: Card[]) => ({ tag: 'column_set', columns: [{ tag: 'column', elements }] });
const block = (...elements: Card[]) => ({
  tag: 'interactive_container',
  behaviors: [{ type: 'callback', value: {} }],
  elements,
});
const ok = submit('保存', 'save');

test.each<[string, Card]>([
  ['pictures to choose from', card(selectImg({ layout: 'trisect', aspect_ratio: '1:1' }))],
  ['several pictures to choose in a form', card(form(selectImg({ multi_select: true, required: true }), ok))],
  [
    'pictures side by side',
    card({ tag: 'img_combination', combination_mode: 'double', img_list: [{ img_key: 'a' }, { img_key: 'b' }] }),
  ],
  ['a person', card({ tag: 'person', user_id: 'ou_li', size: 'extra_small', show_name: true, style: 'capsule' })],
  [
    'a list of people',
    card({
      tag: 'person_list',
      persons: [{ id: 'ou_li' }],
      lines: 2,
      drop_invalid_user_id: true,
      ud_icon: { token: 'chat_outlined', style: { color: 'red' } },
    }),
  ],
  ['a sound', still(audio({ audio_id: 'a', style: 'speak', time_position: 'both_sides', fallback: 'drop' }))],
  ['a sound with words for old clients', still(audio({ fallback: { tag: 'fallback_text', text: words('升级') } }))],
  ['a chart', card(chart(spec({ axes: [{ orient: 'left' }] }), { aspect_ratio: '4:3', height: '200px' }))],
  ['charts in columns and panels', card(columns(chart(spec())), panel(chart(spec())))],
  ['five charts', card(...Array.from({ length: 5 }, () => chart(spec())))],
  ['a chart of shares', card(chart({ type: 'pie', data: [{ values: [] }], categoryField: 'x', valueField: 'y' }))],
  ['a chart of words', card(chart({ type: 'wordCloud', data: { values: [] }, nameField: 'x', valueField: 'y' }))],
  [
    'a chart of lines and bars, each with its data',
    card(
      chart({
        type: 'common',
        data: [{ values: [] }, { id: 'second', values: [] }],
        series: [
          { type: 'bar', dataIndex: 0, xField: ['x', 'z'], yField: 'y' },
          { type: 'line', dataId: 'second', xField: 'x', yField: 'y' },
        ],
      }),
    ),
  ],
])('accepts %s', (_, good) => {
  expect(checkCard(good)).toEqual([]);
});

test.each<[string, Card, number, string]>([
  [
    'several pictures to choose outside a form',
    card(selectImg({ multi_select: true })),
    200621,
    'only allowed in a form',
  ],
  ['pictures to choose from in a panel', card(panel(selectImg())), 200621, 'not supported tag: select_img'],
  ['pictures of the same value', card(selectImg({ options: [picture('a'), picture('a')] })), 200621, 'not unique'],
  ['a combination of no mode', card({ tag: 'img_combination', img_list: [] }), 200621, 'combination_mode is required'],
  ['a person without an id', card({ tag: 'person' }), 200621, 'user_id is required'],
  ['a list of people on no line', card({ tag: 'person_list', persons: [], lines: 0 }), 11310, 'out of range'],
  ['a sound in a card that can be forwarded', card(audio()), 300220, "don't support forward"],
  [
    'two sounds of the same id',
    still(audio({ audio_id: 'a' }), audio({ audio_id: 'a' })),
    300230,
    'duplicate audio id',
  ],
  ['a sound in a form', still(form(audio(), ok)), 200621, 'not supported tag: audio'],
  ['another word as the fallback of a sound', still(audio({ fallback: 'hide' })), 200621, 'hide'],
  ['a sound with a fallback of nothing', still(audio({ fallback: { tag: 'hr' } })), 200621, 'not supported tag: hr'],
  ['six charts', card(...Array.from({ length: 6 }, () => chart(spec()))), 11310, 'chart number'],
  ['a chart in a form', card(form(chart(spec()), ok)), 200621, 'not supported tag: chart'],
  ['a chart in a clickable block', card(block(chart(spec()))), 200621, 'not supported tag: chart'],
  ['a chart with colours of its own', card(chart(spec(), { color: 'red' })), 200621, 'property: color'],
  ['a chart without a spec', card({ tag: 'chart' }), 200621, 'chart_spec is required'],
  ['a chart of no type', card(chart({ data: { values: [] } })), 200550, 'unknown type'],
  ['a chart of a type the page does not show', card(chart(spec({ type: 'gauge' }))), 200550, 'unknown type gauge'],
  ['a chart of an inherited type', card(chart(spec({ type: 'constructor' }))), 200550, 'unknown type'],
  ['a chart without its field', card(chart(spec({ yField: undefined }))), 200550, 'yField is required'],
  ['a chart whose data are bare rows', card(chart(spec({ data: [{ x: 1 }] }))), 200550, 'data: Invalid type'],
  ['a chart without data', card(chart(spec({ data: undefined }))), 200550, 'data: Invalid type'],
  ['a chart with axes that are null', card(chart(spec({ axes: null }))), 200550, 'axes: Invalid type'],
  ['a chart with axes that are no list', card(chart(spec({ axes: {} }))), 200550, 'axes: Invalid type'],
  ['a chart with a program in it', card(chart(spec({ label: { formatter: '(d) => d.y' } }))), 200550, 'JavaScript'],
  ['a combined chart without series', card(chart(spec({ type: 'common' }))), 200550, 'series is required'],
  ['a combined chart of a wrong series', card(chart(common({ type: 'bar', xField: 'x' }))), 200550, 'series.0: yField'],
  [
    'a combined chart of a series without data',
    card(chart(common({ type: 'bar', xField: 'x', yField: 'y', dataIndex: 1 }, { data: [{ values: [] }] }))),
    200550,
    'series.0.data',
  ],
])('refuses %s', (_, wrong, code, said) => {
  const faults = checkCard(wrong).filter(({ accepted }) => !accepted);
  expect(faults.map((fault) => `${fault.code} ${fault.message}`)).toContainEqual(
    expect.stringMatching(new RegExp(`^${code} .*${said}`)),
  );
});

test.each<[string, Card]>([
  ['a texture', { bar: { style: { texture: 'circle' } } }],
  ['a conical gradient', { bar: { style: { fill: { gradient: 'conical' } } } }],
  ['a word cloud in a grid', { wordCloudConfig: { layoutMode: 'grid' } }],
  ['a repeated picture', { extensionMark: [{ type: 'image', style: { repeatX: 'repeat' } }] }],
])('%s in a chart is a fault the platform lets pass: phones do not draw it', (_, more) => {
  expect(checkCard(card(chart(spec(more))))).toEqual([expect.objectContaining({ code: 200550, accepted: true })]);
});

test('what a chart, a table or a callback holds is no part of the card, whatever it looks like', () => {
  const lookalike = { tag: 'input', name: 'x', element_id: 'x' };
  const shown = card(
    chart(spec({ extensionMark: [lookalike, lookalike] })),
    { tag: 'button', text: words('x'), behaviors: [{ type: 'callback', value: { a: lookalike, b: lookalike } }] },
    { tag: 'hr', element_id: 'x' },
  );
  expect(checkCard(shown)).toEqual([]);
});

test('a person reads their own language, four lines of a title and one of a subtitle', () => {
  const shown = {
    ...card({ tag: 'markdown', content: 'hello', i18n_content: { zh_cn: '你好', en_us: 'hello' } }),
    header: {
      title: words('一\n二\n三\n四\n五'),
      subtitle: words('上\n下'),
      text_tag_list: [{ tag: 'text_tag', text: words('draft') }],
      i18n_text_tag_list: { zh_cn: [{ tag: 'text_tag', text: words('草稿') }] },
    },
  };
  expect(cardText(shown)).toBe('# 一\n二\n三\n四…〔草稿〕\n上…\n你好');
});

test('every component has words', () => {
  const shown = card(
    selectImg(),
    { tag: 'img_combination', combination_mode: 'double', img_list: [{ img_key: 'a' }] },
    chart(spec({ title: { text: '进度' } })),
    audio(),
    { tag: 'person_list', persons: [{ id: 'ou_li' }, { id: 'ou_wang' }] },
  );
  expect(cardText(shown)).toBe('【选图：a／b】\n（图 1 张）\n（图表：进度）\n（语音）\n@ou_li @ou_wang');
});
