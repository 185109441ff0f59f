import { type Deliveries, tenantKey } from './delivery.ts';
import type { Platform } from './platform.ts';
import type { Chat } from './store.ts';
import type { Message, Person } from './types.ts';

export type Actions = ReturnType<typeof createActions>;
type Incoming = { text: string } | { fileKey: string };

/** What a person can do in a chat, each with the event it causes; all resolve after the first delivery attempt. */
export function createActions(platform: Platform, deliveries: Deliveries) {
  const { store, options } = platform;
  const ids = (person: Person) => ({ open_id: person.openId, union_id: person.unionId });
  const tenantOf = (person: Person) => person.tenantKey ?? tenantKey(options);

  async function write(person: Person, chat: Chat, incoming: Incoming, parentId?: string): Promise<Message> {
    const file = 'fileKey' in incoming ? store.files.get(incoming.fileKey) : undefined;
    const message = store.addMessage({
      chatId: chat.chatId,
      from: 'person',
      sender: person.openId,
      type: file ? file.kind : 'text',
      text: 'text' in incoming ? incoming.text : undefined,
      fileKey: file?.key,
      fileName: file?.kind === 'file' ? file.name : undefined,
      fileSize: file?.bytes.length,
      parentId,
    });
    await deliveries.event(
      'im.message.receive_v1',
      receiveEvent(person, chat, message),
      `${person.name}: ${(message.text ?? message.fileName ?? message.type).slice(0, 60)}`,
    );
    return message;
  }

  function receiveEvent(person: Person, chat: Chat, message: Message) {
    const { messageId, parentId, at, type, text, fileKey, fileName } = message;
    // In a group the bot hears only what mentions it; the mention stands in the text as @_user_1.
    const mentioned = chat.type === 'group';
    const content = {
      text: { text: mentioned ? `@_user_1 ${text}` : text },
      file: { file_key: fileKey, file_name: fileName },
      image: { image_key: fileKey },
    }[type as 'text' | 'file' | 'image'];
    const mentions = mentioned ? [{ key: '@_user_1', id: {}, mentioned_type: 'bot', name: '机器人' }] : undefined;
    return {
      sender: { sender_id: ids(person), sender_type: 'user', tenant_key: tenantOf(person) },
      message: {
        message_id: messageId,
        root_id: parentId,
        parent_id: parentId,
        create_time: String(at),
        update_time: String(at),
        chat_id: chat.chatId,
        chat_type: chat.type,
        message_type: type,
        content: JSON.stringify(content),
        mentions,
      },
    };
  }

  /** The person began the chat; it comes in the envelope of old. */
  async function created(person: Person, chatId: string): Promise<void> {
    const { openId, name } = person;
    const event = { chat_id: chatId, operator: { open_id: openId }, user: { name, open_id: openId } };
    await deliveries.event('p2p_chat_create', { tenant_key: tenantOf(person), ...event }, name);
  }

  async function reaction(person: Person, messageId: string, emoji: string, verb: 'created' | 'deleted') {
    const event = {
      message_id: messageId,
      reaction_type: { emoji_type: emoji },
      operator_type: 'user',
      user_id: ids(person),
      action_time: String(store.now().getTime()),
    };
    await deliveries.event(`im.message.reaction.${verb}_v1`, event, `${person.name}: ${emoji}`);
  }

  return {
    write,
    /** Opens the direct chat; the very first time the chat itself comes to be. */
    async enter(person: Person): Promise<void> {
      const chat = store.p2pOf(person.openId)!;
      if (store.openFirst(chat.chatId)) await created(person, chat.chatId);
      const last = store.messagesIn(chat.chatId).at(-1);
      const event = {
        chat_id: chat.chatId,
        operator_id: ids(person),
        last_message_id: last?.messageId ?? '',
        last_message_create_time: last ? String(last.at) : '',
      };
      await deliveries.event('im.chat.access_event.bot_p2p_chat_entered_v1', event, person.name);
    },
    async menu(person: Person, eventKey: string): Promise<void> {
      const operator = { operator_name: person.name, operator_id: ids(person) };
      const timestamp = Math.floor(store.now().getTime() / 1000);
      const event = { operator, event_key: eventKey, timestamp };
      await deliveries.event('application.bot.menu_v6', event, `${person.name}: ${eventKey}`);
    },
    async recall(person: Person, messageId: string): Promise<void> {
      const message = store.messages.get(messageId);
      if (message?.sender !== person.openId) throw new Error(`${messageId} is not a message of ${person.name}`);
      store.recall(message);
      const recall_time = String(store.now().getTime());
      const event = { message_id: messageId, chat_id: message.chatId, recall_time, recall_type: 'message_owner' };
      await deliveries.event('im.message.recalled_v1', event, person.name);
    },
    /** Sees what the bot has written in the direct chat: one event for all of it, none when nothing is new. */
    async read(person: Person): Promise<void> {
      const unread = store.markRead(store.p2pOf(person.openId)!.chatId);
      if (unread.length === 0) return;
      const reader = { reader_id: ids(person), read_time: String(store.now().getTime()), tenant_key: tenantOf(person) };
      const event = { reader, message_id_list: unread.map(({ messageId }) => messageId) };
      await deliveries.event('im.message.message_read_v1', event, `${person.name}: ${unread.length} read`);
    },
    /** Puts an emoji (THUMBSUP, OK, …) to a message of a chat this person is in; a second time it does nothing. */
    async react(person: Person, messageId: string, emoji: string): Promise<void> {
      if (store.react(person.openId, messageId, emoji)) await reaction(person, messageId, emoji, 'created');
    },
    async unreact(person: Person, messageId: string, emoji: string): Promise<void> {
      if (store.unreact(person.openId, messageId, emoji)) await reaction(person, messageId, emoji, 'deleted');
    },
  };
}
