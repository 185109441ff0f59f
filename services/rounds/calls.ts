import type { Day, Holiday } from '../time.ts';
import { notice2023 } from './notice-2023.ts';
import type { RoutingCall, Sentence } from './routes.ts';

/** A recommending department as the call names it; a round starts with copies that its operator may edit. */
export type CallDepartment = {
  /** 'MOE' …; a province's code is its administrative code, 'XPCC' for 新疆生产建设兵团. */
  code: string;
  kind: 'ministry' | 'province';
  name: string;
  /** What the seal reads, often another name than the notice's. */
  sealName: string;
  short: string;
  /** Beside the name in a picker: the full name of the province, or whom the ministry covers; may be empty. */
  hint: string;
  softQuota: number;
};

/** A year's call: all that differs from year to year. Lengths in 字, days in Asia/Shanghai. */
export type Call = Omit<RoutingCall, 'departments'> & {
  key: string;
  year: number;
  title: string;
  basis: { notice: string; measures: string };
  /** Which form of services/filing/forms.ts is filled in. */
  form: string;
  template: string;
  /** 七 and 八 by themselves, for the department to print. */
  opinionTemplate: string;
  annex2Template: string;
  nationalOffice: string;
  filingUrl: string;
  legalNatures: readonly string[];
  serviceItems: { basic: readonly string[]; specialised: readonly string[] };
  departments: readonly CallDepartment[];
  deadlines: {
    annex2On: Day;
    materialsOn: Day;
    internalLeadWorkingDays: number;
    returnWorkingDays: number;
    publicityWorkingDays: number;
    remindDaysBefore: readonly number[];
  };
  lengths: { foundation: number; bio: number; plans: number; case: number };
  leastFullTime: number;
  mostCases: number;
  fileLimitBytes: number;
  holidays: readonly Holiday[];
  sentences: Readonly<Record<string, Sentence>>;
};

/** Every call the product knows. A new year is one new file and one line here. */
export const calls: Record<string, Call> = { 'notice-2023': notice2023 };

/** The call a round names. Throws when no release of this program ever knew the key: that is a bug, not a refusal. */
export function callOf(key: string): Call {
  if (!Object.hasOwn(calls, key)) throw new Error(`no such call: ${key}`);
  return calls[key]!;
}
