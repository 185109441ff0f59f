import { createContext, useContext } from 'react';
import type { Person } from './protocol.ts';

/** The bot's name and everybody the page may have to name or picture. */
export type Tenant = { appName: string; people: Person[] };

export const TenantContext = createContext<Tenant>({ appName: '', people: [] });

export function useTenant(): Tenant {
  return useContext(TenantContext);
}

/** A person by open_id; somebody the platform does not know keeps the id as a name. */
export function usePerson(openId: string): Pick<Person, 'openId' | 'name' | 'role' | 'avatarColor'> {
  const known = useTenant().people.find((person) => person.openId === openId);
  return known ?? { openId, name: openId, role: '', avatarColor: '#8f959e' };
}
