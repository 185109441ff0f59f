import { useRef, useState } from 'react';
import { FormContext, type FormShared, initialValue, sentValue, useCard, type Value } from './card-context.ts';
import { type FormElement, type ValueElement, valueElements } from './card-json.ts';
import { layoutStyle } from './look.ts';

/** A form: its controls keep their values here and one press of a submit button sends them all. */
export function Form({ form }: { form: FormElement }) {
  const card = useCard();
  const box = useRef<HTMLDivElement>(null);
  const controls = valueElements(form.elements).filter((control) => control.name);
  const fresh = () => Object.fromEntries(controls.map((control) => [control.name!, initialValue(control)]));
  const [values, setValues] = useState<Record<string, Value>>(fresh);
  const [errors, setErrors] = useState<Record<string, string>>({});

  const shared: FormShared = {
    name: form.name,
    values,
    errors,
    change: (name, value) => {
      setValues((old) => ({ ...old, [name]: value }));
      setErrors(({ [name]: _, ...others }) => others);
    },
    reset: () => {
      setValues(fresh());
      setErrors({});
    },
    submit: async (button, click, confirm) => {
      if (card.busy) return;
      const found = Object.fromEntries(
        controls.map((control) => [control.name!, fault(control, values[control.name!]!)]).filter(([, words]) => words),
      );
      setErrors(found);
      const first = controls.find((control) => found[control.name!]);
      if (first) {
        // The control may sit in a panel that opens only with the next drawing.
        requestAnimationFrame(() => box.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
        return;
      }
      if (!(await card.ask(confirm))) return;
      const formValue = Object.fromEntries(
        controls.map((control) => [control.name!, sentValue(control, values[control.name!]!)]),
      );
      await card.press(button, { ...click, formName: form.name, formValue });
    },
  };
  return (
    <FormContext value={shared}>
      <div ref={box} className="form" style={layoutStyle(form, '12px')}>
        {card.draw(form.elements)}
      </div>
    </FormContext>
  );
}

/** What the client itself refuses to send, in words for the person; empty when all is well. */
function fault(control: ValueElement, value: Value): string {
  const limit = control.tag === 'input' ? (control.max_length ?? 1000) : 0;
  if (limit && String(value).length > limit) return `最多 ${limit} 个字，请删去 ${String(value).length - limit} 个字`;
  const empty = Array.isArray(value) ? value.length === 0 : value === '' || value === false;
  if (!control.required || !empty) return '';
  if (control.tag === 'input') return '请填写此项';
  return control.tag === 'checker' ? '请勾选此项' : '请选择此项';
}
