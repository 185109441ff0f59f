import type { LocalFeishu } from './feishu/server.ts';

/** How large a card may be anywhere in this project, in bytes of UTF-8 and elements; the platform takes 30 KB and 200. */
export const cardRoom = { bytes: 26 * 1024, elements: 180 };

/** Throws when a card of this bot was larger: each one sent, each one that took the place of another, each answer to a click. */
export const keptRoom = ({ violations }: Pick<LocalFeishu, 'violations'>): void => {
  const large = violations.filter(({ kind }) => kind === 'large card').map(({ detail }) => detail);
  if (large.length) throw new Error(`cards larger than this project allows itself:\n${large.join('\n')}`);
};
