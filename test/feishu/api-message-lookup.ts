import { barred, personOf } from './api-reach.ts';
import { type Answer, invalid, type Platform, refuse } from './platform.ts';
import type { Chat } from './store.ts';
import type { Message } from './types.ts';

type Wanted = {
  /** The code for a message that is not the bot's own; absent: any message will do. */
  notOwn?: number;
  /** The code for a message that was taken back; `fine`: it still can be looked at. */
  recalled?: number | 'fine';
  doing?: 'speak' | 'touch';
};
type Found = { message: Message; chat: Chat; told: Pick<Answer, 'messageId' | 'person'> };

const NOT_OWN: Record<number, string> = {
  230012: 'Bot is NOT the sender of the message.',
  230026: 'No permission to recall this message.',
  230071: 'The operator is not the sender of the message.',
};

/** The message a call is about, or why it cannot be: unknown, deleted, taken back, somebody else's, out of reach. */
export function findMessage(platform: Platform, id: string | undefined, wanted: Wanted): Found | { refused: Answer } {
  const { store } = platform;
  const message = store.messages.get(id!);
  const chat = message && store.chats.get(message.chatId);
  if (!message || !chat) return { refused: invalid('invalid message_id') };
  const told = { messageId: message.messageId, person: personOf(chat) };
  const no = (code: number, msg: string) => ({ refused: refuse(code, msg, told) });
  if (wanted.notOwn && message.from !== 'bot') return no(wanted.notOwn, NOT_OWN[wanted.notOwn]!);
  if (message.deleted || (message.recalled && wanted.recalled === 230110))
    return no(230110, 'Action unavailable as the message has been deleted.');
  if (message.recalled && wanted.recalled !== 'fine') return no(230011, 'The message is recalled.');
  const bar = barred(platform, chat, wanted.doing ?? 'touch');
  return bar ? { refused: { ...bar, ...told } } : { message, chat, told };
}
