import type { Logger } from 'pino';
import type { Database } from '../prisma/client.ts';
import type { FileStore } from '../services/files/store.ts';
import type { Enqueue } from '../services/queue.ts';
import type { Round } from '../services/rounds/round.ts';
import type { Feishu } from './feishu.ts';

/** Everything with an outside, made in main.ts and nowhere else. */
export type Deps = {
  db: Database;
  enqueue: Enqueue;
  feishu: Feishu;
  files: FileStore;
  /** The official Word form, only its last page with 七 and 八, or the table of Annex 2. */
  template: (round: Round, part?: 'opinion' | 'annex2') => Promise<Uint8Array>;
  /** Opens the chat with the bot (applink). */
  botLink: string;
  now: () => Date;
  /** Resolves after so many milliseconds of the clock `now` is read from. */
  pause: (ms: number) => Promise<void>;
  log: Logger;
};
