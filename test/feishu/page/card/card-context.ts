import { createContext, type ReactNode, useContext } from 'react';
import type { Click, Toast } from '../protocol.ts';
import type { CardElement, CardJson, Confirm, Select, ValueElement } from './card-json.ts';

/** What every element of one card shares. */
export type CardShared = {
  style: NonNullable<CardJson['config']>['style'];
  /** The spoken name of each control; selects and pickers have no label of their own in the card's JSON. */
  labels: Map<CardElement, string>;
  /** Draws the children of a container; given here because containers and elements hold each other. */
  draw: (elements: CardElement[]) => ReactNode;
  /** The element whose press is being answered; while it is set the card is locked. */
  busy: CardElement | null;
  press: (element: CardElement, click: Click) => Promise<void>;
  /** Shows the dialog of a `confirm` and tells what was chosen; without one the answer is yes. */
  ask: (confirm: Confirm | undefined) => Promise<boolean>;
  notify: (toast: Toast) => void;
};

export type Value = string | string[] | boolean;

/** What the controls of one form share; null outside a form. */
export type FormShared = {
  name: string;
  values: Record<string, Value>;
  errors: Record<string, string>;
  change: (name: string, value: Value) => void;
  submit: (button: CardElement, click: Click, confirm: Confirm | undefined) => Promise<void>;
  reset: () => void;
} | null;

export const CardContext = createContext<CardShared | null>(null);
export const FormContext = createContext<FormShared>(null);

export function useCard(): CardShared {
  return useContext(CardContext)!;
}

/** The value a control starts with, from the card's JSON. */
export function initialValue(element: ValueElement): Value {
  switch (element.tag) {
    case 'input':
      return element.default_value ?? '';
    case 'select_static':
    case 'select_person':
      return initialOption(element);
    case 'multi_select_static':
    case 'multi_select_person':
      return element.selected_values ?? [];
    case 'select_img':
      return element.multi_select ? [] : '';
    case 'checker':
      return element.checked ?? false;
    case 'date_picker':
      return element.initial_date ?? '';
    case 'picker_time':
      return element.initial_time ?? '';
    default:
      return element.initial_datetime ?? '';
  }
}

/** Sources disagree whether `initial_option` names a value or a text, so either is found; the index counts from one. */
function initialOption(element: Select): string {
  const wanted = element.initial_option;
  const options = element.options ?? [];
  const found = options.find((option) => option.value === wanted) ?? options.find((o) => o.text?.content === wanted);
  return (wanted ? found?.value : options[(element.initial_index ?? 0) - 1]?.value) ?? '';
}

/** The value as the platform sends it: dates and times carry the viewer's offset, here always Beijing. */
export function sentValue(element: ValueElement, value: Value): Value {
  const timed = element.tag === 'date_picker' || element.tag === 'picker_time' || element.tag === 'picker_datetime';
  return timed && value ? `${value} +0800` : value;
}
