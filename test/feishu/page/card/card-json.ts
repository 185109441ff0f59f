/** A text slot of a card; the styling keys exist in `div` and `checker` only. */
export type Text = {
  tag?: string;
  content?: string;
  text_size?: string;
  text_color?: string;
  text_align?: 'left' | 'center' | 'right';
  lines?: number;
};

export type TextTag = { tag: 'text_tag'; text?: Text; color?: string };
export type Confirm = { title?: Text; text?: Text };
export type MultiUrl = { url?: string; pc_url?: string };
export type Behavior = { type: string; value?: unknown; default_url?: string; pc_url?: string };
export type Option = { text?: Text; value: string; icon?: Icon };
export type Icon = { tag?: string; token?: string; img_key?: string; color?: string; size?: string };

type Base = { element_id?: string; margin?: string };

/** How a container lays out its children. */
export type Layout = {
  direction?: 'vertical' | 'horizontal';
  horizontal_spacing?: string;
  vertical_spacing?: string;
  horizontal_align?: 'left' | 'center' | 'right';
  vertical_align?: 'top' | 'center' | 'bottom';
  padding?: string;
};

type Control = Base & {
  name?: string;
  required?: boolean;
  disabled?: boolean;
  disabled_tips?: Text;
  hover_tips?: Text;
  placeholder?: Text;
  width?: string;
  behaviors?: Behavior[];
  value?: unknown;
  confirm?: Confirm;
};

export type FormElement = Base & Layout & { tag: 'form'; name: string; elements: CardElement[] };
export type Column = Base &
  Layout & {
    tag: 'column';
    width?: string;
    weight?: number;
    background_style?: string;
    action?: { multi_url?: MultiUrl };
    elements?: CardElement[];
  };
export type ColumnSet = Base & {
  tag: 'column_set';
  flex_mode?: 'none' | 'stretch' | 'flow' | 'bisect' | 'trisect';
  horizontal_spacing?: string;
  horizontal_align?: 'left' | 'center' | 'right';
  background_style?: string;
  action?: { multi_url?: MultiUrl };
  columns: Column[];
};
export type Panel = Base &
  Layout & {
    tag: 'collapsible_panel';
    expanded?: boolean;
    background_color?: string;
    border?: { color?: string; corner_radius?: string };
    header: {
      title?: Text;
      background_color?: string;
      icon?: Icon;
      icon_position?: string;
      icon_expanded_angle?: number;
      width?: 'fill' | 'auto' | 'auto_when_fold';
      padding?: string;
    };
    elements?: CardElement[];
  };
export type Block = Control &
  Layout & {
    tag: 'interactive_container';
    height?: string;
    background_style?: string;
    has_border?: boolean;
    border_color?: string;
    corner_radius?: string;
    elements: CardElement[];
  };
