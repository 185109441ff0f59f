import type { CardJson } from './card/card-json.ts';

/** A person whose chat with the bot the page shows. */
export type Person = {
  openId: string;
  name: string;
  role: string;
  avatarColor: string;
  chatId: string;
  unread: number;
};

/** One message of a chat; `at` and `updatedAt` are milliseconds since the epoch, `fileSize` is in bytes. */
export type Message = {
  messageId: string;
  from: 'bot' | 'person';
  at: number;
  type: 'text' | 'interactive' | 'file' | 'image' | 'post';
  text?: string;
  card?: CardJson;
  fileKey?: string;
  fileName?: string;
  fileSize?: number;
  recalled?: boolean;
  updatedAt?: number;
  /** The message this one answers. */
  parentId?: string;
  expired?: boolean;
};

/** What a press of a card's control tells the platform; the field names follow the callback of the real one. */
export type Click = {
  tag: string;
  name?: string;
  value?: unknown;
  formName?: string;
  formValue?: Record<string, unknown>;
  /** What was chosen in a control outside a form: a text, several options, or a tick. */
  option?: string | string[] | boolean;
};

/** The words shown at the top of a chat for a few seconds. */
export type Toast = { type: 'success' | 'info' | 'warning' | 'error'; content: string };

/** The bot's answer to a press, as the client sees it. */
export type ClickAnswer = { toast?: Toast; error?: { code: number; words: string } };

/** The bot's name. */
export const getApp = () => read<{ name: string }>('/console/app');
export const getPeople = () => read<Person[]>('/console/people');
export const getState = (person: string) =>
  read<{ person: Person; messages: Message[]; now: number }>(`/console/state?person=${encodeURIComponent(person)}`);

/** Tells the platform that the person sees the chat; it passes on what was not read before. */
export const readChat = (person: string) => send<unknown>('/console/read', { person });
export const enterChat = (person: string) => send<unknown>('/console/enter', { person });
export const say = (person: string, text: string, replyTo?: string) =>
  send<{ messageId: string }>('/console/say', { person, text, replyTo });
export const recall = (person: string, messageId: string) => send<unknown>('/console/recall', { person, messageId });
export const pressCard = (person: string, messageId: string, click: Click) =>
  send<ClickAnswer>('/console/click', { person, messageId, ...click });

/** Sends the files one after another in one request; the platform makes one message of each. */
export async function sendFiles(person: string, files: File[]): Promise<void> {
  const body = new FormData();
  body.set('person', person);
  for (const file of files) body.append('file', file, file.name);
  await answer(await fetch('/console/file', { method: 'POST', body }));
}

/** The address of a stored file; with a name the browser saves it under that name. */
export function fileUrl(key: string, name?: string): string {
  return `/console/file/${encodeURIComponent(key)}${name ? `?name=${encodeURIComponent(name)}` : ''}`;
}

async function read<T>(path: string): Promise<T> {
  return (await answer(await fetch(path))) as T;
}

async function send<T>(path: string, body: object): Promise<T> {
  const headers = { 'content-type': 'application/json' };
  return (await answer(await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) }))) as T;
}

async function answer(response: Response): Promise<unknown> {
  const text = await response.text();
  if (!response.ok) throw new Error(text || `HTTP ${response.status}`);
  return text ? JSON.parse(text) : {};
}
