import { countWords, lengthBand } from './count.ts';
import type {
  Answers,
  Aspect,
  Choice,
  Field,
  FileRef,
  Form,
  FormContext,
  Line,
  Lines,
  Paragraph,
  Problem,
  Raw,
  RawItem,
  Roster,
  Step,
} from './define.ts';

export type StepState = 'untouched' | 'corrected' | 'open' | 'faulty' | 'done';

/** The steps that concern this filing, in the order of the form. */
export const relevantSteps = (form: Form, context: FormContext): [string, Step][] =>
  Object.entries(form.steps).filter(([, step]) => !step.when || step.when(context));

export const relevantFields = (step: Step, context: FormContext): [string, Field][] =>
  Object.entries(step.fields).filter(([, field]) => !field.when || field.when(context));

/** Everything wrong or worth a look, in the order of the form. Computed, never stored. */
export const problemsOf = (form: Form, context: FormContext): Problem[] => {
  const relevant = relevantSteps(form, context);
  const own = relevant.flatMap(([key, step]) =>
    relevantFields(step, context).flatMap(([name, field]) =>
      fieldProblems(field, context.answers[key]?.[name], context).map((found) => ({
        step: key,
        field: name,
        ...found,
      })),
    ),
  );
  // A rule over a field that a correction has taken out has no place left where it could be mended.
  const crossing = form.checks
    .map((check) => check(context))
    .filter((found) => !!found)
    .filter(({ step, field }) => !field || form.steps[step]?.fields[field]);
  const order = relevant.map(([key]) => key);
  return [...correctedProblems(context), ...own, ...crossing]
    .filter((problem) => order.includes(problem.step))
    .sort((a, b) => order.indexOf(a.step) - order.indexOf(b.step));
};

/** Whoever has answered a section has to see what has changed in it before anything is frozen. */
const correctedProblems = ({ corrected = {} }: FormContext): Problem[] =>
  Object.entries(corrected).map(([step, words]) => ({
    step,
    severity: 'block',
    words: `这几题变了，请看过后保存：${words.join('；')}`,
    lacks: `这几题变了：${words.join('；')}`,
  }));

export const blocking = (problems: Problem[]): Problem[] => problems.filter((problem) => problem.severity === 'block');

/**
 * 未开始 / 有更正 / 填写中 / 有问题 / 完成. A step with a wrong answer is faulty, with a missing one open. One that asks nothing of
 * this filing is done when nothing is wrong with it: there is nothing to touch.
 */
export const stepState = (key: string, step: Step, problems: Problem[], context: FormContext): StepState => {
  if (context.corrected?.[key]) return 'corrected';
  const here = context.answers[key] ?? {};
  const fields = relevantFields(step, context);
  const touched = fields.some(([name]) => isGiven(here[name]));
  const faults = blocking(problems).filter((problem) => problem.step === key);
  if (!faults.length) return touched || !fields.length || Object.values(here).length ? 'done' : 'untouched';
  if (!touched) return 'untouched';
  return faults.some((fault) => fault.field && isGiven(here[fault.field])) ? 'faulty' : 'open';
};

/** The step to show next: the first relevant one (of those that are `theirs`) that is not done; undefined when all are. No cursor is stored. */
export const nextStep = (
  form: Form,
  context: FormContext,
  theirs: (step: string) => boolean = () => true,
): string | undefined => {
  const problems = problemsOf(form, context);
  return relevantSteps(form, context).find(
    ([key, step]) => theirs(key) && stepState(key, step, problems, context) !== 'done',
  )?.[0];
};

/** The sections before and after this one, among those that concern the filing. */
export const neighbours = (form: Form, context: FormContext, key: string): { before?: string; after?: string } => {
  const keys = relevantSteps(form, context).map(([name]) => name);
  const at = keys.indexOf(key);
  return { before: keys[at - 1], after: keys[at + 1] };
};

export const progressOf = (form: Form, context: FormContext): { done: number; total: number } => {
  const problems = problemsOf(form, context);
  const steps = relevantSteps(form, context);
  const done = steps.filter(([key, step]) => stepState(key, step, problems, context) === 'done').length;
  return { done, total: steps.length };
};

/** The titles of the sections that are not done yet, in their order. */
export const undoneTitles = (form: Form, context: FormContext): string[] => {
  const problems = problemsOf(form, context);
  return relevantSteps(form, context)
    .filter(([key, step]) => stepState(key, step, problems, context) !== 'done')
    .map(([, { title }]) => title);
};

export const isGiven = (raw: Raw | undefined): boolean =>
  typeof raw === 'string' ? raw.trim() !== '' : Array.isArray(raw) && raw.length > 0;

export const textAt = (answers: Answers, step: string, field: string): string => {
  const raw = answers[step]?.[field];
  return typeof raw === 'string' ? raw.trim() : '';
};
export const itemsAt = (answers: Answers, step: string, field: string): RawItem[] => {
  const raw = answers[step]?.[field];
  return Array.isArray(raw) ? (raw as RawItem[]) : [];
};
export const filesAt = (answers: Answers, step: string, field: string): FileRef[] => {
  const raw = answers[step]?.[field];
  return Array.isArray(raw) ? (raw as FileRef[]) : [];
};

