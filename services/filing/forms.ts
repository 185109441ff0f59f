import { type Correction, correctForm } from '../form/correct.ts';
import type { Form } from '../form/define.ts';
import { callOf } from '../rounds/calls.ts';
import { form2023 } from './form-2023.ts';

/** A form as it was first issued, and what was corrected in it since, the oldest correction first. */
type OfficialForm = { first: Form; corrections: readonly Correction[] };

/**
 * Every form a call may name, by `Call.form`. A correction that the office announces is one entry of `corrections`: a
 * revision of its own, which takes effect in a round when its operator takes it over. Revision 1 is the form as issued.
 */
export const forms: Record<string, OfficialForm> = {
  '2023': { first: form2023, corrections: [] },
};

/** Which form somebody is asked by: the call's, in one of its revisions. */
export type FormChoice = { call: string; formRevision: number };

const made = new WeakMap<Correction, Form>();

/** The form table of a revision. Throws when this release does not know it: that is a bug, not a refusal. */
export const formAt = ({ call, formRevision }: FormChoice): Form => {
  const key = callOf(call).form;
  const { first, corrections } = officialForm(key);
  if (formRevision === 1) return first;
  const correction = corrections[formRevision - 2];
  if (!correction) throw new Error(`no revision ${formRevision} of the form ${key}`);
  const known = made.get(correction);
  if (known) return known;
  const before = formAt({ call, formRevision: formRevision - 1 });
  const form = correctForm(before, correction, `${key}.${formRevision}`);
  made.set(correction, form);
  return form;
};

const officialForm = (key: string): OfficialForm => {
  if (!Object.hasOwn(forms, key)) throw new Error(`no such form: ${key}`);
  return forms[key]!;
};

/** The newest revision that this release knows of a call's form. */
export const newestRevision = (call: string): number => officialForm(callOf(call).form).corrections.length + 1;

/** What was corrected after one revision, up to another. */
export const correctionsAfter = (revision: number, { call, formRevision }: FormChoice): readonly Correction[] =>
  revision >= formRevision ? [] : officialForm(callOf(call).form).corrections.slice(revision - 1, formRevision - 1);

/** The Word template that a revision is printed from: the newest there is up to it. */
export const templateOf = (choice: FormChoice, part?: 'opinion' | 'annex2'): string => {
  const { opinionTemplate, annex2Template } = callOf(choice.call);
  return part ? { opinion: opinionTemplate, annex2: annex2Template }[part] : formTemplateOf(choice);
};

const formTemplateOf = (choice: FormChoice): string =>
  correctionsAfter(1, choice).findLast(({ template }) => template !== undefined)?.template ??
  callOf(choice.call).template;
