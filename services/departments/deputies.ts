/** Stands in for a department's contact on certain Shanghai days, both included. */
export type Deputy = {
  id: string;
  roundId: string;
  departmentCode: string;
  name: string;
  position: string;
  officePhone: string;
  mobile: string;
  email: string;
  fromOn: string;
  toOn: string;
  tenantKey: string | null;
  openId: string | null;
  trouble: string | null;
  namedBy: string;
};
