import type { FileRef } from '../services/form/define.ts';
import { type Button, buttons, clip, type Element, md, mdt, note, row } from './kit/index.ts';

/** Rows with a button beside them, as many as a card of at most 200 nodes can hold with all else. */
const ROWS_WITH_BUTTON = 16;
/** Below a numbered list a button takes three nodes instead of six. */
const LISTED = 40;

/** Received files with their sizes, each with its button; `remove` makes it from its label and the file's id. */
export const fileRows = (files: FileRef[], remove: (label: string, file: string) => Button): Element[] => {
  if (files.length <= ROWS_WITH_BUTTON) {
    return files.map((file) => row(md(mdt`${clip(file.name, 80)}　${sizeWords(file)}`), remove('移除', file.id)));
  }
  const shown = files.slice(0, LISTED);
  const rest = files.length - shown.length;
  return [
    md(mdt`${shown.map((file, index) => mdt`${index + 1}. ${clip(file.name, 36)}　${sizeWords(file)}`)}`),
    buttons(shown.map((file, index) => remove(`移除 ${index + 1}`, file.id))),
    ...(rest > 0 ? [note(`另有 ${rest} 份已收到、没有列出；移除上面的，会接着列出。`)] : []),
  ];
};

/** Its size, and of a PDF the number of its pages. */
export const sizeWords = ({ size, pages }: FileRef): string =>
  [
    size < 1024 * 1024 ? `${Math.max(1, Math.round(size / 1024))} KB` : `${(size / 1024 / 1024).toFixed(1)} MB`,
    pages && `共 ${pages} 页`,
  ]
    .filter(Boolean)
    .join('　');
