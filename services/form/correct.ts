import type { Answers, Check, Field, Form, Step } from './define.ts';

/** One question or section of a form that a correction changes; null: no longer asked. */
export type Change = {
  step: string;
  /** What is different, for those who fill. */
  words: string;
} & (
  | { field: string; becomes: Field | null; before?: string }
  | { field?: never; becomes: Step | null; before?: string }
);

/** A later correction (更正) of a form that is in use. Its changes are all it takes: the forms before it are never edited. */
export type Correction = {
  /** Where it was announced, in words. */
  source: string;
  changes: Change[];
  /** What rules over several fields become; those over fields that are gone fall silent by themselves. */
  checks?: (checks: Check[]) => Check[];
  /** The Word template that prints what was added, by a tag of its field's key; absent while the paper stays the same. */
  template?: string;
};

/** The form with a correction applied. Throws when a field would change its kind: answers given so far would not fit. */
export const correctForm = (form: Form, correction: Correction, revision: string): Form => ({
  revision,
  steps: correction.changes.reduce(applyChange, form.steps),
  checks: correction.checks?.(form.checks) ?? form.checks,
});

const applyChange = (steps: Form['steps'], change: Change): Form['steps'] => {
  if (change.field === undefined) return placed(steps, change.step, change.becomes, change.before);
  const { step, field, becomes, before } = change;
  const section = steps[step];
  if (!section) throw new Error(`a correction changes ${field} of ${step}, which the form does not have`);
  const was = section.fields[field];
  if (was && becomes && was.kind !== becomes.kind)
    throw new Error(`${field} keeps its kind: retire it and add another`);
  return { ...steps, [step]: { ...section, fields: placed(section.fields, field, becomes, before) } };
};

/** The table with one entry put in (at the end, or before another one), changed in its place, or taken out. */
const placed = <T>(table: Record<string, T>, key: string, value: T | null, before?: string): Record<string, T> => {
  if (value === null) return Object.fromEntries(Object.entries(table).filter(([name]) => name !== key));
  if (Object.hasOwn(table, key) || before === undefined) return { ...table, [key]: value };
  return Object.fromEntries(
    Object.entries(table).flatMap(([name, one]) =>
      name === before
        ? [
            [key, value],
            [name, one],
          ]
        : [[name, one]],
    ),
  );
};

/** The answers to what a form asks: those to questions it has retired stay in the row and count for nothing. */
export const answersIn = (form: Form, answers: Answers): Answers =>
  Object.fromEntries(
    Object.entries(answers).flatMap(([step, values]) => {
      if (!Object.hasOwn(form.steps, step)) return [];
      const { fields } = form.steps[step]!;
      return [[step, Object.fromEntries(Object.entries(values).filter(([field]) => Object.hasOwn(fields, field)))]];
    }),
  );

/** Whether a filing with answers in these sections has something to look at again because of a change. */
export const concerns = (change: Change, begun: readonly string[]): boolean =>
  begun.includes(change.step) || (change.field === undefined && change.becomes !== null && begun.length > 0);
