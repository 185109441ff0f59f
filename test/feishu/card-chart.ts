import { isObject } from './http.ts';

/** The kinds of charts the page of the chart component shows, and the fields each of them needs. */
const FIELDS: Record<string, string[]> = {
  line: ['xField', 'yField'],
  area: ['xField', 'yField'],
  bar: ['xField', 'yField'],
  scatter: ['xField', 'yField'],
  linearProgress: ['xField', 'yField'],
  pie: ['categoryField', 'valueField'],
  funnel: ['categoryField', 'valueField'],
  radar: ['categoryField', 'valueField'],
  circularProgress: ['categoryField', 'valueField'],
  wordCloud: ['nameField', 'valueField'],
};
/** What the page says a phone cannot draw: a chart that has it does not load there. */
const NOT_ON_PHONES: [string, (value: unknown) => boolean][] = [
  ['texture', () => true],
  ['gradient', (value) => value === 'conical'],
  ['layoutMode', (value) => value === 'grid'],
  ['repeatX', () => true],
  ['repeatY', () => true],
];

/** Why the server refuses a chart_spec (200550), in its manner of saying so; nothing when it takes it. */
export function wrongSpec(spec: unknown): string | undefined {
  if (!isObject(spec)) return '(root): Invalid type. Expected: object';
  for (const [key, value] of Object.entries(spec)) if (value === null) return `${key}: Invalid type, given: null`;
  if (spec.axes !== undefined && !Array.isArray(spec.axes)) return 'axes: Invalid type. Expected: array';
  const { data: _, ...rest } = spec;
  if (JSON.stringify(rest).match(/"(?:function\b|\([\w\s,{}]*\)\s*=>|\w+\s*=>)/))
    return '(root): JavaScript is not supported';
  if (spec.type !== 'common') return wrongData(spec.data) ?? wrongSeries(spec, '(root)');
  const series = Array.isArray(spec.series) ? spec.series : [];
  if (series.length === 0) return 'series is required';
  for (const [index, one] of series.entries()) {
    const wrong = isObject(one) ? wrongSeries(one, `series.${index}`) : `series.${index}: Invalid type`;
    if (wrong) return wrong;
    const own = one.data !== undefined;
    const chosen = Array.isArray(spec.data) ? spec.data[Number(one.dataIndex ?? 0)] : spec.data;
    const byId =
      Array.isArray(spec.data) && spec.data.find((each) => one.dataId !== undefined && each?.id === one.dataId);
    const missing = wrongData(own ? one.data : byId || chosen);
    if (missing) return `series.${index}.${missing}`;
  }
  return undefined;
}

/** Words of a chart_spec that a phone cannot draw, though the server takes them. */
export function deadOnPhones(spec: unknown): string | undefined {
  if (Array.isArray(spec)) return spec.map(deadOnPhones).find((found) => found !== undefined);
  if (!isObject(spec)) return undefined;
  for (const [key, value] of Object.entries(spec)) {
    if (key === 'data') continue;
    if (NOT_ON_PHONES.some(([name, is]) => name === key && is(value))) return key;
    const within = deadOnPhones(value);
    if (within) return within;
  }
  return undefined;
}

function wrongSeries(series: Record<string, unknown>, place: string): string | undefined {
  const fields =
    typeof series.type === 'string' && Object.hasOwn(FIELDS, series.type) ? FIELDS[series.type]! : undefined;
  if (!fields) return `${place}: unknown type ${String(series.type)}`;
  const missing = fields.find((field) => !isField(series[field]));
  return missing && `${place}: ${missing} is required`;
}

function isField(value: unknown): boolean {
  const names = Array.isArray(value) ? value : [value];
  return names.length > 0 && names.every((name) => typeof name === 'string' && name !== '');
}

/** Data stand as {values: [rows]}, or as an array of such objects. */
function wrongData(data: unknown): string | undefined {
  const sets = Array.isArray(data) ? data : [data];
  const good =
    sets.length > 0 && sets.every((set) => isObject(set) && Array.isArray(set.values) && set.values.every(isObject));
  return good ? undefined : 'data: Invalid type. Expected: {values: array of objects}';
}
