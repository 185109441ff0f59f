import type { Field, FormContext, Paragraph, Raw } from '../services/form/define.ts';
import { INPUT_MAX_LENGTH } from './kit/index.ts';
import { maskEmail, maskMobile } from './mask.ts';

/** A part of a long text that fits one input, and what joins it to the part before. */
export type Part = { text: string; glue: '' | '\n' };

/** New text goes below what is there; a part is cut a little under the limit so that it can still be corrected. */
const PART_LENGTH = INPUT_MAX_LENGTH - 100;

/**
 * Splits a long text into parts that fit a card's inputs (at most 1000 characters each), at a line break or the end of
 * a sentence where there is one. Joining the parts with their glue gives the text back, character for character.
 */
export const partsOf = (text: string): Part[] => {
  const parts: Part[] = [];
  let rest = text;
  let glue: Part['glue'] = '';
  while (rest.length > INPUT_MAX_LENGTH) {
    const cut = cutAt(rest);
    const broken = rest[cut] === '\n';
    parts.push({ text: rest.slice(0, cut), glue });
    rest = rest.slice(broken ? cut + 1 : cut);
    glue = broken ? '\n' : '';
  }
  return [...parts, { text: rest, glue }];
};

export const joinParts = (parts: Part[]): string => parts.map(({ text, glue }, i) => (i ? glue : '') + text).join('');

const cutAt = (text: string): number => {
  const window = text.slice(0, PART_LENGTH);
  const line = window.lastIndexOf('\n');
  if (line > PART_LENGTH / 3) return line;
  const sentence = Math.max(window.lastIndexOf('。'), window.lastIndexOf('；'));
  if (sentence > PART_LENGTH / 3) return sentence + 1;
  // Never between the two halves of a rare character.
  const half = text.charCodeAt(PART_LENGTH - 1);
  return half >= 0xd800 && half < 0xdc00 ? PART_LENGTH - 1 : PART_LENGTH;
};

/** Name of the input that holds part `index` of a paragraph; the one after the last takes an addition. */
export const partName = (field: string, index: number): string => `${field}_${index}`;

/** The fields of a step that a card's form can hold; rosters and files have their own ways in. */
export const isTyped = (field: Field): boolean => field.kind !== 'roster' && field.kind !== 'files';

/**
 * What a submitted form says about the given fields, against what was there when the card was drawn. An input that did
 * not arrive at all (the platform may leave empty ones out) counts as left empty. `stale`: the section has changed since.
 */
export const readForm = (
  fields: [string, Field][],
  submitted: Record<string, unknown>,
  before: Record<string, Raw>,
  stale = false,
): Record<string, Raw> =>
  Object.fromEntries(
    fields
      .filter(([, field]) => isTyped(field))
      .map(([key, field]) => {
        const arrived = arrivedParts(key, submitted);
        if (arrived.length > 0) return [key, readParts(key, arrived, submitted, before[key])];
        const typed = asText(submitted[key]);
        const compact = field.kind === 'line' && field.compact;
        const text = orNull(compact ? typed.normalize('NFKC').replace(/\s/g, '') : typed);
        const asShown = stale ? isMask(field, text) : text !== null && text === mask(field, before[key]);
        return [key, asShown ? (before[key] ?? null) : text];
      }),
  );

/** In a card drawn before somebody else's change, any mask is the old value left as it was shown. */
const isMask = (field: Field, text: string | null): boolean =>
  field.kind === 'line' && field.masked !== undefined && /^.{1,3}\*{3,4}.*$/.test(text ?? '');

/** A mobile or e-mail that holds is shown masked (the platform may refuse it in clear, 230028). */
export const mask = (field: Field, raw: Raw | undefined): string | undefined => {
  if (field.kind !== 'line' || !field.masked || typeof raw !== 'string') return undefined;
  if (!field.rule.safeParse(raw).success) return undefined;
  return { mobile: maskMobile, email: maskEmail }[field.masked](raw);
};

/** Whether a submitted form brings this field at all, in one input or in parts. */
export const hasArrived = (key: string, submitted: Record<string, unknown>): boolean =>
  Object.hasOwn(submitted, key) || arrivedParts(key, submitted).length > 0;

const arrivedParts = (key: string, submitted: Record<string, unknown>): string[] =>
  Object.keys(submitted).filter((name) => name.startsWith(`${key}_`) && /^\d{1,3}$/.test(name.slice(key.length + 1)));

/** Every part that arrived is read, also those of a card drawn when the text was longer: nothing typed is dropped. */
const readParts = (
  key: string,
  arrived: string[],
  submitted: Record<string, unknown>,
  before: Raw | undefined,
): Raw => {
  const parts = partsOf(typeof before === 'string' ? before : '');
  const count = Math.max(0, ...arrived.map((name) => Number(name.slice(key.length + 1)) + 1));
  const read = Array.from({ length: count }, (_, i) => ({
    text: asText(submitted[partName(key, i)]),
    glue: parts[i]?.glue ?? ('\n' as const),
  }));
  return orNull(joinParts(read.filter((part) => part.text !== '')));
};

const asText = (value: unknown): string => (typeof value === 'string' ? value : '');
const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

export const prefilled = (field: Field, raw: Raw | undefined, context: FormContext): string => {
  if (typeof raw === 'string') return mask(field, raw) ?? raw;
  return raw === undefined ? (field.prefill?.(context) ?? '') : '';
};

/** A text that outgrows one input of a card: it gets an input for an addition, and chat messages serve as well. */
export const isLong = (field: Paragraph): boolean => (field.guideline ?? 0) > 400;
