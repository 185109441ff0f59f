import type { Holiday } from '../time.ts';
import type { CallKey } from './calls.ts';

/** 一个年度的备案工作 with its departments: what rules and cards read. */
export type Round = {
  id: string;
  year: number;
  title: string;
  call: CallKey;
  annex2DueOn: string;
  materialsDueOn: string;
  holidays: Holiday[];
  closedAt: Date | null;
  rev: number;
  departments: Department[];
};

export type Department = {
  code: string;
  kind: string;
  name: string;
  sealName: string;
  softQuota: number;
};
