import { DIRECT, type Filing, routeOfFiling } from '../filing/filing.ts';
import { isBeforeReviewers, isEditable } from '../filing/status.ts';
import { type Day, dayOf, daysBetween } from '../time.ts';
import type { Department, Round } from './round.ts';

/** The day that counts, and why this one. */
export type Due = {
  on: Day;
  /**
   * round: the call's day for everybody. department: the department's own, before it. return: what it set when it gave the
   * filing back. extension: what the national office has put in the place of these, for the department or this filing.
   */
  why: 'round' | 'department' | 'return' | 'extension';
  /** The national office's reason, of an extension. */
  reason?: string;
  /** Behind every other date: the round's day as it was extended. No date of a department lies after it. */
  last: Day;
};

type Dated = Pick<Filing, 'round' | 'departmentCode' | 'extendedTo' | 'extendedWhy' | 'review'>;

/** The one place that says which day counts for a filing. After it nothing is blocked: it is late, see `lateDays`. */
export const dueOf = (filing: Filing): Due => dueAt(filing, departmentIn(filing));

/** Until when a department's filings are handed in to it. */
export const dueOfDepartment = (round: Pick<Round, 'materialsDueOn'>, department?: Department): Due => {
  const last = lastOf(round, department);
  const { dueOn } = department ?? {};
  return dueOn && dueOn < last.on ? { on: dueOn, why: 'department', last: last.on } : { ...last, last: last.on };
};

/** Days by which a filing came in after its date, or is behind it now; how long others take makes it no later. 0: in time. */
export const lateDays = (filing: Filing, now: Date): number => {
  const upTo = isBeforeReviewers(filing) && filing.submittedAt ? filing.submittedAt : now;
  return Math.max(0, daysBetween(dueOf(filing).on, dayOf(upTo)));
};

/** Where it goes: as it was sealed, or as the answers say now. */
export const departmentIn = (filing: Filing): Department | undefined => {
  const route = isEditable(filing) ? routeOfFiling(filing) : undefined;
  const code = route ? (route.kind === 'department' ? route.code : DIRECT) : filing.departmentCode;
  return filing.round.departments.find((department) => department.code === code);
};

const dueAt = (filing: Dated, department: Department | undefined): Due => {
  const { review, extendedTo, extendedWhy } = filing;
  const usual = dueOfDepartment(filing.round, department);
  // 补正 has a date of its own, also after the department's; it counts until the department decides again.
  const plain: Due = review?.remarks && review.dueOn ? { ...usual, on: review.dueOn, why: 'return' } : usual;
  if (!extendedTo || extendedTo <= plain.on) return plain;
  const last = extendedTo > usual.last ? extendedTo : usual.last;
  return { on: extendedTo, why: 'extension', ...(extendedWhy && { reason: extendedWhy }), last };
};

/** An extension that the round's own day has overtaken is worth nothing any more. */
const lastOf = ({ materialsDueOn }: Pick<Round, 'materialsDueOn'>, department?: Department): Omit<Due, 'last'> => {
  const { extendedTo, extendedWhy } = department ?? {};
  return extendedTo && extendedTo > materialsDueOn
    ? { on: extendedTo, why: 'extension', ...(extendedWhy && { reason: extendedWhy }) }
    : { on: materialsDueOn, why: 'round' };
};
