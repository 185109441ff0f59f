import { type KeyboardEvent, useEffect, useRef } from 'react';

const hours = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'));
const minutes = Array.from({ length: 12 }, (_, step) => String(step * 5).padStart(2, '0'));

/** Hours beside minutes in steps of five; any other minute is typed. `value` and what is picked are HH:mm, empty for none. */
export function Times({ value, onPick }: { value: string; onPick: (time: string, done: boolean) => void }) {
  const [hour = '', minute = ''] = value.split(':');
  return (
    <div className="times">
      <Column
        unit="时"
        choices={hours}
        chosen={hour}
        onPick={(picked) => onPick(`${picked}:${minute || '00'}`, false)}
      />
      <Column
        unit="分"
        choices={minutes}
        chosen={minute}
        onPick={(picked) => onPick(`${hour || '09'}:${picked}`, true)}
      />
    </div>
  );
}

type ColumnProps = { unit: string; choices: string[]; chosen: string; onPick: (picked: string) => void };

function Column({ unit, choices, chosen, onPick }: ColumnProps) {
  const box = useRef<HTMLDivElement>(null);
  // What is chosen, or the beginning of the working day, is in view at once.
  useEffect(() => {
    const wanted = box.current?.querySelector<HTMLElement>('[aria-pressed="true"], [data-start]');
    if (wanted) box.current!.scrollTop = wanted.offsetTop - 96;
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const buttons = [...box.current!.querySelectorAll('button')];
    buttons[buttons.indexOf(event.target as HTMLButtonElement) + step]?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the arrows move between the choices, which are buttons.
    <div className="time-column" ref={box} onKeyDown={onKeyDown}>
      {choices.map((choice) => (
        <button
          key={choice}
          type="button"
          className="time"
          aria-label={`${choice} ${unit}`}
          aria-pressed={choice === chosen}
          data-start={unit === '时' && choice === '09' ? true : undefined}
          onClick={() => onPick(choice)}
        >
          {choice}
        </button>
      ))}
    </div>
  );
}
