import type { Who } from '../services/filing/filing.ts';
import { isOfRights, noteRefused } from '../services/journal/access.ts';
import type { Refusal } from '../services/refusal.ts';
import type { Deps } from './deps.ts';

/**
 * Keeps a line in the journal of every refusal of rights. It is written after what was refused has been rolled back, by
 * itself; when even that fails the person still hears why.
 */
export const createDoorkeeper =
  ({ db, log, now }: Pick<Deps, 'db' | 'log' | 'now'>) =>
  async (refusal: Refusal, tried: { who: Who; action: string; payload: object }): Promise<void> => {
    if (!isOfRights(refusal.code)) return;
    await noteRefused(db, { ...tried, code: refusal.code }, now()).catch((error: unknown) =>
      log.error({ err: error, code: refusal.code, action: tried.action }, 'a refusal could not be noted'),
    );
  };
