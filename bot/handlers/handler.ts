import type { ActionName, Payload } from '../../cards/actions.ts';
import type { Tx } from '../../prisma/client.ts';
import type { Brought } from '../../services/filing/brought.ts';
import type { Actor, Circumstances, Command } from '../../services/filing/decision.ts';
import type { Filing, Who } from '../../services/filing/filing.ts';
import { type Performed, perform } from '../../services/filing/perform.ts';
import type { Notice } from '../../services/notice.ts';
import { asRecipients } from '../../services/people/operators.ts';
import type { Operators } from '../../services/people/roles.ts';
import type { Enqueue } from '../../services/queue.ts';

/** What a handler works with: one transaction, one moment, one person. */
export type Scene = {
  tx: Tx;
  enqueue: Enqueue;
  now: Date;
  who: Who;
  operators: Operators;
  /** The filing as this transaction read or left it, so that the answer's card need not read it again. */
  known?: Filing;
  /** The same for what is offered to it. */
  brought?: Brought;
};

export type Toast = { type: 'success' | 'info' | 'warning' | 'error'; content: string };
/** The answer to a click: a toast, and what the card shows next (unchanged when absent). */
export type Reply = { toast?: Toast; show?: Notice };

export type Handler<A extends ActionName> = (
  scene: Scene,
  payload: Payload<A>,
  form: Record<string, unknown>,
) => Promise<Reply>;

/** Who acts, under the name the filing knows them by. */
export const actorOf = (scene: Scene, filing: Filing, name?: string): Actor => {
  const member = filing.members.find(
    ({ openId, tenantKey }) => openId === scene.who.openId && tenantKey === scene.who.tenantKey,
  );
  return { tenantKey: scene.who.tenantKey, openId: scene.who.openId, name: name ?? member?.name ?? '' };
};

export const circumstancesOf = (scene: Scene, filing: Filing, name?: string): Circumstances => ({
  now: scene.now,
  actor: actorOf(scene, filing, name),
  operators: asRecipients(scene.operators, scene.who.tenantKey),
});

export const act = async (scene: Scene, filing: Filing, command: Command, name?: string): Promise<Performed> => {
  const performed = await perform(scene.tx, scene.enqueue, filing, command, circumstancesOf(scene, filing, name));
  scene.known = performed.filing;
  return performed;
};

export const saved = (content: string): Toast => ({ type: 'success', content });
