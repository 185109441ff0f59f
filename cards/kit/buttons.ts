import { flatten, type Nest } from './nest.ts';
import type { Button, Inner } from './schema.ts';
import { plain } from './text.ts';

export type ButtonStyle = 'default' | 'primary' | 'danger' | 'text';
export type ButtonWidth = 'default' | 'fill';
export type Confirm = { title: string; text: string };

/** A button outside a form: `value` comes back with the click. `disabled` is the reason, shown to whoever tries. */
export function callbackButton(
  label: string,
  value: Record<string, unknown>,
  options: { style?: ButtonStyle; confirm?: Confirm; disabled?: string; width?: ButtonWidth } = {},
): Button {
  return {
    ...base(label, options),
    ...(options.disabled && { disabled: true, disabled_tips: plain(options.disabled) }),
    behaviors: [{ type: 'callback', value }],
  };
}

/**
 * A button inside a form: the click brings the whole form and this `name`, unique in the card. It carries no behaviors, because a
 * submit button with both is refused by some versions of the platform (300123).
 */
export function submitButton(
  label: string,
  name: string,
  options: { style?: ButtonStyle; confirm?: Confirm; width?: ButtonWidth } = {},
): Button {
  return { ...base(label, options), name, form_action_type: 'submit' };
}

/** A button outside a form that opens an http(s) address. */
export function linkButton(
  label: string,
  url: string,
  options: { style?: ButtonStyle; width?: ButtonWidth } = {},
): Button {
  return { ...base(label, options), behaviors: [{ type: 'open_url', default_url: url }] };
}

/** Buttons in a row that wraps on a phone; fine inside a form. Three nodes for each button and one for the row. */
export function buttons(...row: Nest<Button>[]): Inner {
  return {
    tag: 'column_set',
    flex_mode: 'flow',
    horizontal_spacing: '8px',
    columns: flatten(row).map((button) => ({ tag: 'column', width: 'auto', elements: [button] })),
  };
}

const TYPES = { default: 'default', primary: 'primary_filled', danger: 'danger', text: 'text' } as const;

function base(label: string, options: { style?: ButtonStyle; confirm?: Confirm; width?: ButtonWidth }): Button {
  const { style = 'default', confirm, width } = options;
  return {
    tag: 'button',
    text: plain(label),
    type: TYPES[style],
    ...(width && { width }),
    ...(confirm && { confirm: { title: plain(confirm.title), text: plain(confirm.text) } }),
  };
}
