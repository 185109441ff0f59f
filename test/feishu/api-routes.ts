import { batchSend } from './api-batch.ts';
import { updateCard } from './api-card-update.ts';
import { getUser, resolveUsers } from './api-contacts.ts';
import { rawContent, wikiNode } from './api-docs.ts';
import { createFeedCard } from './api-feed.ts';
import { download, getOwnFile, uploadFile, uploadImage } from './api-files.ts';
import { editMessage, recallMessage } from './api-message-edits.ts';
import { getMessage, readUsers } from './api-message-reads.ts';
import { patchMessage, replyMessage, sendMessage } from './api-messages.ts';
import { issueStoreAppToken, issueStoreToken, resendTicket } from './api-store-token.ts';
import { createTask } from './api-tasks.ts';
import { issueAppToken, issueToken } from './api-token.ts';
import { makeUrgent, pushFollowUp } from './api-urgent.ts';
import type { Rate } from './limits.ts';
import type { Answer, ApiRequest, Platform } from './platform.ts';
import type { ApiName } from './types.ts';

type Handler = (platform: Platform, request: ApiRequest) => Answer | Promise<Answer>;

export type Route = {
  name: ApiName;
  method: string;
  path: RegExp;
  handle: Handler;
  /** Needs no token. */
  open?: boolean;
  /** The app must have one of them. */
  scopes?: string[];
  /** Absent: the usual ones. */
  rates?: Rate[];
  /** Some APIs answer 99991400 with HTTP 400, as all did once. */
  oldRateStatus?: 400;
  /** The code when the app is no bot. */
  botOff?: number;
};

const MESSAGES = 'im/v1/messages';
const SEND = ['im:message', 'im:message:send_as_bot', 'im:message:send'];
const UPDATE = ['im:message', 'im:message:send_as_bot', 'im:message:update'];
const READ = ['im:message', 'im:message:readonly'];
const UPLOAD = ['im:resource', 'im:resource:upload'];
const CONTACTS = ['contact:contact.base:readonly', 'contact:contact:access_as_app', 'contact:contact:readonly'];
const SECOND = 1000;
const im = { botOff: 230006 };
const urgent = (how: string) => ({
  ...im,
  scopes: [`im:message.urgent${how}`, `im:message.urgent:${how.slice(1) || 'app'}_send`],
});
const resource = { scopes: UPLOAD, botOff: 234007 };

/** Every API there is; what is not here is a 404 and a violation. */
export const ROUTES: Route[] = [
  route('token', 'POST', 'auth/v3/tenant_access_token/internal', issueToken, { open: true }),
  route('appToken', 'POST', 'auth/v3/app_access_token/internal', issueAppToken, { open: true }),
  route('storeAppToken', 'POST', 'auth/v3/app_access_token', issueStoreAppToken, { open: true }),
  route('storeToken', 'POST', 'auth/v3/tenant_access_token', issueStoreToken, { open: true }),
  route('resendTicket', 'POST', 'auth/v3/app_ticket/resend', resendTicket, { open: true }),
  route('send', 'POST', MESSAGES, sendMessage, { ...im, scopes: SEND }),
  route('reply', 'POST', `${MESSAGES}/:id/reply`, replyMessage, { ...im, scopes: SEND }),
  route('patch', 'PATCH', `${MESSAGES}/:id`, patchMessage, { ...im, scopes: UPDATE }),
  route('edit', 'PUT', `${MESSAGES}/:id`, editMessage, { ...im, scopes: UPDATE }),
  route('recall', 'DELETE', `${MESSAGES}/:id`, recallMessage, {
    ...im,
    scopes: ['im:message', 'im:message:recall', 'im:message:send_as_bot'],
  }),
  route('getMessage', 'GET', `${MESSAGES}/:id`, getMessage, { ...im, scopes: READ }),
  route('readUsers', 'GET', `${MESSAGES}/:id/read_users`, readUsers, { ...im, scopes: [...READ, 'im:message:basic'] }),
  route('urgentApp', 'PATCH', `${MESSAGES}/:id/urgent_app`, makeUrgent('app'), urgent('')),
  route('urgentSms', 'PATCH', `${MESSAGES}/:id/urgent_sms`, makeUrgent('sms'), urgent(':sms')),
  route('urgentPhone', 'PATCH', `${MESSAGES}/:id/urgent_phone`, makeUrgent('phone'), urgent(':phone')),
  route('followUp', 'POST', `${MESSAGES}/:id/push_follow_up`, pushFollowUp, {
    scopes: ['im:message', 'im:message:send_as_bot'],
  }),
  route('batchSend', 'POST', 'message/v4/batch_send', batchSend, { scopes: ['im:message:send_multi_users'] }),
  route('feedCard', 'POST', 'im/v2/app_feed_card', createFeedCard, {
    scopes: ['im:app_feed_card:write'],
    rates: [{ max: 10, windowMs: SECOND }],
  }),
  route('updateCard', 'POST', 'interactive/v1/card/update', updateCard, { scopes: UPDATE }),
  route('download', 'GET', `${MESSAGES}/:id/resources/:key`, download, {
    scopes: [...READ, 'im:message.history:readonly'],
  }),
  route('uploadFile', 'POST', 'im/v1/files', uploadFile, resource),
  route('uploadImage', 'POST', 'im/v1/images', uploadImage, resource),
  route('getFile', 'GET', 'im/v1/files/:key', getOwnFile('file'), {}),
  route('getImage', 'GET', 'im/v1/images/:key', getOwnFile('image'), { botOff: 234007 }),
  route('batchGetId', 'POST', 'contact/v3/users/batch_get_id', resolveUsers, { scopes: ['contact:user.id:readonly'] }),
  route('getUser', 'GET', 'contact/v3/users/:id', getUser, { scopes: CONTACTS }),
  route('rawContent', 'GET', 'docx/v1/documents/:id/raw_content', rawContent, {
    scopes: ['docx:document', 'docx:document:readonly'],
    rates: [{ max: 5, windowMs: SECOND }],
    oldRateStatus: 400,
  }),
  route('wikiNode', 'GET', 'wiki/v2/spaces/get_node', wikiNode, {
    scopes: ['wiki:node:read', 'wiki:wiki', 'wiki:wiki:readonly'],
    rates: [{ max: 100, windowMs: 60 * SECOND }],
  }),
  route('createTask', 'POST', 'task/v2/tasks', createTask, {
    scopes: ['task:task:write', 'task:task:writeonly'],
    rates: [{ max: 10, windowMs: SECOND }],
  }),
];

function route(name: ApiName, method: string, path: string, handle: Handler, more: Partial<Route>): Route {
  return { name, method, path: new RegExp(`^/open-apis/${path.replaceAll(/:\w+/g, '([^/]+)')}/?$`), handle, ...more };
}
