import type { Acting } from '../../services/departments/acting.ts';
import type { Filing } from '../../services/filing/filing.ts';
import { isOpenForReview } from '../../services/filing/status.ts';
import { loadForReview } from '../../services/filing/store.ts';
import { askedOf, mustReview } from '../../services/people/roles.ts';
import { Refusal } from '../../services/refusal.ts';
import { callOf } from '../../services/rounds/calls.ts';
import type { Reply, Scene } from './handler.ts';

/**
 * The filing, if this person reviews for the department it was submitted to, and the reviewer's name as 附件2 has it; the
 * operators act for the national office.
 */
export const assigned = async (
  scene: Scene,
  id: string,
): Promise<{ filing: Filing; reviewer: string; acting: Acting }> => {
  const { filing, acting } = await loadForReview(scene.tx, id);
  const name = mustReview(scene.operators, filing, acting, scene.who, scene.now);
  scene.known = filing;
  return { filing, acting, reviewer: name ?? callOf(filing.round.call).nationalOffice };
};

/** The filing, if this person was asked about the version that lies with their department. One statement. */
export const askedAbout = async (scene: Scene, id: string): Promise<Filing> => {
  const { filing, acting } = await loadForReview(scene.tx, id);
  if (!askedOf(filing, acting, scene.who).length) {
    throw new Refusal('not_asked', '现在没有请您发表意见，可能已经撤回，您的点击没有改动任何内容。');
  }
  scene.known = filing;
  return filing;
};

/** The same, while a decision for this version is still to be made. */
export const stillOpen = async (scene: Scene, id: string, version: number): Promise<Filing> => {
  const { filing } = await assigned(scene, id);
  unchangedIn(filing, version, isOpenForReview);
  return filing;
};

/** A Refusal when there is nothing to decide of this version any more. */
export const unchangedIn = (filing: Filing, version: number, isOpen: (filing: Filing) => boolean): void => {
  if (filing.version === version && isOpen(filing)) return;
  throw new Refusal('not_open', '这份材料的状态已经变化，卡片已更新，请按最新情况办理。');
};

/**
 * A next version has been handed in since the one that was seen: what to ask again with. A decision is bound to what was
 * seen, so the difference is shown and nothing is done.
 */
export const changedSince = (filing: Filing, version: number): { version: number; seen: number } | undefined =>
  filing.handedIn > version && filing.version === filing.handedIn && isOpenForReview(filing)
    ? { version: filing.handedIn, seen: version }
    : undefined;

/** What a submitted form holds under this name, as text. */
export const typedAt = (form: Record<string, unknown>, name: string): string => {
  const typed = form[name];
  return typeof typed === 'string' ? typed : '';
};

const AT_FIELDS = ['no_remarks', 'due_past', 'no_opinion', 'no_reason', 'over_quota', 'no_over', 'not_approved_yet'];

/** What is wrong with the words typed is said at the field with the words kept; any other refusal goes its usual way. */
export const settle = async (
  decision: () => Promise<Reply>,
  again: (error: string, code: string) => Reply,
): Promise<Reply> => {
  try {
    return await decision();
  } catch (error) {
    if (error instanceof Refusal && AT_FIELDS.includes(error.code)) return again(error.words, error.code);
    throw error;
  }
};
