import { type Filing, formOf } from '../services/filing/filing.ts';
import { isEditable } from '../services/filing/status.ts';
import type { WaitingText } from '../services/filing/text-batch.ts';
import { button } from './actions.ts';
import { type Element, md, mdt, row } from './kit/index.ts';

/** A line where long text has come by messages and nobody has said yet whether it is to land; nothing otherwise. */
export const waitingTextPart = (filing: Filing, texts: WaitingText[] = []): Element[] => {
  const [first] = texts;
  if (!first || !isEditable(filing)) return [];
  const label = formOf(filing.round).steps[first.step]?.fields[first.field]?.label ?? first.step;
  const more = texts.length > 1 ? mdt`（共 ${texts.length} 处）` : mdt``;
  const { step, field, batch } = first;
  return [
    row(
      md(mdt`<font color='orange'>有文字还没有放进“**${label}**”</font>${more}`),
      button('去看看', 'text.open', { filing: filing.id, step, field, batch }),
    ),
  ];
};
