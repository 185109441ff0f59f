import { countWords, type LengthBand, lengthBand } from '../services/form/count.ts';
import type { Paragraph } from '../services/form/define.ts';
import { untreatedIn } from '../services/form/read.ts';

const CELLS = 10;
const bands: Record<LengthBand, string> = {
  empty: '还没有写',
  far_short: '明显偏短，建议补充',
  short: '略短',
  fine: '长短合适',
  long: '偏长（确需增加的可以保留）',
};

/** 字数 against the guideline as a bar and in words; undefined when the form names no length. */
export const lengthLine = ({ guideline }: Paragraph, text: string): string | undefined => {
  if (guideline === undefined) return undefined;
  const count = countWords(text);
  const filled = Math.min(CELLS, Math.round((count * CELLS) / guideline));
  const bar = '▮'.repeat(filled) + '▯'.repeat(CELLS - filled);
  return `${bar}　${count} 字，要求 ${guideline} 字左右：${bands[lengthBand(count, guideline)]}`;
};

/** Which aspects the guidance names are treated and which are not; undefined when it names none. */
export const aspectsLine = (field: Paragraph, text: string): string | undefined => {
  if (!field.aspects.length) return undefined;
  const lacking = untreatedIn(field, text).map(({ name }) => name);
  const treated = field.aspects.map(({ name }) => name).filter((name) => !lacking.includes(name));
  if (!lacking.length) return `各方面都写到了：${treated.join('、')}`;
  return `${treated.length ? `已写到：${treated.join('、')}；` : ''}好像还没有写到：${lacking.join('、')}`;
};
