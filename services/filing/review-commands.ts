import { Refusal } from '../refusal.ts';
import { dueOf } from '../rounds/deadlines.ts';
import { dayOf, longDay } from '../time.ts';
import { type Addressed, type Commands, done, toMembers, toReviewer } from './decision.ts';
import {
  DIRECT,
  departmentOf,
  type Filing,
  isRanked,
  overKept,
  type Review,
  withoutPlace,
  withoutScans,
} from './filing.ts';
import { givenBack, tooLong } from './giving-back.ts';
import { mustBeApproved } from './opinion-commands.ts';
import { isChosen, isFrozen, isReturnable, type Status, statuses, statusNames } from './status.ts';

const RETURNABLE = statuses.filter((status) => isReturnable({ status }));

/** What a department decides. Each decision names the version that was seen. */
export const reviewCommands: Pick<
  Commands,
  'open' | 'return' | 'turnDown' | 'recommend' | 'moveUp' | 'takeBack' | 'rank'
> = {
  open: (filing, { version }) => {
    if (filing.status !== 'submitted' || filing.version !== version) {
      return done(filing, { what: 'open' }, [], 'unchanged');
    }
    const notices = toMembers(filing, { kind: 'status', filingId: filing.id, event: 'opened' });
    return done({ ...filing, status: 'under_review' }, { what: `open v${version}` }, notices);
  },

  return: (filing, given, circumstances) => {
    const { version, dueOn } = given;
    decidable(filing, version, RETURNABLE);
    // One that the national office gave back has a place still, and keeps it: its recommendation was not undone.
    const review = givenBack(filing, given, circumstances);
    const { last } = dueOf(filing);
    if (dueOn && dueOn > last && dayOf(circumstances.now) <= last) {
      throw new Refusal('due_past', `补正期限不能晚于材料填报截止 ${longDay(last)}，请重新选择。`);
    }
    const notices = toMembers(filing, { kind: 'status', filingId: filing.id, event: 'returned' });
    return done({ ...withoutScans(filing), status: 'returned', review }, { what: `return v${version}` }, notices);
  },

  turnDown: (filing, { version, reason }, { now, actor }) => {
    decidable(filing, version, ['submitted', 'under_review']);
    if (filing.departmentCode === DIRECT) throw direct();
    if (!reason.trim()) throw new Refusal('no_reason', '请写明不予推荐的理由，申报单位会看到。');
    tooLong(reason, 'no_reason');
    const declined = reason.trim();
    const review = { version, remarks: '', opinion: '', declined, by: actor.name, at: now.toISOString() };
    const notices = toMembers(filing, { kind: 'status', filingId: filing.id, event: 'declined' });
    const next: Filing = { ...filing, status: 'not_recommended', placed: false, review };
    return done(next, { what: `turnDown v${version}`, why: declined }, notices);
  },

  recommend: (filing, { version, opinion, over, wait = false }, { now, actor, operators }) => {
    decidable(filing, version, ['submitted', 'under_review']);
    if (filing.departmentCode === DIRECT) throw direct();
    if (!opinion.trim()) throw new Refusal('no_opinion', '请填写第七部分“推荐部门意见”。');
    tooLong(opinion, 'no_opinion');
    mustBeApproved(filing);
    const reason = over?.trim();
    if (!filing.placed && !wait && !hasPlace(filing)) overQuota(filing, over);
    const review: Review = {
      ...{ version, remarks: '', opinion: opinion.trim(), by: actor.name, at: now.toISOString() },
      ...(wait ? {} : overKept(filing)),
      ...(reason && { over: reason }),
    };
    const next: Filing = { ...filing, status: wait ? 'waiting' : 'recommended', placed: !wait, review };
    const what = `${wait ? 'wait' : 'recommend'} v${version}` as const;
    const notices = wait ? told(filing, 'waiting') : recommended(next, reason, operators);
    return done(next, { what, ...(reason && { why: reason }) }, notices);
  },

  moveUp: (filing, { version, over }, { operators }) => {
    decidable(filing, version, ['waiting']);
    if (!hasPlace(filing)) overQuota(filing, over);
    const reason = over?.trim();
    const review = { ...filing.review!, ...(reason && { over: reason }) };
    const next: Filing = { ...filing, status: 'recommended', placed: true, review };
    const news = toReviewer(next, { kind: 'status', filingId: filing.id, event: 'movedUp' }, operators);
    const notices = [...recommended(next, reason, operators), ...news];
    return done(next, { what: `moveUp v${version}`, ...(reason && { why: reason }) }, notices);
  },

  takeBack: (filing, { version }) => {
    if (!isChosen(filing) && filing.status !== 'not_recommended') {
      throw new Refusal('wrong_state', `现在是“${statusNames[filing.status]}”，没有可以撤销的决定。`);
    }
    decidable(filing, version, [filing.status]);
    // The words typed stay for the next decision; nothing prints them meanwhile.
    const next: Filing = { ...withoutPlace(filing), status: 'under_review', complete: [] };
    return done(next, { what: `takeBack v${version}` }, told(filing, 'takenBack'));
  },

  rank: (filing, { order, by }) => {
    const ranking = departmentOf(filing)?.ranking ?? [];
    if (!isRanked(filing)) throw new Refusal('not_ranked', '这份材料现在不在排序里，卡片已更新。');
    if (ranking.join() !== order.join()) throw new Refusal('changed_since', '排序刚有变化，请看最新的再调整。');
    const from = ranking.indexOf(filing.id);
    const to = from + by;
    if (from < 0 || to < 0 || to >= ranking.length) return done(filing, { what: 'rank' }, [], 'unchanged');
    const next = ranking.toSpliced(from, 1).toSpliced(to, 0, filing.id);
    return { ...done(filing, { what: `rank ${from + 1} ${to + 1}` }), ranking: { was: ranking, next } };
  },
};

