import { readPlainText } from '../documents/read-plain-text.ts';
import type { Recogniser } from '../files/recognise.ts';
import { Refusal } from '../refusal.ts';
import { isEditable } from './status.ts';
import { longFieldOf, proposeText } from './text-batch.ts';

/** A text or Word file sent while a section with one long question is open: its text is shown before it lands there. */
export const recogniseText: Recogniser = async (
  { kind, name, source, sentAtMs, content },
  { filing, who, step, now },
) => {
  if (kind !== 'text' && kind !== 'docx') return undefined;
  const field = isEditable(filing) ? longFieldOf(filing, step) : undefined;
  if (!field) {
    if (kind === 'docx') return undefined;
    throw new Refusal(
      'no_place',
      '文字文件只能放进长文字的部分。请发送“进度”，打开要放进的部分（如“工作基础和优势特点”），再发一次。',
    );
  }
  const text = await readPlainText(content);
  const slash = source.indexOf('/');
  const part = { messageId: source.slice(0, slash), key: source.slice(slash + 1), source: 'file', name, text } as const;
  const place = { who, filingId: filing.id, step, field };
  return (tx, enqueue) => proposeText(tx, enqueue, place, { ...part, sentAtMs: sentAtMs ?? now.getTime() }, now);
};
