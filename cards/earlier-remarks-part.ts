import type { Changes } from '../services/filing/changes.ts';
import { type Filing, othersUpTo, type Remark, type Review } from '../services/filing/filing.ts';
import { titleOf } from '../services/filing/questions.ts';
import { longDay } from '../services/time.ts';
import type { Room } from './fitting.ts';
import { clip, type Element, md, mdt } from './kit/index.ts';

/** What was remarked at the version given back, and of each question whether it has been changed since. */
export const earlierRemarksPart = (filing: Filing, changes: Changes | null | undefined, room: Room): Element[] => {
  const { review } = filing;
  if (!review?.remarks || review.version >= filing.version) return [];
  // What another department said is no matter of this one; what the national office said is everybody's.
  if (!review.byOffice && review.version <= othersUpTo(filing)) return [];
  const by = review.byOffice ? '国家知识产权局' : '';
  const words = clip(review.remarks, Math.min(room.longest, 500));
  return [
    md(
      mdt`**上次（第 ${review.version} 版）${by}退回意见**：${words}`,
      ...itemLines(filing, review, room, (item) => stateOf(item, review.version, changes)),
    ),
  ];
};

/** The same of a filing that has just been given back: what the institution reads, and until when it is to be put right. */
export const returnedPart = (filing: Filing, review: Review, room: Room): Element => {
  const { remarks, by, dueOn } = review;
  return md(
    mdt`<font color='orange'>**已退回补正**</font>（${by}）${dueOn ? `，补正期限 ${longDay(dueOn)}` : ''}`,
    mdt`${clip(remarks, Math.max(room.longest, 300))}`,
    ...itemLines(filing, review, room, () => '· '),
  );
};

const itemLines = (filing: Filing, { items = [] }: Review, { longest, rows }: Room, mark: (item: Remark) => string) => [
  ...items
    .slice(0, rows)
    .map((item) => mdt`${mark(item)}${titleOf(filing, item)}：${clip(item.words, Math.min(longest, 100))}`),
  ...(items.length > rows ? [mdt`另有 ${items.length - rows} 处`] : []),
];

const stateOf = (item: Remark, version: number, changes: Changes | null | undefined): string => {
  if (changes?.from !== version) return '· ';
  const touched = changes.list.some(({ step, field }) => step === item.step && (!item.field || field === item.field));
  return touched ? '✓ 已改　' : '○ 没有改　';
};
