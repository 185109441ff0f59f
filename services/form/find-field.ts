import type { Field, Form, FormContext } from './define.ts';
import { relevantFields, relevantSteps } from './read.ts';

/** A place of the form; without a field, the section as a whole. */
export type Place = { step: string; field?: string };

/**
 * Where in the form something stands that people name in words of their own: a field's label or other name, a section's
 * title or part, or what is asked for each row of a list. Undefined when the form has no such thing for this filing.
 */
export const findPlace = (form: Form, context: FormContext, words: string): Place | undefined => {
  const wanted = tidy(words);
  const steps = relevantSteps(form, context);
  const fields = steps.flatMap(([step, one]) =>
    relevantFields(one, context).map(([field, value]) => ({ place: { step, field }, names: namesOf(value), value })),
  );
  const sections = steps.map(([step, { title, part }]) => ({ place: { step }, names: [title, part].map(tidy) }));
  const rows = fields.flatMap(({ place, value }) =>
    value.kind === 'roster'
      ? Object.values(value.item).map((part) => ({ place, names: [...namesOf(part), tidy(value.noun + part.label)] }))
      : [],
  );
  const all = [...fields, ...sections, ...rows];
  const exact = all.find(({ names }) => names.includes(wanted));
  if (exact) return exact.place;
  // Part of a name will do when it can mean one section only.
  const near = wanted.length >= 2 ? all.filter(({ names }) => names.some((name) => name.includes(wanted))) : [];
  return new Set(near.map(({ place }) => place.step)).size === 1 ? near[0]!.place : undefined;
};

const namesOf = ({ label, aka = [] }: Field): string[] =>
  [label, label.replace(/（.*?）/g, ''), ...(/（(.*?)）/.exec(label)?.slice(1) ?? []), ...aka].map(tidy);

const tidy = (words: string): string =>
  words
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s的,、()]/g, '');
