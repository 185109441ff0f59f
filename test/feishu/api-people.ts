import { type Answer, type Platform, refuse } from './platform.ts';
import type { Person } from './types.ts';

export type IdType = 'open_id' | 'union_id' | 'user_id';

const FIELDS = { open_id: 'openId', union_id: 'unionId', user_id: 'userId', email: 'email' } as const;

/** Each kind of id has its own code for one that nobody has. */
const UNKNOWN = { open_id: 99992351, union_id: 99992363, user_id: 99992360, email: 230034 } as const;

export function isIdType(value: unknown): value is IdType {
  return value === 'open_id' || value === 'union_id' || value === 'user_id';
}

/** The person with an id of this kind. */
export function findPerson({ store }: Platform, type: keyof typeof FIELDS, id: string): Person | undefined {
  return [...store.people.values()].find((person) => person[FIELDS[type]] === id);
}

/** The id of this kind of a person. */
export function idOf(person: Person, type: IdType): string | undefined {
  return person[FIELDS[type]];
}

export function unknownPerson(type: keyof typeof FIELDS, id: string): Answer {
  const msg =
    type === 'email'
      ? 'The receive_id is invalid.'
      : `The request you send is not a valid {${type}} or not exists: ${id}`;
  return refuse(UNKNOWN[type], msg);
}

/** `user_id_type` of a query, open_id when absent; undefined when it is none of the three. */
export function idTypeOf(query: URLSearchParams): IdType | undefined {
  const type = query.get('user_id_type') ?? 'open_id';
  return isIdType(type) ? type : undefined;
}
