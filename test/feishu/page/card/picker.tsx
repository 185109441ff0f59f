import { useCallback, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { Tip } from '../tip.tsx';
import { Calendar, today } from './calendar.tsx';
import type { Picker as PickerElement } from './card-json.ts';
import { ControlFrame } from './control-frame.tsx';
import { controlWidth } from './look.ts';
import { Times } from './times.tsx';
import { useControl } from './use-control.ts';
import { usePopup } from './use-popup.ts';

const shapes = {
  date_picker: { pattern: /^\d{4}-\d{2}-\d{2}$/, words: '请选择日期', example: '2024-04-01' },
  picker_time: { pattern: /^([01]\d|2[0-3]):[0-5]\d$/, words: '请选择时间', example: '09:30' },
  picker_datetime: {
    pattern: /^\d{4}-\d{2}-\d{2} ([01]\d|2[0-3]):[0-5]\d$/,
    words: '请选择日期和时间',
    example: '2024-04-01 09:30',
  },
};

const sizes = {
  date_picker: { height: 330, minWidth: 272 },
  picker_time: { height: 260, minWidth: 150 },
  picker_datetime: { height: 330, minWidth: 392 },
};

/** A date, a time or both: picked from a popup, or typed. What is typed counts once it is complete. */
export function Picker({ picker }: { picker: PickerElement }) {
  const control = useControl<string>(picker);
  const shape = shapes[picker.tag];
  const anchor = useRef<HTMLInputElement>(null);
  const popup = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState<string | null>(null);
  const close = useCallback(() => setOpen(false), []);
  const place = usePopup(anchor, popup, open, close, sizes[picker.tag]);
  const [day = '', time = ''] = picker.tag === 'picker_time' ? ['', control.value] : control.value.split(' ');

  const leave = () => {
    close();
    anchor.current?.focus();
  };
  const take = (next: string) => {
    setTyped(null);
    if (next === control.value) return;
    control.change(next);
    if (next === '' || shape.pattern.test(next)) void control.commit(next);
  };
  const type = (text: string) => {
    if (text === '' || (shape.pattern.test(text) && isReal(text))) take(text);
    else setTyped(text);
  };
  const pickDay = (picked: string) => {
    take(picker.tag === 'picker_datetime' ? `${picked} ${time || '09:00'}` : picked);
    if (picker.tag === 'date_picker') leave();
  };
  const pickTime = (picked: string, done: boolean) => {
    take(picker.tag === 'picker_datetime' ? `${day || today()} ${picked}` : picked);
    if (done) leave();
  };
  const wrong = typed !== null && !open ? `请按“${shape.example}”的样子填写` : '';
  return (
    <ControlFrame error={wrong || control.error} errorId={control.errorId} style={controlWidth(picker.width)}>
      <Tip words={picker.disabled ? picker.disabled_tips?.content : undefined}>
        <span className={`picker ${picker.tag}`}>
          <input
            ref={anchor}
            type="text"
            inputMode="numeric"
            autoComplete="off"
            className="box"
            value={typed ?? control.value}
            placeholder={picker.placeholder?.content ?? shape.words}
            readOnly={picker.disabled}
            aria-disabled={picker.disabled ?? false}
            aria-haspopup="dialog"
            {...control.aria}
            onClick={() => !picker.disabled && setOpen(true)}
            onChange={(event) => type(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'ArrowDown' || event.key === 'Enter') {
                event.preventDefault();
                if (!picker.disabled) setOpen(true);
                if (open) popup.current?.querySelector<HTMLElement>('[aria-pressed="true"], button')?.focus();
              } else if (event.key === 'Escape' && open) {
                event.stopPropagation();
                close();
              } else if (event.key === 'Tab') close();
            }}
          />
        </span>
      </Tip>
      {open &&
        createPortal(
          <div
            ref={popup}
            role="dialog"
            aria-label={shape.words}
            className="popup pick"
            style={place}
            onKeyDown={(event) => {
              if (event.key !== 'Escape' && event.key !== 'Tab') return;
              event.preventDefault();
              event.stopPropagation();
              leave();
            }}
          >
            {picker.tag !== 'picker_time' && <Calendar value={day} onPick={pickDay} />}
            {picker.tag !== 'date_picker' && <Times value={time} onPick={pickTime} />}
          </div>,
          document.body,
        )}
    </ControlFrame>
  );
}

/** Refuses the 31st of February, which the pattern lets through. */
function isReal(text: string): boolean {
  const day = /^\d{4}-\d{2}-\d{2}/.exec(text)?.[0];
  if (!day) return true;
  const parsed = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(day);
}
