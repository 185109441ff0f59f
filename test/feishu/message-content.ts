import { checkCard } from './card-check.ts';
import { isObject, parseJson } from './http.ts';
import { type Answer, type Platform, refuse } from './platform.ts';
import type { Fault, Message, MessageType } from './types.ts';

const MAX_TEXT = 150 * 1024;
const MAX_POST = 30 * 1024;

type Content = Pick<Message, 'type' | 'text' | 'card' | 'fileKey' | 'fileName' | 'fileSize'>;

/** Reads `msg_type` and the JSON string `content` of a message of the bot, or says why the platform refuses it. */
export function readContent(
  platform: Platform,
  type: unknown,
  content: unknown,
): { content: Content } | { refused: Answer } {
  if (typeof content !== 'string') return invalid('content is not a string in json format');
  const value = parseJson(content);
  if (!isObject(value)) return invalid('content is not a string in json format');
  const bytes = Buffer.byteLength(content);
  switch (type as MessageType) {
    case 'text':
      if (bytes > MAX_TEXT) return tooLong();
      if (typeof value.text !== 'string' || value.text === '') return invalid('invalid message content: text');
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
      return invalid(`invalid msg_type ${String(type)}`);
  }
}

/** Faults of a card, the ids and pictures in it included, as the platform knows who and what exists. */
export function faultsOf(platform: Platform, card: unknown): Fault[] {
  const faults = checkCard(card);
  const text = JSON.stringify(card) ?? '';
  for (const [, key] of text.matchAll(/"img_key":"([^"]*)"/g))
    if (platform.store.files.get(key!)?.by !== 'bot')
      faults.push({ code: 200570, message: 'card contains invalid image keys', path: `image key ${key}` });
  for (const [, id] of text.matchAll(/(?:<at id=\\?["']?|"tag":"person"[^}]*"user_id":")(ou_\w+)/g))
    if (!platform.store.people.has(id!))
      faults.push({ code: 100290, message: 'There is an invalid user resource(at/person) in your card', path: id! });
  return faults;
}

function readCard(platform: Platform, card: Record<string, unknown>): { content: Content } | { refused: Answer } {
  const faults = faultsOf(platform, card);
  if (faults.length === 0) return { content: { type: 'interactive', card } };
  for (const fault of faults) platform.store.violate('bad card', `${fault.code} ${fault.message} (${fault.path})`);
  const tooBig = faults.find((fault) => fault.code === 230025);
  if (tooBig) return tooLong();
  const { code, message, path } = faults[0]!;
  // The platform reports one fault per attempt.
  return {
    refused: refuse(230099, `Failed to create card content, ext=ErrCode: ${code}; ErrMsg: ${message}, path: ${path}; `),
  };
}

function readPost(value: Record<string, unknown>): { content: Content } | { refused: Answer } {
  const [post] = Object.values(value);
  if (!isObject(post) || !Array.isArray(post.content)) return invalid('invalid message content: post');
  const lines = post.content.map((line) =>
    Array.isArray(line) ? line.map((part) => String(part?.text ?? part?.user_name ?? '')).join('') : '',
  );
  const text = [post.title, ...lines].filter((line) => line !== undefined && line !== '').join('\n');
  return { content: { type: 'post', text } };
}

function readFileKey(platform: Platform, kind: 'file' | 'image', key: unknown) {
  const file = platform.store.files.get(String(key));
  if (file?.by !== 'bot' || file.kind !== kind)
    return { refused: refuse(230017, 'Bot is NOT the owner of the resource.') };
  const content: Content = { type: kind, fileKey: file.key, fileName: file.name, fileSize: file.bytes.length };
  return { content };
}

function invalid(ext: string) {
  return { refused: refuse(230001, `Your request contains an invalid request parameter, ext=${ext}.`) };
}

function tooLong() {
  return { refused: refuse(230025, 'The length of the message content reaches its limit.') };
}
