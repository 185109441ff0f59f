import { contextOf, type Filing, formOf } from '../services/filing/filing.ts';
import { relevantSteps } from '../services/form/read.ts';
import { type Inner, multiSelect, note } from './kit/index.ts';

/** Which sections somebody is to fill; none chosen means all. */
export const sectionsSelect = (filing: Filing, values: readonly string[]): Inner[] => [
  ...multiSelect({
    name: 'sections',
    label: '负责哪些部分',
    options: relevantSteps(formOf(filing.round), contextOf(filing)).map(([value, { part, title }]) => ({
      value,
      text: `${part}　${title}`,
    })),
    values,
  }),
  note('不选就是全部内容。'),
];
