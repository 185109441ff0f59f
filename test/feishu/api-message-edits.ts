import { findMessage } from './api-message-lookup.ts';
import { readContent } from './message-content.ts';
import { messageView, summaryOf } from './message-view.ts';
import { type Answer, type ApiRequest, invalid, type Platform, refuse } from './platform.ts';

const MAX_EDITS = 20;

/** PUT im/v1/messages/:id: other words for an own text or post, at most 20 times, as long as the administrator allows. */
export function editMessage(platform: Platform, { params, body }: ApiRequest): Answer {
  const { store, tenant } = platform;
  const found = findMessage(platform, params[0], { notOwn: 230071, doing: 'speak' });
  if ('refused' in found) return found.refused;
  const { message, told } = found;
  if (message.type !== 'text' && message.type !== 'post')
    return refuse(230054, 'This operation is not supported for this message type.', told);
  if (body.msg_type !== 'text' && body.msg_type !== 'post') return invalid('msg_type is text or post', told);
  const edits = message.edits ?? 0;
  if (edits >= MAX_EDITS) return refuse(230072, 'The message has reached the number of times it can be edited.', told);
  if (store.now().getTime() - message.at > tenant.editWithinMs)
    return refuse(230075, 'The message has exceeded the time that can be edited.', told);
  const read = readContent(platform, body.msg_type, body.content);
  if ('refused' in read) return { ...read.refused, ...told };
  store.change(message, { post: undefined, ...read.content, edits: edits + 1 });
  return { code: 0, msg: 'success', data: messageView(platform, message), ...told, summary: summaryOf(message) };
}

/** DELETE im/v1/messages/:id: takes an own message back, as long as the administrator allows. */
export function recallMessage(platform: Platform, { params }: ApiRequest): Answer {
  const { store, tenant } = platform;
  const found = findMessage(platform, params[0], { notOwn: 230026, recalled: 230110 });
  if ('refused' in found) return found.refused;
  const { message, told } = found;
  if (store.now().getTime() - message.at > tenant.recallWithinMs)
    return refuse(230009, 'Message has expired when recall message.', told);
  store.recall(message);
  return { code: 0, msg: 'success', data: {}, ...told, summary: `recalled ${summaryOf(message)}` };
}
