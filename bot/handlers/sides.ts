import { type Filing, memberOf } from '../../services/filing/filing.ts';
import { loadForReview } from '../../services/filing/store.ts';
import { type Deed, mayDo, mustReview } from '../../services/people/roles.ts';
import { callOf } from '../../services/rounds/calls.ts';
import type { Scene } from './handler.ts';

/** Which side of a filing this person is on, and the name they act under. */
export type OnSide = { filing: Filing; side: 'institution' | 'department'; name: string | undefined };

/**
 * The filing, if this person takes part in it on either side: fills it and may do this deed, or acts for its department (for a
 * direct one, the national office). One statement.
 */
export const onEitherSide = async (scene: Scene, id: string, deed: Deed): Promise<OnSide> => {
  const { filing, acting } = await loadForReview(scene.tx, id);
  const member = memberOf(filing, scene.who);
  if (member) {
    mayDo(filing, scene.who, deed);
    scene.known = filing;
    return { filing, side: 'institution', name: member.name };
  }
  const name = mustReview(scene.operators, filing, acting, scene.who, scene.now);
  scene.known = filing;
  return { filing, side: 'department', name: name ?? callOf(filing.round.call).nationalOffice };
};
