import { useContext, useEffect, useId, useState } from 'react';
import { FormContext, useCard } from './card-context.ts';
import { type Panel as PanelElement, valueElements } from './card-json.ts';
import { Icon } from './icon.tsx';
import { borderOf, colorOf, layoutStyle } from './look.ts';
import { inline } from './markdown.tsx';

/** A part of the card that opens and closes. Its controls stay alive while it is closed, so what was typed is kept and sent. */
export function Panel({ panel }: { panel: PanelElement }) {
  const { style, draw } = useCard();
  const form = useContext(FormContext);
  const [open, setOpen] = useState(panel.expanded ?? false);
  const content = useId();
  const { title } = panel.header;
  const faulty = valueElements(panel.elements ?? []).some((control) => control.name && form?.errors[control.name]);

  // A message about a missing answer must not stay hidden in a closed panel.
  useEffect(() => {
    if (faulty) setOpen(true);
  }, [faulty]);

  const border = panel.border && borderOf(panel.border.color, style);
  const width = panel.header.width ?? 'fill';
  const fits = width === 'auto' || (width === 'auto_when_fold' && !open);
  const framed = Boolean(panel.border || panel.background_color);
  return (
    <div
      className={framed ? 'panel framed' : 'panel'}
      style={{
        border,
        borderRadius: panel.border ? (panel.border.corner_radius ?? '5px') : undefined,
        background: colorOf(panel.background_color, style),
      }}
    >
      <button
        type="button"
        className={`panel-header icon-${panel.header.icon_position ?? 'right'} ${fits ? 'fits' : ''}`}
        aria-expanded={open}
        aria-controls={content}
        onClick={() => setOpen(!open)}
        style={{ background: colorOf(panel.header.background_color, style), padding: panel.header.padding }}
      >
        <span className="panel-title">
          {title?.tag === 'plain_text' ? title.content : inline(title?.content ?? '')}
        </span>
        <span
          className="chevron"
          style={{ transform: open ? `rotate(${panel.header.icon_expanded_angle ?? 180}deg)` : undefined }}
        >
          <Icon icon={panel.header.icon ?? { token: 'down-small-ccm_outlined' }} />
        </span>
      </button>
      <div
        id={content}
        className="panel-body"
        hidden={!open}
        style={open ? { ...layoutStyle(panel), padding: panel.padding } : undefined}
      >
        {draw(panel.elements ?? [])}
      </div>
    </div>
  );
}
