import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkRelations, type Limits } from './card-relations.ts';
import { checkScalar, type ValueRule } from './card-scalars.ts';
import { cardBytes } from './card-size.ts';
import { isObject } from './http.ts';
import type { Fault, Profile } from './types.ts';

export type { Fault } from './types.ts';

type Rule = ValueRule & {
  required?: boolean;
  maxItems?: number;
  contentMaxLength?: number;
  onlyInForm?: boolean;
  requiredInForm?: boolean;
  onlyIn?: string[];
  properties?: Rules;
};
type Rules = Record<string, Rule>;
type ObjectRule = { tags?: string[]; only?: string[]; oneOf?: string[]; properties?: Rules };
type ComponentRule = { in?: string[]; requiresAncestor?: string; properties: Rules };
type Table = {
  limits: Limits & { bytes: number; containerDepth: number };
  unsupportedTags: string[];
  locales: string[];
  root: Rules;
  objects: Record<string, ObjectRule>;
  components: Record<string, ComponentRule>;
};

/** Where in the card a value stands: `owner` holds the element array, `slot` names the property path from its component. */
type Place = { path: string; owner: string; slot: string; inForm: boolean; depth: number };

const table: Table = JSON.parse(readFileSync(join(import.meta.dirname, 'card-rules.json'), 'utf8'));
const CONTAINERS = ['form', 'column_set', 'column', 'collapsible_panel', 'interactive_container'];

/**
 * Checks a card JSON 2.0 as strictly as the documents allow: what no official page names is refused,
 * as the platform refuses unknown properties of 2.0 cards. An empty answer means the card is good; faults marked
 * `accepted` the platform takes, and the client does not. The profiles differ where the documents are silent.
 */
export function checkCard(card: unknown, profile: Profile = 'kind'): Fault[] {
  if (!isObject(card)) return [{ code: 200621, message: 'parse card json err', path: 'ROOT' }];
  const bytes = cardBytes(card);
  const faults: Fault[] = [];
  if (bytes > table.limits.bytes)
    faults.push({ code: 230025, message: `the card has ${bytes} bytes, at most ${table.limits.bytes}`, path: 'ROOT' });
  const place = { path: 'ROOT', owner: 'root', slot: 'root', inForm: false, depth: 0 };
  checkProperties(card, table.root, place, faults, namesOf(card));
  checkRelations(card, table.limits, profile, faults);
  return faults;
}

/** The names a card defines for its own text sizes and colours. */
type Named = { sizes: string[]; colors: string[] };
function namesOf(card: Record<string, unknown>): Named {
  const config = isObject(card.config) ? card.config : {};
  const style = isObject(config.style) ? config.style : {};
  const keys = (value: unknown) => (isObject(value) ? Object.keys(value) : []);
  return { sizes: keys(style.text_size), colors: keys(style.color) };
}

function checkProperties(
  value: Record<string, unknown>,
  rules: Rules,
  place: Place,
  faults: Fault[],
  named: Named,
  only?: string[],
): void {
  for (const [key, item] of Object.entries(value)) {
    const rule = Object.hasOwn(rules, key) ? rules[key] : undefined;
    const allowed = rule && (!only || only.includes(key)) && (!rule.onlyIn || rule.onlyIn.includes(place.slot));
    if (!allowed) {
      faults.push(fault(200621, `unknown property, property: ${key}`, place));
    } else if (rule.onlyInForm && !place.inForm) {
      const message = key === 'form_action_type' ? 'formActionType only in form' : `${key} is not allowed`;
      faults.push(fault(10002, message, place));
    } else {
      const inner = { ...place, path: `${place.path} -> ${key}`, slot: `${place.slot}.${key}` };
      checkValue(item, rule, inner, faults, named);
    }
  }
  for (const [key, rule] of Object.entries(rules)) {
    const inForm = rule.requiredInForm && place.inForm;
    const missing = value[key] === undefined || (value[key] === '' && key !== 'content');
    if (!missing || !(rule.required || inForm)) continue;
    const message = `${key} is required and can not be empty`;
    // A nameless control in a form is found out by the client alone, when the form is submitted.
    if (key === 'name' && inForm) faults.push({ ...fault(200530, message, place), accepted: true });
    else faults.push(fault(key === 'name' ? 11310 : 200621, message, place));
  }
}