/** A decision names the version that was seen; anything else has changed under the reviewer's eyes. */
const decidable = (filing: Filing, version: number, from: readonly Status[]): void => {
  if (filing.version === version && from.includes(filing.status)) return;
  if (filing.handedIn > version) {
    throw new Refusal('old_version', `申报单位已更新到第 ${filing.handedIn} 版，请看过新版后再决定。`);
  }
  if (filing.status === 'abandoned') throw new Refusal('abandoned', '申报单位本次不申报了，没有改动。');
  if (filing.version !== version || filing.status === 'draft' || isFrozen(filing)) {
    throw new Refusal('not_submitted', '申报单位已撤回修改，请等待重新提交。');
  }
  throw new Refusal('decided', `这份材料现在是“${statusNames[filing.status]}”，没有再次改动。`);
};

const hasPlace = (filing: Filing): boolean => {
  const department = departmentOf(filing);
  return department !== undefined && department.taken < department.softQuota;
};

/** 原则上不超过 (通知二（二）): beyond the quota only with a reason, which the national office sees. */
const overQuota = (filing: Filing, over: string | undefined): void => {
  if (over?.trim()) {
    tooLong(over, 'no_over');
    return;
  }
  const { softQuota = 0, taken = 0 } = departmentOf(filing) ?? {};
  const words = `推荐名额原则上不超过 ${softQuota} 个，现在已推荐 ${taken} 个（通知二（二））。可以列为候补；确需超出，请写明理由。`;
  throw new Refusal(over === undefined ? 'over_quota' : 'no_over', words);
};

const direct = () => new Refusal('direct', '直接申报的材料没有推荐环节，请在国家知识产权局的流程中办理。');

const told = (filing: Filing, event: 'waiting' | 'takenBack' | 'recommended'): Addressed[] =>
  toMembers(filing, { kind: 'status', filingId: filing.id, event });

/** The institution hears it and gets 七 in its form; the department gets it to print, and the operators a reason beyond the quota. */
const recommended = (filing: Filing, over: string | undefined, operators: { tenantKey: string; openId: string }[]) => {
  const annex = { kind: 'annex', filingId: filing.id, version: filing.version } as const;
  return [
    ...told(filing, 'recommended'),
    ...toMembers(filing, annex),
    ...toReviewer(filing, annex, operators),
    ...toReviewer(filing, { ...annex, kind: 'opinionPage' }, operators),
    ...(over
      ? operators.map((who) => ({ to: { who }, notice: { kind: 'overQuota', filingId: filing.id } as const }))
      : []),
  ];
};
