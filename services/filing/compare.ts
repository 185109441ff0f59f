import type { Answers, Field, Form, FormContext, Line, Raw, RawItem, Roster } from '../form/define.ts';
import { filesAt, isGiven, itemsAt } from '../form/read.ts';

/** One question that is answered otherwise: what it said before and says now; '' where there was or is nothing. */
export type Change = {
  step: string;
  field: string;
  title: string;
  before: string;
  after: string;
  /** Cards show it masked. */
  masked?: Line['masked'];
};

/** Question by question what is different between two versions of a filing, in the order of the form. */
export const changesBetween = (form: Form, before: Answers, after: Answers, context: FormContext): Change[] =>
  Object.entries(form.steps).flatMap(([step, { fields }]) =>
    Object.entries(fields).flatMap(([name, field]) =>
      fieldChanges(field, { step, field: name }, before, after, context).map((change) => ({
        ...{ step, field: name },
        ...change,
      })),
    ),
  );

type Place = { step: string; field: string };
type Difference = Omit<Change, 'step' | 'field'>;

const fieldChanges = (
  field: Field,
  { step, field: name }: Place,
  before: Answers,
  after: Answers,
  context: FormContext,
): Difference[] => {
  if (field.kind === 'roster')
    return rowChanges(field, itemsAt(before, step, name), itemsAt(after, step, name), context);
  if (field.kind === 'files') return fileChanges(field, filesAt(before, step, name), filesAt(after, step, name));
  const [was, is] = [wordsOf(field, before[step]?.[name], context), wordsOf(field, after[step]?.[name], context)];
  if (was === is) return [];
  const masked = field.kind === 'line' && field.masked ? { masked: field.masked } : {};
  return [{ title: field.label, before: was, after: is, ...masked }];
};

/** Rows are known by their ids, so that a row that was moved and changed is the same row still. */
const rowChanges = (field: Roster, before: RawItem[], after: RawItem[], context: FormContext): Difference[] => {
  const was = new Map(before.map((item) => [item.id, item]));
  const is = new Map(after.map((item) => [item.id, item]));
  const named = (item: RawItem) => `${field.label}：${field.title(item)}`;
  const whole = (item: RawItem) =>
    Object.entries(field.item)
      .map(([key, part]) => `${part.label}：${wordsOf(part, item[key], context)}`)
      .join('；');
  const removed = before
    .filter(({ id }) => !is.has(id))
    .map((item) => ({ title: named(item), before: whole(item), after: '' }));
  const others = after.flatMap((item): Difference[] => {
    const old = was.get(item.id);
    if (!old) return [{ title: named(item), before: '', after: whole(item) }];
    return Object.entries(field.item).flatMap(([key, part]) => {
      const words = [wordsOf(part, old[key], context), wordsOf(part, item[key], context)] as const;
      return words[0] === words[1]
        ? []
        : [{ title: `${named(item)}，${part.label}`, before: words[0], after: words[1] }];
    });
  });
  const stayed = before.filter(({ id }) => is.has(id));
  const now = after.filter(({ id }) => was.has(id));
  const moved = stayed.some(({ id }, index) => now[index]?.id !== id);
  const order = (items: RawItem[]) => items.map((item) => field.title(item)).join('、');
  return [
    ...removed,
    ...others,
    ...(moved ? [{ title: `${field.label}的顺序`, before: order(stayed), after: order(now) }] : []),
  ];
};

/** A file is the same while its bytes are; under another name it has been renamed. */
const fileChanges = (
  field: Field,
  before: { name: string; sha256: string }[],
  after: { name: string; sha256: string }[],
): Difference[] => {
  const gone = before.filter(({ sha256 }) => !after.some((one) => one.sha256 === sha256));
  const come = after.filter(({ sha256 }) => !before.some((one) => one.sha256 === sha256));
  const renamed = after.flatMap((file) => {
    const old = before.find(({ sha256 }) => sha256 === file.sha256);
    return old && old.name !== file.name
      ? [{ title: `${field.label}，文件改名`, before: old.name, after: file.name }]
      : [];
  });
  return [
    ...gone.map(({ name }) => ({ title: `${field.label}，移除文件`, before: name, after: '' })),
    ...come.map(({ name }) => ({ title: `${field.label}，新增文件`, before: '', after: name })),
    ...renamed,
  ];
};

const wordsOf = (field: Field, raw: Raw | undefined, context: FormContext): string => {
  if (!isGiven(raw) || typeof raw !== 'string') return '';
  if (field.kind === 'choice') return field.options(context).find(({ value }) => value === raw)?.text ?? raw;
  return raw.trim();
};

/** What stays beside a difference, so that it can be found in its text. */
const BESIDE = 20;

/** Both texts cut down to where they differ, with a little of what stands around it; at most about `length` of each. */
export const whereTheyDiffer = (before: string, after: string, length: number): [string, string] => {
  if (before.length <= length && after.length <= length) return [before, after];
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const part = (text: string): string => {
    const from = Math.max(0, head - BESIDE);
    const to = Math.min(text.length, Math.min(text.length - tail + BESIDE, from + length));
    // Never half a rare character at either end.
    const cut = text
      .slice(from, to)
      .replace(/^[\udc00-\udfff]/, '')
      .replace(/[\ud800-\udbff]$/, '');
    return `${from > 0 ? '……' : ''}${cut}${to < text.length ? '……' : ''}`;
  };
  return [part(before), part(after)];
};
