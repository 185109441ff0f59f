import type { Clock } from './clock.ts';

/** One member of the tenant, as a test or the demo declares them. */
export type Person = {
  openId: string;
  name: string;
  unionId?: string;
  /** The id inside the tenant, which the API tells only with its own scope. */
  userId?: string;
  mobile?: string;
  email?: string;
  /** The label the page shows beside the name. */
  role?: string;
  tenantKey?: string;
};

/** What a group does not allow the bot; absent: it sits in the group and may speak. */
export type GroupState = 'without_bot' | 'dissolved' | 'restricted' | 'muted';

export type Group = { chatId: string; name: string; members: string[]; state?: GroupState };

/** Whether the bot can reach a person; `api-reach.ts` has the error code of each. */
export type Reach = 'reachable' | 'left' | 'out_of_range' | 'disabled' | 'opted_out' | 'blocked' | 'other_tenant';

/** How the platform behaves where its documents are silent: `harsh` is the way that is worse for the bot. */
export type Profile = 'kind' | 'harsh';

export type Webhook = { eventUrl: string | string[]; cardUrl: string | string[] };

// biome-ignore lint/suspicious/noExplicitAny: a card is free JSON until checkCard has looked at it.
export type Card = Record<string, any>;

export type MessageType = 'text' | 'interactive' | 'file' | 'image' | 'post';

/** A message as the console protocol shows it; `at` and `updatedAt` are milliseconds since 1970. */
export type Message = {
  messageId: string;
  chatId: string;
  from: 'bot' | 'person';
  /** The open_id of the writer when `from` is 'person'. */
  sender?: string;
  at: number;
  type: MessageType;
  text?: string;
  card?: Card;
  fileKey?: string;
  fileName?: string;
  fileSize?: number;
  recalled?: boolean;
  /** Removed for good, by the administrator or by age: nothing can be done with it any more. */
  deleted?: boolean;
  updatedAt?: number;
  parentId?: string;
  /** The first message of a chain of answers, and the thread it was answered in. */
  rootId?: string;
  threadId?: string;
  /** A post as the API tells it, without its locale. */
  post?: { title?: string; content: unknown[] };
  /** How often it was edited; a patched card does not count. */
  edits?: number;
  /** Whom it was made urgent for, and how. */
  urgent?: Record<string, 'app' | 'sms' | 'phone'>;
  /** The bubbles under it, until somebody writes. */
  followUps?: string[];
  /** When the person saw it; only for messages of the bot in a direct chat. */
  readAt?: number;
  reactions?: { emoji: string; by: string }[];
  /** The message a person forwarded: this one is a copy in another chat, and no message of the bot. */
  forwardedFrom?: string;
  /** Position in the order of all changes; grows with every change of this message. */
  seq: number;
};

/** One request to the open platform, for assertions. Bodies of uploads and downloads are not kept. */
export type Call = {
  name: ApiName | 'unknown';
  at: number;
  method: string;
  path: string;
  /** The open_id of the person concerned, where there is one. */
  person?: string;
  messageId?: string;
  uuid?: string;
  status: number;
  code: number;
  ms: number;
  summary: string;
  body?: unknown;
};

export type ApiName =
  | 'token'
  | 'appToken'
  | 'storeAppToken'
  | 'storeToken'
  | 'resendTicket'
  | 'send'
  | 'reply'
  | 'patch'
  | 'updateCard'
  | 'edit'
  | 'recall'
  | 'getMessage'
  | 'readUsers'
  | 'urgentApp'
  | 'urgentSms'
  | 'urgentPhone'
  | 'followUp'
  | 'batchSend'
  | 'feedCard'
  | 'getFile'
  | 'getImage'
  | 'rawContent'
  | 'wikiNode'
  | 'createTask'
  | 'uploadFile'
  | 'uploadImage'
  | 'download'
  | 'getUser'
  | 'batchGetId';

/** A file as uploaded by the bot or sent by a person. */
export type StoredFile = {
  key: string;
  kind: 'file' | 'image';
  name: string;
  bytes: Buffer;
  /** 'bot' or the open_id of the person who sent it. */
  by: string;
  /** What the bot called it on upload: opus, mp4, pdf, … */
  fileType?: string;
};

/**
 * One reason why the platform would refuse a card; `code` is its ErrCode, `path` where it stands. What is `accepted` it takes,
 * and only the client fails: no correct bot sends that either.
 */
export type Fault = { code: number; message: string; path: string; accepted?: boolean };

/**
 * The credential by which a click's card may be updated later; `answered` once the response to the click has come.
 * `before` is the card as it was clicked, when it was updated too early.
 */
export type UpdateToken = { messageId: string; at: number; uses: number; answered: boolean; before?: Card };

/** Something the real platform would have swallowed or refused, and a correct bot never does. */
export type Violation = { at: number; kind: string; detail: string };

/** What a record for the log says; the log keeps the bodies as text, without any secret. */
export type LogRecord = {
  kind: 'api' | 'event' | 'callback' | 'violation';
  name: string;
  /** 0 means no answer. */
  status: number;
  /** How long it took, in real time. */
  ms: number;
  ok: boolean;
  detail: string;
  /** The open_id of the person concerned, and the message, where there is one. */
  person?: string;
  messageId?: string;
  /** The fault made here on purpose that struck this exchange. */
  fault?: string;
  request?: unknown;
  answer?: unknown;
};

/** One request between the platform and the bot, or one broken rule; `id` grows, `at` is the platform's time. */
export type LogEntry = Omit<LogRecord, 'request' | 'answer'> & {
  id: number;
  at: number;
  request?: string;
  answer?: string;
};

/** How the clock is moved. What is due on the way happens in its order; whoever starts the platform knows the whole house. */
export type Time = {
  /** The next instant at which something happens by itself, in ms since 1970, once everything else has come to rest. */
  next(): Promise<number | undefined>;
  advance(toMs: number): Promise<void>;
  /** How long whoever waits believes that it still moves, in ms of real time. */
  patienceMs?: number;
};

export type FeishuOptions = {
  appId: string;
  appSecret: string;
  /** A custom app of one tenant (the usual thing), or one of the app store, which gets its tokens for tickets. */
  appType?: 'custom' | 'store';
  /** The bot's name as people see it in their chats. */
  appName?: string;
  encryptKey: string;
  verificationToken: string;
  /** 0 or absent: any free port. */
  port?: number;
  /** The platform's clock: all ages, timestamps, rates and redeliveries. Only deadlines on the wire are always real time. */
  clock?: Clock;
  /** Moves that clock on: for the page, and for drivers, who let time pass while they wait. Absent: nobody can. */
  time?: Time;
  /** Instants with a name to which the page offers to move the clock. */
  moments?: () => Promise<{ label: string; at: number }[]>;
  /** A folder with the built page; served at `/`. */
  pageDir?: string;
  people: Person[];
  groups?: Group[];
  webhook?: Webhook;
  /** Waits before each redelivery of an event, in ms. */
  redelivery?: number[];
  /** How long the bot may take to answer, in ms; 1 s for a challenge and 3 s for the rest. */
  deadlines?: { challenge?: number; event?: number; callback?: number };
  /** Size limits in bytes, so that a test need not move 100 MB. */
  maxDownloadBytes?: number;
  /** How large the bot's makers want its cards to be at most; a larger one is taken, and recorded as a violation. */
  cardRoom?: { bytes: number; elements: number };
  onViolation?: (violation: Violation) => void;
  profile?: Profile;
  /** A folder in which chats survive a restart. */
  stateDir?: string;
};
