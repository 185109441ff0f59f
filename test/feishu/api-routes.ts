import { getUser, resolveUsers } from './api-contacts.ts';
import { download, uploadFile, uploadImage } from './api-files.ts';
import { patchMessage, replyMessage, sendMessage } from './api-messages.ts';
import { issueToken } from './api-token.ts';
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
const UPLOAD = ['im:resource', 'im:resource:upload'];
const CONTACTS = ['contact:contact.base:readonly', 'contact:contact:access_as_app', 'contact:contact:readonly'];
const im = { botOff: 230006 };
const resource = { scopes: UPLOAD, botOff: 234007 };

/** Every API there is; what is not here is a 404 and a violation. */
export const ROUTES: Route[] = [
  route('token', 'POST', 'auth/v3/tenant_access_token/internal', issueToken, { open: true }),
  route('send', 'POST', MESSAGES, sendMessage, { ...im, scopes: SEND }),
  route('reply', 'POST', `${MESSAGES}/:id/reply`, replyMessage, { ...im, scopes: SEND }),
  route('patch', 'PATCH', `${MESSAGES}/:id`, patchMessage, { ...im, scopes: UPDATE }),
  route('download', 'GET', `${MESSAGES}/:id/resources/:key`, download, {
    scopes: ['im:message', 'im:message:readonly', 'im:message.history:readonly'],
  }),
  route('uploadFile', 'POST', 'im/v1/files', uploadFile, resource),
  route('uploadImage', 'POST', 'im/v1/images', uploadImage, resource),
  route('batchGetId', 'POST', 'contact/v3/users/batch_get_id', resolveUsers, { scopes: ['contact:user.id:readonly'] }),
  route('getUser', 'GET', 'contact/v3/users/:id', getUser, { scopes: CONTACTS }),
];

function route(name: ApiName, method: string, path: string, handle: Handler, more: Partial<Route>): Route {
  return { name, method, path: new RegExp(`^/open-apis/${path.replaceAll(/:\w+/g, '([^/]+)')}/?$`), handle, ...more };
}
