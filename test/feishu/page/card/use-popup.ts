import { type CSSProperties, type RefObject, useEffect, useLayoutEffect, useState } from 'react';

/**
 * Places a popup beside its control, above it when there is more room there, and closes it on a press elsewhere.
 * Popups are drawn at the end of the page, because a card cuts what stands out of it.
 */
export function usePopup(
  anchor: RefObject<HTMLElement | null>,
  popup: RefObject<HTMLElement | null>,
  open: boolean,
  close: () => void,
  wished: { height: number; minWidth?: number },
): CSSProperties {
  const [place, setPlace] = useState<CSSProperties>({ position: 'fixed', visibility: 'hidden' });
  const { height, minWidth = 0 } = wished;

  useLayoutEffect(() => {
    if (!open) return;
    const put = () => {
      const box = anchor.current!.getBoundingClientRect();
      const below = window.innerHeight - box.bottom - 12;
      const above = box.top - 12;
      const down = below >= Math.min(height, 220) || below >= above;
      const width = Math.min(Math.max(box.width, minWidth), window.innerWidth - 16);
      setPlace({
        position: 'fixed',
        left: Math.max(8, Math.min(box.left, window.innerWidth - width - 8)),
        ...(down ? { top: box.bottom + 4 } : { bottom: window.innerHeight - box.top + 4 }),
        width,
        maxHeight: Math.min(height, down ? below : above),
      });
    };
    put();
    window.addEventListener('scroll', put, true);
    window.addEventListener('resize', put);
    return () => {
      window.removeEventListener('scroll', put, true);
      window.removeEventListener('resize', put);
    };
  }, [open, anchor, height, minWidth]);

  useEffect(() => {
    if (!open) return;
    const outside = (event: PointerEvent) => {
      const target = event.target as Node;
      if (!anchor.current?.contains(target) && !popup.current?.contains(target)) close();
    };
    document.addEventListener('pointerdown', outside, true);
    return () => document.removeEventListener('pointerdown', outside, true);
  }, [open, anchor, popup, close]);

  return place;
}
