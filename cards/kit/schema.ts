import { z } from 'zod';

/**
 * The part of Feishu's card JSON 2.0 that this project uses, as strict zod schemas: the platform rejects a whole card for one
 * unknown property, so an unknown property is a fault here too. Kept out on purpose: what the platform's documents contradict each
 * other about (`required` on most controls, `header.padding` of a panel, `initial_option`), and what we have no use for.
 * Lengths are counted in UTF-16 units, the larger of the two readings of the platform's "characters".
 */

/** A text no longer than `max` UTF-16 units in a slot that knows neither colour nor size. */
const plainText = (max = Number.POSITIVE_INFINITY) =>
  z.strictObject({ tag: z.literal('plain_text'), content: z.string().max(max) });

export const HEADER_COLORS = [
  'blue',
  'wathet',
  'turquoise',
  'green',
  'yellow',
  'orange',
  'red',
  'carmine',
  'violet',
  'purple',
  'indigo',
  'grey',
  'default',
] as const;

export const TAG_COLORS = [
  'neutral',
  'blue',
  'turquoise',
  'lime',
  'orange',
  'violet',
  'indigo',
  'wathet',
  'green',
  'yellow',
  'red',
  'purple',
  'carmine',
] as const;

export const TEXT_COLORS = ['default', 'grey', 'red', 'green', 'orange', 'blue'] as const;
export const TEXT_SIZES = ['normal', 'notation', 'heading'] as const;

const px = z.string().regex(/^\d{1,2}px$/);
const controlWidth = z.enum(['default', 'fill']);
const placeholder = plainText(100);
const name = z.string().min(1);
const filledText = (max = Number.POSITIVE_INFINITY) =>
  z.strictObject({ tag: z.literal('plain_text'), content: z.string().min(1).max(max) });
// Old clients freeze on a confirmation without a title.
const confirm = z.strictObject({ title: filledText(), text: plainText() });

const div = z.strictObject({
  tag: z.literal('div'),
  text: z.strictObject({
    tag: z.literal('plain_text'),
    content: z.string(),
    text_size: z.enum(TEXT_SIZES).optional(),
    text_color: z.enum(TEXT_COLORS).optional(),
    lines: z.int().min(1).optional(),
  }),
});

const markdown = z.strictObject({ tag: z.literal('markdown'), content: z.string() });
const hr = z.strictObject({ tag: z.literal('hr') });

const input = z
  .strictObject({
    tag: z.literal('input'),
    name,
    label: plainText(),
    label_position: z.literal('top'),
    width: controlWidth,
    input_type: z.enum(['text', 'multiline_text']),
    rows: z.int().min(1).optional(),
    auto_resize: z.boolean().optional(),
    max_length: z.int().min(1).max(1000),
    default_value: z.string().optional(),
    placeholder: placeholder.optional(),
  })
  .refine((it) => (it.default_value ?? '').length <= it.max_length, {
    path: ['default_value'],
    error: 'longer than max_length',
  });

const options = z
  .array(z.strictObject({ text: plainText(), value: z.string().min(1) }))
  .min(1)
  .refine((all) => new Set(all.map((it) => it.value)).size === all.length, { error: 'duplicate option values' });

const select = z
  .strictObject({
    tag: z.literal('select_static'),
    name,
    width: controlWidth,
    options,
    initial_index: z.int().min(1).optional(),
    placeholder,
  })
  .refine((it) => (it.initial_index ?? 1) <= it.options.length, {
    path: ['initial_index'],
    error: 'beyond the last option',
  });

const multiSelect = z
  .strictObject({
    tag: z.literal('multi_select_static'),
    name,
    // The documents disagree about this default; left out, the client might refuse to send an empty choice.
    required: z.literal(false),
    width: controlWidth,
    options,
    selected_values: z.array(z.string()).optional(),
    placeholder,
  })
  .refine((it) => (it.selected_values ?? []).every((value) => it.options.some((option) => option.value === value)), {
    path: ['selected_values'],
    error: 'not among the options',
  });

const datePicker = z.strictObject({
  tag: z.literal('date_picker'),
  name,
  width: controlWidth,
  initial_date: z.iso.date().optional(),
  placeholder,
});

const checker = z.strictObject({
  tag: z.literal('checker'),
  name,
  checked: z.boolean(),
  text: plainText(),
});

