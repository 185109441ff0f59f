import { findMessage } from './api-message-lookup.ts';
import { idOf, idTypeOf } from './api-people.ts';
import { tenantKey } from './delivery.ts';
import { messageView, summaryOf } from './message-view.ts';
import { type Answer, type ApiRequest, invalid, type Platform, refuse } from './platform.ts';

const READERS_FOR_MS = 7 * 24 * 60 * 60 * 1000;

/** GET im/v1/messages/:id?user_id_type&card_msg_content_type: also of what was taken back, then without its content. */
export function getMessage(platform: Platform, { params, query }: ApiRequest): Answer {
  const idType = idTypeOf(query);
  const wanted = query.get('card_msg_content_type');
  if (!idType) return invalid('invalid user_id_type');
  if (wanted !== null && wanted !== 'user_card_content') return invalid('invalid card_msg_content_type');
  const found = findMessage(platform, params[0], { recalled: 'fine' });
  if ('refused' in found) return found.refused;
  const { message, told } = found;
  const items = [messageView(platform, message, { idType, wholeCard: wanted !== null })];
  return { code: 0, msg: 'success', data: { items }, ...told, summary: summaryOf(message) };
}

/**
 * GET im/v1/messages/:id/read_users?user_id_type&page_size: who has read an own message of the last 7 days. Only direct chats
 * are read here, so that one page holds them all.
 */
export function readUsers(platform: Platform, { params, query }: ApiRequest): Answer {
  const { store, options } = platform;
  const idType = query.has('user_id_type') ? idTypeOf(query) : undefined;
  const size = Number(query.get('page_size') ?? 20);
  if (!idType) return refuse(99992402, 'field validation failed: user_id_type');
  if (!Number.isInteger(size) || size < 1 || size > 100)
    return refuse(99992402, 'field validation failed: page_size, 1 to 100');
  const found = findMessage(platform, params[0], { notOwn: 230012, recalled: 'fine' });
  if ('refused' in found) return found.refused;
  const { message, told } = found;
  if (store.now().getTime() - message.at > READERS_FOR_MS)
    return refuse(230033, 'Get the reading status must be done within 7 days after the message is sent.', told);
  const readers = message.readAt && told.person ? [store.people.get(told.person)!] : [];
  const items = readers.map((person) => ({
    user_id_type: idType,
    user_id: idOf(person, idType),
    timestamp: String(message.readAt),
    tenant_key: person.tenantKey ?? tenantKey(options),
  }));
  return { code: 0, msg: 'success', data: { items, has_more: false }, ...told, summary: `${items.length} readers` };
}
