import { choose, save, undo } from './answer-moves.ts';
import type { Dice } from './dice.ts';
import { attach, moveFile, placeFiles, receive, renameFile, restore, takeOut } from './file-moves.ts';
import { isOpen, type Model } from './journey-model.ts';
import type { Card, Make, Move } from './journey-move.ts';
import { adoptItems, bringBack, moveItem, removeItem, saveItem } from './row-moves.ts';
import {
  abandon,
  finishScan,
  freeze,
  open,
  reopen,
  resume,
  scan,
  seal,
  sendBack,
  submit,
  withdraw,
} from './state-moves.ts';
import { giveBack, land, offer, say, take } from './text-moves.ts';

/** How often each kind comes while answers can be changed, and while they cannot. */
const kinds: [Make, number, number][] = [
  [save, 20, 3],
  [undo, 10, 1],
  [choose, 18, 1],
  [saveItem, 10, 1],
  [removeItem, 6, 1],
  [bringBack, 6, 1],
  [moveItem, 4, 0],
  [adoptItems, 3, 0],
  [attach, 5, 1],
  [receive, 5, 2],
  [placeFiles, 6, 3],
  [takeOut, 6, 4],
  [restore, 6, 4],
  [moveFile, 2, 1],
  [renameFile, 2, 1],
  [say, 7, 1],
  [land, 7, 1],
  [offer, 4, 0],
  [take, 7, 1],
  [giveBack, 7, 0],
  [freeze, 9, 1],
  [reopen, 1, 6],
  [scan, 0, 9],
  [finishScan, 0, 3],
  [seal, 0, 8],
  [submit, 0, 8],
  [withdraw, 0, 3],
  [open, 0, 3],
  [sendBack, 0, 4],
  [abandon, 1, 1],
  [resume, 0, 3],
];

/** Something that can be done from this card, or from what the dice make of it. */
export const someMove = (dice: Dice, card: Card, key: string, latest: Model): Move => {
  const column = isOpen(card.model) ? 0 : 1;
  const likely = kinds.flatMap(([make, ...often]) => Array.from({ length: often[column]! }, () => make));
  for (;;) {
    const move = dice.pick(likely)(dice, card, key, latest);
    if (move) return move;
  }
};
