import type { Filing } from '../services/filing/filing.ts';
import { countWords } from '../services/form/count.ts';
import type { Field, FormContext, Raw, RawItem, Roster, Step } from '../services/form/define.ts';
import { filesAt, itemsAt, relevantFields } from '../services/form/read.ts';
import type { Room } from './fitting.ts';
import { mask } from './form-values.ts';
import { clip, type Inner, type Markdown, md, mdt, note, text } from './kit/index.ts';

/** A section to be read and not changed: every question with its answer. */
export const readableSection = (
  filing: Filing,
  key: string,
  step: Step,
  context: FormContext,
  { longest, rows }: Room,
): Inner[] => {
  const cut = (words: string) => (words.length > longest ? `${clip(words, longest)}（已截短）` : words);
  const short: Markdown[] = [];
  const long: Inner[] = [];
  for (const [name, field] of relevantFields(step, context)) {
    const raw = filing.answers[key]?.[name];
    if (field.kind === 'roster') {
      const items = itemsAt(filing.answers, key, name);
      long.push(
        md(
          mdt`**${field.label}**（${items.length} ${field.noun}）`,
          ...items.slice(0, rows).flatMap(itemIn(field, cut)),
        ),
      );
      if (items.length > rows) long.push(note(`另有 ${items.length - rows} ${field.noun}没有列出。`));
    } else if (field.kind === 'files') {
      const names = filesAt(filing.answers, key, name).map((file) => clip(file.name, 40));
      short.push(mdt`**${field.label}**：${cut(names.join('；')) || '（还没有）'}`);
    } else if (field.kind === 'paragraph' || field.kind === 'lines') {
      const words = typeof raw === 'string' ? raw : '';
      long.push(md(mdt`**${field.label}**（${countWords(words)} 字）`), text(cut(words) || '（还没有填）'));
    } else short.push(mdt`**${field.label}**：${cut(answerWords(field, raw, context)) || '（还没有填）'}`);
  }
  return [...(short.length ? [md(...short)] : []), ...long];
};

const itemIn =
  (field: Roster, cut: (words: string) => string) =>
  (item: RawItem, index: number): Markdown[] => {
    const rest = Object.keys(field.item).filter((key) => item[key] && item[key] !== field.title(item));
    return [
      mdt`${index + 1}. **${cut(clip(field.title(item), 100))}**`,
      ...rest.map((key) => mdt`${field.item[key]!.label}：${cut(item[key]!)}`),
    ];
  };

const answerWords = (field: Field, raw: Raw | undefined, context: FormContext): string => {
  if (typeof raw !== 'string') return '';
  if (field.kind === 'choice') return field.options(context).find(({ value }) => value === raw)?.text ?? raw;
  return mask(field, raw) ?? raw;
};
