import { Refusal } from '../refusal.ts';
import { dayOf, longDay } from '../time.ts';
import { type Commands, done, toMembers, toReviewer } from './decision.ts';
import { DIRECT, type Filing, withoutScans } from './filing.ts';

/** Remarks and opinions stand on cards beside much else. */
const LONGEST_REMARK = 2000;

/** What a department (or for direct filings the national office) decides. */
export const reviewCommands: Pick<Commands, 'open' | 'return' | 'recommend'> = {
  open: (filing, { version }) => {
    if (filing.status !== 'submitted' || filing.version !== version) {
      return done(filing, { what: 'open' }, [], 'unchanged');
    }
    const notices = toMembers(filing, { kind: 'status', filingId: filing.id, event: 'opened' });
    return done({ ...filing, status: 'under_review' }, { what: `open v${version}` }, notices);
  },

  return: (filing, { version, remarks, dueOn }, { now, actor }) => {
    decidable(filing, version);
    if (!remarks.trim()) throw new Refusal('no_remarks', '请写明需要补正什么，申报单位才好修改。');
    if (remarks.length > LONGEST_REMARK) throw new Refusal('no_remarks', `请控制在 ${LONGEST_REMARK} 字以内。`);
    if (dueOn && dueOn < dayOf(now)) throw new Refusal('due_past', '补正期限不能早于今天，请重新选择。');
    const last = filing.round.materialsDueOn;
    if (dueOn && dueOn > last && dayOf(now) <= last) {
      throw new Refusal('due_past', `补正期限不能晚于材料填报截止 ${longDay(last)}，请重新选择。`);
    }
    const review = { version, remarks: remarks.trim(), dueOn, opinion: '', by: actor.name, at: now.toISOString() };
    const notices = toMembers(filing, { kind: 'status', filingId: filing.id, event: 'returned' });
    return done({ ...withoutScans(filing), status: 'returned', review }, { what: `return v${version}` }, notices);
  },

  recommend: (filing, { version, opinion }, { now, actor, operators }) => {
    decidable(filing, version);
    if (filing.departmentCode === DIRECT) {
      throw new Refusal('direct', '直接申报的材料没有推荐环节，请在国家知识产权局的流程中办理。');
    }
    if (!opinion.trim()) throw new Refusal('no_opinion', '请填写第七部分“推荐部门意见”。');
    if (opinion.length > LONGEST_REMARK) throw new Refusal('no_opinion', `请控制在 ${LONGEST_REMARK} 字以内。`);
    const review = { version, remarks: '', opinion: opinion.trim(), by: actor.name, at: now.toISOString() };
    const recommended: Filing = { ...filing, status: 'recommended', review };
    return done(recommended, { what: `recommend v${version}` }, [
      ...toMembers(filing, { kind: 'status', filingId: filing.id, event: 'recommended' }),
      ...toMembers(filing, { kind: 'annex', filingId: filing.id, version }),
      ...toReviewer(filing, { kind: 'annex', filingId: filing.id, version }, operators),
    ]);
  },
};

/** A decision names the version that was seen; anything else has changed under the reviewer's eyes. */
const decidable = (filing: Filing, version: number) => {
  if (filing.version !== version) {
    throw new Refusal('old_version', `申报单位已更新到第 ${filing.version} 版，请看过新版后再决定。`);
  }
  if (filing.status === 'recommended') throw new Refusal('decided', '这份材料已经推荐，没有再次改动。');
  if (filing.status === 'returned') throw new Refusal('decided', '这份材料已经退回补正，没有再次改动。');
  if (filing.status === 'abandoned') throw new Refusal('abandoned', '申报单位本次不申报了，没有改动。');
  if (filing.status !== 'submitted' && filing.status !== 'under_review') {
    throw new Refusal('not_submitted', '申报单位已撤回修改，请等待重新提交。');
  }
};
