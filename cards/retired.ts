import { type Filing, formOf } from '../services/filing/filing.ts';
import type { Notice } from '../services/notice.ts';

/** What stands in the place of a card whose section or question a correction has taken out of the form; else the card itself. */
export const unlessRetired = <N extends Notice>(notice: N, view: object): N | Notice => {
  if (!('filing' in view) || !('step' in notice) || !notice.step) return notice;
  const { id: filingId, round } = view.filing as Filing;
  const { steps } = formOf(round);
  const { step } = notice;
  if (!Object.hasOwn(steps, step)) return { kind: 'check', filingId, flash: '官方表格有更正，这一部分不用再填。' };
  const gone = 'field' in notice && !Object.hasOwn(steps[step]!.fields, notice.field);
  return gone ? { kind: 'step', filingId, step, flash: '官方表格有更正，这一题不用再填。' } : notice;
};