const behavior = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('callback'), value: z.record(z.string(), z.unknown()) }),
  z.strictObject({ type: z.literal('open_url'), default_url: z.string().regex(/^https?:\/\//) }),
]);

const button = z
  .strictObject({
    tag: z.literal('button'),
    text: filledText(100),
    type: z.enum(['default', 'primary_filled', 'danger', 'text']),
    width: controlWidth.optional(),
    confirm: confirm.optional(),
    disabled: z.boolean().optional(),
    disabled_tips: plainText().optional(),
    name: name.optional(),
    form_action_type: z.literal('submit').optional(),
    behaviors: z.array(behavior).min(1).optional(),
  })
  .refine((it) => (it.behaviors === undefined) === (it.form_action_type === 'submit'), {
    path: ['behaviors'],
    error: 'a button either submits its form or has behaviors',
  });

const column = z.strictObject({
  tag: z.literal('column'),
  width: z.enum(['auto', 'weighted']),
  weight: z.int().min(1).max(5).optional(),
  vertical_align: z.enum(['top', 'center', 'bottom']).optional(),
  get elements() {
    return z.array(inner);
  },
});

const columnSet = z.strictObject({
  tag: z.literal('column_set'),
  flex_mode: z.enum(['none', 'stretch', 'flow', 'bisect', 'trisect']),
  horizontal_spacing: px.optional(),
  background_style: z.enum(['default', 'grey']).optional(),
  columns: z.array(column).min(1),
});

const panel = z.strictObject({
  tag: z.literal('collapsible_panel'),
  expanded: z.boolean(),
  padding: px,
  border: z.strictObject({ color: z.literal('grey'), corner_radius: px }),
  header: z.strictObject({
    title: plainText(),
    icon: z.strictObject({ tag: z.literal('standard_icon'), token: z.string().min(1), size: z.literal('16px 16px') }),
    icon_position: z.enum(['left', 'right', 'follow_text']),
    icon_expanded_angle: z.literal([-180, -90, 90, 180]),
  }),
  get elements() {
    return z.array(inner);
  },
});

/** What may stand anywhere: in the body, a form, a column, a panel. */
const inner = z.discriminatedUnion('tag', [
  div,
  markdown,
  hr,
  input,
  select,
  multiSelect,
  datePicker,
  checker,
  button,
  columnSet,
  panel,
]);

const form = z.strictObject({ tag: z.literal('form'), name, elements: z.array(inner).min(1) });

const cell = z.union([
  z.string(),
  z.number(),
  z.array(z.strictObject({ text: z.string(), color: z.enum(TAG_COLORS).optional() })),
]);

const table = z
  .strictObject({
    tag: z.literal('table'),
    page_size: z.int().min(1).max(10),
    freeze_first_column: z.literal(true).optional(),
    header_style: z.strictObject({ background_style: z.literal('grey'), bold: z.literal(true) }),
    columns: z
      .array(
        z.strictObject({
          name,
          display_name: z.string(),
          data_type: z.enum(['text', 'number', 'options', 'markdown']),
          width: z.string().regex(/^(auto|[1-9]\d{1,2}px|[1-9]\d?%|100%)$/),
        }),
      )
      .min(1)
      .max(50)
      .refine((all) => new Set(all.map((it) => it.name)).size === all.length, { error: 'duplicate column names' }),
    rows: z.array(z.record(z.string(), cell)),
  })
  .refine((it) => it.rows.every((row) => Object.keys(row).every((key) => it.columns.some((c) => c.name === key))), {
    path: ['rows'],
    error: 'a row has a key that no column declares',
  });

/** Pure JSON of VChart, as far as it is used here: bars that lie and are made of parts. */
const chart = z.strictObject({
  tag: z.literal('chart'),
  color_theme: z.enum(['brand', 'rainbow', 'complementary', 'converse', 'primary']),
  chart_spec: z.strictObject({
    type: z.literal('bar'),
    direction: z.literal('horizontal'),
    title: z.strictObject({ text: z.string() }),
    data: z.strictObject({
      values: z.array(z.strictObject({ name: z.string(), part: z.string(), value: z.number() })).min(1),
    }),
    xField: z.literal('value'),
    yField: z.literal('name'),
    seriesField: z.literal('part'),
    stack: z.literal(true),
    legends: z.strictObject({ visible: z.literal(true), orient: z.literal('bottom') }),
  }),
});

const outer = z.discriminatedUnion('tag', [...inner.options, form, table, chart]);

export const cardSchema = z.strictObject({
  schema: z.literal('2.0'),
  config: z.strictObject({
    update_multi: z.literal(true),
    enable_forward: z.literal(false),
    width_mode: z.enum(['default', 'compact', 'fill']),
    summary: z.strictObject({ content: z.string() }),
  }),
  header: z.strictObject({
    title: filledText(),
    subtitle: plainText().optional(),
    template: z.enum(HEADER_COLORS),
    text_tag_list: z
      .array(z.strictObject({ tag: z.literal('text_tag'), text: plainText(), color: z.enum(TAG_COLORS) }))
      .max(3)
      .optional(),
  }),
  body: z.strictObject({
    padding: z.string().regex(/^\d{1,2}px( \d{1,2}px){3}$/),
    vertical_spacing: px,
    elements: z.array(outer),
  }),
});

export type Card = z.infer<typeof cardSchema>;
/** Anything a card's body may hold; a form, a table and a chart stand nowhere else. */
export type Element = z.infer<typeof outer>;
/** Anything a form, a column or a panel may hold. */
export type Inner = z.infer<typeof inner>;
export type Form = z.infer<typeof form>;
export type Table = z.infer<typeof table>;
export type Chart = z.infer<typeof chart>;
export type Button = z.infer<typeof button>;
export type HeaderColor = (typeof HEADER_COLORS)[number];
export type TagColor = (typeof TAG_COLORS)[number];
export type TextColor = (typeof TEXT_COLORS)[number];
export type TextSize = (typeof TEXT_SIZES)[number];
