import { p2pChatId, type Store } from './store.ts';
import type { Message, Person } from './types.ts';

/**
 * Forwards a card to a person (their open_id) or a group (its chat_id): a copy in a chat the bot need not be in. Throws the
 * client's words when the card may not be forwarded.
 */
export function forwardCard(store: Store, by: Person, messageId: string, to: string): Message {
  const message = store.messages.get(messageId);
  if (!message?.card) throw new Error(`no card ${messageId}`);
  if (message.recalled) throw new Error('消息已撤回');
  if (message.card.config?.enable_forward === false) throw new Error('该卡片不支持转发');
  const chatId = store.people.has(to) ? p2pChatId(...inOrder(by.openId, to)) : to;
  const card = structuredClone(message.card);
  const forwardedFrom = message.forwardedFrom ?? messageId;
  return store.addMessage({ chatId, from: 'person', sender: by.openId, type: 'interactive', card, forwardedFrom });
}

/** Two people have one chat, whoever of them begins. */
function inOrder(a: string, b: string): [string, string] {
  return a < b ? [a, b] : [b, a];
}
