import { type Filing, sameWho, type Who } from '../services/filing/filing.ts';
import { dayOf, longDay, timeOf } from '../services/time.ts';
import { clip } from './kit/index.ts';

/** Every section of the overview has its names: a card is at most 30 KB, and an escaped sign takes five bytes. */
const NAME_LENGTH = 12;
const NAMES = 2;

/** 'HH:mm' of today, with its date on any other day. */
export const momentWords = (at: string | Date, now: Date): string => {
  const instant = new Date(at);
  return dayOf(instant) === dayOf(now) ? timeOf(instant) : `${longDay(dayOf(instant))} ${timeOf(instant)}`;
};

/** Who changed a section last, when it was somebody else than the one who looks. */
export const authorWords = (filing: Filing, key: string, me: Who | null, now: Date): string | undefined => {
  const edit = filing.edits[key];
  if (!edit || (me && sameWho(edit, me))) return undefined;
  return `${clip(edit.name || '同事', NAME_LENGTH)} ${momentWords(edit.at, now)} 保存过`;
};

/** For the overview: who is to fill a section, who is invited for it, who worked on it last; nothing to a person alone. */
export const workersWords = (filing: Filing, key: string, me: Who | null, now: Date): string | undefined => {
  const holders = filing.members.filter(({ role, sections }) => role === 'editor' && sections?.includes(key));
  const guests = filing.invitations.filter(
    ({ state, sections, endsAt }) => state === 'open' && sections?.includes(key) && endsAt > now,
  );
  const names = holders.slice(0, NAMES).map((one) => (me && sameWho(one, me) ? '您' : clip(one.name, NAME_LENGTH)));
  return (
    [
      names.length && `${names.join('、')}${holders.length > NAMES ? '等' : ''}负责`,
      guests.length && '已邀请同事负责，还没有加入',
      authorWords(filing, key, me, now),
    ]
      .filter((words) => !!words)
      .join('；') || undefined
  );
};
