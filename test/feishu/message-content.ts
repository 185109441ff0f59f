import { checkCard } from './card-check.ts';
import { measureCard } from './card-measure.ts';
import { resourceFaults } from './card-resources.ts';
import { isObject, parseJson } from './http.ts';
import { type Answer, invalid, type Platform, refuse } from './platform.ts';
import type { Store } from './store.ts';
import type { Fault, FeishuOptions, Message, MessageType } from './types.ts';

const MAX_TEXT = 150 * 1024;
const MAX_POST = 30 * 1024;
const TOO_LONG = 230025;

type Content = Pick<Message, 'type' | 'text' | 'post' | 'card' | 'fileKey' | 'fileName' | 'fileSize'>;
type Read = { content: Content } | { refused: Answer };

/** Reads `msg_type` and the JSON string `content` of a message of the bot, or says why the platform refuses it. */
export function readContent(platform: Platform, type: unknown, content: unknown): Read {
  const read = parseContent(platform, type, content);
  if ('refused' in read) return read;
  const refused = audit(platform, String(content));
  return refused ? { refused } : read;
}

/** Whoever looks through the tenant's messages sees the whole JSON of one, also what a card only holds as a value. */
function audit({ tenant }: Platform, words: string): Answer | undefined {
  if (tenant.isSensitive(words)) return refuse(230022, 'The content of the message contains sensitive information.');
  return tenant.leaks(words) ? refuse(230028, 'The messages do NOT pass the audit.') : undefined;
}

function parseContent(platform: Platform, type: unknown, content: unknown): Read {
  if (typeof content !== 'string') return wrong('content is not a string in json format');
  const value = parseJson(content);
  if (!isObject(value)) return wrong('content is not a string in json format');
  const bytes = Buffer.byteLength(content);
  switch (type as MessageType) {
    case 'text':
      if (bytes > MAX_TEXT) return tooLong();
      if (typeof value.text !== 'string' || value.text === '') return wrong('invalid message content: text');
      return { content: { type: 'text', text: value.text } };
    case 'post':
      if (bytes > MAX_POST) return tooLong();
      return readPost(value);
    case 'interactive':
      return readCard(platform, value);
    case 'file':
      return readFileKey(platform, 'file', value.file_key);
    case 'image':
      return readFileKey(platform, 'image', value.image_key);
    default:
      return wrong(`invalid msg_type ${String(type)}`);
  }
}

/** Why the platform refuses a card, resources included: the first of its faults, as it reports one per attempt. All are recorded. */
export function refusalOf({ store, options }: Platform, card: unknown): Fault | undefined {
  auditSize(store, options, card);
  const faults = [...checkCard(card, options.profile), ...resourceFaults(store, card)];
  for (const { code, message, path } of faults) store.violate('bad card', `${code} ${message} (${path})`);
  const refused = faults.filter(({ accepted }) => !accepted);
  return refused.find(({ code }) => code === TOO_LONG) ?? refused[0];
}

function auditSize(store: Store, { cardRoom }: FeishuOptions, card: unknown): void {
  if (!cardRoom || !isObject(card)) return;
  const { bytes, tagged } = measureCard(card);
  if (bytes <= cardRoom.bytes && tagged <= cardRoom.elements) return;
  const title = isObject(card.header) && isObject(card.header.title) ? card.header.title.content : 'untitled';
  store.violate('large card', `${title}: ${bytes} bytes, ${tagged} elements`);
}

function readCard(platform: Platform, card: Record<string, unknown>): Read {
  const fault = refusalOf(platform, card);
  if (!fault) return { content: { type: 'interactive', card } };
  const { code, message, path } = fault;
  if (code === TOO_LONG) return tooLong();
  return {
    refused: refuse(230099, `Failed to create card content, ext=ErrCode: ${code}; ErrMsg: ${message}, path: ${path}; `),
  };
}

function readPost(value: Record<string, unknown>): Read {
  const [post] = Object.values(value);
  if (!isObject(post) || !Array.isArray(post.content)) return wrong('invalid message content: post');
  const lines = post.content.map((line) =>
    Array.isArray(line) ? line.map((part) => String(part?.text ?? part?.user_name ?? '')).join('') : '',
  );
  const text = [post.title, ...lines].filter((line) => line !== undefined && line !== '').join('\n');
  const title = post.title === undefined ? undefined : String(post.title);
  return { content: { type: 'post', text, post: { title, content: post.content } } };
}

function readFileKey(platform: Platform, kind: 'file' | 'image', key: unknown): Read {
  const file = platform.store.files.get(String(key));
  if (file?.by !== 'bot' || file.kind !== kind)
    return { refused: refuse(230017, 'Bot is NOT the owner of the resource.') };
  // What was uploaded as sound or film is sent as audio or media.
  if (file.fileType === 'opus' || file.fileType === 'mp4')
    return { refused: refuse(230055, 'The type of file upload does not match the type of message being sent.') };
  const content: Content = { type: kind, fileKey: file.key, fileName: file.name, fileSize: file.bytes.length };
  return { content };
}

function wrong(ext: string) {
  return { refused: invalid(ext) };
}

function tooLong() {
  return { refused: refuse(TOO_LONG, 'The length of the message content reaches its limit.') };
}
