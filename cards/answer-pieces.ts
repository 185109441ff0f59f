import { contextOf, type Filing, formOf } from '../services/filing/filing.ts';
import type { Field, FormContext, Raw, RawItem } from '../services/form/define.ts';
import { filesAt, isGiven, itemsAt, relevantFields, relevantSteps } from '../services/form/read.ts';
import { mask } from './form-values.ts';
import { type Button, clip, type Element, facts, md, mdt, row, text } from './kit/index.ts';

/** A long answer goes on over several pieces, so that it can go on over several pages. */
const PIECE_LENGTH = 900;
const LABEL_LENGTH = 60;

/** What may not be parted: a label with the beginning of its answer, a part of a long answer, a section's heading. */
export const answerPieces = (filing: Filing, way: (step: string) => Button | false = () => false): Element[][] => {
  const context = contextOf(filing);
  return relevantSteps(formOf(filing.round), context).flatMap(([key, step]) => {
    const heading = md(mdt`**${step.part}　${step.title}**`);
    const change = way(key);
    const answers = relevantFields(step, context).flatMap(([name, field]) => answered(field, key, name, context));
    return [
      [change ? row(heading, change) : heading],
      ...answers.flatMap(([label, words]) => wordPieces(label, words)),
    ];
  });
};

/** An answer that stands beside its label on one line. */
const SHORT = 40;

const wordPieces = (label: string, words: string): Element[][] => {
  if (words.length <= SHORT && !words.includes('\n'))
    return [[facts([[clip(label, LABEL_LENGTH), words || '（未填）']])]];
  const parts = words.match(new RegExp(`[^]{1,${PIECE_LENGTH}}(?![\\udc00-\\udfff])`, 'g')) ?? [];
  const [first = '', ...rest] = parts;
  return [[md(mdt`${clip(label, LABEL_LENGTH)}`), text(first)], ...rest.map((part) => [text(part)])];
};

/** Label and words of one answer; of a list, those of each row. */
const answered = (field: Field, key: string, name: string, context: FormContext): [string, string][] => {
  if (field.kind === 'files') {
    return [
      [
        field.label,
        filesAt(context.answers, key, name)
          .map((file) => file.name)
          .join('\n'),
      ],
    ];
  }
  if (field.kind !== 'roster') return [[field.label, wordsOf(field, context.answers[key]?.[name], context)]];
  const items = itemsAt(context.answers, key, name);
  if (!items.length) return [[field.label, '']];
  return items.map((item, index) => [`${field.label} ${index + 1}`, rowWords(field.item, item, context)]);
};

const rowWords = (parts: Record<string, Field>, item: RawItem, context: FormContext): string =>
  Object.entries(parts)
    .map(([key, part]) => `${part.label}：${wordsOf(part, item[key], context) || '（未填）'}`)
    .join('\n');

const wordsOf = (field: Field, raw: Raw | undefined, context: FormContext): string => {
  if (!isGiven(raw) || typeof raw !== 'string') return '';
  if (field.kind === 'choice') return field.options(context).find(({ value }) => value === raw)?.text ?? raw;
  return mask(field, raw) ?? raw;
};