/** The columns of each entry of a `lines` answer, blank lines dropped. Semicolons, bars and tabs part them; commas only where none of these is there. */
export const entriesOf = (text: string): string[][] =>
  text
    .split('\n')
    .map((entry) => entry.trim())
    .filter(Boolean)
    .map((entry) => entry.split(/[；;|｜\t]/.test(entry) ? /[；;|｜\t]/ : /[，,]/).map((cell) => cell.trim()));

/**
 * Problems of one field's own value; words for the person, at the field. A value of another kind than the field's (an
 * older release stored it, say) asks for a new answer.
 */
export function fieldProblems(field: Field, raw: Raw | undefined, context: FormContext): Omit<Problem, 'step'>[] {
  if (!isGiven(raw)) return field.optional || minimumZero(field) ? [] : [{ severity: 'block', words: missing(field) }];
  if (Array.isArray(raw) !== (field.kind === 'roster' || field.kind === 'files')) {
    return [{ severity: 'block', words: `请重新填写“${field.label}”` }];
  }
  switch (field.kind) {
    case 'line':
      return lineProblems(field, raw as string);
    case 'choice':
      return choiceProblems(field, raw as string, context);
    case 'paragraph':
      return paragraphProblems(field, raw as string);
    case 'lines':
      return linesProblems(field, raw as string);
    case 'roster':
      return rosterProblems(field, raw as RawItem[], context);
    case 'files':
      return (raw as FileRef[]).length < field.min ? [{ severity: 'block', words: missing(field) }] : [];
  }
}

const minimumZero = (field: Field) => (field.kind === 'files' || field.kind === 'roster') && field.min === 0;

const missing = (field: Field): string => {
  const verbs = {
    line: '请填写',
    paragraph: '请填写',
    lines: '请填写',
    choice: '请选择',
    roster: '请添加',
    files: '请发送',
  };
  return `${verbs[field.kind]}“${field.label}”`;
};

const lineProblems = (field: Line, raw: string): Omit<Problem, 'step'>[] => {
  const parsed = field.rule.safeParse(raw.trim());
  if (parsed.success) return [];
  return [{ severity: 'block', words: `${field.label}：${parsed.error.issues[0]?.message ?? '请检查'}` }];
};

const choiceProblems = (field: Choice, raw: string, context: FormContext): Omit<Problem, 'step'>[] =>
  field.options(context).some((option) => option.value === raw)
    ? []
    : [{ severity: 'block', words: `请重新选择“${field.label}”` }];

const paragraphProblems = (field: Paragraph, raw: string): Omit<Problem, 'step'>[] => {
  const found: Omit<Problem, 'step'>[] = [];
  const count = countWords(raw);
  // The notice asks for lengths "左右" and allows more where needed (填表说明五), so length never blocks.
  const band = field.guideline === undefined ? 'fine' : lengthBand(count, field.guideline);
  const size = `${field.label}现有 ${count} 字，要求 ${field.guideline} 字左右`;
  if (band === 'far_short') found.push({ severity: 'warn', words: `${size}，明显偏短，建议补充` });
  if (band === 'short') found.push({ severity: 'warn', words: `${size}，略短` });
  if (band === 'long') found.push({ severity: 'warn', words: `${size}，偏长（确需增加的可以保留）` });
  const untreated = untreatedIn(field, raw);
  if (untreated.length) {
    const names = untreated.map((aspect) => aspect.name).join('、');
    found.push({ severity: 'warn', words: `${field.label}似乎没有写到：${names}` });
  }
  return found;
};

/** The aspects the guidance of the form names that a text does not mention by any of their words. */
export const untreatedIn = (field: Paragraph, text: string): Aspect[] =>
  field.aspects.filter((aspect) => !aspect.words.some((word) => text.includes(word)));

const linesProblems = (field: Lines, raw: string): Omit<Problem, 'step'>[] =>
  entriesOf(raw).flatMap((cells, index) => {
    const lacking = field.columns.filter((_, column) => !cells[column]);
    return lacking.length
      ? [
          {
            severity: 'block' as const,
            words: `${field.label}第 ${index + 1} 行缺少${lacking.join('、')}，写法如：${field.example}`,
          },
        ]
      : [];
  });

const rosterProblems = (field: Roster, items: RawItem[], context: FormContext): Omit<Problem, 'step'>[] => {
  const found = items.flatMap((item) => itemProblems(field, item, context));
  if (items.length < field.min) {
    found.push({
      severity: 'block',
      words: `${field.label}至少 ${field.min} ${field.noun}，现有 ${items.length}`,
      lacks: `还差 ${field.min - items.length} ${field.noun}`,
    });
  }
  if (field.max !== undefined && items.length > field.max) {
    found.push({
      severity: 'block',
      words: `${field.label}最多 ${field.max} ${field.noun}，现有 ${items.length}，请删去`,
    });
  }
  return found;
};

/** Problems of one row of a roster; each names the row. */
export const itemProblems = (field: Roster, item: RawItem, context: FormContext): Omit<Problem, 'step'>[] =>
  Object.entries(field.item).flatMap(([key, part]) =>
    fieldProblems(part, item[key], context).map((problem) => ({
      severity: problem.severity,
      words: `${field.title(item)}：${problem.words}`,
      item: item.id,
    })),
  );
