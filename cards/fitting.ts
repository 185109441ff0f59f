import { type Card, cardBytes, cardNodes } from './kit/index.ts';

/** Room is left for what the header and a longer status add: the platform takes 30 KB and 200 nodes. */
const BODY_BYTES = 25_000;
const NODES = 180;

/** How much of each text, and how many people and cases, a card shows. */
export type Room = { longest: number; rows: number };
const ROOMS: Room[] = [
  { longest: Number.POSITIVE_INFINITY, rows: Number.POSITIVE_INFINITY },
  { longest: 400, rows: 40 },
  { longest: 120, rows: 40 },
  { longest: 40, rows: 20 },
  { longest: 20, rows: 5 },
];

/** The card with as much of everything as the platform takes. */
export const fitting = (draw: (room: Room) => Card): Card => {
  for (const room of ROOMS) {
    const card = draw(room);
    if (cardBytes(card) <= BODY_BYTES && cardNodes(card) <= NODES) return card;
  }
  return draw(ROOMS.at(-1)!);
};
