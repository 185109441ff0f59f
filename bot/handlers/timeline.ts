import { loadFiling } from '../../services/filing/store.ts';
import { isOperator } from '../../services/people/roles.ts';
import { act, type Handler, saved } from './handler.ts';
import { onEitherSide } from './sides.ts';

/** The whole course of a filing, for both sides and for the operators, who see all. */
export const openTimeline: Handler<'status.open'> = async (scene, { filing: id }) => {
  if (isOperator(scene.operators, scene.who)) scene.known = await loadFiling(scene.tx, id);
  else await onEitherSide(scene, id, 'read');
  return { show: { kind: 'timeline', filingId: id } };
};

/** 催办 of the other side; whoever clicks sees the course, with when it was urged and whether that was read. */
export const sendUrge: Handler<'urge.send'> = async (scene, { filing: id }) => {
  const { filing, side, name } = await onEitherSide(scene, id, 'carry');
  await act(scene, filing, { type: 'urge', from: side }, name);
  return { toast: saved('已催办，对方马上收到'), show: { kind: 'timeline', filingId: id } };
};
