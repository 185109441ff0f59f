import type { Tx } from '../../prisma/client.ts';
import type { Filing, Who } from '../filing/filing.ts';
import type { FileRef } from '../form/define.ts';
import type { Notice } from '../notice.ts';
import type { Enqueue } from '../queue.ts';
import type { Checked } from './check-file.ts';

/** A file that has come and is sound: its bytes, what it is by its content, and how an answer would refer to it. */
export type KeptFile = FileRef & Checked & { content: Buffer };

/** Whom the file came from, and the filing it is meant for, as it stands now. */
export type Place = {
  who: Who;
  filing: Filing;
  /** The section on the person's screen when it was sent, or of the card it replies to; '' when there was none. */
  step: string;
  now: Date;
  /** For questions only: what is written belongs into the effect. */
  tx: Tx;
};

/**
 * What comes of the file, inside the transaction in which it is noted as taken; resolves with what is sent to the person, or
 * undefined when a card before them says it already.
 */
export type Effect = (tx: Tx, enqueue: Enqueue) => Promise<Notice | undefined>;

/**
 * Says what a file is beside an attachment (a filled form, a roster, a long text), or undefined when it is not that. It is
 * asked before anything is written, and has all it needs then: of a file that it knows the bytes are not kept. A Refusal it
 * throws is told to the person.
 */
export type Recogniser = (file: KeptFile, at: Place) => Promise<Notice | Effect | undefined>;