export type Input = Control & {
  tag: 'input';
  label?: Text;
  label_position?: 'top' | 'left';
  input_type?: 'text' | 'multiline_text' | 'password';
  rows?: number;
  auto_resize?: boolean;
  max_rows?: number;
  max_length?: number;
  default_value?: string;
};
export type Select = Control & {
  tag: 'select_static' | 'select_person';
  type?: 'default' | 'text';
  options?: Option[];
  initial_option?: string;
  initial_index?: number;
};
export type MultiSelect = Control & {
  tag: 'multi_select_static' | 'multi_select_person';
  type?: 'default' | 'text';
  options?: Option[];
  selected_values?: string[];
};
/** Pictures to choose from; several only inside a form. */
export type SelectImg = Control & {
  tag: 'select_img';
  multi_select?: boolean;
  layout?: 'stretch' | 'bisect' | 'trisect';
  aspect_ratio?: '1:1' | '16:9' | '4:3';
  can_preview?: boolean;
  options?: { img_key: string; value?: string; disabled?: boolean; disabled_tips?: Text; hover_tips?: Text }[];
};
export type Overflow = Control & {
  tag: 'overflow';
  options?: { text?: Text; value?: string; multi_url?: MultiUrl }[];
};
export type Picker = Control & {
  tag: 'date_picker' | 'picker_time' | 'picker_datetime';
  initial_date?: string;
  initial_time?: string;
  initial_datetime?: string;
};
export type Checker = Control & {
  tag: 'checker';
  checked?: boolean;
  text?: Text;
  /** Whether a press on the words ticks the box, too. */
  overall_checkable?: boolean;
  button_area?: { pc_display_rule?: 'always' | 'on_hover'; buttons?: Button[] };
  checked_style?: { show_strikethrough?: boolean; opacity?: number };
};
export type Button = Control & {
  tag: 'button';
  type?: string;
  size?: 'tiny' | 'small' | 'medium' | 'large';
  text?: Text;
  icon?: Icon;
  form_action_type?: 'submit' | 'reset';
  action_type?: string;
  url?: string;
};
export type Markdown = Base & {
  tag: 'markdown';
  content: string;
  text_align?: Text['text_align'];
  text_size?: string;
  icon?: Icon;
};
export type Div = Base & {
  tag: 'div';
  text?: Text;
  icon?: Icon;
  fields?: { is_short?: boolean; text: Text }[];
  width?: string;
};
export type Hr = Base & { tag: 'hr' };
export type Img = Base & {
  tag: 'img';
  img_key: string;
  alt?: Text;
  title?: Text;
  corner_radius?: string;
  scale_type?: 'crop_center' | 'crop_top' | 'fit_horizontal';
  size?: string;
  preview?: boolean;
};
export type ImgCombination = Base & {
  tag: 'img_combination';
  combination_mode: 'double' | 'triple' | 'bisect' | 'trisect';
  corner_radius?: string;
  img_list?: { img_key: string }[];
};
type PersonSize = 'extra_small' | 'small' | 'medium' | 'large';
export type Person = Base & {
  tag: 'person';
  user_id: string;
  size?: PersonSize;
  show_avatar?: boolean;
  show_name?: boolean;
  style?: 'normal' | 'capsule';
};
export type PersonList = Base & {
  tag: 'person_list';
  persons?: { id: string }[];
  lines?: number;
  show_name?: boolean;
  show_avatar?: boolean;
  size?: PersonSize;
  icon?: Icon;
};
export type Audio = Base & {
  tag: 'audio';
  file_key: string;
  disabled?: boolean;
  disabled_tips?: Text;
  show_progress_bar?: boolean;
  show_time?: boolean;
  background_style?: string;
  border?: { color?: string; corner_radius?: string };
  width?: string;
};
export type TableColumn = {
  name: string;
  display_name?: string;
  width?: string;
  horizontal_align?: 'left' | 'center' | 'right';
  vertical_align?: 'top' | 'center' | 'bottom';
  data_type?: string;
  format?: { precision?: number; symbol?: string; separator?: boolean };
  date_format?: string;
};
export type Table = Base & {
  tag: 'table';
  page_size?: number;
  row_height?: string;
  row_max_height?: string;
  freeze_first_column?: boolean;
  columns: TableColumn[];
  rows: Record<string, unknown>[];
  header_style?: {
    text_align?: Text['text_align'];
    text_size?: 'normal' | 'heading';
    background_style?: string;
    bold?: boolean;
    text_color?: string;
  };
};
export type Chart = Base & {
  tag: 'chart';
  chart_spec?: { type?: string; data?: unknown; title?: { text?: string } } & Record<string, unknown>;
  aspect_ratio?: '1:1' | '2:1' | '4:3' | '16:9';
  color_theme?: 'brand' | 'rainbow' | 'complementary' | 'converse' | 'primary';
  height?: string;
};

/** A control whose value a form collects. */
export type ValueElement = Input | Select | MultiSelect | SelectImg | Picker | Checker;

export type CardElement =
  | FormElement
  | ColumnSet
  | Panel
  | Block
  | ValueElement
  | Button
  | Overflow
  | Markdown
  | Div
  | Hr
  | Img
  | ImgCombination
  | Person
  | PersonList
  | Audio
  | Table
  | Chart;

/** A card of JSON 2.0, as far as the page draws it. */
export type CardJson = {
  schema?: string;
  config?: {
    width_mode?: 'default' | 'compact' | 'fill';
    summary?: { content?: string };
    style?: {
      color?: Record<string, { light_mode?: string }>;
      text_size?: Record<string, { default?: string; pc?: string; mobile?: string }>;
    };
  };
  card_link?: MultiUrl;
  header?: {
    title?: Text;
    subtitle?: Text;
    template?: string;
    icon?: Icon;
    text_tag_list?: TextTag[];
    padding?: string;
  };
  body?: Layout & { elements?: CardElement[] };
};

/** The elements directly inside a container, columns flattened; empty for anything else. */
export function childrenOf(element: CardElement): CardElement[] {
  if (element.tag === 'column_set') return element.columns.flatMap((column) => column.elements ?? []);
  if ('elements' in element) return element.elements ?? [];
  return [];
}

/** Every named control inside, in reading order. */
export function valueElements(elements: CardElement[]): ValueElement[] {
  return elements.flatMap((element) => (holdsValue(element) ? [element] : valueElements(childrenOf(element))));
}

function holdsValue(element: CardElement): element is ValueElement {
  return [
    'input',
    'select_static',
    'multi_select_static',
    'select_person',
    'multi_select_person',
    'select_img',
    'date_picker',
    'picker_time',
    'picker_datetime',
    'checker',
  ].includes(element.tag);
}
