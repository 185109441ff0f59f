import { flatten, type Nest } from './nest.ts';
import type { Form, Inner } from './schema.ts';
import { plain, text } from './text.ts';

/** The most an input of the platform holds, in characters. */
export const INPUT_MAX_LENGTH = 1000;

/** One choice: `text` is shown, `value` comes back. */
export type Option = { text: string; value: string };

/**
 * A form: its controls send nothing until one of its submit buttons is pressed, and then all together. It stands in the body only,
 * and each of its buttons is a `submitButton`.
 */
export function form(name: string, elements: Nest<Inner>): Form {
  return { tag: 'form', name, elements: flatten(elements) };
}

/**
 * A line or, with `multiline`, a field of `rows` lines. Never `required`: the client would then send nothing at all. A text already
 * there that is longer than `maxLength` keeps its place (the check of the answer says what is wrong with it), because what the
 * client does with a longer default is not documented. Throws a RangeError for a `value` of more than 1000 characters: split it.
 */
export function input(content: {
  name: string;
  label: string;
  value?: string;
  placeholder?: string;
  multiline?: boolean;
  rows?: number;
  maxLength?: number;
}): Inner {
  const { name, label, value, placeholder, multiline = false, rows = 5, maxLength = INPUT_MAX_LENGTH } = content;
  const length = value?.length ?? 0;
  if (length > INPUT_MAX_LENGTH) throw new RangeError(`input ${name} cannot hold ${length} characters: split the text`);
  return {
    tag: 'input',
    name,
    label: plain(label),
    label_position: 'top',
    width: 'fill',
    input_type: multiline ? 'multiline_text' : 'text',
    ...(multiline && { rows, auto_resize: true }),
    max_length: Math.max(maxLength, length),
    ...(value && { default_value: value }),
    ...(placeholder && { placeholder: plain(placeholder) }),
  };
}

/**
 * One of several options, with its label above, because the platform's select has none. A `value` that is no option any more shows
 * as nothing chosen. The choice is given by its position: the documents disagree whether `initial_option` means value or text.
 */
export function select(content: {
  name: string;
  label: string;
  options: readonly Option[];
  value?: string;
  placeholder?: string;
}): Inner[] {
  const { name, label, options, value, placeholder = '请选择' } = content;
  const position = options.findIndex((it) => it.value === value) + 1;
  return [
    text(label),
    {
      tag: 'select_static',
      name,
      width: 'fill',
      options: options.map(option),
      ...(position > 0 && { initial_index: position }),
      placeholder: plain(placeholder),
    },
  ];
}

/** Several of several options, label above; in a form only. `values` that are no options any more are left out. */
export function multiSelect(content: {
  name: string;
  label: string;
  options: readonly Option[];
  values?: readonly string[];
  placeholder?: string;
}): Inner[] {
  const { name, label, options, values = [], placeholder = '可多选' } = content;
  const selected = values.filter((value) => options.some((it) => it.value === value));
  return [
    text(label),
    {
      tag: 'multi_select_static',
      name,
      required: false,
      width: 'fill',
      options: options.map(option),
      ...(selected.length > 0 && { selected_values: selected }),
      placeholder: plain(placeholder),
    },
  ];
}

/** A calendar day as YYYY-MM-DD, label above. It comes back with the viewer's offset behind it: '2024-04-01 +0800'. */
export function datePicker(content: { name: string; label: string; value?: string; placeholder?: string }): Inner[] {
  const { name, label, value, placeholder = '请选择日期' } = content;
  return [
    text(label),
    { tag: 'date_picker', name, width: 'fill', ...(value && { initial_date: value }), placeholder: plain(placeholder) },
  ];
}

/**
 * A box to tick, in a form only; it begins unticked, because a declaration is made and not given in advance, save where a person
 * has `ticked` it and the form is shown again. Comes back as true or false.
 */
export function checker(name: string, words: string, ticked = false): Inner {
  return { tag: 'checker', name, checked: ticked, text: plain(words) };
}

const option = ({ text, value }: Option) => ({ text: plain(text), value });
