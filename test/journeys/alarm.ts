import { type Day, instantOf } from '../../services/time.ts';
import type { World } from './world.ts';

/** Brings the world to a moment at which the alarm of the reminders has just struck, and what it set going has been done. */
export const strike = async ({ time }: Pick<World, 'time'>, day: Day, at = '10:33'): Promise<void> => {
  const struck = instantOf(day, at).getTime();
  await time.advance(struck);
  await time.advance(struck + 60_000);
};
