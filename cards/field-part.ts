import { contextOf, type Filing, formOf } from '../services/filing/filing.ts';
import type { Field, FormContext, Paragraph, Raw, Severity } from '../services/form/define.ts';
import { fieldProblems, isGiven, problemsOf } from '../services/form/read.ts';
import { isLong, partName, partsOf, prefilled } from './form-values.ts';
import { clip, errorText, type Inner, input, note, select } from './kit/index.ts';
import { aspectsLine, lengthLine } from './length-bar.ts';

/** Words that may hold a name: a person may type 1000 characters into any line. */
const WORDS_LENGTH = 120;

/** One field's controls, with its fault or its hint below. */
export const fieldControls = (name: string, field: Field, raw: Raw | undefined, context: FormContext): Inner[] => {
  const label = field.optional ? `${field.label}（选填）` : field.label;
  const value = prefilled(field, raw, context);
  if (field.kind === 'choice') return select({ name, label, options: field.options(context), value });
  const parts = partsOf(value);
  if (parts.length === 1 && field.kind === 'lines')
    return [input({ name, label, value, multiline: true, rows: 8, placeholder: `每行一项，例如：${field.example}` })];
  if (parts.length === 1 && field.kind !== 'paragraph') {
    const multiline = field.rows !== undefined || value.includes('\n');
    const placeholder = field.sample && `例如：${field.sample}`;
    return [
      input({
        name,
        label,
        value,
        multiline,
        ...(placeholder && { placeholder }),
        ...(field.rows && { rows: field.rows }),
      }),
    ];
  }
  const inputs = parts.map((part, index) =>
    input({
      name: partName(name, index),
      label: parts.length > 1 ? `${label}（第 ${index + 1} 段）` : label,
      value: part.text,
      multiline: true,
      rows: field.kind === 'paragraph' && isLong(field) ? 12 : 6,
    }),
  );
  const addition = field.kind === 'paragraph' && isLong(field) && value !== '';
  return addition
    ? [
        ...inputs,
        input({ name: partName(name, parts.length), label: '接着写（保存时接在后面）', multiline: true, rows: 4 }),
      ]
    : inputs;
};

/** A field of a section: its controls, what is wrong or missing, how to answer. */
export const fieldPart = (
  name: string,
  field: Field,
  filing: Filing,
  key: string,
  context: FormContext,
  checked = false,
): Inner[] => [
  ...fieldControls(name, field, filing.answers[key]?.[name], context),
  ...remarksOn(field, filing.answers[key]?.[name], context, checked),
  ...(field.kind === 'paragraph' && isLong(field) ? [note(CHAT_HINT)] : []),
];

const CHAT_HINT =
  '长文字也可以直接发到聊天里（可分多条），我按顺序合在一起，给您看过再放进来。也可以发飞书文档的链接。';

/** Faults of one field in words: each line of a pasted list may have its own. */
const FAULTS_LISTED = 5;

/** What stands under a field: its faults in red, then advice; the hint only while there is no fault. */
export const remarksOn = (field: Field, raw: Raw | undefined, context: FormContext, checked = false): Inner[] => {
  const problems = isGiven(raw) || checked ? fieldProblems(field, raw, context) : [];
  const faults = problems.filter(({ severity }) => severity === 'block');
  const advice = problems.filter(({ severity }) => severity === 'warn');
  return [
    ...faults.slice(0, FAULTS_LISTED).map(({ words }) => errorText(clip(words, WORDS_LENGTH))),
    ...(faults.length > FAULTS_LISTED
      ? [errorText(`还有 ${faults.length - FAULTS_LISTED} 处同样要改，改完上面的会接着列出。`)]
      : []),
    ...(field.kind === 'paragraph' && isGiven(raw)
      ? textNotes(field, String(raw))
      : [...advice.map(({ words }) => note(`提示：${words}`)), ...lengthNote(field)]),
    ...(faults.length === 0 && field.hint ? [note(field.hint)] : []),
  ];
};

/** 字数 against the guideline as a bar and in words, and which of the aspects the guidance names are treated. */
const textNotes = (field: Paragraph, text: string): Inner[] =>
  [lengthLine(field, text), aspectsLine(field, text)]
    .filter((words) => words !== undefined)
    .map((words) => note(words));

/** Before anything is written: how long it should be. */
const lengthNote = (field: Field): Inner[] =>
  field.kind === 'paragraph' && field.guideline !== undefined ? [note(`要求 ${field.guideline} 字左右`)] : [];

/** Faults and advice that concern several fields at once, shown where they can be mended. */
export const crossingPart = (filing: Filing, key: string, names: string[]): Inner[] => {
  const context = contextOf(filing);
  const own = new Set(
    names.flatMap((name) =>
      fieldProblems(formOf(filing.round).steps[key]!.fields[name]!, filing.answers[key]?.[name], context).map(
        (p) => p.words,
      ),
    ),
  );
  return problemsOf(formOf(filing.round), context)
    .filter(
      (problem) => problem.step === key && problem.field && names.includes(problem.field) && !own.has(problem.words),
    )
    .map(({ severity, words }) => problemLine(severity, words));
};

/** Fault or advice in one line; its words may hold a name of any length. */
export const problemLine = (severity: Severity, words: string): Inner =>
  severity === 'block' ? errorText(clip(words, WORDS_LENGTH)) : note(`提示：${clip(words, WORDS_LENGTH)}`);
