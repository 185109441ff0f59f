import { findMessage } from './api-message-lookup.ts';
import { findPerson, isIdType, unknownPerson } from './api-people.ts';
import { barred, personOf } from './api-reach.ts';
import { readContent } from './message-content.ts';
import { messageView, summaryOf } from './message-view.ts';
import { type Answer, type ApiRequest, invalid, type Platform, refuse } from './platform.ts';
import { type Chat, newId } from './store.ts';
import type { Message } from './types.ts';

const UUID_MEMORY_MS = 60 * 60 * 1000;
/** Cards can be clicked and patched for 14 days after sending. */
export const CARD_LIFE_MS = 14 * 24 * 60 * 60 * 1000;

/** POST im/v1/messages?receive_id_type=open_id|union_id|user_id|email|chat_id. */
export function sendMessage(platform: Platform, { query, body }: ApiRequest): Answer {
  const { store } = platform;
  const idType = query.get('receive_id_type');
  if (!isIdType(idType) && idType !== 'email' && idType !== 'chat_id')
    return refuse(99992402, 'field validation failed: receive_id_type');
  const id = String(body.receive_id ?? '');
  if (id === '') return refuse(99992402, 'field validation failed: receive_id');
  if (idType === 'chat_id') {
    const chat = store.chats.get(id);
    return chat ? deliver(platform, chat, body) : refuse(230002, 'Bot/User can NOT be out of the chat.');
  }
  const person = findPerson(platform, idType, id);
  return person ? deliver(platform, store.p2pOf(person.openId)!, body) : unknownPerson(idType, id);
}

/** POST im/v1/messages/:id/reply: into the chat of the message answered, on demand (or if it is in one) in its thread. */
export function replyMessage(platform: Platform, { params, body }: ApiRequest): Answer {
  const { store } = platform;
  const found = findMessage(platform, params[0], { doing: 'speak' });
  if ('refused' in found) return found.refused;
  const { message, chat } = found;
  const threadId = message.threadId ?? (body.reply_in_thread === true ? newId('omt_') : undefined);
  const rootId = message.rootId ?? message.messageId;
  const answer = deliver(platform, chat, body, { parentId: message.messageId, rootId, threadId });
  if (answer.code === 0 && threadId && !message.threadId) store.change(message, { threadId });
  return answer;
}

/** PATCH im/v1/messages/:id: a new card for an own card, within 14 days, 5 times a second. */
export function patchMessage(platform: Platform, { params, body }: ApiRequest): Answer {
  const { store, limits } = platform;
  const found = findMessage(platform, params[0], {});
  if ('refused' in found) return found.refused;
  const { message, told } = found;
  if (message.from !== 'bot' || message.type !== 'interactive') return invalid('This message is NOT a card', told);
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

function deliver(
  platform: Platform,
  chat: Chat,
  body: Record<string, unknown>,
  answering: Pick<Message, 'parentId' | 'rootId' | 'threadId'> = {},
): Answer {
  const { store, limits } = platform;
  const person = personOf(chat);
  const uuid = body.uuid === undefined ? undefined : String(body.uuid);
  if (uuid !== undefined && (uuid.length > 50 || uuid === ''))
    return refuse(99992402, 'field validation failed: uuid, 1 to 50 characters', { person });
  const said = JSON.stringify([chat.chatId, body.msg_type, body.content, answering.parentId]);
  const before = uuid === undefined ? undefined : store.uuids.get(uuid);
  if (before && store.now().getTime() - before.at < UUID_MEMORY_MS) {
    if (before.body !== said) store.violate('uuid reused with another body', `${uuid} (${before.messageId})`);
    const message = store.messages.get(before.messageId)!;
    return answerWith(platform, message, { person, uuid, summary: `same uuid: ${summaryOf(message)}` });
  }
  const bar = barred(platform, chat, 'speak');
  if (bar) return bar;
  if (limits.perReceiver.hit(chat.chatId) > 0)
    return refuse(230020, 'This operation triggers the frequency limit.', { person });
  const read = readContent(platform, body.msg_type, body.content);
  if ('refused' in read) return { ...read.refused, person };
  const message = store.addMessage({ chatId: chat.chatId, from: 'bot', ...answering, ...read.content });
  if (uuid !== undefined) store.uuids.set(uuid, { messageId: message.messageId, body: said, at: message.at });
  return answerWith(platform, message, { person, uuid, summary: summaryOf(message) });
}

function answerWith(platform: Platform, message: Message, more: Partial<Answer>): Answer {
  return { code: 0, msg: 'success', data: messageView(platform, message), messageId: message.messageId, ...more };
}
