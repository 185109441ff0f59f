import { cardText } from './card-text.ts';
import type { Store } from './store.ts';

/** A chat as indented words, oldest first, so that a failing test shows what the person saw. */
export function conversation(store: Store, chatId: string, last = 12): string {
  const messages = store.messagesIn(chatId);
  const shown = messages.slice(-last).map((message) => {
    const who = message.from === 'bot' ? '机器人' : (store.people.get(message.sender ?? '')?.name ?? '?');
    const state = `${message.recalled ? '（已撤回）' : ''}${message.updatedAt ? '（已更新）' : ''}`;
    if (!message.card) return `${who}${state}: ${message.text ?? `[${message.type}] ${message.fileName ?? ''}`}`;
    return `${who}${state}:\n${cardText(message.card).replaceAll(/^/gm, '    | ')}`;
  });
  const before = messages.length - shown.length;
  return ['—— conversation ——', ...(before > 0 ? [`(${before} earlier)`] : []), ...shown].join('\n');
}
