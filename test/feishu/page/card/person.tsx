import { Avatar } from '../avatar.tsx';
import { usePerson } from '../tenant.ts';
import type { Person as PersonElement, PersonList as PersonListElement } from './card-json.ts';
import { Icon } from './icon.tsx';

const sizes = { extra_small: 20, small: 24, medium: 32, large: 40 } as const;

/** A member of the tenant by picture, name or both. Without a drawn name the picture carries it for readers. */
export function Person({ person }: { person: PersonElement }) {
  const { show_avatar = true, show_name = false, style = 'normal' } = person;
  return (
    <PersonView
      id={person.user_id}
      size={person.size ?? 'medium'}
      avatar={show_avatar}
      name={show_name || style === 'capsule'}
      capsule={style === 'capsule'}
    />
  );
}

/** Several members, one after another; `lines` ends the list with an ellipsis of its own line. */
export function PersonList({ list }: { list: PersonListElement }) {
  const { show_avatar = false, show_name = true } = list;
  const size = list.size ?? 'medium';
  const tall = list.lines ? { maxHeight: list.lines * (sizes[size] + 8), overflow: 'hidden' } : {};
  return (
    <ul className="person-list" style={tall}>
      {list.persons?.map(({ id }, index) => (
        <li key={index}>
          {list.icon && <Icon icon={list.icon} />}
          <PersonView id={id} size={size} avatar={show_avatar || !show_name} name={show_name} />
        </li>
      ))}
    </ul>
  );
}

type ViewProps = { id: string; size: keyof typeof sizes; avatar: boolean; name: boolean; capsule?: boolean };

/** How one person is drawn wherever a card names one. */
export function PersonView({ id, size, avatar, name, capsule }: ViewProps) {
  const person = usePerson(id);
  return (
    <span className={capsule ? 'person capsule' : 'person'} title={person.role || undefined}>
      {avatar && <Avatar name={person.name} color={person.avatarColor} size={sizes[size]} />}
      <span className={name ? 'person-name' : 'spoken'}>{person.name}</span>
    </span>
  );
}
