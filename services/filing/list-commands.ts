import type { RawItem } from '../form/define.ts';
import { itemsAt } from '../form/read.ts';
import { Refusal } from '../refusal.ts';
import { type Commands, done, editable } from './decision.ts';
import { fieldAt } from './filing.ts';
import { fingerprint, MOST_ITEMS, withSection } from './fill-commands.ts';

/** The order of a list, and rows that come back into it. */
export const listCommands: Pick<Commands, 'moveItem' | 'restoreItem'> = {
  // A place and not a direction: the second of two quick clicks finds the row where the first has put it.
  moveItem: (filing, { step, field, item, to }) => {
    editable(filing);
    fieldAt(filing, step, field, 'roster');
    const items = itemsAt(filing.answers, step, field);
    const moved = items.find(({ id }) => id === item);
    if (!moved) throw new Refusal('no_item', '没有移动：这一条已经不在列表里了。');
    const others = items.filter((one) => one !== moved);
    const next = others.toSpliced(Math.max(0, to), 0, moved);
    const entry = { what: `move ${field} ${item}` };
    if (next.every((one, index) => one === items[index])) return done(filing, entry, [], 'unchanged');
    return done(withSection(filing, step, { [field]: next }), entry);
  },

  restoreItem: (filing, { step, field, item, order }) => {
    editable(filing);
    const { max, noun } = fieldAt(filing, step, field, 'roster');
    const items = itemsAt(filing.answers, step, field);
    const entry = { what: `restore ${field} ${item.id}` };
    const present = items.find(({ id }) => id === item.id);
    if (present && fingerprint(present) === fingerprint(item)) return done(filing, entry, [], 'unchanged');
    if (present) throw new Refusal('changed_since', '没有放回：这一条删除后又重新写过，列表里的是新的内容。');
    const most = Math.min(max ?? MOST_ITEMS, MOST_ITEMS);
    if (items.length >= most) {
      throw new Refusal(
        'too_many',
        `没有放回：列表里已有 ${items.length} ${noun}，最多 ${most} ${noun}，请先删去一条。`,
      );
    }
    const next = items.toSpliced(placeIn(items, item.id, order), 0, item);
    return done(withSection(filing, step, { [field]: next }), entry);
  },
};

/**
 * Where a removed row belongs among those that are there now: right behind the nearest row that stood before it. While
 * nobody has changed the order since, that is the very place it had.
 */
const placeIn = (items: RawItem[], id: string, order: string[]): number => {
  const before = order.slice(0, Math.max(0, order.indexOf(id)));
  const neighbour = before.findLast((one) => items.some((item) => item.id === one));
  return neighbour === undefined ? 0 : items.findIndex((item) => item.id === neighbour) + 1;
};
