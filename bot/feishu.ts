export { FeishuError } from './feishu-error.ts';
/** One message to one person. `content` is sent byte for byte: a retry must repeat it exactly, or the platform drops it. */
export type OutgoingMessage = {
  to: { openId: string };
  type: 'interactive' | 'text' | 'file' | 'image';
  /** The JSON string the platform expects for this type, e.g. `{"text":"…"}` or a whole card. */
  content: string;
  /** At most 50 characters. Within one hour at most one message is sent per uuid. */
  uuid: string;
  /** The receiver's tenant. A self-built app has one token for its own tenant, so nothing is chosen by it yet. */
  tenantKey?: string;
};

/** The platform in our words. Every method rejects with a `FeishuError` and with nothing else. */
export type Feishu = {
  send(message: OutgoingMessage): Promise<{ messageId: string; chatId: string }>;
  /** Replaces a card sent by the bot; the platform allows it for 14 days and five times a second per message. */
  patch(messageId: string, content: string): Promise<void>;
  /** At most 30 MB, not empty. Resolves with the file_key for a message of type `file`. */
  uploadFile(file: { name: string; content: Buffer }): Promise<string>;
  /** At most 10 MB. Resolves with the image_key for a message of type `image`. */
  uploadImage(content: Buffer): Promise<string>;
  /** Rejects with kind `too_large` as soon as more than `limitBytes` have arrived; never holds more than that. */
  download(
    source: { messageId: string; fileKey: string; type: 'file' | 'image' },
    limitBytes: number,
  ): Promise<{ content: Buffer; contentType: string }>;
  /** By mobile first, then by e-mail; null when neither belongs to a person the app can see. */
  lookUp(person: { mobile?: string; email?: string }): Promise<{ openId: string } | null>;
  /** Null when the person is unknown, or the app's scope or contact range hides the name. */
  userName(openId: string): Promise<string | null>;
};

/** What went wrong, by what to do about it. */
export type FeishuErrorKind =
  /** Too fast: wait `retryAfterSeconds` (or back off when it is absent), then repeat the same bytes. */
  | 'limited'
  /** Network, timeout, 5xx, a card being clicked: repeat with backoff. */
  | 'transient'
  /** The platform refuses what we say: repeating cannot help. */
  | 'content'
  /** The person or chat cannot be reached: repeating cannot help, somebody has to be told. */
  | 'unreachable'
  /** The message is recalled, deleted or older than 14 days: it can no longer be patched. */
  | 'gone'
  /** The tenant's monthly number of calls is used up. */
  | 'quota'
  /** The app lacks a scope, its secret, its bot ability: an operator has to act. */
  | 'config'
  /** A download passed its limit. */
  | 'too_large';
