import { Tip } from '../tip.tsx';
import { Button } from './button.tsx';
import { useCard } from './card-context.ts';
import type { Checker as CheckerElement } from './card-json.ts';
import { ControlFrame } from './control-frame.tsx';
import { StyledText } from './styled-text.tsx';
import { useControl } from './use-control.ts';

/** A tick box with its text, and the small buttons that may stand beside it. */
export function Checker({ checker }: { checker: CheckerElement }) {
  const card = useCard();
  const control = useControl<boolean>(checker);
  const struck = control.value && checker.checked_style?.show_strikethrough;
  const opacity = control.value ? checker.checked_style?.opacity : undefined;
  const buttons = checker.button_area?.buttons?.slice(0, 3) ?? [];
  const words = (
    <span className="checker-words" style={{ textDecoration: struck ? 'line-through' : undefined, opacity }}>
      {checker.text && <StyledText text={checker.text} />}
    </span>
  );
  const apart = checker.overall_checkable === false;
  const tick = async (checked: boolean) => {
    if (checker.confirm && !(await card.ask(checker.confirm))) return;
    control.change(checked);
    await control.commit(checked);
  };
  return (
    <ControlFrame error={control.error} errorId={control.errorId}>
      <div className={`checker-row ${checker.button_area?.pc_display_rule ?? 'always'}`}>
        <Tip words={checker.disabled ? checker.disabled_tips?.content : checker.hover_tips?.content}>
          <label className="checker">
            <input
              type="checkbox"
              checked={control.value}
              disabled={checker.disabled}
              {...control.aria}
              onChange={(event) => void tick(event.target.checked)}
            />
            <span className="tick" aria-hidden="true" />
            {!apart && words}
          </label>
        </Tip>
        {apart && words}
        {buttons.length > 0 && (
          <span className="checker-buttons">
            {buttons.map((button, index) => (
              <Button key={index} button={button} />
            ))}
          </span>
        )}
      </div>
    </ControlFrame>
  );
}
