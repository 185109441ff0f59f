import { type IdType, idOf } from './api-people.ts';
import { cardText } from './card-text.ts';
import type { Platform } from './platform.ts';
import type { Message } from './types.ts';

/** A message as the API tells it. A card comes back as bare words unless its own JSON is asked for. */
export function messageView(platform: Platform, message: Message, more: { idType?: IdType; wholeCard?: boolean } = {}) {
  const { options, store } = platform;
  const { messageId, at, type, chatId, rootId, parentId, threadId, updatedAt } = message;
  const writer = store.people.get(message.sender ?? '');
  const idType = more.idType ?? 'open_id';
  const sender = writer
    ? { id: idOf(writer, idType), id_type: idType, sender_type: 'user' }
    : { id: options.appId, id_type: 'app_id', sender_type: 'app' };
  return {
    message_id: messageId,
    root_id: rootId,
    parent_id: parentId,
    thread_id: threadId,
    msg_type: type,
    create_time: String(at),
    update_time: String(updatedAt ?? at),
    deleted: message.recalled ?? false,
    updated: updatedAt !== undefined,
    chat_id: chatId,
    sender,
    body: message.recalled ? undefined : { content: JSON.stringify(contentOf(message, more.wholeCard ?? false)) },
  };
}

/** What a message says in a few words, for records. */
export function summaryOf(message: Message): string {
  const words = message.card ? cardText(message.card) : (message.text ?? message.fileName ?? '');
  return `${message.type}: ${words.replaceAll(/\s+/g, ' ').slice(0, 60)}`;
}

function contentOf(message: Message, wholeCard: boolean): unknown {
  const { type, text, post, card, fileKey, fileName } = message;
  if (type === 'interactive') return wholeCard ? card : bareCard(message);
  if (type === 'post') return post;
  if (type === 'file') return { file_key: fileKey, file_name: fileName };
  return type === 'image' ? { image_key: fileKey } : { text };
}

function bareCard({ card }: Message) {
  const lines = cardText(card!).split('\n');
  return { title: card?.header?.title?.content ?? '', elements: lines.map((text) => [{ tag: 'text', text }]) };
}
