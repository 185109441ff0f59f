import { useTenant } from '../tenant.ts';
import type { MultiSelect as MultiSelectElement, Option, Select as SelectElement } from './card-json.ts';
import { Icon } from './icon.tsx';
import { PersonView } from './person.tsx';

type Choice = Option & { person?: boolean };

/** The options as drawn. A picker of people offers those it names, or, when it names none that exist, everybody in the chat. */
export function useOptions(element: SelectElement | MultiSelectElement): Choice[] {
  const { people } = useTenant();
  const named = element.options ?? [];
  if (!element.tag.endsWith('person')) return named;
  const known = named.filter(({ value }) => people.some(({ openId }) => openId === value));
  const offered = known.length > 0 ? known.map(({ value }) => value) : people.map(({ openId }) => openId);
  return offered.map((value) => ({ value, person: true }));
}

/** An option as it stands in the list and in the control. */
export function OptionWords({ option }: { option: Choice }) {
  if (option.person) return <PersonView id={option.value} size="extra_small" avatar name />;
  return (
    <span className={option.icon ? 'with-icon' : undefined}>
      {option.icon && <Icon icon={option.icon} />}
      {option.text?.content}
    </span>
  );
}
