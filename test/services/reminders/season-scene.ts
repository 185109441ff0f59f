import type { Tx } from '../../../prisma/client.ts';
import type { Enqueue } from '../../../services/queue.ts';
import type { Dice } from '../filing/dice.ts';
import type { State } from './reminder-model.ts';
import { TENANT } from './season-world.ts';

/** Where things are: what an act needs to know beside the state. */
export type Scene = { tx: Tx; roundId: string; state: State; dice: Dice; now: Date; people: readonly string[] };

/** People are told by reminders only: all other messages are other tests' matter. */
export const nobodyWakes: Enqueue = async () => {};
export const who = (openId: string) => ({ tenantKey: TENANT, openId });
export const OPERATOR = 'ou_operator';
