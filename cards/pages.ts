import { type Element, sizeOf } from './kit/index.ts';

/** What the pieces of one page may take of a card's 28 KB and 200 nodes; the rest is head and buttons. */
const PAGE = { bytes: 16_000, nodes: 120 };

/** Pieces that may not be parted, in their order, over as many pages as they need; at least one. */
export const pagesOf = (pieces: Element[][], room = PAGE): Element[][] => {
  const pages: Element[][] = [[]];
  let left = room;
  for (const piece of pieces) {
    const { bytes, nodes } = sizeOf(piece);
    if (left !== room && (bytes > left.bytes || nodes > left.nodes)) {
      pages.push([]);
      left = room;
    }
    pages.at(-1)!.push(...piece);
    left = { bytes: left.bytes - bytes, nodes: left.nodes - nodes };
  }
  return pages;
};

/** The page asked for, or the one nearest to it: there may be fewer than when the card was drawn. */
export const pageAt = (pages: Element[][], page = 1): number => Math.min(Math.max(1, page), pages.length);
