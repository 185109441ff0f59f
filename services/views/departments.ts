import { mustAct } from '../departments/acting.ts';
import { annex2Book, annex2File } from '../departments/annex2.ts';
import { codeFor } from '../departments/codes.ts';
import { loadColleagueSearch } from '../departments/colleague-search.ts';
import { loadColleague } from '../departments/colleagues.ts';
import { formOf, loadContact } from '../departments/contacts.ts';
import { loadDeputy } from '../departments/deputies.ts';
import { departmentIn, departmentsOf } from '../departments/overview.ts';
import { loadRegistration } from '../departments/registrations.ts';
import type { Who } from '../filing/filing.ts';
import { isOperator, mustOperate } from '../people/roles.ts';
import { Refusal } from '../refusal.ts';
import { loadRound, roundWithContacts } from '../rounds/store.ts';
import type { Base, ContactView, DepartmentView, RegistrationView, RoundView, SomeLoaders, Sources } from '../view.ts';
import { ofDepartments } from './filing-views.ts';

const ofRound = async ({ tx }: Sources, notice: { roundId: string }, base: Base): Promise<RoundView> => ({
  ...base,
  ...(await roundWithContacts(tx, notice.roundId)),
});

const ofRegistration = async (
  { tx }: Sources,
  notice: { registrationId: string },
  base: Base,
): Promise<RegistrationView> => ({ ...base, registration: await loadRegistration(tx, notice.registrationId) });

const isTheirs = (row: { tenantKey: string | null; openId: string | null }, me: Who): boolean =>
  row.openId === me.openId && row.tenantKey === me.tenantKey;

const ofContact = async ({ tx }: Sources, notice: { contactId: string }, base: Base): Promise<ContactView> => {
  const contact = await loadContact(tx, notice.contactId);
  return { ...base, contact, round: await loadRound(tx, contact.roundId), contacts: [] };
};

const ofDepartment = async (
  { tx, operators }: Sources,
  { roundId, departmentCode }: { roundId: string; departmentCode: string },
  base: Base,
): Promise<DepartmentView> => {
  const found = await departmentsOf(tx, roundId);
  const operator = base.me !== null && isOperator(operators, base.me);
  return { ...base, round: found.round, department: departmentIn(found, departmentCode), operator };
};

/** What is shown of departments and of who works for them. */
export const departmentsViews = {
  departments: ofDepartments,
  department: ofDepartment,
  due: ofDepartment,
  departmentDue: ofDepartment,
  departmentForm: ofDepartments,
  departmentCode: async ({ tx, botLink }, { codeId }, base) => ({
    ...base,
    botLink,
    code: await codeFor(tx, codeId, null, base.now),
  }),
  registerForm: async ({ tx }, { codeId }, base) => ({ ...base, code: await codeFor(tx, codeId, base.me, base.now) }),
  registration: ofRegistration,
  entryForm: ofRegistration,
  refuseForm: ofRegistration,
  ownContact: async ({ tx }, { roundId, departmentCode }, base) => {
    const found = await departmentsOf(tx, roundId);
    const department = departmentIn(found, departmentCode);
    const { me } = base;
    const row = [department.contact, ...department.deputies].find((one) => one && me && isTheirs(one, me));
    if (!row) throw new Refusal('not_registered', '您没有在这个部门登记，不能更正。如有变化，请联系主办方。');
    return { ...base, round: found.round, departmentName: department.name, row: formOf(row) };
  },
  contactEnded: ofContact,
  annex2Word: async ({ tx, operators, template }, { roundId, departmentCode }, base) => {
    const found = await departmentsOf(tx, roundId);
    const department = departmentIn(found, departmentCode);
    const { me, now } = base;
    if (me && !isOperator(operators, me)) mustAct(department, me, now, '只有这个部门的联系人和主办方可以看附件2。');
    return { file: await annex2File(department, await template(found.round, 'annex2')) };
  },
  annex2Book: async ({ tx, operators }, { roundId }, base) => {
    if (base.me) mustOperate(operators, base.me);
    return { file: await annex2Book(await departmentsOf(tx, roundId)) };
  },
  annex2Form: ofDepartments,
  colleagues: ofDepartment,
  colleagueSought: async ({ tx }, { searchId }, base) => ({ ...base, search: await loadColleagueSearch(tx, searchId) }),
  colleagueNews: async ({ tx }, { colleagueId }, base) => ({
    ...base,
    colleague: await loadColleague(tx, colleagueId),
  }),
  deputyForm: ofDepartments,
  deputyNews: async ({ tx }, { deputyId }, base) => ({ ...base, deputy: await loadDeputy(tx, deputyId) }),
  contacts: async (sources, notice, base) => {
    const view = await ofDepartments(sources, notice, base);
    const contacts = view.departments.flatMap(({ contact }) => (contact ? [contact] : []));
    return { ...view, contacts };
  },
  appointForm: ofRound,
  appointed: ofContact,
  lookUpFailed: ofContact,
} satisfies SomeLoaders;
