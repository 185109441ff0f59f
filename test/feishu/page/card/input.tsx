import { useId } from 'react';
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
  // A counter for every short field would be noise: it shows where a limit was set, or is near.
  const counted = lines || input.max_length !== undefined || length > limit * 0.8;
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
    title: input.disabled ? input.disabled_tips?.content : undefined,
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
        {lines ? (
          <textarea {...shared} rows={input.rows ?? 5} className={input.auto_resize ? 'box grows' : 'box'} />
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
      </ControlFrame>
    </div>
  );
}
