import { z } from 'zod';
import { documentsIn } from './document-link.ts';

/** A person as the platform names them: `openId` is per person and app, `unionId` per person and developer. */
export type Who = { tenantKey: string; openId: string; unionId?: string };

/** A file lying in a message; download it by the message's id and this key. An image has no name of its own: one is made. */
export type InboundFile = { fileKey: string; name: string; type: 'file' | 'image' };

type Said = {
  key: string;
  who: Who;
  chatId: string;
  direct: boolean;
  messageId: string;
  parentId?: string;
  sentAtMs?: number;
};

/** A plain or rich text. `files` holds the pictures of a rich text that has words as well. */
export type TextSaid = Said & { kind: 'text'; text: string; files?: InboundFile[] };
export type FileSent = Said & { kind: 'file'; files: InboundFile[] };
/** A message the bot takes nothing from (sticker, voice, folder, …): `type` is the platform's `message_type`. */
export type UnsupportedSent = Said & { kind: 'unsupported'; type: string };
/** `form` is present only for a submit inside a form, `option` only for a select that stands alone. */
export type Clicked = {
  kind: 'click';
  key: string;
  who: Who;
  messageId: string;
  chatId: string;
  name?: string;
  value?: Record<string, unknown>;
  form?: Record<string, unknown>;
  option?: string;
};
export type Entered = { kind: 'entered'; key: string; who: Who; chatId: string };
export type MenuChosen = { kind: 'menu'; key: string; who: Who; eventKey: string };
/** Messages of the bot that a person has looked at. */
export type MessagesRead = { kind: 'read'; key: string; who: Who; messageIds: string[] };
export type Recalled = { kind: 'recalled'; key: string; messageId: string };
/** Anything else, also an event whose shape is not the documented one; `key` and `type` are '' when it has none. */
export type Unknown = { kind: 'unknown'; key: string; type: string };

/** What the world can tell the bot. `key` is the same for every redelivery of the same thing: remember it for 48 h. */
export type Inbound =
  | TextSaid
  | FileSent
  | UnsupportedSent
  | Clicked
  | Entered
  | MenuChosen
  | Recalled
  | MessagesRead
  | Unknown;

/**
 * What an authenticated event body (v1 or v2 envelope) says. Never throws: an odd shape is `unknown`.
 * Shapes: im.message.receive_v1, im.message.recalled_v1, im.message.message_read_v1, card.action.trigger, application.bot.menu_v6,
 * im.chat.access_event.bot_p2p_chat_entered_v1, and p2p_chat_create (v1).
 */
export function readInbound(raw: unknown): Inbound {
  const body = storable(raw);
  const header = v2.safeParse(body).data?.header ?? headerOfV1(body);
  if (!header) return { kind: 'unknown', key: '', type: '' };
  const { event_id: key, event_type: type, tenant_key } = header;
  return readers.get(type)?.(body, key, tenant_key) ?? { kind: 'unknown', key, type };
}

type Reader = (body: unknown, eventId: string, tenantKey: string | null | undefined) => Inbound | undefined;

const text = z.string().min(1);
// The platform leaves out, nulls and empties what it does not know.
const optional = text.nullish().catch(undefined);
const map = z.record(z.string(), z.unknown()).optional().catch(undefined);
const ids = z.object({ open_id: text, union_id: optional });

const v2 = z.object({
  schema: z.string(),
  header: z.object({ event_id: text, event_type: text, tenant_key: optional }),
});
const v1 = z.object({ uuid: text, event: z.object({ type: text, tenant_key: optional }) });

function headerOfV1(body: unknown) {
  const envelope = v1.safeParse(body).data;
  return (
    envelope && {
      event_id: envelope.uuid,
      event_type: envelope.event.type,
      tenant_key: envelope.event.tenant_key,
    }
  );
}

/** The person's own tenant comes first: the header names the tenant the app is installed in. */
function whoIs(id: z.output<typeof ids>, ...tenantKeys: (string | null | undefined)[]): Who | undefined {
  const tenantKey = tenantKeys.find(Boolean);
  return tenantKey ? { tenantKey, openId: id.open_id, ...(id.union_id ? { unionId: id.union_id } : {}) } : undefined;
}

