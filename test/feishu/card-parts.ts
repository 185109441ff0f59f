import { optionAt, plain, shownValue } from './card-text.ts';
import { isObject } from './http.ts';
import type { Card, Profile } from './types.ts';

/** A control or button of a card, with what stands around it. */
export type Part = {
  element: Card;
  /** The form it stands in. */
  form?: Card;
  /** Everything a person may call it by: its label, the text before it, its placeholder, its name. */
  labels: string[];
};

const CONTROLS = [
  'input',
  'select_static',
  'multi_select_static',
  'select_person',
  'multi_select_person',
  'date_picker',
  'picker_time',
  'picker_datetime',
  'select_img',
  'checker',
];
const ZONE = '+0800';

/** Controls and buttons in the order a person sees them. */
export function partsOf(card: Card): Part[] {
  const parts: Part[] = [];
  /** The words since the last control: a select has no label of its own, the words above it name it. */
  let above: string[] = [];
  const walk = (value: unknown, form?: Card) => {
    if (Array.isArray(value)) {
      for (const item of value) walk(item, form);
    } else if (isObject(value)) {
      const element = value as Card;
      const tag = String(element.tag);
      if (tag === 'markdown') above.push(plain(element));
      if (tag === 'div') above.push(plain(element.text));
      if (isControl(element) || ['button', 'overflow', 'interactive_container'].includes(tag)) {
        const own = plain(tag === 'checker' ? element.text : element.label);
        const labels = [...(own ? [own] : above), plain(element.placeholder), String(element.name ?? '')];
        parts.push({ element, form, labels: labels.filter((label) => label !== '') });
        above = [];
      }
      const inForm = tag === 'form' ? element : form;
      for (const key of ['body', 'elements', 'columns', 'button_area', 'buttons']) walk(element[key], inForm);
    }
  };
  walk(card);
  return parts;
}

export function isControl(element: Card): boolean {
  return CONTROLS.includes(String(element.tag));
}

/** What a control of a form holds before anybody touches it, in the shape of form_value. */
export function initialValue(control: Card): unknown {
  switch (control.tag) {
    case 'checker':
      return control.checked ?? false;
    case 'multi_select_static':
    case 'multi_select_person':
      return control.selected_values ?? [];
    case 'select_img':
      return control.multi_select ? [] : '';
    case 'select_static':
    case 'select_person':
      return control.initial_option || optionAt(control)?.value || '';
    case 'date_picker':
      return withZone(control.initial_date);
    case 'picker_time':
      return withZone(control.initial_time);
    case 'picker_datetime':
      return withZone(control.initial_datetime);
    default:
      return shownValue(control);
  }
}

/** Turns what a person enters (option text, date, words) into the value the client sends; throws when it cannot be entered. */
export function enteredValue(control: Card, entered: unknown): unknown {
  const pick = (word: unknown) => {
    const options: Card[] = control.options ?? [];
    const found =
      options.find((option) => option.value === word) ?? options.find((option) => plain(option.text) === word);
    if (!found && (options.length > 0 || control.tag === 'select_static'))
      throw new Error(`no option 「${String(word)}」, only ${options.map((o) => plain(o.text ?? o.value)).join('、')}`);
    return found?.value ?? word;
  };
  switch (control.tag) {
    case 'checker':
      return Boolean(entered);
    case 'multi_select_static':
    case 'multi_select_person':
      return (Array.isArray(entered) ? entered : [entered]).map(pick);
    case 'select_img':
      if (Array.isArray(entered)) return entered.map(pick);
      return entered === '' ? '' : pick(entered);
    case 'overflow':
    case 'select_static':
    case 'select_person':
      return entered === '' || entered === null ? '' : pick(entered);
    case 'date_picker':
    case 'picker_time':
    case 'picker_datetime':
      return withZone(entered);
    default:
      return String(entered ?? '');
  }
}

/** The form_value of a submit: what was entered over what the card held, empty controls as the profile has them. */
export function formValue(form: Card, entered: Record<string, unknown>, profile: Profile): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const { element } of partsOf({ elements: form.elements })) {
    if (!isControl(element)) continue;
    const value = element.name in entered ? entered[element.name] : initialValue(element);
    if (isEmpty(value) && profile === 'harsh') continue;
    values[element.name] = value ?? '';
  }
  return values;
}

/**
 * Why the client would not send this form: the words it shows beside the control. Whether max_length counts characters or
 * units of UTF-16 is not documented; a rare character is two of these.
 */
export function refusedByClient(form: Card, values: Record<string, unknown>, profile: Profile): string | undefined {
  for (const { element, labels } of partsOf({ elements: form.elements })) {
    if (!isControl(element)) continue;
    const value = values[element.name];
    if (element.required && isEmpty(value)) return `「${labels[0]}」为必填项`;
    const max = element.max_length ?? 1000;
    const length = profile === 'kind' ? [...String(value ?? '')].length : String(value ?? '').length;
    if (element.tag === 'input' && length > max) return `「${labels[0]}」不能超过 ${max} 字`;
  }
  return undefined;
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

/** Pickers send the viewer's offset along; the entered value may carry one already. */
function withZone(value: unknown): string {
  if (!value) return '';
  return / [+-]\d{4}$/.test(String(value)) ? String(value) : `${String(value)} ${ZONE}`;
}
