import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a plain value must be: `enum` and `format` are alternatives when both are given. */
export type ValueRule = {
  type: string;
  enum?: unknown[];
  min?: number;
  max?: number;
  maxLength?: number;
  pattern?: string;
  format?: string;
};

type Facts = {
  formats: Record<string, string>;
  colors: { hue: string; grey: string; special: string[] };
  textSizes: string[];
};
type Wrong = { code: number; message: string };

const facts: Facts = JSON.parse(readFileSync(join(import.meta.dirname, 'card-rules.json'), 'utf8'));

/** Checks a string, number, boolean or enum; `named` are the text sizes and colours the card itself defines. */
export function checkScalar(
  value: unknown,
  rule: ValueRule,
  named: { sizes: string[]; colors: string[] },
): Wrong | undefined {
  const kinds = rule.type.split('|');
  if (!kinds.some((kind) => isKind(value, kind))) return wrong(200621, `wrong type, ${rule.type} is needed`);
  if (rule.enum?.includes(value)) return;
  if (rule.enum && !rule.format && !rule.pattern) {
    return wrong(value === false && rule.enum[0] === true ? 300302 : 200621, `${String(value)} is not allowed`);
  }
  if (typeof value === 'number') return inRange(value, rule) ? undefined : wrong(11310, `${value} is out of range`);
  if (typeof value !== 'string') return;
  if (rule.maxLength !== undefined && value.length > rule.maxLength)
    return wrong(rule.format === 'element_id' ? 300301 : 11310, `longer than ${rule.maxLength} characters`);
  if (rule.pattern && value !== '' && !new RegExp(rule.pattern).test(value))
    return wrong(200621, `malformed: ${value}`);
  if (rule.format && !hasFormat(value, rule, named)) {
    const code = rule.format === 'element_id' ? 300301 : rule.format.startsWith('color') ? 10002 : 200621;
    return wrong(code, `invalid ${rule.format.replaceAll('_', ' ')}: ${value}`);
  }
  return;
}

function isKind(value: unknown, kind: string): boolean {
  if (kind === 'enum') return ['string', 'number', 'boolean'].includes(typeof value);
  if (kind === 'bool') return typeof value === 'boolean';
  if (kind === 'int') return Number.isInteger(value);
  if (kind === 'object') return typeof value === 'object' && value !== null;
  return typeof value === kind;
}

function hasFormat(value: string, rule: ValueRule, named: { sizes: string[]; colors: string[] }): boolean {
  const format = rule.format!;
  if (format === 'text_size') return facts.textSizes.includes(value) || named.sizes.includes(value);
  if (format === 'color' || format === 'color_or_default') {
    if (value === 'default') return format === 'color_or_default';
    const { hue, grey, special } = facts.colors;
    return [hue, grey].some((p) => new RegExp(p).test(value)) || [...special, ...named.colors].includes(value);
  }
  if (value === '' && ['url', 'date', 'time', 'datetime'].includes(format)) return true;
  // Besides web pages: the word by which a link is switched off for one platform.
  if (format === 'url') return URL.canParse(value) && ['http:', 'https:', 'lark:'].includes(new URL(value).protocol);
  if (format.startsWith('date') && !isDay(value.slice(0, 10))) return false;
  // A length may be given in px or percent; the range counts for px.
  return format.split('|').some((one) => {
    if (!new RegExp(facts.formats[one]!).test(value)) return false;
    return one !== 'px' || inRange(Number.parseInt(value, 10), rule);
  });
}

/** Whether yyyy-MM-dd is a day of the calendar. */
function isDay(value: string): boolean {
  const at = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(value);
}

function inRange(value: number, rule: ValueRule): boolean {
  return value >= (rule.min ?? Number.NEGATIVE_INFINITY) && value <= (rule.max ?? Number.POSITIVE_INFINITY);
}

function wrong(code: number, message: string): Wrong {
  return { code, message };
}
