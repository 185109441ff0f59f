import { type Card, cardSchema } from './schema.ts';

/** Our own limits, in bytes of UTF-8 and nodes. The platform's is 30 KB (230025); the rest is room for what it adds in converting. */
export const CARD_MAX_BYTES = 28 * 1024;
export const CARD_MAX_NODES = 200;
export const CARD_MAX_DEPTH = 5;
export const CARD_MAX_TABLES = 5;

/** A card the platform would refuse, or show wrongly: a bug of ours. The message lists every fault with its JSON path. */
export class CardFault extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`the card would be refused:\n${faults.join('\n')}`);
    this.name = 'CardFault';
    this.faults = faults;
  }
}

/**
 * The same card, when the platform will take it; every outgoing card passes here. Throws a CardFault.
 * Source of the rules: card JSON 2.0 structure, the component pages, release notes.
 */
export function check(card: Card): Card {
  const shape = cardSchema.safeParse(card).error?.issues ?? [];
  const faults = shape.map((issue) => `${issue.path.join('.') || 'card'}: ${issue.message}`);
  const walk: Walk = { faults, names: new Map(), tables: 0 };
  visit(card, [], { depth: 0, form: undefined }, walk);
  limit(faults, 'bytes', cardBytes(card), CARD_MAX_BYTES);
  limit(faults, 'nodes', cardNodes(card), CARD_MAX_NODES);
  limit(faults, 'tables', walk.tables, CARD_MAX_TABLES);
  if (faults.length > 0) throw new CardFault(faults);
  return card;
}

/** Bytes of the card as it travels: UTF-8 of its JSON. */
export function cardBytes(card: Card): number {
  return Buffer.byteLength(JSON.stringify(card));
}

/** Bytes and nodes of a part of a card. */
export const sizeOf = (part: unknown): { bytes: number; nodes: number } => ({
  bytes: Buffer.byteLength(JSON.stringify(part)),
  nodes: count(part),
});

/** Nodes as the platform counts them on the safe side: every object with a tag, texts and icons included. */
export function cardNodes(card: Card): number {
  return count(card);
}

function count(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const below = Object.values(value).reduce((sum: number, it) => sum + count(it), 0);
  return below + ('tag' in value ? 1 : 0);
}

type Walk = { faults: string[]; names: Map<string, string>; tables: number };
type Place = { depth: number; form: { submits: number } | undefined };

/** Rules that look beyond one component. Reads a card of any shape, so that a wrong property does not hide a wrong limit. */
function visit(value: unknown, path: readonly string[], place: Place, walk: Walk): void {
  if (typeof value !== 'object' || value === null) return;
  const at = path.join('.');
  const node = value as { tag?: unknown; name?: unknown; form_action_type?: unknown };
  const inside = { ...place };
  const fault = (words: string) => walk.faults.push(`${at}: ${words}`);

  if (CONTAINERS.has(node.tag) || at === 'body') {
    inside.depth += 1;
    // Where the platform begins to count is not documented, so the body counts as the first level.
    if (inside.depth > CARD_MAX_DEPTH) fault(`${inside.depth} levels of containers, at most ${CARD_MAX_DEPTH}`);
  }
  const rootOnly = node.tag === 'form' || node.tag === 'table';
  if (rootOnly && place.depth !== 1) fault(`a ${node.tag} may stand in the body only`);
  if (node.tag === 'form') inside.form = { submits: 0 };
  if (node.tag === 'table') walk.tables += 1;
  if (node.tag === 'button') {
    const submits = node.form_action_type === 'submit';
    if (submits && place.form) place.form.submits += 1;
    if (submits && !place.form) fault('a submit button outside a form');
    if (!submits && place.form) fault('a button in a form that does not submit it');
    if (submits && !node.name) fault('a button in a form without a name');
  }
  if (node.tag === 'multi_select_static' && !place.form) fault('a multi select outside a form');
  if (NAMED.has(node.tag) && typeof node.name === 'string') {
    const first = walk.names.get(node.name);
    if (first !== undefined) fault(`name "${node.name}" is taken by ${first}`);
    else walk.names.set(node.name, at);
  }

  for (const [key, child] of Object.entries(value)) {
    if (!DATA.has(key)) visit(child, [...path, key], inside, walk);
  }
  if (node.tag === 'form' && inside.form?.submits === 0) fault('a form without a submit button');
}

const CONTAINERS: ReadonlySet<unknown> = new Set(['form', 'column_set', 'column', 'collapsible_panel']);
const NAMED: ReadonlySet<unknown> = new Set([
  'form',
  'button',
  'input',
  'select_static',
  'multi_select_static',
  'date_picker',
]);
/** Our own payloads, the cells of tables and what a chart draws: no components in there. */
const DATA: ReadonlySet<string> = new Set(['behaviors', 'rows', 'chart_spec']);

function limit(faults: string[], what: string, found: number, most: number): void {
  if (found > most) faults.push(`card: ${found} ${what}, at most ${most}`);
}
