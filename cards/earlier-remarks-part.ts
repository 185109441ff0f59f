import type { Changes } from '../services/filing/changes.ts';
import type { Filing, Remark } from '../services/filing/filing.ts';
import { titleOf } from '../services/filing/questions.ts';
import type { Room } from './fitting.ts';
import { clip, type Element, md, mdt } from './kit/index.ts';

/** What was remarked at the version given back, and of each question whether it has been changed since. */
export const earlierRemarksPart = (
  filing: Filing,
  changes: Changes | null | undefined,
  { longest, rows }: Room,
): Element[] => {
  const { review } = filing;
  if (!review?.remarks || review.version >= filing.version) return [];
  const items = review.items ?? [];
  const by = review.byOffice ? '国家知识产权局' : '';
  return [
    md(
      mdt`**上次（第 ${review.version} 版）${by}退回意见**：${clip(review.remarks, Math.min(longest, 500))}`,
      ...items
        .slice(0, rows)
        .map(
          (item) =>
            mdt`${stateOf(item, review.version, changes)}${titleOf(filing, item)}：${clip(item.words, Math.min(longest, 100))}`,
        ),
      ...(items.length > rows ? [mdt`另有 ${items.length - rows} 处`] : []),
    ),
  ];
};

const stateOf = (item: Remark, version: number, changes: Changes | null | undefined): string => {
  if (changes?.from !== version) return '· ';
  const touched = changes.list.some(({ step, field }) => step === item.step && (!item.field || field === item.field));
  return touched ? '✓ 已改　' : '○ 没有改　';
};