const received = z.object({
  event: z.object({
    sender: z.object({ sender_id: ids, sender_type: z.literal('user'), tenant_key: optional }),
    message: z.object({
      message_id: text,
      create_time: z.coerce.number().optional().catch(undefined),
      parent_id: optional,
      chat_id: text,
      chat_type: text,
      message_type: text,
      content: text,
      mentions: z
        .array(z.object({ key: text, name: z.string(), mentioned_type: optional }))
        .nullish()
        .catch(undefined),
    }),
  }),
});

type Mentions = z.output<typeof received>['event']['message']['mentions'];

const readMessage: Reader = (body, _eventId, appTenantKey) => {
  const event = received.safeParse(body).data?.event;
  const who = event && whoIs(event.sender.sender_id, event.sender.tenant_key, appTenantKey);
  if (!who) return undefined;
  const { message } = event;
  const said: Said = {
    // The event's page asks for message_id: the same message may come again under another event_id.
    key: message.message_id,
    who,
    chatId: message.chat_id,
    direct: message.chat_type === 'p2p',
    messageId: message.message_id,
    ...(message.create_time ? { sentAtMs: message.create_time } : {}),
    ...(message.parent_id ? { parentId: message.parent_id } : {}),
  };
  const { message_type: type, content: json, mentions } = message;
  if (!contents.has(type)) return { ...said, kind: 'unsupported', type };
  const content = contentOf(type, json, mentions);
  return content && { ...said, ...content };
};

const contentOf = (type: string, json: string, mentions: Mentions): Content | undefined =>
  contents.get(type)?.(parseJson(json), mentions);

/** The words of a message as its event brought them; undefined when it holds none. `content` is JSON, `type` its `msg_type`. */
export const wordsOf = (message: { type: string; content: string; mentions?: Mentions }): string | undefined => {
  const content = contentOf(message.type, message.content, message.mentions);
  return content && 'text' in content ? content.text : undefined;
};

type Content = Pick<TextSaid, 'kind' | 'text' | 'files'> | Pick<FileSent, 'kind' | 'files'>;

const textContent = z.object({ text: z.string() });
const fileContent = z.object({ file_key: text, file_name: text });
const imageContent = z.object({ image_key: text });
const postContent = z.object({
  title: z.string().optional().catch(undefined),
  content: z.array(
    z.array(
      z.object({
        tag: z.string(),
        text: z.string().optional().catch(undefined),
        href: z.string().optional().catch(undefined),
        user_id: z.string().optional().catch(undefined),
        image_key: z.string().optional().catch(undefined),
      }),
    ),
  ),
});

/** By message_type; undefined for a content that is not the documented one, such as the empty one of a recalled message. */
const contents = new Map<string, (content: unknown, mentions: Mentions) => Content | undefined>([
  [
    'text',
    (content, mentions) => {
      const said = textContent.safeParse(content).data;
      return said && { kind: 'text', text: withoutPlaceholders(said.text, mentions) };
    },
  ],
  [
    'file',
    (content) => {
      const file = fileContent.safeParse(content).data;
      return file && { kind: 'file', files: [{ fileKey: file.file_key, name: file.file_name, type: 'file' }] };
    },
  ],
  [
    'image',
    (content) => {
      const image = imageContent.safeParse(content).data;
      return image && { kind: 'file', files: [imageFile(image.image_key)] };
    },
  ],
  [
    'post',
    (content, mentions) => {
      const post = postContent.safeParse(content).data;
      if (!post) return undefined;
      const paragraphs = post.content.map((nodes) =>
        nodes
          .map((node) => documentLink(node.href) ?? node.text ?? (node.tag === 'at' ? (node.user_id ?? '') : ''))
          .join(''),
      );
      const words = withoutPlaceholders([post.title ?? '', ...paragraphs].join('\n'), mentions);
      const files = post.content.flat().flatMap((node) => (node.image_key ? [imageFile(node.image_key)] : []));
      if (files.length === 0) return { kind: 'text', text: words };
      return words ? { kind: 'text', text: words, files } : { kind: 'file', files };
    },
  ],
]);

/** A link to a document often stands under its title: the address says more. */
const documentLink = (href: string | undefined): string | undefined =>
  href && documentsIn(href).length ? href : undefined;