function checkValue(value: unknown, rule: Rule, place: Place, faults: Fault[], named: Named): void {
  const type = rule.type;
  const list = /^array<(.+)>$/.exec(type);
  const map = /^map<\w+,(.+)>$/.exec(type);
  if (list) {
    if (!Array.isArray(value)) return void faults.push(fault(200621, 'wrong type, an array is needed', place));
    if (rule.maxItems && value.length > rule.maxItems)
      faults.push(fault(11310, `more than ${rule.maxItems} items`, place));
    value.forEach((item, index) => {
      const tag = isObject(item) && typeof item.tag === 'string' ? `(tag: ${item.tag})` : '';
      const inner = { ...place, path: `${place.path} -> [${index}]${tag}` };
      checkValue(item, { ...rule, type: list[1]! }, inner, faults, named);
    });
  } else if (map) {
    if (!isObject(value)) return void faults.push(fault(200621, 'wrong type, an object is needed', place));
    for (const [key, item] of Object.entries(value))
      checkValue(item, { ...rule, type: map[1]! }, { ...place, path: `${place.path} -> ${key}` }, faults, named);
  } else if (['element', 'column', 'button', 'text_tag'].includes(type)) {
    checkComponent(value, type === 'element' ? undefined : type, place, faults, named);
  } else if (type.startsWith('object:') && type.endsWith('|enum')) {
    const inner = { ...rule, type: isObject(value) ? type.slice(0, -'|enum'.length) : 'enum' };
    checkValue(value, inner, place, faults, named);
  } else if (type.startsWith('object:')) {
    checkObject(value, type.slice('object:'.length), rule, place, faults, named);
  } else if (type === 'object') {
    if (!isObject(value)) faults.push(fault(200621, 'wrong type, an object is needed', place));
    else if (rule.properties) checkProperties(value, rule.properties, place, faults, named);
  } else {
    const wrong = checkScalar(value, rule, named);
    if (wrong) faults.push(fault(wrong.code, wrong.message, place));
  }
}

function checkObject(value: unknown, name: string, rule: Rule, place: Place, faults: Fault[], named: Named): void {
  if (!isObject(value)) return void faults.push(fault(200621, 'wrong type, an object is needed', place));
  if (name === 'i18n_string') {
    for (const [key, item] of Object.entries(value))
      if (!table.locales.includes(key) || typeof item !== 'string')
        faults.push(fault(200621, `unknown property, property: ${key}`, place));
    return;
  }
  const known = table.objects[name];
  if (!known) throw new Error(`card-rules.json has no object ${name}`);
  if (known.oneOf) {
    const chosen = known.oneOf.find((option) => table.objects[option]!.properties!.type!.enum!.includes(value.type));
    if (!chosen) return void faults.push(fault(200621, `unknown type ${String(value.type)}`, place));
    checkObject(value, chosen, rule, place, faults, named);
    return;
  }
  if (known.tags) {
    const tag = String(value.tag);
    if (!known.tags.includes(tag))
      return void faults.push(fault(200621, `type of element is not supported tag: ${tag}`, place));
    checkProperties(value, table.components[tag]!.properties, place, faults, named, known.only);
    if (rule.contentMaxLength && String(value.content ?? '').length > rule.contentMaxLength)
      faults.push(fault(11310, `content is longer than ${rule.contentMaxLength} characters`, place));
    return;
  }
  const owner = name === 'body' ? 'body' : place.owner;
  checkProperties(value, known.properties!, { ...place, owner }, faults, named);
}

function checkComponent(value: unknown, expected: string | undefined, place: Place, faults: Fault[], named: Named) {
  if (!isObject(value)) return void faults.push(fault(200621, 'wrong type, an element is needed', place));
  const tag = String(value.tag);
  const rule = Object.hasOwn(table.components, tag) ? table.components[tag]! : undefined;
  if (table.unsupportedTags.includes(tag))
    return void faults.push(
      fault(200861, `cards of schema V2 no longer support this capability; ErrorValue: unsupported tag ${tag}`, place),
    );
  const owner = expected === 'button' ? 'checker.button_area.buttons' : place.owner;
  const misplaced = rule?.in ? !rule.in.includes(owner) : expected !== tag;
  if (!rule || misplaced || (expected && tag !== expected))
    return void faults.push(fault(200621, `type of element is not supported tag: ${tag}`, place));
  const inForm = place.inForm || tag === 'form';
  const many = tag === 'select_img' && value.multi_select === true;
  if ((rule.requiresAncestor === 'form' || many) && !inForm)
    faults.push(fault(200621, `${tag} is only allowed in a form`, place));
  const depth = place.depth + (CONTAINERS.includes(tag) ? 1 : 0);
  if (depth > table.limits.containerDepth)
    faults.push(fault(11310, `containers nested more than ${table.limits.containerDepth} deep`, place));
  // A form's own name and layout are checked as those of an element outside it.
  const inner = { ...place, owner: tag, slot: tag, inForm, depth };
  checkProperties(value, rule.properties, inner, faults, named);
}

function fault(code: number, message: string, place: Place): Fault {
  return { code, message, path: place.path };
}
