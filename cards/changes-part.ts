import type { Changes } from '../services/filing/changes.ts';
import { type Change, whereTheyDiffer } from '../services/filing/compare.ts';
import type { Room } from './fitting.ts';
import { clip, type Element, errorText, md, mdt, note, panel } from './kit/index.ts';
import { maskEmail, maskMobile } from './mask.ts';

/** Of each side of a difference; the whole stands in the sections. */
const WORDS_LENGTH = 160;
const LISTED = 25;

/** Question by question what is different from an earlier version. */
export const changesPart = ({ from, list }: Changes, { longest, rows }: Room): Element => {
  const length = Math.min(longest, WORDS_LENGTH);
  const listed = Math.min(rows, LISTED);
  return panel(
    list.length ? `与第 ${from} 版相比，改了 ${list.length} 处` : `与第 ${from} 版相比，填写内容没有变化`,
    list.length
      ? [
          md(...list.slice(0, listed).flatMap((change) => lines(change, length))),
          ...(list.length > listed ? [note(`另有 ${list.length - listed} 处没有列出，请看各部分全文。`)] : []),
        ]
      : [note('可能只更换了签字盖章的扫描件。')],
    { expanded: true },
  );
};

const lines = ({ title, before, after, masked }: Change, length: number) => {
  const shown = masked ? [before, after].map((words) => masks[masked](words)) : whereTheyDiffer(before, after, length);
  const [was = '', is = ''] = shown;
  return [
    mdt`✎ **${clip(title, Math.min(length, 80))}**`,
    mdt`<font color='grey'>原：</font>${clip(was, length + 8) || '（没有）'}`,
    mdt`<font color='grey'>现：</font>${clip(is, length + 8) || '（没有）'}`,
  ];
};

const masks = { mobile: maskMobile, email: maskEmail };

/** A decision was filled in for a version that has been replaced since: nothing is done before the difference was looked at. */
export const askedAgainPart = (changes: Changes | null | undefined, version: number, room: Room): Element[] =>
  changes
    ? [
        errorText(
          `还没有办理：您填写时看的是第 ${changes.from} 版，申报单位已提交第 ${version} 版。请看过变化，再决定一次；刚才填的都在。`,
        ),
        changesPart(changes, room),
      ]
    : [];
