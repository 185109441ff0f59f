import type { MouseEvent } from 'react';
import { Tip } from '../tip.tsx';
import { useCard } from './card-context.ts';
import type { Block as BlockElement } from './card-json.ts';
import { borderOf, colorOf, layoutStyle } from './look.ts';
import { useBehaviors } from './use-behaviors.ts';

const controls = 'button, a, input, textarea, [role="button"], [role="combobox"], [role="checkbox"]';

/** A clickable block; a control inside it wins over the block. */
export function Block({ block }: { block: BlockElement }) {
  const { style, draw, notify } = useCard();
  const run = useBehaviors();
  const disabled = block.disabled ?? false;
  const clickable = (block.behaviors?.length ?? 0) > 0;

  const press = () => {
    if (disabled) return block.disabled_tips?.content && notify({ type: 'info', content: block.disabled_tips.content });
    return void run(block, { tag: 'interactive_container', name: block.name });
  };
  const onInner = (event: MouseEvent) => {
    const inner = (event.target as Element).closest(controls);
    return inner !== null && inner !== event.currentTarget;
  };
  const active = clickable
    ? {
        role: 'button',
        tabIndex: 0,
        'aria-disabled': disabled,
        onClick: (event: MouseEvent) => void (onInner(event) || press()),
        onKeyDown: (event: React.KeyboardEvent) => {
          if (event.target !== event.currentTarget || (event.key !== 'Enter' && event.key !== ' ')) return;
          event.preventDefault();
          press();
        },
      }
    : {};
  return (
    <Tip words={disabled ? block.disabled_tips?.content : block.hover_tips?.content}>
      <div
        {...active}
        className={`block ${clickable ? 'clickable' : ''} ${disabled ? 'disabled' : ''}`}
        style={{
          ...layoutStyle({ padding: '4px 12px', ...block }, '4px'),
          width: block.width === 'auto' ? 'fit-content' : block.width === 'fill' ? undefined : block.width,
          height: block.height,
          background: colorOf(block.background_style, style),
          border: block.has_border ? borderOf(block.border_color, style) : undefined,
          borderRadius: block.corner_radius,
        }}
      >
        {draw(block.elements)}
      </div>
    </Tip>
  );
}
