import { relevantFields, relevantSteps } from '../form/read.ts';
import { contextOf, type Filing, formOf, type Remark } from './filing.ts';

/** A question something can be said about; with an empty field a whole section. */
export type Question = Pick<Remark, 'step' | 'field'> & { title: string };

/** Every section, and every question of those that have several, in the order of the form. */
export const questionsOf = (filing: Filing): Question[] => {
  const context = contextOf(filing);
  return relevantSteps(formOf(filing.round), context).flatMap(([key, step]) => {
    const fields = relevantFields(step, context);
    const whole = { step: key, field: '', title: `${step.part}　${step.title}` };
    if (fields.length < 2) return [whole];
    return [whole, ...fields.map(([field, { label }]) => ({ step: key, field, title: `${step.title}：${label}` }))];
  });
};

/** The same of one remark, also when its question arises no longer. */
export const titleOf = (filing: Filing, { step: key, field }: Pick<Remark, 'step' | 'field'>): string => {
  const step = formOf(filing.round).steps[key];
  if (!step) return '';
  const label = field && step.fields[field]?.label;
  return label ? `${step.title}：${label}` : `${step.part}　${step.title}`;
};

/** What was remarked at this question when the filing was given back, while it has not been handed in again. */
export const remarksAt = (filing: Filing, step: string, field?: string): Remark[] =>
  filing.status === 'returned'
    ? (filing.review?.items ?? []).filter((one) => one.step === step && (field === undefined || one.field === field))
    : [];

/** Whether somebody has changed the section since it was given back. */
export const isMended = ({ edits, review }: Filing, step: string): boolean =>
  review !== null && (edits[step]?.at ?? '') > review.at;
