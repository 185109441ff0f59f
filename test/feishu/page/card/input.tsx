import { useId } from 'react';
import { Tip } from '../tip.tsx';
import { useCard } from './card-context.ts';
import type { Input as InputElement } from './card-json.ts';
import { ControlFrame } from './control-frame.tsx';
import { controlWidth } from './look.ts';
import { useControl } from './use-control.ts';

/** A text field. Outside a form Enter, or leaving the field, sends what was typed. */
export function Input({ input }: { input: InputElement }) {
  const card = useCard();
  const control = useControl<string>(input);
  const id = useId();
  const limit = input.max_length ?? 1000;
  const length = control.value.length;
  const over = length > limit ? `最多 ${limit} 个字，已超出 ${length - limit} 个字` : '';
  const lines = input.input_type === 'multiline_text';
  // A counter for every field would be noise: it shows where a limit of its own was set, or where the end is near.
  const counted = (input.max_length !== undefined && (lines || limit < 1000)) || length > limit * 0.8;
  const { 'aria-label': spoken, ...aria } = control.aria;

  const send = () => {
    if (!control.inForm && control.value !== (input.default_value ?? '') && !over) void control.commit(control.value);
  };
  const shared = {
    id,
    value: control.value,
    placeholder: input.placeholder?.content ?? '请输入',
    'aria-disabled': input.disabled,
    readOnly: input.disabled,
    ...aria,
    ...(input.label?.content ? {} : { 'aria-label': spoken }),
    'aria-invalid': aria['aria-invalid'] || over !== '',
    'aria-describedby': over ? control.errorId : aria['aria-describedby'],
    onChange: (event: { target: { value: string } }) => control.change(event.target.value),
    onBlur: send,
  };
  const refuse = () => {
    if (input.disabled && input.disabled_tips?.content)
      card.notify({ type: 'info', content: input.disabled_tips.content });
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only explains why a disabled field takes nothing.
    // biome-ignore lint/a11y/useKeyWithClickEvents: the same words stand in the field's title.
    <div className={`field-row ${input.label_position === 'left' ? 'left' : ''}`} onClick={refuse}>
      {input.label?.content && (
        <label htmlFor={id} className="control-label">
          {input.label.content}
          {input.required && control.inForm && (
            <span className="star" aria-hidden="true">
              *
            </span>
          )}
        </label>
      )}
      <ControlFrame
        error={over || control.error}
        errorId={control.errorId}
        style={controlWidth(input.width)}
        note={
          counted && (
            <span className={over ? 'counter over' : 'counter'} aria-hidden="true">
              {length}/{limit}
            </span>
          )
        }
      >
        <Tip words={input.disabled ? input.disabled_tips?.content : undefined}>
          {lines ? (
            <textarea {...shared} {...height(input)} />
          ) : (
            <input
              {...shared}
              className="box"
              type={input.input_type === 'password' ? 'password' : 'text'}
              autoComplete="off"
              onKeyDown={(event) => {
                if (event.key === 'Enter' && !event.nativeEvent.isComposing) send();
              }}
            />
          )}
        </Tip>
      </ControlFrame>
    </div>
  );
}

/** A field that grows with its text begins with its rows and ends with `max_rows`. */
function height(input: InputElement) {
  const rows = input.rows ?? 5;
  if (!input.auto_resize) return { rows, className: 'box' };
  const most = input.max_rows ? Math.max(1, Math.round(input.max_rows)) : undefined;
  const tall = (lines: number) => `calc(${lines} * 1lh + 12px)`;
  return {
    rows,
    className: 'box grows',
    style: { minHeight: tall(rows), maxHeight: most && tall(Math.max(rows, most)) },
  };
}
