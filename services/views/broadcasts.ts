import { isStillMeant, sizeOf } from '../broadcasts/audiences.ts';
import { broadcastsOf, loadBroadcast } from '../broadcasts/broadcasts.ts';
import { formerOf } from '../broadcasts/opening.ts';
import { mustOperate } from '../people/roles.ts';
import { Refusal } from '../refusal.ts';
import { dayNow, deadlineFile } from '../reminders/deadline-file.ts';
import { isOver } from '../rounds/round.ts';
import { loadRound } from '../rounds/store.ts';
import type { SomeLoaders } from '../view.ts';

/** Broadcasts on one list. */
const LISTED = 12;

/** What goes out to many, to those who get it and to the operators; when it may, and what people put into their own calendars. */
export const broadcastsViews = {
  broadcast: async ({ tx }, { broadcastId }, base) => {
    const broadcast = await loadBroadcast(tx, broadcastId);
    const { audience, roundId, state } = broadcast;
    // Also what could not be delivered, and is tried again after that.
    if (base.me && state === 'stopped') throw new Refusal('stopped', '这次群发已经停止。');
    // Whoever has done it since, or is no longer concerned, is not written to any more.
    if (base.me && !(await isStillMeant(tx, audience, roundId, base.me, base.now)))
      throw new Refusal('done', '这条通知说的事已经办好，或者不再由您负责。');
    return { ...base, broadcast };
  },
  roundOpened: async ({ tx }, { roundId, flash }, base) => {
    const round = await loadRound(tx, roundId);
    if (isOver(round)) throw new Refusal('round_closed', '这个年度已经结束。');
    const former = await formerOf(tx, roundId, base.me ?? { tenantKey: '', openId: '' });
    if (base.me && !flash && (former.begun || former.optedOut) && !former.posts.length)
      throw new Refusal('done', '您已经开始填报，发送“继续”回到没填完的地方。');
    return { ...base, round, former };
  },
  roundCalendar: async ({ tx, operators }, { roundId }, base) => {
    if (base.me) mustOperate(operators, base.me);
    return { ...base, round: await loadRound(tx, roundId) };
  },
  deadlineFile: async ({ tx, botLink }, { roundId, ...mark }, { me, now }) => {
    const round = await loadRound(tx, roundId);
    return { file: deadlineFile({ ...mark, on: await dayNow(tx, mark, round, me, now) }, round, botLink, now) };
  },
  broadcasts: async ({ tx, operators }, { roundId }, base) => {
    if (base.me) mustOperate(operators, base.me);
    return { ...base, round: await loadRound(tx, roundId), sent: await broadcastsOf(tx, roundId, LISTED) };
  },
  broadcastForm: async ({ tx, operators }, { roundId }, base) => {
    if (base.me) mustOperate(operators, base.me);
    return { ...base, round: await loadRound(tx, roundId) };
  },
  broadcastSheet: async ({ tx, operators }, { broadcastId }, base) => {
    if (base.me) mustOperate(operators, base.me);
    const broadcast = await loadBroadcast(tx, broadcastId);
    const { state, audience, roundId } = broadcast;
    if (state !== 'preview') return { ...base, broadcast };
    return { ...base, broadcast, size: await sizeOf(tx, audience, roundId, base.now) };
  },
} satisfies SomeLoaders;
