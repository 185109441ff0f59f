import { createHash, randomBytes } from 'node:crypto';
import { realClock } from './clock.ts';
import { createMask } from './mask.ts';
import { loadSnapshot, saveSnapshot } from './snapshot.ts';
import type {
  Call,
  Card,
  FeishuOptions,
  Group,
  LogEntry,
  LogRecord,
  Message,
  Person,
  Reach,
  StoredFile,
  UpdateToken,
  Violation,
} from './types.ts';

export type Chat = Group & { type: 'p2p' | 'group' };
export type Change = { type: 'message' | 'patch' | 'recalled' | 'people' | 'log'; person?: string };
export type Store = ReturnType<typeof createStore>;

const LOG_SIZE = 1000;

/** Everything the platform remembers: people, chats, messages, files. It outlives every restart of the bot. */
export function createStore(options: FeishuOptions) {
  const clock = options.clock ?? realClock;
  const now = () => new Date(clock.now());
  const people = new Map<string, Person>(options.people.map((person) => [person.openId, person]));
  const chats = new Map<string, Chat>();
  const messages = new Map<string, Message>();
  const files = new Map<string, StoredFile>();
  /** uuid → what was sent with it, for one hour. */
  const uuids = new Map<string, { messageId: string; body: string; at: number }>();
  const reach = new Map<string, Reach>();
  /** Messages whose card is locked because a click on it is being answered. */
  const locked = new Set<string>();
  /** The credentials of clicks: what a callback calls `token`. */
  const updateTokens = new Map<string, UpdateToken>();
  const calls: Call[] = [];
  const log: LogEntry[] = [];
  const mask = createMask(options);
  const violations: Violation[] = [];
  /** Requests between the platform and the bot that are not answered yet, either way. */
  let underWay = 0;
  const watchers = new Set<(change: Change) => void>();
  /** Direct chats somebody has looked into. */
  const opened = new Set<string>();
  let seq = 0;
  let logged = 0;

  for (const person of options.people) {
    const chatId = p2pChatId(options.appId, person.openId);
    chats.set(chatId, { chatId, type: 'p2p', members: [person.openId], name: person.name });
  }
  for (const group of options.groups ?? []) chats.set(group.chatId, { ...group, type: 'group' });
  if (options.stateDir) {
    const saved = loadSnapshot(options.stateDir);
    for (const message of saved.messages) messages.set(message.messageId, message);
    for (const file of saved.files) files.set(file.key, file);
    for (const [uuid, sent] of saved.uuids) uuids.set(uuid, sent);
    seq = saved.messages.reduce((most, message) => Math.max(most, message.seq), 0);
  }

  function emit(change: Change) {
    for (const watcher of [...watchers]) watcher(change);
  }
  function membersOf(chatId: string) {
    return chats.get(chatId)?.members ?? [];
  }
  function changed(message: Message, type: 'message' | 'patch' | 'recalled') {
    message.seq = ++seq;
    for (const person of membersOf(message.chatId)) emit({ type, person });
  }
  /** What people do to a message is to be drawn and kept, but is no news of its chat. */
  function shown(message: Message) {
    for (const person of membersOf(message.chatId)) emit({ type: 'message', person });
  }
  function record({ request, answer, ...entry }: LogRecord) {
    log.push({ ...entry, id: ++logged, at: now().getTime(), request: mask(request), answer: mask(answer) });
    if (log.length > LOG_SIZE) log.shift();
    emit({ type: 'log' });
  }

  return {
    clock,
    time: options.time,
    now,
    people,
    chats,
    messages,
    files,
    uuids,
    locked,
    updateTokens,
    calls,
    log,
    violations,
    watch(watcher: (change: Change) => void) {
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
    emit,
    /** Runs one exchange with the bot and counts it as under way until it has ended. */
    async exchange<T>(work: () => Promise<T>): Promise<T> {
      underWay += 1;
      try {
        return await work();
      } finally {
        underWay -= 1;
      }
    },
    /** How many exchanges with the bot are under way: while there is one, it is not quiet here. */
    underWay: () => underWay,
    /** The newest position in the order of all changes. */
    seq: () => seq,
    reachOf: (openId: string): Reach => reach.get(openId) ?? 'reachable',
    setReach: (openId: string, value: Reach) => void reach.set(openId, value),
    p2pOf: (openId: string) => chats.get(p2pChatId(options.appId, openId)),
    messagesIn: (chatId: string) => [...messages.values()].filter((message) => message.chatId === chatId),
    addMessage(message: Omit<Message, 'messageId' | 'at' | 'seq'>): Message {
      const added: Message = { ...message, messageId: newId('om_'), at: now().getTime(), seq: 0 };
      messages.set(added.messageId, added);
      changed(added, 'message');
      return added;
    },
    replaceCard(message: Message, card: Card) {
      message.card = card;
      message.updatedAt = now().getTime();
      changed(message, 'patch');
    },
    recall(message: Message) {
      message.recalled = true;
      changed(message, 'recalled');
    },
    /** Removes a message for good, as an administrator or its age does. */
    remove(message: Message) {
      message.deleted = message.recalled = true;
      changed(message, 'recalled');
    },
    /** Other words, bubbles or urgency for a message that stays in its place; only other words are an update. */
    change(message: Message, change: Partial<Message>) {
      Object.assign(message, change);
      if (change.edits !== undefined) message.updatedAt = now().getTime();
      changed(message, 'patch');
    },
    /** Whether this direct chat comes to be with this look into it. */
    openFirst(chatId: string): boolean {
      const first = !opened.has(chatId) && ![...messages.values()].some((message) => message.chatId === chatId);
      opened.add(chatId);
      return first;
    },
    /** Marks what the bot wrote in a direct chat as seen; returns what was not. */
    markRead(chatId: string): Message[] {
      const fresh = [...messages.values()].filter(
        (message) => message.chatId === chatId && message.from === 'bot' && !message.recalled && !message.readAt,
      );
      for (const message of fresh) message.readAt = now().getTime();
      if (fresh.length > 0) shown(fresh[0]!);
      return fresh;
    },
    /** Puts an emoji to a message; false when it stands there already or the person is not in the chat. */
    react(by: string, messageId: string, emoji: string): boolean {
      const message = messages.get(messageId);
      const known = message?.reactions?.some((one) => one.by === by && one.emoji === emoji);
      if (!message || known || !membersOf(message.chatId).includes(by)) return false;
      message.reactions = [...(message.reactions ?? []), { emoji, by }];
      shown(message);
      return true;
    },
    /** Takes an emoji back; false when it does not stand there. */
    unreact(by: string, messageId: string, emoji: string): boolean {
      const message = messages.get(messageId);
      const left = message?.reactions?.filter((one) => one.by !== by || one.emoji !== emoji);
      if (!message || !left || left.length === message.reactions!.length) return false;
      message.reactions = left;
      shown(message);
      return true;
    },
    addFile(file: Omit<StoredFile, 'key'>): StoredFile {
      const added = { ...file, key: newId(file.kind === 'image' ? 'img_v3_' : 'file_v3_') };
      files.set(added.key, added);
      return added;
    },
    violate(kind: string, detail: string) {
      const violation = { at: now().getTime(), kind, detail };
      violations.push(violation);
      record({ kind: 'violation', name: kind, status: 0, ms: 0, ok: false, detail });
      options.onViolation?.(violation);
    },
    /** Writes a line of the log; bodies are masked and cut before they are kept. */
    record,
    save() {
      if (options.stateDir) saveSnapshot(options.stateDir, { messages, files, uuids });
    },
  };
}

/** Ids look like the platform's: a prefix and 32 hexadecimal digits. */
export function newId(prefix: string): string {
  return prefix + randomBytes(16).toString('hex');
}

/** The direct chat of a person and the bot always has the same id, so that it survives a restart of the demo. */
export function p2pChatId(appId: string, openId: string): string {
  return `oc_${createHash('sha256').update(`${appId} ${openId}`).digest('hex').slice(0, 32)}`;
}
