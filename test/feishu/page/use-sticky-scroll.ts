import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Message } from './protocol.ts';

const nearPx = 48;

/** What a chat needs to follow its newest message. */
export type StickyScroll = {
  box: RefObject<HTMLDivElement | null>;
  /** Messages that came while the person was reading further up. */
  missed: number;
  onScroll: () => void;
  toBottom: () => void;
  /** The next change is followed wherever the chat stands: the person has just sent something. */
  follow: () => void;
};

/**
 * Keeps a chat at its newest message while it stands at the bottom; otherwise counts what came in. A chat in which
 * somebody is typing inside a card stays where it is. Of a last message taller than the chat the beginning is shown.
 */
export function useStickyScroll(messages: Message[] | undefined): StickyScroll {
  const box = useRef<HTMLDivElement>(null);
  const pinned = useRef(true);
  const byHand = useRef(false);
  const known = useRef(0);
  const [missed, setMissed] = useState(0);

  const place = useCallback((animated = false) => {
    const scroller = box.current!;
    const last = scroller.querySelector('.messages > li:last-child');
    const tall = last !== null && last.clientHeight > scroller.clientHeight;
    const start = last ? last.getBoundingClientRect().top - scroller.getBoundingClientRect().top : 0;
    const top = tall ? scroller.scrollTop + start - 8 : scroller.scrollHeight - scroller.clientHeight;
    scroller.scrollTo({ top, behavior: animated ? 'smooth' : 'instant' });
    pinned.current = true;
    byHand.current = false;
    setMissed(0);
  }, []);

  useLayoutEffect(() => {
    if (!messages) return;
    const added = messages.length - known.current;
    const first = known.current === 0;
    known.current = messages.length;
    const focused = document.activeElement;
    const typing = box.current!.contains(focused) && focused!.matches('input, textarea');
    if (first || (pinned.current && !(typing && added > 0))) place();
    else if (added > 0) {
      pinned.current = false;
      setMissed((count) => count + added);
    }
  }, [messages, place]);

  // A chat also scrolls when something in it grows. Only a hand on the wheel, the keys, the bar or the glass lets it go.
  useEffect(() => {
    const scroller = box.current!;
    const hand = (event: Event) => {
      if (event.type !== 'pointerdown' || event.target === scroller) byHand.current = true;
    };
    const signs = ['wheel', 'touchmove', 'keydown', 'pointerdown'];
    for (const sign of signs) scroller.addEventListener(sign, hand, { passive: true });
    return () => {
      for (const sign of signs) scroller.removeEventListener(sign, hand);
    };
  }, []);

  // Fonts, pictures and the keyboard of a phone change heights after the fact.
  useEffect(() => {
    const again = () => pinned.current && place();
    const scroller = box.current!;
    const observer = new ResizeObserver(again);
    observer.observe(scroller);
    scroller.addEventListener('load', again, true);
    document.fonts.addEventListener('loadingdone', again);
    return () => {
      observer.disconnect();
      scroller.removeEventListener('load', again, true);
      document.fonts.removeEventListener('loadingdone', again);
    };
  }, [place]);

  const onScroll = useCallback(() => {
    const { scrollTop, scrollHeight, clientHeight } = box.current!;
    const atBottom = scrollHeight - scrollTop - clientHeight < nearPx;
    if (atBottom) {
      pinned.current = true;
      byHand.current = false;
      setMissed(0);
    } else if (byHand.current) pinned.current = false;
  }, []);
  const toBottom = useCallback(() => place(true), [place]);
  const follow = useCallback(() => {
    pinned.current = true;
  }, []);
  return { box, missed, onScroll, toBottom, follow };
}
