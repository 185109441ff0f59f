import { z } from 'zod';

/** A person as the platform names them: `openId` is per person and app, `unionId` per person and developer. */
export type Who = { tenantKey: string; openId: string; unionId?: string };

/** A file lying in a message; download it by the message's id and this key. An image has no name of its own: one is made. */
export type InboundFile = { fileKey: string; name: string; type: 'file' | 'image' };

type Said = { key: string; who: Who; chatId: string; direct: boolean; messageId: string; parentId?: string };

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
export type Recalled = { kind: 'recalled'; key: string; messageId: string };
/** Anything else, also an event whose shape is not the documented one; `key` and `type` are '' when it has none. */
export type Unknown = { kind: 'unknown'; key: string; type: string };

/** What the world can tell the bot. `key` is the same for every redelivery of the same thing: remember it for 48 h. */
export type Inbound = TextSaid | FileSent | UnsupportedSent | Clicked | Entered | MenuChosen | Recalled | Unknown;
