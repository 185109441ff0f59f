import { Refusal } from '../refusal.ts';
import { type Commands, done, toColleagues, toReviewer } from './decision.ts';
import { type Filing, openedAgain, withoutPlace, withoutScans } from './filing.ts';
import { endsWithRound, isWithDepartment, statusNames } from './status.ts';

/** In characters; a reason stands on a card beside much else. */
const LONGEST_REASON = 200;
/** 本次不申报, at any time, and back again while the round is open. Nothing that was filled in is lost. */
export const abandonCommands: Pick<Commands, 'abandon' | 'resume'> = {
  abandon: (filing, { rev, reason }, { actor, operators }) => {
    if (filing.status === 'abandoned') return done(filing, { what: 'abandon' }, [], 'unchanged');
    if (!endsWithRound(filing) && filing.status !== 'ineligible') {
      throw new Refusal(
        'too_late',
        `材料现在是“${statusNames[filing.status]}”，不能在这里改为本次不申报。如需撤回，请联系推荐部门和主办方。`,
      );
    }
    if (filing.rev !== rev) throw new Refusal('changed_since', '这份材料刚刚有变化，请再看一遍后决定。');
    if (reason.length > LONGEST_REASON) throw new Refusal('too_long', `原因请控制在 ${LONGEST_REASON} 字以内。`);
    const notice = { kind: 'status', filingId: filing.id, event: 'abandoned' } as const;
    const told = isWithDepartment(filing) || filing.placed ? toReviewer(filing, notice, operators) : [];
    const why = reason.trim();
    return done({ ...withoutPlace(filing), status: 'abandoned' }, { what: 'abandon', ...(why && { why }) }, [
      // The department is told that, the colleagues also why.
      ...toColleagues(filing, actor, { ...notice, ...(why && { why }) }),
      ...told,
    ]);
  },

  resume: (filing, _command, { actor }) => {
    if (filing.status !== 'abandoned') return done(filing, { what: 'resume' }, [], 'unchanged');
    const draft: Filing = { ...withoutScans(filing), status: openedAgain(filing), frozenAt: null, submittedAt: null };
    const notice = { kind: 'status', filingId: filing.id, event: 'resumed' } as const;
    return done(draft, { what: 'resume' }, toColleagues(filing, actor, notice));
  },
};
