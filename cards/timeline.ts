import { type Filing, institutionName, memberOf, referenceOf } from '../services/filing/filing.ts';
import { statusNames } from '../services/filing/status.ts';
import { nextOf, type Step, timelineOf } from '../services/filing/timeline.ts';
import type { NoticeOf } from '../services/notice.ts';
import { type Day, dayOf, daysBetween, longDay, timeOf, workingDaysLeft } from '../services/time.ts';
import type { Views } from '../services/view.ts';
import { copiesPart } from './copied.ts';
import { lateLine } from './deadline.ts';
import { type Card, card, clip, type Element, flashPart, hr, md, mdt, note } from './kit/index.ts';
import { nextThing, reviewerWays, statusColors, ways } from './status.ts';
import { urgePart } from './urged.ts';

/** Steps shown from the beginning and up to now; many rounds of 退回 lie between. */
const FIRST = 4;
const LATEST = 20;

/** The whole course of a filing on one card: what was done when and by which side, what comes next and until when. */
export const timelineCard = ({ flash }: NoticeOf<'timeline'>, view: Views['timeline']): Card => {
  const { filing, now, me, entries } = view;
  const institution = !!me && !!memberOf(filing, me);
  const steps = timelineOf(filing, entries, institution);
  return card({
    title: '办理进度',
    subtitle: institutionName(filing),
    color: statusColors[filing.status],
    tags: [{ text: statusNames[filing.status], color: filing.status === 'returned' ? 'orange' : 'blue' }],
    elements: [
      flashPart(flash),
      md(mdt`查询号 **${referenceOf(filing)}**　第 **${institution ? filing.version : filing.handedIn}** 版`),
      course(steps),
      hr(),
      nextPart(filing, now),
      lateLine(filing, now),
      copiesPart(view, institution),
      institution && nextThing(filing),
      urgePart(filing, institution ? 'institution' : 'department', view.operator),
      institution ? ways(filing) : reviewerWays(filing),
      note('这张卡片会自动更新，随时发送“进度”也能看到。'),
    ],
  });
};

const course = (steps: Step[]): Element => {
  const hidden = steps.length - FIRST - LATEST;
  const lines = (some: Step[]) =>
    some.map(({ at, words, by }) => mdt`${longDay(dayOf(at))} ${timeOf(at)}　**${words}**　${clip(by, 40)}`);
  if (hidden <= 0) return md(mdt`${lines(steps)}`);
  return md(mdt`${lines(steps.slice(0, FIRST))}`, mdt`（中间 ${hidden} 步略）`, mdt`${lines(steps.slice(-LATEST))}`);
};

const nextPart = (filing: Filing, now: Date): Element | false => {
  const next = nextOf(filing);
  if (!next) return false;
  const { words, by, until } = next;
  return md(mdt`**下一步**：${clip(by, 60)}　${words}`, ...(until ? [untilWords(filing, until, now)] : []));
};

const untilWords = (filing: Filing, until: Day, now: Date) => {
  const today = dayOf(now);
  const left =
    today > until
      ? `已过 ${daysBetween(until, today)} 天`
      : `还有 ${workingDaysLeft(today, until, filing.round.holidays)} 个工作日`;
  return mdt`期限 **${longDay(until)}**，**${left}**`;
};
