import type { AsideData } from '../filing/asides.ts';
import type { RawItem, Roster } from '../form/define.ts';
import { plainly } from './understand.ts';

type Same = 'skip' | 'replace';
type Row = AsideData<'table'>['rows'][number];
/** A row beside the list as it is now: `known` is the row of the same name, `alike` when it says nothing new. */
export type Compared = Row & { known?: RawItem; alike: boolean };

/** Which rows of a table are in the list already, by name. Each row of the list is met by the first one only. */
export const compared = (rows: Row[], items: RawItem[]): Compared[] => {
  const met = new Set<string>();
  return rows.map((row) => {
    const name = plainly(row.values.name ?? '');
    const known = name ? items.find((item) => !met.has(item.id) && plainly(item.name ?? '') === name) : undefined;
    if (!known) return { ...row, alike: false };
    met.add(known.id);
    return { ...row, known, alike: Object.entries(row.values).every(([key, value]) => known[key] === value) };
  });
};

export const isSound = ({ faults }: Row): boolean => faults.length === 0;

/**
 * The rows that would come into the list, as rows of the list. One that takes another's place keeps what its own cells leave
 * blank; one that says nothing new is left out.
 */
export const adopted = (
  rows: Compared[],
  how: 'all' | 'sound',
  same: Same,
  newId: () => string,
): { items: RawItem[]; replaced: number; skipped: number } => {
  const wanted = rows.filter((row) => how === 'all' || isSound(row));
  const taken = wanted.filter(({ known, alike }) => !known || (same === 'replace' && !alike));
  const items = taken.map(({ known, values }) => ({ ...known, ...values, id: known?.id ?? newId() }) as RawItem);
  return { items, replaced: taken.filter(({ known }) => known).length, skipped: rows.length - taken.length };
};

/** The form's own words for what is wrong with the table as a whole, or what it had too much. */
export const remarksOnTable = ({ ignored, lacking, left }: AsideData<'table'>, { noun }: Roster): string[] => [
  ...(lacking.length ? [`表里没有这些列：${lacking.join('、')}`] : []),
  ...(ignored.length ? [`没有用到的列：${ignored.join('、')}`] : []),
  ...(left ? [`只读了前面的行，另有 ${left} ${noun}没有读`] : []),
];
