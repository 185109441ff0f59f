import type { Holiday } from '../time.ts';
import type { OwnRoutes } from './own-routes.ts';

/** 一个年度的备案工作 with its departments: what rules and cards read. */
export type Round = {
  id: string;
  year: number;
  title: string;
  call: string;
  /** The revision of the form to ask by: the one taken over, or within a sealed filing the one it was sealed under. */
  formRevision: number;
  /** The revision taken over for all that is still being filled in. */
  adopted: number;
  annex2DueOn: string;
  materialsDueOn: string;
  holidays: Holiday[];
  /** When reminders are sent: services/reminders/windows.ts. */
  windows?: unknown;
  /** What the operator has changed of the call's routes; null: nothing. */
  routes?: OwnRoutes | null;
  /** Being ended: nothing new begins, and what is unfinished expires one by one. */
  closingAt: Date | null;
  closedAt: Date | null;
  rev: number;
  departments: Department[];
};

/** Nothing in it changes any more. */
export const isOver = ({ closingAt, closedAt }: Pick<Round, 'closingAt' | 'closedAt'>): boolean =>
  closingAt !== null || closedAt !== null;

export type Department = {
  code: string;
  kind: string;
  name: string;
  sealName: string;
  softQuota: number;
  /** Its own deadline for handing in to it, and what the national office has put in the place of the round's: deadlines.ts. */
  dueOn?: string | null;
  extendedTo?: string | null;
  extendedWhy?: string | null;
  /** Places given so far, and the filings in the department's order: those with a place and those that wait for one. */
  taken: number;
  ranking: string[];
};
/** A department as a round begins with it. */
export type NewDepartment = Omit<Department, 'taken' | 'ranking'>;
