import type { Command } from './decision.ts';
import { departmentOf, type Filing, institutionName } from './filing.ts';
import { lacksApproval } from './opinion-commands.ts';
import { isOpenForReview, statusNames } from './status.ts';

export const deskDeeds = ['recommend', 'return'] as const;
export type DeskDeed = (typeof deskDeeds)[number];
/** At once: each is a change of its own, with its own history and messages, within one click. */
export const MOST_AT_ONCE = 20;

/** A filing at the version that was seen, in one word for a list of options. */
export const keyOf = ({ id, version }: Pick<Filing, 'id' | 'version'>): string => `${id}:${version}`;

/** Those that can be chosen: recommended is only what has been opened at this version, and what the head agrees to where they were asked. */
export const choosable = (filings: Filing[], deed: DeskDeed): Filing[] =>
  filings.filter((filing) =>
    deed === 'recommend' ? filing.status === 'under_review' && !lacksApproval(filing) : isOpenForReview(filing),
  );

/** Of those chosen what is as it was seen, in the order of the list, and what has changed meanwhile, by name. */
export const stillAsSeen = (
  filings: Filing[],
  chosen: string[],
  deed: DeskDeed,
): { ready: Filing[]; left: { name: string; words: string }[] } => {
  const ready = choosable(filings, deed).filter((filing) => chosen.includes(keyOf(filing)));
  const rest = chosen.filter((key) => !ready.some((filing) => keyOf(filing) === key));
  const left = rest.map((key) => {
    const filing = filings.find(({ id }) => key.startsWith(`${id}:`));
    if (!filing) return { name: '一份材料', words: '已不在本部门的列表里' };
    const newer = keyOf(filing) !== key && isOpenForReview(filing);
    if (deed === 'recommend' && keyOf(filing) === key && lacksApproval(filing)) {
      return { name: institutionName(filing), words: '负责人还没有同意推荐' };
    }
    const words = newer ? `申报单位已提交第 ${filing.version} 版` : `现在是“${statusNames[filing.status]}”`;
    return { name: institutionName(filing), words };
  });
  return { ready, left };
};

/** Places that are free, and how many these filings need. */
export const placesFor = (filings: Filing[]): { quota: number; taken: number; free: number; needed: number } => {
  const { softQuota = 0, taken = 0 } = (filings[0] && departmentOf(filings[0])) ?? {};
  const needed = filings.filter(({ placed }) => !placed).length;
  return { quota: softQuota, taken, free: Math.max(0, softQuota - taken), needed };
};

/**
 * The recommendation of each, counted together: as many as there are places for, and of the others each kept in rank, or
 * beyond the quota with the reason.
 */
export const recommendations = (
  filings: Filing[],
  opinion: string,
  beyond: { wait?: boolean; over?: string },
): { filing: Filing; command: Command }[] => {
  let { free } = placesFor(filings);
  return filings.map((filing) => {
    const fits = filing.placed || free > 0;
    if (!filing.placed && free > 0) free -= 1;
    const { version } = filing;
    return { filing, command: { type: 'recommend', version, opinion, ...(fits ? {} : beyond) } };
  });
};
