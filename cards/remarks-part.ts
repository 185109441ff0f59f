import type { Filing } from '../services/filing/filing.ts';
import { isMended, remarksAt, titleOf } from '../services/filing/questions.ts';
import { longDay } from '../services/time.ts';
import { clip, type Element, type Inner, type Markdown, md, mdt } from './kit/index.ts';

/** Remarks named on the overview; each stands at its question in full. */
const LISTED = 12;

/** Of a list in a card that is full of something else. */
const NARROW = 100;

/** The remarks at one question, above its answer. */
export const remarkPart = (filing: Filing, step: string, field: string, longest: number): Inner[] =>
  remarksAt(filing, step, field)
    .slice(0, longest < NARROW ? 1 : Number.POSITIVE_INFINITY)
    .map(({ words }) => md(mdt`<font color='red'>退回意见</font>：${clip(words, longest)}`));

/** What the department wants mended stands above the sections: all of them may look done. */
export const returnedPart = (filing: Filing, longest: number): Element[] => {
  const { review } = filing;
  if (!review?.remarks) return [];
  const items = review.items ?? [];
  const listed = longest < NARROW ? 0 : LISTED;
  return [
    md(
      mdt`<font color='red'>**退回意见**</font>`,
      mdt`${clip(review.remarks, longest)}`,
      ...items.slice(0, listed).map((one) => mdt`· ${titleOf(filing, one)}：${clip(one.words, Math.min(longest, 60))}`),
      ...(items.length > listed ? [mdt`· 另有 ${items.length - listed} 处，见各部分`] : []),
      ...(items.length && listed ? [mdt`意见写在各部分对应的题目旁边；没有写意见的部分已认可，不用改。`] : []),
    ),
    ...(review.dueOn ? [md(mdt`请在 **${longDay(review.dueOn)}** 前补正，改完重新定稿、盖章、提交。`)] : []),
  ];
};

/** Of a section in the overview: what the department has said about it; undefined while nothing was given back. */
export const acceptedWords = (filing: Filing, step: string): Markdown | undefined => {
  if (filing.status !== 'returned' || !filing.review?.items?.length) return undefined;
  const { length } = remarksAt(filing, step);
  if (!length) return mdt`<font color='green'>已认可，不用改</font>`;
  return mdt`<font color='red'>有意见 ${length} 处</font>${isMended(filing, step) ? '，退回后改过' : ''}`;
};

/** All of them in a list, on the card that brings them. */
export const remarkList = ({ review, ...filing }: Filing): Element[] =>
  review?.items?.length
    ? [
        md(
          ...review.items.map((one) => mdt`· ${titleOf({ ...filing, review }, one)}：${clip(one.words, 60)}`),
          mdt`意见写在各部分对应的题目旁边；没有写意见的部分已认可，不用改。`,
        ),
      ]
    : [];
