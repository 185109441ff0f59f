import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { platformNow } from '../platform-time.ts';

const dayMs = 86_400_000;
const weekdays = ['一', '二', '三', '四', '五', '六', '日'];
const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

/** A month of days to pick from; `value` and what is picked are yyyy-MM-dd, empty for none. */
export function Calendar({ value, onPick }: { value: string; onPick: (day: string) => void }) {
  const [shown, setShown] = useState(() => startOf(value || today()));
  const [wanted, setWanted] = useState('');
  const grid = useRef<HTMLDivElement>(null);
  // The arrows may leave the month; the focus follows once the new month is drawn.
  useEffect(() => {
    if (wanted) grid.current?.querySelector<HTMLElement>(`[data-day="${wanted}"]`)?.focus();
  }, [wanted]);

  const first = new Date(shown);
  const blank = (first.getUTCDay() + 6) % 7;
  const month = first.getUTCMonth();
  const move = (months: number) => setShown(Date.UTC(first.getUTCFullYear(), month + months, 1));
  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key];
    const from = (event.target as HTMLElement).dataset.day;
    if (!step || !from) return;
    event.preventDefault();
    const next = write(Date.parse(`${from}T00:00:00Z`) + step * dayMs);
    setShown(startOf(next));
    setWanted(next);
  };
  const days = Array.from({ length: 42 }, (_, index) => shown + (index - blank) * dayMs);
  return (
    <div className="calendar">
      <div className="calendar-head">
        <button type="button" aria-label="上一年" onClick={() => move(-12)}>
          «
        </button>
        <button type="button" aria-label="上个月" onClick={() => move(-1)}>
          ‹
        </button>
        <span aria-live="polite">
          {first.getUTCFullYear()}年{month + 1}月
        </span>
        <button type="button" aria-label="下个月" onClick={() => move(1)}>
          ›
        </button>
        <button type="button" aria-label="下一年" onClick={() => move(12)}>
          »
        </button>
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrows move between the days, which are buttons. */}
      <div className="calendar-days" ref={grid} onKeyDown={onKeyDown}>
        {weekdays.map((name) => (
          <span key={name} className="weekday" aria-hidden="true">
            {name}
          </span>
        ))}
        {days.map((at) => {
          const day = write(at);
          const inside = new Date(at).getUTCMonth() === month;
          return (
            <button
              key={day}
              type="button"
              data-day={day}
              className={inside ? 'day' : 'day outside'}
              aria-label={day}
              aria-current={day === today() ? 'date' : undefined}
              aria-pressed={day === value}
              onClick={() => onPick(day)}
            >
              {new Date(at).getUTCDate()}
            </button>
          );
        })}
      </div>
    </div>
  );
}

/** The platform's day in Beijing. */
export function today(): string {
  return write(platformNow() + 8 * 3_600_000);
}

function write(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function startOf(day: string): number {
  return Date.parse(`${day.slice(0, 7)}-01T00:00:00Z`);
}
