import type { Checker as CheckerElement } from './card-json.ts';
import { ControlFrame } from './control-frame.tsx';
import { StyledText } from './styled-text.tsx';
import { useControl } from './use-control.ts';

/** A tick box with its text. */
export function Checker({ checker }: { checker: CheckerElement }) {
  const control = useControl<boolean>(checker);
  const struck = control.value && checker.checked_style?.show_strikethrough;
  const opacity = control.value ? checker.checked_style?.opacity : undefined;
  return (
    <ControlFrame error={control.error} errorId={control.errorId}>
      <label
        className="checker"
        title={checker.disabled ? checker.disabled_tips?.content : checker.hover_tips?.content}
      >
        <input
          type="checkbox"
          checked={control.value}
          disabled={checker.disabled}
          {...control.aria}
          onChange={(event) => {
            control.change(event.target.checked);
            void control.commit(event.target.checked);
          }}
        />
        <span className="tick" aria-hidden="true" />
        <span style={{ textDecoration: struck ? 'line-through' : undefined, opacity }}>
          {checker.text && <StyledText text={checker.text} />}
        </span>
      </label>
    </ControlFrame>
  );
}
