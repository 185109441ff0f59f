import type { FileRef } from '../services/form/define.ts';
import { button } from './actions.ts';
import { buttons, clip, type Element, md, mdt, note, row } from './kit/index.ts';

/** Nodes that the rows of one list may take of the 200 of a card, which may hold much else. */
const MOST_NODES = 120;
/** A row with its button; below a numbered list a button takes half of that. */
const ROW_NODES = 6;
const LISTED_NODES = 3;

/** Received files with their sizes, each with its way to its own card. */
export const fileRows = (files: FileRef[], place: { filing: string; step: string }, nodes = MOST_NODES): Element[] => {
  const open = (label: string, { id }: FileRef) => button(label, 'file.open', { ...place, file: id });
  if (files.length * ROW_NODES <= Math.min(nodes, 0.8 * MOST_NODES)) {
    return files.map((file) => row(md(mdt`${clip(file.name, 80)}　${sizeWords(file)}`), open('打开', file)));
  }
  const shown = files.slice(0, nodes / LISTED_NODES);
  const rest = files.length - shown.length;
  return [
    md(mdt`${shown.map((file, index) => mdt`${index + 1}. ${clip(file.name, 36)}　${sizeWords(file)}`)}`),
    buttons(shown.map((file, index) => open(`打开 ${index + 1}`, file))),
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
