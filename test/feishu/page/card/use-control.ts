import { useContext, useId, useState } from 'react';
import { FormContext, initialValue, sentValue, useCard, type Value } from './card-context.ts';
import type { ValueElement } from './card-json.ts';

/** The value of a control and the attributes that name it and tell its error. */
export type ControlState<T extends Value> = {
  value: T;
  error: string;
  inForm: boolean;
  label: string;
  /** Keeps a new value without telling anyone. */
  change: (value: T) => void;
  /** Tells the platform about a value, when the control stands outside a form. */
  commit: (value: T) => Promise<void>;
  errorId: string;
  aria: {
    'aria-label': string;
    'aria-required': boolean;
    'aria-invalid': boolean;
    'aria-describedby': string | undefined;
  };
};

/** Connects a control with its form, or, outside a form, with the platform directly. */
export function useControl<T extends Value>(element: ValueElement): ControlState<T> {
  const card = useCard();
  const form = useContext(FormContext);
  const [alone, setAlone] = useState<Value>(() => initialValue(element));
  const errorId = useId();
  const inForm = form !== null && Boolean(element.name);
  const value = (inForm ? form.values[element.name!] : alone) as T;
  const error = (inForm && form.errors[element.name!]) || '';
  const label = card.labels.get(element) || '未命名';

  return {
    value,
    error,
    inForm,
    label,
    errorId,
    change: (next) => (inForm ? form.change(element.name!, next) : setAlone(next)),
    commit: async (next) => {
      if (inForm || (element.tag === 'checker' && !element.behaviors?.length)) return;
      const callback = element.behaviors?.find((behavior) => behavior.type === 'callback');
      const value = callback?.value ?? element.value;
      await card.press(element, { tag: element.tag, name: element.name, value, option: sentValue(element, next) });
    },
    aria: {
      'aria-label': label,
      'aria-required': inForm && Boolean(element.required),
      'aria-invalid': error !== '',
      'aria-describedby': error ? errorId : undefined,
    },
  };
}