const imageFile = (imageKey: string): InboundFile => ({
  fileKey: imageKey,
  name: `图片-${imageKey.slice(-6)}.png`,
  type: 'image',
});

/** The bot's own mention goes; another person's becomes their name, which may be part of an answer. */
function withoutPlaceholders(words: string, mentions: Mentions): string {
  const names = new Map(
    mentions?.map((mention) => [mention.key, mention.mentioned_type === 'user' ? mention.name : '']),
  );
  return words.replace(/@_(?:user_\d+|all)/g, (key) => names.get(key) ?? '').trim();
}

/**
 * The same, with texts the database can hold: half of a rare character (a client that cuts at a length leaves one) becomes
 * the replacement character, and a NUL goes. Otherwise a whole answer would be refused for one character nobody sees.
 */
function storable(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed().replaceAll('\0', '');
  if (Array.isArray(value)) return value.map(storable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, storable(one)]));
}

function parseJson(content: string): unknown {
  try {
    return storable(JSON.parse(content));
  } catch {
    return undefined;
  }
}

const clicked = z.object({
  event: z.object({
    operator: ids.extend({ tenant_key: optional }),
    action: z.object({ name: optional, value: map, form_value: map, option: optional }),
    context: z.object({ open_message_id: text, open_chat_id: text }),
  }),
});

const readClick: Reader = (body, key, appTenantKey) => {
  const event = clicked.safeParse(body).data?.event;
  const who = event && whoIs(event.operator, event.operator.tenant_key, appTenantKey);
  if (!who) return undefined;
  const { name, value, form_value: form, option } = event.action;
  return {
    kind: 'click',
    key,
    who,
    messageId: event.context.open_message_id,
    chatId: event.context.open_chat_id,
    ...(name ? { name } : {}),
    ...(value ? { value } : {}),
    ...(form ? { form } : {}),
    ...(option ? { option } : {}),
  };
};

const entered = z.object({ event: z.object({ operator_id: ids, chat_id: text }) });

const readEntered: Reader = (body, key, tenantKey) => {
  const event = entered.safeParse(body).data?.event;
  const who = event && whoIs(event.operator_id, tenantKey);
  return who && { kind: 'entered', key, who, chatId: event.chat_id };
};

const firstEntered = z.object({ event: z.object({ user: ids, chat_id: text }) });

const readFirstEntered: Reader = (body, key, tenantKey) => {
  const event = firstEntered.safeParse(body).data?.event;
  const who = event && whoIs(event.user, tenantKey);
  return who && { kind: 'entered', key, who, chatId: event.chat_id };
};

const menuChosen = z.object({ event: z.object({ operator: z.object({ operator_id: ids }), event_key: text }) });

const readMenu: Reader = (body, key, tenantKey) => {
  const event = menuChosen.safeParse(body).data?.event;
  const who = event && whoIs(event.operator.operator_id, tenantKey);
  return who && { kind: 'menu', key, who, eventKey: event.event_key };
};

const recalled = z.object({ event: z.object({ message_id: text }) });

const messagesRead = z.object({
  event: z.object({
    reader: z.object({ reader_id: ids, tenant_key: optional }),
    message_id_list: z.array(text).min(1),
  }),
});
const readReceipt: Reader = (body, key, appTenantKey) => {
  const event = messagesRead.safeParse(body).data?.event;
  const who = event && whoIs(event.reader.reader_id, event.reader.tenant_key, appTenantKey);
  return who && { kind: 'read', key, who, messageIds: event.message_id_list };
};

const readRecalled: Reader = (body, key) => {
  const messageId = recalled.safeParse(body).data?.event.message_id;
  return messageId ? { kind: 'recalled', key, messageId } : undefined;
};

const readers = new Map<string, Reader>([
  ['im.message.receive_v1', readMessage],
  ['im.message.recalled_v1', readRecalled],
  ['im.message.message_read_v1', readReceipt],
  ['card.action.trigger', readClick],
  ['application.bot.menu_v6', readMenu],
  ['im.chat.access_event.bot_p2p_chat_entered_v1', readEntered],
  ['p2p_chat_create', readFirstEntered],
]);
