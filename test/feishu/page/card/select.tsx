import { type KeyboardEvent, useCallback, useEffect, useId, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { useTenant } from '../tenant.ts';
import { Tip } from '../tip.tsx';
import type { MultiSelect as MultiSelectElement, Option, Select as SelectElement } from './card-json.ts';
import { ControlFrame } from './control-frame.tsx';
import { Icon } from './icon.tsx';
import { controlWidth } from './look.ts';
import { PersonView } from './person.tsx';
import { type ControlState, useControl } from './use-control.ts';
import { usePopup } from './use-popup.ts';

/** One of several options, or one of several people. */
export function Select({ select }: { select: SelectElement }) {
  const control = useControl<string>(select);
  const choose = (picked: string) => {
    control.change(picked);
    void control.commit(picked);
  };
  return (
    <Dropdown element={select} control={control} chosen={control.value ? [control.value] : []} onChoose={choose} />
  );
}

/** Any number of options or people, each with a tick box. */
export function MultiSelect({ select }: { select: MultiSelectElement }) {
  const control = useControl<string[]>(select);
  const toggle = (picked: string) => {
    const rest = control.value.filter((value) => value !== picked);
    const order = (select.options ?? []).map((option) => option.value);
    const next = rest.length < control.value.length ? rest : [...rest, picked];
    control.change(next.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)));
  };
  return (
    <Dropdown
      element={select}
      control={control}
      chosen={control.value}
      onChoose={toggle}
      onClosed={() => void control.commit(control.value)}
    />
  );
}

type Props = {
  element: SelectElement | MultiSelectElement;
  control: ControlState<string> | ControlState<string[]>;
  chosen: string[];
  onChoose: (value: string) => void;
  onClosed?: () => void;
};

function Dropdown({ element, control, chosen, onChoose, onClosed }: Props) {
  const options = useOptions(element);
  const many = element.tag.startsWith('multi');
  const anchor = useRef<HTMLButtonElement>(null);
  const popup = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const listId = useId();
  const before = useRef('');
  const closed = useRef(onClosed);
  closed.current = onClosed;
  const chosenNow = useRef(chosen);
  chosenNow.current = chosen;

  const close = useCallback(() => {
    setOpen(false);
    if (before.current !== chosenNow.current.join('\n')) closed.current?.();
  }, []);
  const place = usePopup(anchor, popup, open, close, { height: 300 });
  useEffect(() => {
    if (open) popup.current?.querySelector(`[data-index="${active}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [open, active]);

  const show = () => {
    if (element.disabled) return;
    before.current = chosen.join('\n');
    setActive(
      Math.max(
        0,
        options.findIndex((option) => chosen.includes(option.value)),
      ),
    );
    setOpen(true);
  };
  const pick = (option: Option | undefined) => {
    if (!option) return;
    onChoose(option.value);
    if (!many) close();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!open) {
      if (['ArrowDown', 'ArrowUp', 'Enter', ' '].includes(event.key)) {
        event.preventDefault();
        show();
      }
      return;
    }
    const last = options.length - 1;
    const moves: Record<string, number> = {
      ArrowDown: Math.min(active + 1, last),
      ArrowUp: Math.max(active - 1, 0),
      Home: 0,
      End: last,
    };
    if (event.key in moves) setActive(moves[event.key]!);
    else if (event.key === 'Enter' || event.key === ' ') pick(options[active]);
    else if (event.key === 'Escape') close();
    else {
      if (event.key === 'Tab') close();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  const shown = options.filter((option) => chosen.includes(option.value));
  return (
    <ControlFrame error={control.error} errorId={control.errorId} style={controlWidth(element.width)}>
      <Tip words={element.disabled ? element.disabled_tips?.content : undefined}>
        <button
          ref={anchor}
          type="button"
          role="combobox"
          className={`box select ${shown.length ? '' : 'empty'} ${element.type === 'text' ? 'bare' : ''}`}
          aria-haspopup="listbox"
          aria-expanded={open}
          aria-controls={listId}
          aria-activedescendant={open ? `${listId}-${active}` : undefined}
          aria-disabled={element.disabled ?? false}
          {...control.aria}
          onClick={() => (open ? close() : show())}
          onKeyDown={onKeyDown}
        >
          <span className="select-text">
            {shown.length === 0 && (element.placeholder?.content ?? '请选择')}
            {!many && shown[0] && <Words option={shown[0]} />}
            {many &&
              shown.map((option) => (
                <span key={option.value} className="choice">
                  <Words option={option} />
                </span>
              ))}
          </span>
          <svg className="chevron" viewBox="0 0 16 16" aria-hidden="true">
            <path d="M3.5 6l4.5 4.5L12.5 6" />
          </svg>
        </button>
      </Tip>
      {open &&
        createPortal(
          <div
            ref={popup}
            id={listId}
            role="listbox"
            aria-label="可选项"
            aria-multiselectable={many}
            className="popup list"
            style={place}
            onPointerDown={(event) => event.preventDefault()}
          >
            {options.map((option, index) => {
              const on = chosen.includes(option.value);
              return (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard works on the combobox, which keeps the focus.
                <div
                  key={option.value}
                  id={`${listId}-${index}`}
                  data-index={index}
                  role="option"
                  tabIndex={-1}
                  aria-selected={on}
                  className={`option ${index === active ? 'active' : ''} ${on ? 'on' : ''}`}
                  onPointerMove={() => setActive(index)}
                  onClick={() => pick(option)}
                >
                  {many && <span className="tick" aria-hidden="true" />}
                  <Words option={option} />
                </div>
              );
            })}
          </div>,
          document.body,
        )}
    </ControlFrame>
  );
}

type Choice = Option & { person?: boolean };

/** The options as drawn. A picker of people offers those it names, or, when it names none that exist, everybody in the chat. */
function useOptions(element: SelectElement | MultiSelectElement): Choice[] {
  const { people } = useTenant();
  const named = element.options ?? [];
  if (!element.tag.endsWith('person')) return named;
  const known = named.filter(({ value }) => people.some(({ openId }) => openId === value));
  const offered = known.length > 0 ? known.map(({ value }) => value) : people.map(({ openId }) => openId);
  return offered.map((value) => ({ value, person: true }));
}

function Words({ option }: { option: Choice }) {
  if (option.person) return <PersonView id={option.value} size="extra_small" avatar name />;
  return (
    <span className={option.icon ? 'with-icon' : undefined}>
      {option.icon && <Icon icon={option.icon} />}
      {option.text?.content}
    </span>
  );
}
