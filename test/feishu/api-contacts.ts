import { findPerson, idOf, idTypeOf, unknownPerson } from './api-people.ts';
import { type Answer, type ApiRequest, type Platform, refuse } from './platform.ts';
import type { Person } from './types.ts';

const MAX_IDS = 50;

/** The scope each field of a person needs beyond the right to ask for people at all. */
const FIELD_SCOPES = {
  user_id: 'contact:user.employee_id:readonly',
  name: 'contact:user.base:readonly',
  email: 'contact:user.email:readonly',
  mobile: 'contact:user.phone:readonly',
  status: 'contact:user.employee:readonly',
};

/** GET contact/v3/users/:id?user_id_type=open_id|union_id|user_id (default open_id); fields without their scope stay away. */
export function getUser(platform: Platform, { params, query }: ApiRequest): Answer {
  const { store, tenant } = platform;
  const idType = idTypeOf(query);
  if (!idType) return refuse(40001, 'invalid parameter: user_id_type');
  const person = findPerson(platform, idType, params[0]!);
  if (!person) return unknownPerson(idType, params[0]!);
  const { openId, unionId, userId, name, mobile, email } = person;
  const told = { person: openId };
  if (store.reachOf(openId) === 'out_of_range') return refuse(41050, 'no user authority error', told);
  const fields = { user_id: userId, name, email, mobile, status: statusOf(store, person) };
  const seen = Object.entries(fields).filter(
    ([field]) => !tenant.withheldScopes.has(FIELD_SCOPES[field as keyof typeof fields]),
  );
  const user = { open_id: openId, union_id: unionId, ...Object.fromEntries(seen) };
  return { code: 0, msg: 'success', data: { user }, ...told, summary: name };
}

/** POST contact/v3/users/batch_get_id: e-mails and mobiles, 50 of each; unknown ones come back without an id. */
export function resolveUsers(platform: Platform, { body, query }: ApiRequest): Answer {
  const { store } = platform;
  const idType = idTypeOf(query);
  const lists = { email: strings(body.emails), mobile: strings(body.mobiles) };
  if (!idType) return refuse(99992402, 'field validation failed: user_id_type');
  if (lists.email.length > MAX_IDS || lists.mobile.length > MAX_IDS)
    return refuse(99992402, `field validation failed: at most ${MAX_IDS} emails and mobiles`);
  const people = [...store.people.values()].filter(
    ({ openId }) =>
      store.reachOf(openId) !== 'out_of_range' && (body.include_resigned === true || store.reachOf(openId) !== 'left'),
  );
  const user_list = (['email', 'mobile'] as const).flatMap((field) =>
    lists[field].map((wanted) => {
      const person = people.find((one) => field in one && sameContact(one[field], wanted));
      if (!person) return { [field]: wanted };
      return { [field]: wanted, user_id: idOf(person, idType), status: statusOf(store, person) };
    }),
  );
  return { code: 0, msg: 'success', data: { user_list }, summary: `${user_list.length} asked` };
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** A mainland number is the same with and without +86. */
function sameContact(a: string | undefined, b: string): boolean {
  return a !== undefined && a.replace(/^\+86/, '') === b.replace(/^\+86/, '');
}

function statusOf(store: Platform['store'], person: Person) {
  const is_resigned = store.reachOf(person.openId) === 'left';
  return { is_frozen: false, is_resigned, is_activated: true, is_exited: false, is_unjoin: false };
}
