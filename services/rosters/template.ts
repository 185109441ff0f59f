import writeXlsx from 'write-excel-file/node';
import type { FormContext, Roster } from '../form/define.ts';
import { EXAMPLE, EXPLAINS } from './understand.ts';

/** An .xlsx to fill in: the columns of the list, a row that explains each, and one that shows how. Both are passed over when it comes back. */
export const rosterTemplate = async (
  roster: Roster,
  context: FormContext,
): Promise<{ name: string; content: Buffer }> => {
  const parts = Object.entries(roster.item);
  const wrapped = { wrap: true, alignVertical: 'top' } as const;
  const rows = [
    parts.map(([, { label }]) => ({ value: label, fontWeight: 'bold', backgroundColor: '#dde6f5' }) as const),
    parts.map(([, part], at) => ({
      value: (at ? '' : `${EXPLAINS}：从第 4 行起每行一${unit(roster)}；`) + guidance(part, context),
      textColor: '#808080',
      ...wrapped,
    })),
    parts.map(([, part], at) => ({ value: at ? sampleOf(part, context) : EXAMPLE, textColor: '#808080', ...wrapped })),
  ];
  const columns = parts.map(([, { kind }]) => ({ width: kind === 'paragraph' ? 90 : 26 }));
  const content = await writeXlsx(rows, { sheet: roster.label, columns, stickyRowsCount: 1 }).toBuffer();
  return { name: `${roster.label}模板.xlsx`, content };
};

const unit = ({ noun }: Roster) => (noun === '人' ? '位' : noun);

const guidance = (part: Roster['item'][string], context: FormContext): string => {
  if (part.kind === 'choice')
    return `请写成：${part
      .options(context)
      .map(({ text }) => text)
      .join('、')}`;
  if (part.kind === 'paragraph')
    return [part.hint, part.guideline && !part.hint?.includes('字') && `${part.guideline} 字左右`]
      .filter(Boolean)
      .join('');
  return part.hint ?? `填${part.label}`;
};

const sampleOf = (part: Roster['item'][string], context: FormContext): string =>
  part.sample ?? (part.kind === 'choice' ? (part.options(context).at(-1)?.text ?? '') : '');
