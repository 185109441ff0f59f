import { z } from 'zod';
import { type Field, type FormContext, type Raw, type RawItem, rawValue } from '../form/define.ts';
import { fieldProblems, isGiven } from '../form/read.ts';
import { contextOf, type Filing, formOf } from './filing.ts';
import { LONGEST, lengthOf, MOST_ITEMS } from './fill-commands.ts';

/** An answer somebody may accept: where it goes, what it says, and in words where it was found. */
export const proposalSchema = z.object({ step: z.string(), field: z.string(), value: rawValue, source: z.string() });
export type Proposal = z.infer<typeof proposalSchema>;

/** What was found in a document or an earlier filing, and in words what could not be taken over. */
export type Found = { proposals: Proposal[]; unread: string[] };

/**
 * Of these candidates those that the form of this filing can take: a field of that kind, a choice that is offered, a line
 * that keeps its rule, a text that is not too long. The others are named with the reason. Long texts and rows are taken as
 * they are, also with something missing: the form marks it.
 */
export const takeable = (filing: Filing, candidates: Proposal[]): Found => {
  const context = contextWith(filing, candidates);
  const found: Found = { proposals: [], unread: [] };
  for (const candidate of candidates) {
    const field = formOf(filing.round).steps[candidate.step]?.fields[candidate.field];
    if (!field || !isGiven(candidate.value)) continue;
    const reason = reasonAgainst(field, candidate.value, context);
    if (reason) found.unread.push(reason);
    else found.proposals.push(candidate);
  }
  return found;
};

/** Later answers may hang on earlier ones of the same document. */
const contextWith = (filing: Filing, candidates: Proposal[]): FormContext => {
  const answers = structuredClone(filing.answers);
  for (const { step, field, value } of candidates) answers[step] = { ...answers[step], [field]: value };
  return contextOf({ ...filing, answers });
};

const reasonAgainst = (field: Field, value: Raw, context: FormContext): string | undefined => {
  if (Array.isArray(value)) {
    if (field.kind !== 'roster') return `“${field.label}”请重新填写`;
    if (value.length > MOST_ITEMS) return `“${field.label}”有 ${value.length} 条，最多 ${MOST_ITEMS} 条`;
    return (value as RawItem[]).some((item) => lengthOf(item) > LONGEST)
      ? `“${field.label}”里有一项超过 ${LONGEST} 个字符`
      : undefined;
  }
  if (value && value.length > LONGEST) return `“${field.label}”超过 ${LONGEST} 个字符，请精简后再发`;
  if (field.kind === 'paragraph' || field.kind === 'lines') return undefined;
  const [problem] = fieldProblems(field, value, context);
  if (!problem) return undefined;
  // A number that is not quite one is still somebody's.
  const quoted = field.kind === 'line' && field.masked ? '' : `（文件里写的是“${clipped(value ?? '')}”）`;
  return `${problem.words}${quoted}`;
};

const clipped = (text: string): string => (text.length > 30 ? `${text.slice(0, 30).toWellFormed()}……` : text);
