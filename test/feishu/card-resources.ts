import { listOf, markdownIn, walkTags } from './card-walk.ts';
import type { Store } from './store.ts';
import type { Card, Fault } from './types.ts';

/** Faults of what a card refers to: pictures and sounds the bot has not uploaded, people nobody knows. */
export function resourceFaults(store: Store, card: unknown): Fault[] {
  const nodes = [...walkTags(card, 'ROOT')].map(({ node }) => node);
  const markdown = [...markdownIn(card)];
  const uploaded = (key: unknown, kind: 'image' | 'file') => {
    const file = store.files.get(String(key));
    return file?.by === 'bot' && file.kind === kind;
  };
  const pictures = [...nodes.flatMap(picturesOf), ...markdown.flatMap(picturesIn)];
  const badPictures = pictures.filter((key) => !uploaded(key, 'image'));
  const sounds = nodes
    .filter(({ tag }) => tag === 'audio')
    .flatMap((it) => [it.file_key, ...locales(it.i18n_file_key)]);
  const badSounds = sounds.filter((key) => !uploaded(key, 'file'));
  const badPeople = [...nodes.flatMap(peopleOf), ...markdown.flatMap(peopleIn)].filter((id) => !knows(store, id));
  return [
    ...badPictures.map((key) => fault(200570, 'card contains invalid image keys', `image key ${key}`)),
    ...badSounds.map((key) => fault(300240, 'This application cannot retrieve audio information', `audio ${key}`)),
    ...badPeople.map((id) => fault(100290, 'There is an invalid user resource(at/person) in your card', String(id))),
  ];
}

function picturesOf(node: Card): unknown[] {
  const holders = [node, ...listOf(node.img_list), ...(node.tag === 'select_img' ? listOf(node.options) : [])];
  return holders.flatMap((it) => [...(it.img_key === undefined ? [] : [it.img_key]), ...locales(it.i18n_img_key)]);
}

function picturesIn(markdown: string): unknown[] {
  return [...markdown.matchAll(/!\[[^\]]*\]\(([^)\s]*)\)/g)].map(([, key]) => key);
}

function peopleOf(node: Card): unknown[] {
  if (node.tag === 'person') return [node.user_id];
  if (node.tag === 'person_list') return node.drop_invalid_user_id ? [] : listOf(node.persons).map(({ id }) => id);
  if (node.tag !== 'table') return [];
  const columns = listOf(node.columns).filter(({ data_type }) => data_type === 'persons');
  return listOf(node.rows).flatMap((row) => columns.flatMap(({ name }) => row[name] ?? []));
}

/** Mentions by id, ids or email; `all` is nobody's id and a matter of permission. */
function peopleIn(markdown: string): unknown[] {
  const mentions = [...markdown.matchAll(/<(?:at|person)\s+(?:id|ids|email)\s*=\s*["']?([^"'>\s]+)/g)];
  return mentions.flatMap(([, ids]) => ids!.split(',')).filter((id) => id !== 'all');
}

function knows(store: Store, id: unknown): boolean {
  if (store.people.has(String(id))) return true;
  return [...store.people.values()].some(({ unionId, email }) => id === unionId || id === email);
}

function locales(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value) : [];
}

function fault(code: number, message: string, path: string): Fault {
  return { code, message, path };
}
