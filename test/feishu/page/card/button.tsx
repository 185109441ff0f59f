import { useContext } from 'react';
import { Tip } from '../tip.tsx';
import { FormContext, useCard } from './card-context.ts';
import type { Button as ButtonElement } from './card-json.ts';
import { Icon } from './icon.tsx';
import { controlWidth } from './look.ts';
import { useBehaviors } from './use-behaviors.ts';

/** A button: inside a form it submits or resets, elsewhere it runs its behaviors. A disabled one says why when pressed. */
export function Button({ button }: { button: ButtonElement }) {
  const card = useCard();
  const form = useContext(FormContext);
  const run = useBehaviors();
  const disabled = button.disabled ?? false;
  const busy = card.busy === button;
  const tips = disabled ? (button.disabled_tips?.content ?? button.hover_tips?.content) : button.hover_tips?.content;

  const press = async () => {
    if (disabled) {
      if (tips) card.notify({ type: 'info', content: tips });
      return;
    }
    const role = button.form_action_type ?? button.action_type?.replace('form_', '');
    const callback = button.behaviors?.find((behavior) => behavior.type === 'callback');
    const click = { tag: 'button', name: button.name, value: callback?.value ?? button.value };
    if (form && role === 'reset') form.reset();
    else if (form && role === 'submit') await form.submit(button, click, button.confirm);
    else await run(button, click);
  };
  const width = button.width && button.width !== 'default' ? controlWidth(button.width) : undefined;
  return (
    <Tip words={tips}>
      <button
        type="button"
        className={`btn ${button.type ?? 'default'} ${button.size ?? 'medium'} ${busy ? 'busy' : ''}`}
        aria-disabled={disabled || card.busy !== null}
        aria-busy={busy}
        style={width}
        onClick={() => void press()}
      >
        {busy && <span className="spinner" aria-hidden="true" />}
        {!busy && button.icon && <Icon icon={button.icon} />}
        <span className="btn-text">{button.text?.content}</span>
      </button>
    </Tip>
  );
}
