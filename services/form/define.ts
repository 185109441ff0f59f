import { z } from 'zod';

/**
 * A form is a table: steps of fields, each with its label, rule and guidance, declared once. Every view (card, check
 * list, Word form) reads the table; none repeats it. Field keys are storage: added and retired, never renamed, and
 * unique in the whole form.
 */
export type Form = { revision: string; steps: Record<string, Step>; checks: Check[] };
export type Step = {
  title: string;
  /** Where it stands in the official form, e.g. 第二部分. */
  part: string;
  guidance?: string;
  fields: Record<string, Field>;
  when?: (context: FormContext) => boolean;
};

/** What a person typed or chose, as it came: parsed when read, so a tightened rule reopens its step and loses nothing. */
export const rawItem = z.record(z.string(), z.string()).and(z.object({ id: z.string() }));
export const fileRef = z.object({
  id: z.string(),
  name: z.string(),
  size: z.number(),
  sha256: z.string(),
  key: z.string(),
  /** message_id/file_key it came from: the same message attached twice stays one file. */
  source: z.string(),
  /** When its message was sent, in ms since 1970: files of a batch stand in that order, whichever was fetched first. */
  sentAtMs: z.number().optional(),
  /** What it is by its content; absent in what an older release kept. */
  kind: z.string().optional(),
  /** Of a PDF. */
  pages: z.int().optional(),
});
export const rawValue = z.union([z.string(), z.array(rawItem), z.array(fileRef), z.null()]);
export const answers = z.record(z.string(), z.record(z.string(), rawValue));

export type RawItem = z.infer<typeof rawItem>;
export type FileRef = z.infer<typeof fileRef>;
export type Raw = z.infer<typeof rawValue>;
/** { [step]: { [field]: raw } }; null = asked and left blank, absent = not asked yet. */
export type Answers = z.infer<typeof answers>;

/** What rules may look at beside the answers themselves. */
export type FormContext = {
  answers: Answers;
  departments: DepartmentOption[];
  facts: Record<string, string>;
  /** Sections that a correction has changed since they were last looked at, and what is different, in words. */
  corrected?: Record<string, string[]>;
};
export type DepartmentOption = { code: string; kind: string; name: string };

/** `also`: how else people write it in their own tables. */
export type Option = { value: string; text: string; also?: string[] };
type Common = {
  label: string;
  /** How to answer and why it is asked. */
  hint?: string;
  /** Shown in the empty control; never anybody's real answer. */
  sample?: string;
  /** Other names people use for it when they ask to change it. */
  aka?: string[];
  /** How else people head its column in a table of their own. */
  heads?: string[];
  optional?: boolean;
  when?: (context: FormContext) => boolean;
  /** Shown in the empty control; saved only when the person saves it. */
  prefill?: (context: FormContext) => string;
  /** Rows of a multi-line input; one line when absent. */
  rows?: number;
};
export type Line = Common & {
  kind: 'line';
  rule: z.ZodType<unknown, string>;
  /** Shown masked once it holds; left as shown, it is kept. */
  masked?: 'mobile' | 'email';
  /** Digits and addresses: full-width signs and blanks are typed by habit and mean nothing. */
  compact?: boolean;
};
export type Choice = Common & { kind: 'choice'; options: (context: FormContext) => Option[] };
/** Long text with a guideline of 字数 where the form names one; may exceed 1000 characters and then comes in several inputs or as messages. */
export type Paragraph = Common & { kind: 'paragraph'; guideline: number | undefined; aspects: Aspect[] };
/** One entry a line, columns separated by ； or | . */
export type Lines = Common & { kind: 'lines'; columns: string[]; example: string };
export type Roster = Common & {
  kind: 'roster';
  noun: string;
  min: number;
  max?: number;
  item: Record<string, Line | Choice | Paragraph>;
  title: (item: RawItem) => string;
};
export type Files = Common & { kind: 'files'; min: number };
export type Field = Line | Choice | Paragraph | Lines | Roster | Files;
/** An aspect the guidance of the form names; any of the words counts as treated. */
export type Aspect = { name: string; words: string[] };

export type Severity = 'block' | 'warn';
export type Problem = {
  step: string;
  field?: string;
  item?: string;
  severity: Severity;
  words: string /** The same in a few words, for a list of sections. */;
  lacks?: string;
};
/** A rule over several fields (domain rule numbers stand at the rules themselves). */
export type Check = (context: FormContext) => Problem | undefined | false;

type Extra = Omit<Common, 'label'>;

export const step = (part: string, title: string, fields: Record<string, Field>, extra: Partial<Step> = {}): Step => ({
  part,
  title,
  fields,
  ...extra,
});
export const line = (
  label: string,
  rule: z.ZodType<unknown, string>,
  extra: Extra & Pick<Line, 'masked' | 'compact'> = {},
): Line => ({
  kind: 'line',
  label,
  rule,
  ...extra,
});
export const choice = (label: string, options: Option[] | Choice['options'], extra: Extra = {}): Choice => ({
  kind: 'choice',
  label,
  options: typeof options === 'function' ? options : () => options,
  ...extra,
});
export const paragraph = (
  label: string,
  guideline: number | undefined,
  aspects: Aspect[],
  extra: Extra = {},
): Paragraph => ({
  kind: 'paragraph',
  label,
  guideline,
  aspects,
  ...extra,
});
export const lines = (label: string, columns: string[], example: string, extra: Extra = {}): Lines => ({
  kind: 'lines',
  label,
  columns,
  example,
  ...extra,
});
export const roster = (
  label: string,
  noun: string,
  item: Roster['item'],
  extra: Extra & Pick<Roster, 'min' | 'max' | 'title'>,
): Roster => ({ kind: 'roster', label, noun, item, ...extra });
export const files = (label: string, min: number, extra: Extra = {}): Files => ({
  kind: 'files',
  label,
  min,
  ...extra,
});

export const optionsOf = (...values: string[]): Option[] => values.map((value) => ({ value, text: value }));
export const aspect = (name: string, ...words: string[]): Aspect => ({ name, words: [name, ...words] });
