import type { Click } from '../protocol.ts';
import { useCard } from './card-context.ts';
import type { Block, Button } from './card-json.ts';
import { safeLink } from './markdown-text.ts';

/** Runs what a button or a block declares: a link, a callback, or both; asks first when a confirm is set. */
export function useBehaviors(): (element: Button | Block, click: Click) => Promise<void> {
  const card = useCard();
  return async (element, click) => {
    if (card.busy || !(await card.ask(element.confirm))) return;
    const link = element.behaviors?.find((behavior) => behavior.type === 'open_url');
    const address = safeLink(link?.pc_url || link?.default_url || (element.tag === 'button' ? element.url : undefined));
    if (address) window.open(address, '_blank', 'noopener');
    const callback = element.behaviors?.find((behavior) => behavior.type === 'callback');
    const value = callback?.value ?? element.value;
    if (callback || (!link && value !== undefined)) await card.press(element, { ...click, value });
  };
}
