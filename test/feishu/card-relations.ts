import { deadOnPhones, wrongSpec } from './card-chart.ts';
import { checkTable } from './card-table.ts';
import { listOf, type Tagged, walkTags, wordings } from './card-walk.ts';
import type { Card, Fault, Profile } from './types.ts';

export type Limits = {
  nodes: number;
  tables: number;
  markdownTables: number;
  charts: number;
  allTables: Record<Profile, number>;
};
/** Adds a fault; an `accepted` one is no refusal: the platform takes the card, and the person has the harm. */
type Add = (code: number, message: string, path: string, accepted?: boolean) => void;

const MAX_INPUT = 1000;
const INITIAL = { date_picker: 'initial_date', picker_time: 'initial_time', picker_datetime: 'initial_datetime' };

/** Checks what concerns several parts of a card: counts, unique names, forms with their submit button, options and defaults. */
export function checkRelations(card: Card, limits: Limits, profile: Profile, faults: Fault[]): void {
  const nodes = [...walkTags(card, 'ROOT')];
  const add: Add = (code, message, path, accepted) =>
    void faults.push(accepted ? { code, message, path, accepted } : { code, message, path });
  checkCounts(nodes, limits, profile, add);
  unique(nodes, 'element_id', (path, id) => add(300301, `element_id ${id} is duplicate`, path));
  unique(nodes, 'name', (path, name) => add(11310, `name ${name} is duplicate`, path));
  unique(nodes, 'audio_id', (path) => add(300230, 'duplicate audio id', path));
  checkLink(card.card_link, add);
  for (const { node, path } of nodes) {
    if (node.tag === 'form') checkForm(node, path, add);
    if (node.tag === 'input') checkDefault(node, profile, path, add);
    if (node.tag === 'markdown' || node.tag === 'lark_md') checkMarkdown(node, limits, path, add);
    if (node.tag === 'table') checkTable(node, path, add);
    if (node.tag === 'chart') checkChart(node, path, add);
    // A sound could be heard by whom it was not sent to: the platform wants such cards never to leave their chat.
    if (node.tag === 'audio' && card.config?.enable_forward !== false)
      add(300220, "audio elem don't support forward", path);
    if (String(node.tag).includes('select_')) checkSelect(node, path, add);
    const initial = INITIAL[node.tag as keyof typeof INITIAL];
    if (initial && !node[initial] && !node.placeholder) add(200621, `placeholder is required without ${initial}`, path);
  }
}

function checkCounts(nodes: Tagged[], limits: Limits, profile: Profile, add: Add): void {
  if (nodes.length > limits.nodes) add(11310, `element exceeds the limit: ${nodes.length} of ${limits.nodes}`, 'ROOT');
  const count = (tag: string) => nodes.filter(({ node }) => node.tag === tag).length;
  const inMarkdown = nodes.reduce((sum, { node }) => sum + (node.tag === 'markdown' ? tablesIn(node) : 0), 0);
  const together = count('table') + inMarkdown;
  // Tables inside markdown count too, and reports differ in where they end.
  if (count('table') > limits.tables || (inMarkdown > 0 && together > limits.allTables[profile]))
    add(11310, 'card table number over limit', 'ROOT');
  if (count('chart') > limits.charts) add(11310, 'chart number over limit', 'ROOT');
}

function unique(nodes: Tagged[], key: string, complain: (path: string, value: string) => void): void {
  const seen = new Set<string>();
  for (const { node, path } of nodes) {
    const value = node[key];
    if (typeof value !== 'string' || value === '') continue;
    if (seen.has(value)) complain(path, value);
    seen.add(value);
  }
}

function checkLink(link: Card | undefined, add: Add): void {
  if (!link || link.url || (link.pc_url && link.ios_url && link.android_url)) return;
  add(200621, 'card_link needs url, or the urls of all three platforms', 'ROOT -> card_link');
}

function checkForm(form: Card, path: string, add: Add): void {
  const parts = [...walkTags(form.elements, path)].map(({ node }) => node);
  if (!parts.some(({ tag, form_action_type }) => tag === 'button' && form_action_type === 'submit'))
    add(300123, 'there is no submit button in the form container, at least one', path);
}

/** Whether a default beyond max_length is cut or refused is not documented; in both cases words are lost. */
function checkDefault(input: Card, profile: Profile, path: string, add: Add): void {
  const beyond = String(input.default_value ?? '').length > (input.max_length ?? MAX_INPUT);
  if (beyond) add(11310, 'default_value is longer than max_length', path, profile === 'kind');
}

function checkMarkdown(node: Card, limits: Limits, path: string, add: Add): void {
  if (tablesIn(node) > limits.markdownTables) add(11310, 'card table number over limit', path);
  // Mentioning everybody needs a permission no bot has in a direct chat; the platform then refuses the whole message.
  if (wordings(node).some((words) => /<at\s+(id|ids|user_id)\s*=\s*["']?all\b/i.test(words)))
    add(100290, 'invalid user resource(at/person)', path);
}

/** How many tables a markdown text draws, in the language that has most. */
function tablesIn(node: Card): number {
  const SEPARATOR = /^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)+\|?\s*$/gm;
  return Math.max(0, ...wordings(node).map((words) => words.match(SEPARATOR)?.length ?? 0));
}

function checkChart(chart: Card, path: string, add: Add): void {
  const wrong = wrongSpec(chart.chart_spec);
  if (wrong) add(200550, `chart spec is invalid; ErrorValue: ${wrong}`, path);
  const dead = deadOnPhones(chart.chart_spec);
  if (dead) add(200550, `${dead} keeps a chart from loading on phones`, path, true);
}

function checkSelect(node: Card, path: string, add: Add): void {
  const options = listOf(node.options);
  const values = options.map((option) => option.value).filter((value) => value !== undefined);
  if (new Set(values).size !== values.length) add(200621, 'option values are not unique', path);
  const chosen = [node.initial_option, ...(Array.isArray(node.selected_values) ? node.selected_values : [])];
  const everybody = String(node.tag).endsWith('person') && values.length === 0;
  for (const value of everybody ? [] : chosen)
    if (value && !values.includes(value)) add(200621, `${String(value)} is not one of the options`, path);
  if (node.initial_index > options.length) add(200621, 'initial_index is beyond the options', path);
}
