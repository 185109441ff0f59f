import { enteredValue, isControl, type Part, partsOf } from './card-parts.ts';
import { cardText, plain } from './card-text.ts';
import type { Card } from './types.ts';

/** What is entered in controls, by label (or the words before the control, its placeholder, its name). */
export type Entries = Record<string, unknown>;

/** The button with exactly these words, or a clickable block that shows them. */
export function findButton(card: Card, words: string): Part | undefined {
  const parts = partsOf(card);
  const shows = ({ element }: Part) =>
    element.tag === 'interactive_container' && cardText({ body: element }).includes(words);
  return parts.find(({ element }) => element.tag === 'button' && plain(element.text) === words) ?? parts.find(shows);
}

/** Controls that work by themselves, outside every form. */
export function looseControls(card: Card): Part[] {
  return partsOf(card).filter(({ element, form }) => !form && (isControl(element) || element.tag === 'overflow'));
}

/** The one control these words name: exactly, else by their beginning, else by a part of them; throws when none or several. */
export function findControl(parts: Part[], label: string): Part {
  const fits: ((one: string) => boolean)[] = [
    (one) => one === label,
    (one) => one.startsWith(label),
    (one) => one.includes(label),
  ];
  for (const fit of fits) {
    const found = parts.filter(({ labels }) => labels.some(fit));
    if (found.length === 1) return found[0]!;
    if (found.length > 1) throw new Error(`「${label}」 names ${found.length} controls`);
  }
  throw new Error(`no control 「${label}」, only ${parts.map(({ labels }) => labels[0]).join('、')}`);
}

/** The values of a form's controls by name, as the client would hold them after these entries. */
export function enterInForm(form: Card, entries: Entries): Record<string, unknown> {
  const controls = partsOf({ elements: form.elements }).filter(({ element }) => isControl(element));
  const entered: Record<string, unknown> = {};
  for (const [label, value] of Object.entries(entries)) {
    const { element } = findControl(controls, label);
    if (element.disabled) throw new Error(`「${label}」 is disabled`);
    entered[element.name] = enteredValue(element, value);
  }
  return entered;
}
