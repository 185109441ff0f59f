import type { RawItem, Roster } from '../form/define.ts';
import { itemsAt } from '../form/read.ts';
import { Refusal } from '../refusal.ts';
import { type Commands, done, editable } from './decision.ts';
import { fieldAt, withSection } from './filing.ts';
import { fingerprint, LONGEST, lengthOf, MOST_ITEMS } from './fill-commands.ts';

/** The order of a list, and rows that come back into it. */
export const listCommands: Pick<Commands, 'moveItem' | 'restoreItem' | 'adoptItems'> = {
  // A place and not a direction: the second of two quick clicks finds the row where the first has put it.
  moveItem: (filing, { step, field, item, to }) => {
    editable(filing);
    fieldAt(filing, step, field, 'roster');
    const items = itemsAt(filing.answers, step, field);
    const moved = items.find(({ id }) => id === item);
    if (!moved) throw new Refusal('no_item', '没有移动：这一条已经不在列表里了。');
    const others = items.filter((one) => one !== moved);
    const next = others.toSpliced(Math.max(0, to), 0, moved);
    const entry = { what: `move ${field} ${item}` } as const;
    if (next.every((one, index) => one === items[index])) return done(filing, entry, [], 'unchanged');
    return done(withSection(filing, step, { [field]: next }), entry);
  },

  restoreItem: (filing, { step, field, item, order }) => {
    editable(filing);
    const roster = fieldAt(filing, step, field, 'roster');
    const items = itemsAt(filing.answers, step, field);
    const entry = { what: `restore ${field} ${item.id}` } as const;
    const present = items.find(({ id }) => id === item.id);
    if (present && fingerprint(present) === fingerprint(item)) return done(filing, entry, [], 'unchanged');
    if (present) throw new Refusal('changed_since', '没有放回：这一条删除后又重新写过，列表里的是新的内容。');
    const most = mostOf(roster);
    const { noun } = roster;
    if (items.length >= most) {
      throw new Refusal(
        'too_many',
        `没有放回：列表里已有 ${items.length} ${noun}，最多 ${most} ${noun}，请先删去一条。`,
      );
    }
    const next = items.toSpliced(placeIn(items, item.id, order), 0, item);
    return done(withSection(filing, step, { [field]: next }), entry);
  },

  // Rows of a table the person has looked at: those with the id of a row take its place, the others follow the last.
  adoptItems: (filing, { step, field, items: adopted }) => {
    editable(filing);
    const roster = fieldAt(filing, step, field, 'roster');
    const items = itemsAt(filing.answers, step, field);
    const fresh = adopted.filter(({ id }) => !items.some((one) => one.id === id));
    const most = mostOf(roster);
    if (items.length + fresh.length > most) {
      const words = `没有加入：最多 ${most} ${roster.noun}，列表里已有 ${items.length}，再加 ${fresh.length} 就超了。请先删去不需要的。`;
      throw new Refusal('too_many', words);
    }
    if (adopted.some((one) => lengthOf(one) > LONGEST)) {
      throw new Refusal('too_long', `没有加入：一项最多 ${LONGEST} 个字符，请精简后重新发送。`);
    }
    const next = [...items.map((one) => adopted.find(({ id }) => id === one.id) ?? one), ...fresh];
    const entry = { what: `adopt ${field}: ${adopted.length}` } as const;
    if (next.every((one, at) => fingerprint(one) === fingerprint(items[at])))
      return done(filing, entry, [], 'unchanged');
    return done(withSection(filing, step, { [field]: next }), entry);
  },
};

/** Rows a list may hold: of cases the form has two places. */
export const mostOf = ({ max = MOST_ITEMS }: Roster): number => Math.min(max, MOST_ITEMS);

/**
 * Where a removed row belongs among those that are there now: right behind the nearest row that stood before it. While
 * nobody has changed the order since, that is the very place it had.
 */
const placeIn = (items: RawItem[], id: string, order: string[]): number => {
  const before = order.slice(0, Math.max(0, order.indexOf(id)));
  const neighbour = before.findLast((one) => items.some((item) => item.id === one));
  return neighbour === undefined ? 0 : items.findIndex((item) => item.id === neighbour) + 1;
};
