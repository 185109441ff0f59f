import { beginBuzz, putOffBuzz, settleBuzz } from '../services/reminders/buzzing.ts';
import type { Deps } from './deps.ts';
import { FeishuError, type FeishuErrorKind } from './feishu.ts';
import type { Limits } from './limits.ts';

/** Passes by itself. A missing scope or a spent number does not in the hours that are left: the next step goes on instead. */
const PASSES: FeishuErrorKind[] = ['limited', 'transient'];

/**
 * 加急: presses a reminder that was not read on its person. The ledger has it before this is called, and what came of it
 * afterwards. The platform takes no key that would make two calls one: where its answer is lost, or this process dies between
 * the call and the note of it, the same message is pressed once more, as often as that happens, six times in all at the most,
 * some ten minutes apart; to the person it stays one message.
 */
export const createBuzz =
  ({ db, feishu, log, now }: Deps, limits: Limits) =>
  async (id: string): Promise<void> => {
    const pressed = await beginBuzz(db, id, now());
    if (!pressed) return;
    try {
      await limits.patch(pressed.messageId, () => feishu.buzz(pressed.messageId, [pressed.openId]));
    } catch (error) {
      if (!(error instanceof FeishuError)) throw error;
      if (PASSES.includes(error.kind)) return putOffBuzz(db, id, error.inDoubt, now());
      log.warn({ err: error, outboxId: id }, 'a reminder could not be pressed on its person');
      return settleBuzz(db, id, { state: 'failed', reason: `${error.kind} ${error.code ?? ''}`.trim() });
    }
    await settleBuzz(db, id, { state: 'done', doneAt: now() });
  };
