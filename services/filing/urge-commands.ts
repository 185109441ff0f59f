import { Refusal } from '../refusal.ts';
import { isOver } from '../rounds/round.ts';
import { addDays, addWorkingDays, type Day, dayOf, longDay, timeOf } from '../time.ts';
import { type Commands, done, toMembers, toReviewer } from './decision.ts';
import { DIRECT, type Filing, receiverOf, type Urge } from './filing.ts';
import { type Status, statusNames } from './status.ts';

/** What each side may ask the other to go on with; the seals are made by both, and either may file in the national system. */
const urgeable: Record<Urge['from'], readonly Status[]> = {
  institution: ['submitted', 'under_review', 'waiting', 'recommended', 'dept_sealed'],
  department: ['returned', 'recommended', 'dept_sealed'],
};
/** Kept on the row; the history keeps all. */
const KEPT = 40;

/** 催办: once a working day and direction, and whether it was read. */
export const urgeCommands: Pick<Commands, 'urge' | 'urgeRead'> = {
  urge: (filing, { from }, { now, operators }) => {
    if (!mayUrge(filing, from)) {
      const words = `现在是“${statusNames[filing.status]}”，没有要催办的事。发送“进度”可以看下一步由谁办。`;
      throw new Refusal('not_urgeable', words);
    }
    const day = urgingDay(filing, now);
    const last = lastUrge(filing, from);
    if (last?.day === day) throw new Refusal('urged', againWords(last, filing));
    const urge: Urge = { from, at: now.toISOString(), day };
    const notice = { kind: 'urged', filingId: filing.id, from, at: urge.at } as const;
    const told = from === 'institution' ? toReviewer(filing, notice, operators) : toMembers(filing, notice);
    return done({ ...filing, urges: [...filing.urges, urge].slice(-KEPT) }, { what: `urge ${from}` }, told);
  },

  urgeRead: (filing, { at }, { now }) => {
    const urges = filing.urges.map((one) =>
      one.at === at && !one.readAt ? { ...one, readAt: now.toISOString() } : one,
    );
    if (urges.every((one, i) => one === filing.urges[i])) return done(filing, { what: 'urgeRead' }, [], 'unchanged');
    return done({ ...filing, urges }, { what: 'urgeRead' });
  },
};

/** Whether there is something that this side waits for and the other side has to do. */
export const mayUrge = (filing: Filing, from: Urge['from']): boolean =>
  !isOver(filing.round) &&
  filing.departmentCode !== null &&
  filing.departmentCode !== DIRECT &&
  urgeable[from].includes(filing.status);

/** The working day an urge counts for: on a day off, the next one. */
export const urgingDay = ({ round }: Pick<Filing, 'round'>, now: Date): Day =>
  addWorkingDays(addDays(dayOf(now), -1), 1, round.holidays);

export const lastUrge = ({ urges }: Pick<Filing, 'urges'>, from: Urge['from']): Urge | undefined =>
  urges.findLast((urge) => urge.from === from);

/** When it was urged last, and whether the other side has read that. */
export const urgeWords = ({ at, readAt, from }: Urge, filing: Filing): string => {
  const whom = from === 'institution' ? receiverOf(filing) : '申报单位';
  const read = readAt ? `对方 ${moment(readAt)} 已读` : '对方还没有读';
  return `${moment(at)} 催办过${whom}，${read}`;
};

const againWords = (last: Urge, filing: Filing): string =>
  `${urgeWords(last, filing)}。一个工作日催办一次，${longDay(addWorkingDays(last.day, 1, filing.round.holidays))}起可以再催。`;

const moment = (at: string): string => `${longDay(dayOf(new Date(at)))} ${timeOf(new Date(at))}`;
