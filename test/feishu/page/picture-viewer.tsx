import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react';

type Picture = { src: string; alt: string };

const OpenContext = createContext<(picture: Picture) => void>(() => undefined);

/** Lets every picture below it be looked at in full; Esc or a press anywhere closes it again. */
export function PictureViewer({ children }: { children: ReactNode }) {
  const [picture, setPicture] = useState<Picture | null>(null);
  return (
    <OpenContext value={setPicture}>
      {children}
      {picture && <Viewer picture={picture} onClose={() => setPicture(null)} />}
    </OpenContext>
  );
}

/** A picture one can open. What it shows stands in its label. */
export function OpenablePicture({ picture, children, className }: OpenableProps) {
  const open = useContext(OpenContext);
  return (
    <button
      type="button"
      className={`openable ${className ?? ''}`}
      aria-label={`查看图片${picture.alt ? ` ${picture.alt}` : ''}`}
      onClick={() => open(picture)}
    >
      {children}
    </button>
  );
}

type OpenableProps = { picture: Picture; children: ReactNode; className?: string };

function Viewer({ picture, onClose }: { picture: Picture; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc and the button close it by keyboard.
    <dialog ref={dialog} className="viewer" aria-label={picture.alt || '图片'} onClose={onClose} onClick={onClose}>
      <img src={picture.src} alt={picture.alt || '图片'} />
      <div className="viewer-tools">
        <a href={picture.src} download={picture.alt || '图片'} onClick={(event) => event.stopPropagation()}>
          下载
        </a>
        <button type="button" onClick={onClose}>
          关闭
        </button>
      </div>
    </dialog>
  );
}
