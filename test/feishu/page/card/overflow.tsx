import { type KeyboardEvent, useCallback, useEffect, useId, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { useCard } from './card-context.ts';
import type { Overflow as OverflowElement } from './card-json.ts';
import { linkOf } from './markdown-text.ts';
import { usePopup } from './use-popup.ts';

type Choice = NonNullable<OverflowElement['options']>[number];

/** The three dots: a menu of things to do, each a link or a value that is told to the bot. */
export function Overflow({ overflow }: { overflow: OverflowElement }) {
  const card = useCard();
  const anchor = useRef<HTMLButtonElement>(null);
  const popup = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const id = useId();
  const close = useCallback(() => setOpen(false), []);
  const place = usePopup(anchor, popup, open, close, { height: 300, minWidth: 160 });
  // What is not yet in its place is hidden and takes no focus.
  const placed = place.visibility !== 'hidden';
  useEffect(() => {
    if (open && placed) popup.current?.querySelector<HTMLElement>('[role="menuitem"]')?.focus();
  }, [open, placed]);

  const leave = () => {
    close();
    anchor.current?.focus();
  };
  const pick = async (choice: Choice) => {
    leave();
    if (card.busy || !(await card.ask(overflow.confirm))) return;
    const address = linkOf(choice.multi_url);
    if (address) window.open(address, '_blank', 'noopener');
    const callback = overflow.behaviors?.find((behavior) => behavior.type === 'callback');
    if (choice.value === undefined) return;
    const click = { tag: 'overflow', name: overflow.name, value: callback?.value ?? overflow.value };
    await card.press(overflow, { ...click, option: choice.value });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const items = [...popup.current!.querySelectorAll<HTMLElement>('[role="menuitem"]')];
    const at = items.indexOf(document.activeElement as HTMLElement);
    const moves: Record<string, number> = {
      ArrowDown: (at + 1) % items.length,
      ArrowUp: (at - 1 + items.length) % items.length,
      Home: 0,
      End: items.length - 1,
    };
    if (event.key in moves) items[moves[event.key]!]?.focus();
    else if (event.key === 'Escape' || event.key === 'Tab') leave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <>
      <button
        ref={anchor}
        type="button"
        className="btn default overflow"
        aria-label="更多操作"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={id}
        aria-disabled={card.busy !== null}
        onClick={() => (open ? close() : card.busy || setOpen(true))}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          setOpen(true);
        }}
      >
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M3.5 8h.01M8 8h.01M12.5 8h.01" />
        </svg>
      </button>
      {open &&
        createPortal(
          <div
            ref={popup}
            id={id}
            role="menu"
            aria-label="更多操作"
            tabIndex={-1}
            className="popup list"
            style={place}
            onKeyDown={onKeyDown}
          >
            {overflow.options?.map((choice, index) => (
              <button key={index} type="button" role="menuitem" className="option" onClick={() => void pick(choice)}>
                {choice.text?.content}
              </button>
            ))}
          </div>,
          document.body,
        )}
    </>
  );
}
