import { isDeepStrictEqual } from 'node:util';
import type { Scene } from '../../../bot/handlers/handler.ts';
import { onClick } from '../../../bot/handlers/index.ts';
import type { Decoded } from '../../../cards/actions.ts';
import type { Tx } from '../../../prisma/client.ts';
import type { Command } from '../../../services/filing/decision.ts';
import type { Filing, Who } from '../../../services/filing/filing.ts';
import { perform } from '../../../services/filing/perform.ts';
import { Refusal } from '../../../services/refusal.ts';
import type { Dice } from './dice.ts';
import type { Model, Outcome } from './journey-model.ts';

/** What a person has before them: a filing as it was when their card was drawn. */
export type Card = { filing: Filing; model: Model };
/** One transaction of the product; `note` and `noted` carry the ids it gave to what lies beside a filing. */
export type At = {
  tx: Tx;
  target: string | Filing;
  id: string;
  now: Date;
  actor: Who & { name: string };
  note: (key: string, id: string) => void;
  noted: (key: string) => string;
};
/** One thing somebody does: in words, what must come of it, and the doing. */
export type Move = {
  words: string;
  expected: (model: Model, now: Date, actor: string) => Outcome;
  act: (at: At) => Promise<Outcome>;
  /** Files come by a job that runs again, not by a click. */
  reviewer?: boolean;
};
/** From a card, which may be an old one; `latest` says how things stand by now. */
export type Make = (dice: Dice, card: Card, key: string, latest: Model) => Move | undefined;

export const enqueue = async () => {};

export const asked = (command: Command, words: string, expected: Move['expected'], reviewer = false): Move => ({
  words,
  expected,
  reviewer,
  act: async ({ tx, target, now, actor }) =>
    (await perform(tx, enqueue, target, command, { now, actor, operators: [] })).outcome,
});

/** A button of the product itself, where more than one table is changed by it. */
export const clicked = async (at: At, decoded: Decoded, form: Record<string, unknown> = {}) => {
  const { tx, now, actor, id } = at;
  const scene: Scene = { tx, enqueue, now, who: actor, operators: [] };
  const { toast, show } = await onClick(scene, decoded, form);
  if (toast?.type === 'warning') throw new Refusal('warned', toast.content);
  const written = await tx.journal.count({ where: { subject: `filing:${id}`, at: now } });
  const outcome: Outcome = written ? 'done' : 'unchanged';
  return { outcome, show };
};

export const refusedUnless = (is: boolean, go: () => Outcome): Outcome => (is ? go() : 'refused');
export const same = isDeepStrictEqual;
export const revOf = ({ filing }: Card, step: string) => filing.revs[step] ?? 0;
export const short = (value: unknown) => JSON.stringify(value)?.slice(0, 60);
