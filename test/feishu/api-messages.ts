import { cardText } from './card-text.ts';
import { readContent } from './message-content.ts';
import { type Answer, type ApiRequest, type Platform, refuse } from './platform.ts';
import type { Chat } from './store.ts';
import type { Message } from './types.ts';

const UUID_MEMORY_MS = 60 * 60 * 1000;
/** Cards can be clicked and patched for 14 days after sending. */
export const CARD_LIFE_MS = 14 * 24 * 60 * 60 * 1000;

/** POST im/v1/messages?receive_id_type=open_id|chat_id. */
export function sendMessage(platform: Platform, { query, body }: ApiRequest): Answer {
  const { store } = platform;
  const idType = query.get('receive_id_type');
  if (idType !== 'open_id' && idType !== 'chat_id') return refuse(99992402, 'field validation failed: receive_id_type');
  const id = String(body.receive_id ?? '');
  if (id === '') return refuse(99992402, 'field validation failed: receive_id');
  if (idType === 'open_id' && !store.people.has(id))
    return refuse(99992351, `The request you send is not a valid {open_id} or not exists: ${id}`);
  const chat = idType === 'open_id' ? store.p2pOf(id) : store.chats.get(id);
  if (!chat) return refuse(230002, 'Bot/User can NOT be out of the chat.');
  return deliver(platform, chat, body);
}

/** POST im/v1/messages/:id/reply: into the chat of the message answered. */
export function replyMessage(platform: Platform, { params, body }: ApiRequest): Answer {
  const parent = platform.store.messages.get(params[0]!);
  if (!parent) return refuse(230001, 'Your request contains an invalid request parameter, ext=invalid message_id.');
  if (parent.recalled) return refuse(230011, 'The message is recalled.', { messageId: parent.messageId });
  return deliver(platform, platform.store.chats.get(parent.chatId)!, body, parent.messageId);
}

/** PATCH im/v1/messages/:id: a new card for an own card, within 14 days, 5 times a second. */
export function patchMessage(platform: Platform, { params, body }: ApiRequest): Answer {
  const { store, limits } = platform;
  const message = store.messages.get(params[0]!);
  if (!message) return refuse(230001, 'Your request contains an invalid request parameter, ext=invalid message_id.');
  const person = personOf(store.chats.get(message.chatId));
  const told = { messageId: message.messageId, person };
  if (message.from !== 'bot' || message.type !== 'interactive')
    return refuse(230001, 'Your request contains an invalid request parameter, ext=This message is NOT a card.', told);
  if (message.recalled) return refuse(230011, 'The message is recalled.', told);
  if (store.now().getTime() - message.at > CARD_LIFE_MS)
    return refuse(230031, 'Message can only be modified within 14 days after sending.', told);
  if (limits.perMessage.hit(message.messageId) > 0)
    return refuse(230020, 'This operation triggers the frequency limit.', told);
  const read = readContent(platform, 'interactive', body.content);
  if ('refused' in read) return { ...read.refused, ...told };
  if (store.locked.has(message.messageId))
    return refuse(230099, 'Failed to create card content, ext=ErrCode: 11310; ErrMsg: card action is lock; ', told);
  store.replaceCard(message, read.content.card!);
  return { code: 0, msg: 'success', data: {}, ...told, summary: summaryOf(message) };
}

function deliver(platform: Platform, chat: Chat, body: Record<string, unknown>, parentId?: string): Answer {
  const { store, limits } = platform;
  const person = personOf(chat);
  const uuid = body.uuid === undefined ? undefined : String(body.uuid);
  if (uuid !== undefined && (uuid.length > 50 || uuid === ''))
    return refuse(99992402, 'field validation failed: uuid, 1 to 50 characters', { person });
  const said = JSON.stringify([chat.chatId, body.msg_type, body.content, parentId]);
  const before = uuid === undefined ? undefined : store.uuids.get(uuid);
  if (before && store.now().getTime() - before.at < UUID_MEMORY_MS) {
    if (before.body !== said) store.violate('uuid reused with another body', `${uuid} (${before.messageId})`);
    const message = store.messages.get(before.messageId)!;
    return answerWith(platform, message, { person, uuid, summary: `same uuid: ${summaryOf(message)}` });
  }
  if (person && store.reachOf(person) === 'left')
    return refuse(230013, 'Bot has NO availability to this user.', { person });
  if (person && store.reachOf(person) === 'opted_out')
    return refuse(230053, 'The user has stopped the bot from sending messages.', { person });
  if (limits.perReceiver.hit(chat.chatId) > 0)
    return refuse(230020, 'This operation triggers the frequency limit.', { person });
  const read = readContent(platform, body.msg_type, body.content);
  if ('refused' in read) return { ...read.refused, person };
  const message = store.addMessage({ chatId: chat.chatId, from: 'bot', parentId, ...read.content });
  if (uuid !== undefined) store.uuids.set(uuid, { messageId: message.messageId, body: said, at: message.at });
  return answerWith(platform, message, { person, uuid, summary: summaryOf(message) });
}

function personOf(chat: Chat | undefined): string | undefined {
  return chat?.type === 'p2p' ? chat.members[0] : undefined;
}

function summaryOf(message: Message): string {
  const words = message.card ? cardText(message.card) : (message.text ?? message.fileName ?? '');
  return `${message.type}: ${words.replaceAll(/\s+/g, ' ').slice(0, 60)}`;
}

function answerWith({ options }: Platform, message: Message, more: Partial<Answer>): Answer {
  const { messageId, at, type, chatId, parentId } = message;
  const data = {
    message_id: messageId,
    parent_id: parentId,
    msg_type: type,
    create_time: String(at),
    update_time: String(message.updatedAt ?? at),
    deleted: message.recalled ?? false,
    updated: message.updatedAt !== undefined,
    chat_id: chatId,
    sender: { id: options.appId, id_type: 'app_id', sender_type: 'app' },
  };
  return { code: 0, msg: 'success', data, messageId, ...more };
}
