import { type Answer, type ApiRequest, type Platform, refuse } from './platform.ts';
import type { Person } from './types.ts';

const MAX_IDS = 50;

/** GET contact/v3/users/:id?user_id_type=open_id|union_id (default open_id). */
export function getUser({ store }: Platform, { params, query }: ApiRequest): Answer {
  const byUnion = query.get('user_id_type') === 'union_id';
  const person = [...store.people.values()].find((one) => (byUnion ? one.unionId : one.openId) === params[0]);
  if (!person) return refuse(99992351, `The request you send is not a valid {open_id} or not exists: ${params[0]}`);
  const { openId, unionId, name, mobile, email } = person;
  const user = { open_id: openId, union_id: unionId, name, mobile, email, status: statusOf(store, person) };
  return { code: 0, msg: 'success', data: { user }, person: openId, summary: name };
}

/** POST contact/v3/users/batch_get_id: e-mails and mobiles, 50 of each; unknown ones come back without an id. */
export function resolveUsers({ store }: Platform, { body, query }: ApiRequest): Answer {
  const lists = { email: strings(body.emails), mobile: strings(body.mobiles) };
  if (lists.email.length > MAX_IDS || lists.mobile.length > MAX_IDS)
    return refuse(99992402, `field validation failed: at most ${MAX_IDS} emails and mobiles`);
  const byUnion = query.get('user_id_type') === 'union_id';
  const people = [...store.people.values()].filter(
    (person) => body.include_resigned === true || store.reachOf(person.openId) !== 'left',
  );
  const user_list = (['email', 'mobile'] as const).flatMap((field) =>
    lists[field].map((wanted) => {
      const person = people.find((one) => field in one && sameContact(one[field], wanted));
      if (!person) return { [field]: wanted };
      const user_id = byUnion ? person.unionId : person.openId;
      return { [field]: wanted, user_id, status: statusOf(store, person) };
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
