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
      `${person.name}: ${message.type}`,
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

  return {
    write,
    async enter(person: Person): Promise<void> {
      const chat = store.p2pOf(person.openId)!;
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
  };
}
