import type { CSSProperties, ReactNode } from 'react';

type Props = { error: string; errorId: string; style?: CSSProperties; note?: ReactNode; children: ReactNode };

/** The box around a control: the words about its error stand right below it, an extra note beside them. */
export function ControlFrame({ error, errorId, style, note, children }: Props) {
  return (
    <div className={error ? 'control faulty' : 'control'} style={style}>
      {children}
      {(error || note) && (
        <div className="control-foot">
          {error && (
            <span id={errorId} className="control-error">
              {error}
            </span>
          )}
          {note}
        </div>
      )}
    </div>
  );
}
