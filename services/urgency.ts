import type { Addressed } from './filing/decision.ts';
import type { NoticeKind } from './notice.ts';

/**
 * How soon a message goes out: 0 a person waits for it, or it is news of their own matter; 1 a reminder; 2 the same words to
 * many. The higher ones give way to the lower ones at the platform's limits, and wait when the month's calls are used up.
 */
export type Urgency = 0 | 1 | 2;

/** Kinds that can wait; all others are urgent. */
const patient: Partial<Record<NoticeKind, Urgency>> = { reminder: 1, broadcast: 2, roundOpened: 2 };

/** What is said of this one message, else what holds for its kind. */
export const urgencyOf = ({ notice, urgency }: Pick<Addressed, 'notice' | 'urgency'>): Urgency =>
  urgency ?? patient[notice.kind] ?? 0;
