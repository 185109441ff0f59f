import type { Clock } from './clock.ts';

/** One member of the tenant, as a test or the demo declares them. */
export type Person = {
  openId: string;
  name: string;
  unionId?: string;
  mobile?: string;
  email?: string;
  /** The label the page shows beside the name. */
  role?: string;
  tenantKey?: string;
};

/** A group the bot sits in. */
export type Group = { chatId: string; name: string; members: string[] };

/** Whether the bot can reach a person: send answers 230013 for `left`, 230053 for `opted_out`. */
export type Reach = 'reachable' | 'left' | 'opted_out';

/** `kind` delivers empty controls as "", `harsh` leaves them out: the platform documents neither. */
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
  updatedAt?: number;
  parentId?: string;
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
  | 'send'
  | 'reply'
  | 'patch'
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
};

/** One reason why the platform would refuse a card; `code` is its ErrCode, `path` where it stands. */
export type Fault = { code: number; message: string; path: string };

/** Something the real platform would have swallowed or refused, and a correct bot never does. */
export type Violation = { at: number; kind: string; detail: string };

/** One request of the platform to the bot; `status` 0 means no answer. */
export type LogEntry = {
  at: number;
  kind: 'api' | 'event' | 'callback';
  name: string;
  status: number;
  ms: number;
  ok: boolean;
  detail: string;
};

/** How the clock is moved. What is due on the way happens in its order; whoever starts the platform knows the whole house. */
export type Time = {
  /** The next instant at which something happens by itself, in ms since 1970, once everything else has come to rest. */
  next(): Promise<number | undefined>;
  advance(toMs: number): Promise<void>;
};

export type FeishuOptions = {
  appId: string;
  appSecret: string;
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
  onViolation?: (violation: Violation) => void;
  profile?: Profile;
  /** A folder in which chats survive a restart. */
  stateDir?: string;
};
