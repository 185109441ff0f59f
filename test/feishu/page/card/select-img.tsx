import { OpenablePicture } from '../picture-viewer.tsx';
import { fileUrl } from '../protocol.ts';
import { Tip } from '../tip.tsx';
import type { SelectImg as SelectImgElement } from './card-json.ts';
import { ControlFrame } from './control-frame.tsx';
import { useControl } from './use-control.ts';

/** Pictures to choose from: one, or several inside a form. Outside a form the choice is told at once. */
export function SelectImg({ select }: { select: SelectImgElement }) {
  const control = useControl<string | string[]>(select);
  const many = select.multi_select ?? false;
  const chosen = [control.value].flat();
  const preview = control.inForm && select.can_preview !== false;
  const toggle = (value: string) => {
    const rest = chosen.filter((one) => one !== value && one !== '');
    const next = many ? (chosen.includes(value) ? rest : [...rest, value]) : value;
    control.change(next);
    void control.commit(next);
  };
  const role = many ? { role: 'listbox', 'aria-multiselectable': true } : { role: 'radiogroup' };
  const box = { ...control.aria, ...role, tabIndex: -1 };
  return (
    <ControlFrame error={control.error} errorId={control.errorId}>
      <div {...box} className={`pictures ${select.layout ?? 'bisect'}`}>
        {select.options?.map((option, index) => {
          const value = option.value ?? option.img_key;
          const on = chosen.includes(value);
          const disabled = (select.disabled || option.disabled) ?? false;
          const tips = disabled ? (option.disabled_tips ?? select.disabled_tips) : option.hover_tips;
          const label = option.hover_tips?.content ?? `第 ${index + 1} 张图片`;
          return (
            <div key={value} className="picture-option">
              <Tip words={tips?.content}>
                <button
                  type="button"
                  role={many ? 'option' : 'radio'}
                  {...(many ? { 'aria-selected': on } : { 'aria-checked': on })}
                  aria-label={label}
                  aria-disabled={disabled}
                  style={{ aspectRatio: (select.aspect_ratio ?? '16:9').replace(':', '/') }}
                  onClick={() => !disabled && toggle(value)}
                >
                  <img src={fileUrl(option.img_key)} alt="" />
                  <span className="tick" aria-hidden="true" />
                </button>
              </Tip>
              {preview && (
                <OpenablePicture className="peek" picture={{ src: fileUrl(option.img_key), alt: label }}>
                  <svg viewBox="0 0 16 16" aria-hidden="true">
                    <path d="M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.6 10.6L14 14M5 7h4M7 5v4" />
                  </svg>
                </OpenablePicture>
              )}
            </div>
          );
        })}
      </div>
    </ControlFrame>
  );
}
