import { useEffect, useId, useRef } from 'react';
import type { Confirm } from './card-json.ts';

/** The question a button may ask before it acts; Esc means no. */
export function ConfirmDialog({ confirm, onAnswer }: { confirm: Confirm; onAnswer: (yes: boolean) => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      className="confirm"
      aria-labelledby={title}
      onCancel={(event) => {
        event.preventDefault();
        onAnswer(false);
      }}
    >
      <h2 id={title}>{confirm.title?.content}</h2>
      {confirm.text?.content && <p>{confirm.text.content}</p>}
      <div className="confirm-buttons">
        <button type="button" className="btn default" onClick={() => onAnswer(false)}>
          取消
        </button>
        <button type="button" className="btn primary_filled" onClick={() => onAnswer(true)}>
          确定
        </button>
      </div>
    </dialog>
  );
}
