import { findMessage } from './api-message-lookup.ts';
import { findPerson, idTypeOf } from './api-people.ts';
import { type Answer, type ApiRequest, invalid, type Platform, refuse } from './platform.ts';
import type { Message } from './types.ts';

const MAX_PEOPLE = 200;
const MAX_UNREAD = 200;
const FOLLOW_UP_WITHIN_MS = 600_000;

/**
 * PATCH im/v1/messages/:id/urgent_app|urgent_sms|urgent_phone?user_id_type: presses an own message on up to 200 people of
 * its chat; who is not in the chat comes back as invalid, and nobody gets more than 200 that they have not read.
 */
export function makeUrgent(how: 'app' | 'sms' | 'phone') {
  return (platform: Platform, { params, query, body }: ApiRequest): Answer => {
    const { store, tenant } = platform;
    const idType = query.has('user_id_type') ? idTypeOf(query) : undefined;
    if (!idType) return refuse(99992402, 'field validation failed: user_id_type');
    const ids = Array.isArray(body.user_id_list) ? body.user_id_list.map(String) : [];
    if (ids.length === 0 || ids.length > MAX_PEOPLE) return invalid('user_id_list, 1 to 200');
    const found = findMessage(platform, params[0], { notOwn: 230012, recalled: 230110 });
    if ('refused' in found) return found.refused;
    const { message, chat, told } = found;
    if (tenant.urgentQuotaSpent) return refuse(230024, 'Reach the upper limit of urgent message.', told);
    const people = ids.map((id) => ({ id, openId: findPerson(platform, idType, id)?.openId ?? '' }));
    const there = people.filter(({ openId }) => chat.members.includes(openId));
    if (there.length === 0) return invalid('invalid user_id_list', told);
    if (there.some(({ openId }) => unread([...store.messages.values()], openId) >= MAX_UNREAD))
      return refuse(230023, 'The user has too many unread urgent messages.', told);
    const urgent = { ...message.urgent, ...Object.fromEntries(there.map(({ openId }) => [openId, how])) };
    store.change(message, { urgent });
    const invalid_user_id_list = people.filter((one) => !there.includes(one)).map(({ id }) => id);
    const summary = `urgent (${how}) for ${there.length}`;
    return { code: 0, msg: 'success', data: { invalid_user_id_list }, ...told, summary };
  };
}

/** POST im/v1/messages/:id/push_follow_up: 1 to 3 bubbles under the bot's newest message of a direct chat, within 600 s. */
export function pushFollowUp(platform: Platform, { params, body }: ApiRequest): Answer {
  const { store } = platform;
  const found = findMessage(platform, params[0], {});
  if ('refused' in found) return found.refused;
  const { message, chat, told } = found;
  const bubbles = Array.isArray(body.follow_ups) ? body.follow_ups.map((one) => String(one?.content ?? '')) : [];
  if (message.from !== 'bot') return refuse(230004, 'invisible message.', told);
  if (chat.type !== 'p2p') return refuse(230003, 'only support p2p chat.', told);
  if (store.now().getTime() - message.at > FOLLOW_UP_WITHIN_MS) return refuse(230002, 'expired message.', told);
  if (store.messagesIn(chat.chatId).at(-1) !== message) return refuse(230006, 'only support latest message.', told);
  if (message.followUps) return refuse(230008, 'follow up already exist.', told);
  const fits = (text: string) => text.length >= 1 && text.length <= 200;
  if (bubbles.length < 1 || bubbles.length > 3 || !bubbles.every(fits))
    return refuse(230007, 'invalid follow up.', told);
  store.change(message, { followUps: bubbles });
  return { code: 0, msg: 'success', data: {}, ...told, summary: bubbles.join(' / ') };
}

function unread(messages: Message[], openId: string): number {
  return messages.filter((one) => one.urgent?.[openId] && !one.readAt && !one.recalled).length;
}
