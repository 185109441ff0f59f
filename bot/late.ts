import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Deps } from './deps.ts';
import { readInbound } from './inbound.ts';

/** So soon after its click nobody has begun anew in a card that said 还在处理; later it is left alone. */
const SOON_MS = 10_000;

const shown = z.object({ card: z.object({ data: z.looseObject({}) }) });

/** By which the courier knows that a card has not been changed since. */
export const markOf = (content: string): string => createHash('sha256').update(content).digest('hex');

/** What a click would have answered, had it not taken longer than the platform waits: its card is brought there by the courier. */
export const createLate =
  ({ db, enqueue, now }: Pick<Deps, 'db' | 'enqueue' | 'now'>) =>
  async (body: unknown, answer: object): Promise<void> => {
    const inbound = readInbound(body);
    const { data } = shown.safeParse(answer);
    if (inbound.kind !== 'click' || !data) return;
    const { messageId, who } = inbound;
    const mark = markOf(JSON.stringify(data.card.data));
    await enqueue(db, 'courier', [{ messageId, openId: who.openId, mark, untilMs: now().getTime() + SOON_MS }]);
  };
