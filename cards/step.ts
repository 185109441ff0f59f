import { contextOf, type Filing, formOf, institutionName, routeOfFiling } from '../services/filing/filing.ts';
import { countWords } from '../services/form/count.ts';
import type {
  Field,
  FileRef,
  Files,
  FormContext,
  Raw,
  RawItem,
  Roster,
  Severity,
  Step,
} from '../services/form/define.ts';
import {
  fieldProblems,
  isGiven,
  itemProblems,
  problemsOf,
  progressOf,
  relevantFields,
  relevantSteps,
} from '../services/form/read.ts';
import type { NoticeOf } from '../services/notice.ts';
import type { FilingView } from '../services/view.ts';
import { button, type Go, submit } from './actions.ts';
import { fileRows } from './file-rows.ts';
import { isLong, isTyped, partName, partsOf, prefilled } from './form-values.ts';
import {
  buttons,
  type Card,
  card,
  clip,
  type Element,
  errorText,
  flashPart,
  form,
  type Inner,
  input,
  md,
  mdt,
  note,
  row,
  select,
  text,
} from './kit/index.ts';

/** Rows with a button each, as many as a card of at most 200 nodes can hold; a longer list is picked from a menu. */
const ROWS_WITH_BUTTON = 16;
/** Rows of that menu. */
const ROWS_TO_PICK = 60;
/** A row's name, and words that may hold one: a person may type 1000 characters into any line. */
const NAME_LENGTH = 24;
const WORDS_LENGTH = 120;

/** One section of the form: its fields with guidance and faults, what is in its lists, and the ways on. */
export const stepCard = ({ step: key, flash, checked, added }: NoticeOf<'step'>, { filing }: FilingView): Card => {
  const context = contextOf(filing);
  const table = formOf(filing.round);
  const step = table.steps[key]!;
  const fields = relevantFields(step, context);
  const { done, total } = progressOf(table, context);
  const typed = fields.filter(([, field]) => isTyped(field));
  const rev = filing.revs[key] ?? 0;
  const save = (label: string, where: Go, primary = false) =>
    submit(label, 'step.save', { filing: filing.id, step: key, rev, go: where }, primary ? { style: 'primary' } : {});
  const open = (label: string, to: string | undefined, primary = false) =>
    button(
      label,
      to ? 'step.open' : 'check.open',
      { filing: filing.id, step: to ?? '' },
      primary ? { style: 'primary' } : {},
    );
  const { before, after } = neighbours(filing, key);
  return card({
    title: `${step.part}　${step.title}`,
    subtitle: institutionName(filing),
    tags: [{ text: `已完成 ${done}/${total}`, color: done === total ? 'green' : 'blue' }],
    elements: [
      flashPart(flash),
      added?.rev === rev && buttons(button('撤回刚才这段', 'text.cut', { filing: filing.id, step: key, ...added })),
      filing.review?.remarks && filing.status === 'returned' && remarks(filing),
      conflictPart(filing, key, step),
      step.guidance && note(step.guidance),
      key === 'route' && routePart(filing),
      typed.length > 0 &&
        form('step', [
          ...typed.flatMap(([name, field]) => control(name, field, filing, key, context, checked)),
          crossing(
            filing,
            key,
            typed.map(([name]) => name),
          ),
          buttons(
            save(after ? '保存，下一步' : '保存，去检查', 'next', true),
            before && save('上一步', 'back'),
            save('保存', 'stay'),
            save('先跳过', 'skip'),
            save('总览', 'check'),
          ),
        ]),
      fields.map(([name, field]) => listPart(name, field, filing, key, context, checked)),
      typed.length === 0 &&
        buttons(open('下一步', after, true), before && open('上一步', before), open('总览', undefined)),
    ],
  });
};

/** The sections before and after this one, among those that concern the filing. */
export const neighbours = (filing: Filing, key: string): { before?: string; after?: string } => {
  const keys = relevantSteps(formOf(filing.round), contextOf(filing)).map(([name]) => name);
  const at = keys.indexOf(key);
  return { before: keys[at - 1], after: keys[at + 1] };
};

const remarks = (filing: Filing): Inner =>
  md(mdt`<font color='red'>退回意见</font>：${clip(filing.review?.remarks ?? '', 500)}`);

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
    return [input({ name, label, value, multiline, ...(field.rows && { rows: field.rows }) })];
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

const control = (
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

const CHAT_HINT = '长文字也可以直接发到聊天里（可分多条），我会按顺序接在后面。';

/** Faults of one field in words: each line of a pasted list may have its own. */
const FAULTS_LISTED = 5;

/** What stands under a field: its faults in red, then advice; the hint only while there is no fault. */
export const remarksOn = (field: Field, raw: Raw | undefined, context: FormContext, checked = false): Inner[] => {
  const problems = isGiven(raw) || checked ? fieldProblems(field, raw, context) : [];
  const faults = problems.filter(({ severity }) => severity === 'block');
  const advice = problems.filter(({ severity }) => severity === 'warn');
  const counted = field.kind === 'paragraph' && advice.length === 0 && isGiven(raw);
  return [
    ...faults.slice(0, FAULTS_LISTED).map(({ words }) => errorText(clip(words, WORDS_LENGTH))),
    ...(faults.length > FAULTS_LISTED
      ? [errorText(`还有 ${faults.length - FAULTS_LISTED} 处同样要改，改完上面的会接着列出。`)]
      : []),
    ...advice.map(({ words }) => note(`提示：${words}`)),
    ...(counted ? [note(`现有 ${countWords(String(raw))} 字，要求 ${field.guideline} 字左右`)] : []),
    ...(faults.length === 0 && field.hint ? [note(field.hint)] : []),
  ];
};

/** Faults and advice that concern several fields at once, shown where they can be mended. */
const crossing = (filing: Filing, key: string, names: string[]): Inner[] => {
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
const problemLine = (severity: Severity, words: string): Inner =>
  severity === 'block' ? errorText(clip(words, WORDS_LENGTH)) : note(`提示：${clip(words, WORDS_LENGTH)}`);

const listPart = (
  name: string,
  field: Field,
  filing: Filing,
  key: string,
  context: FormContext,
  checked = false,
): Element[] => {
  if (field.kind === 'roster') return rosterPart(name, field, filing, key, context, checked);
  if (field.kind === 'files') return filesPart(name, field, filing, key, checked);
  return [];
};

const rosterPart = (
  name: string,
  field: Roster,
  filing: Filing,
  key: string,
  context: FormContext,
  checked: boolean,
): Element[] => {
  const raw = filing.answers[key]?.[name];
  const items = Array.isArray(raw) ? (raw as RawItem[]) : [];
  const place = { filing: filing.id, step: key, field: name };
  const whole = problemsOf(formOf(filing.round), context).filter(
    (problem) => problem.step === key && problem.field === name && !problem.item,
  );
  const full = field.max !== undefined && items.length >= field.max;
  return [
    field.hint && note(field.hint),
    items.length === 0 && text(`还没有添加。`, { color: 'grey' }),
    items.length <= ROWS_WITH_BUTTON
      ? items.map((item, index) => rosterRow(item, index, field, context, place))
      : pickPart(items, field, context, place),
    (checked || items.length > 0) && whole.map(({ severity, words }) => problemLine(severity, words)),
    !full &&
      buttons(
        button(
          `添加一${field.noun === '人' ? '位' : field.noun}`,
          'item.open',
          { ...place, item: 'new' },
          { style: 'primary' },
        ),
      ),
  ]
    .flat()
    .filter((element) => !!element);
};

type Place = { filing: string; step: string; field: string };

const rosterRow = (item: RawItem, index: number, field: Roster, context: FormContext, place: Place): Element =>
  row(md(rowWords(item, index, field, context)), button('修改', 'item.open', { ...place, item: item.id }));

const rowWords = (item: RawItem, index: number, field: Roster, context: FormContext) => {
  const faults = itemProblems(field, item, context).filter(({ severity }) => severity === 'block');
  const longest = Object.entries(field.item).find(([, part]) => part.kind === 'paragraph')?.[0] ?? '';
  const name = clip(field.title(item), NAME_LENGTH);
  const aside = [clip(item.role ?? '', NAME_LENGTH), `${countWords(item[longest] ?? '')} 字`]
    .filter(Boolean)
    .join(' · ');
  return faults.length
    ? mdt`${index + 1}. **${name}**　${aside}　<font color='red'>未填完</font>`
    : mdt`${index + 1}. **${name}**　${aside}`;
};

const pickPart = (all: RawItem[], field: Roster, context: FormContext, place: Place): Element[] => {
  const items = all.slice(0, ROWS_TO_PICK);
  return [
    md(mdt`${items.map((item, index) => rowWords(item, index, field, context))}`),
    form('pick', [
      ...select({
        name: 'item',
        label: '要修改哪一位',
        options: items.map((item, index) => ({
          value: item.id,
          text: `${index + 1}. ${clip(field.title(item), NAME_LENGTH)}`,
        })),
      }),
      buttons(submit('修改', 'item.pick', place)),
    ]),
    ...(all.length > items.length
      ? [note(`另有 ${all.length - items.length} ${field.noun}没有列出；删去上面的，会接着列出。`)]
      : []),
  ];
};

const filesPart = (name: string, field: Files, filing: Filing, key: string, checked: boolean): Element[] => {
  const raw = filing.answers[key]?.[name];
  const files = Array.isArray(raw) ? (raw as FileRef[]) : [];
  const place = { filing: filing.id, step: key, field: name };
  return [
    md(mdt`**${field.label}**（已收到 ${files.length} 份）`),
    ...fileRows(files, (label, file) => button(label, 'file.remove', { ...place, file })),
    ...(checked && files.length < field.min ? [errorText(`请发送“${field.label}”`)] : []),
    ...(field.hint ? [note(field.hint)] : []),
  ];
};

/** Where the material goes and why, with the notice's own words (通知二（一）). */
export const routePart = (filing: Filing): Element[] => {
  const route = routeOfFiling(filing);
  const nameOf = (code: string) =>
    filing.round.departments.find((department) => department.code === code)?.name ?? code;
  switch (route.kind) {
    case 'undecided':
      return [text('还差几个问题才能判断，请先完成“资格与隶属关系”。', { color: 'orange' })];
    case 'ineligible':
      return [
        md(mdt`<font color='red'>**${route.why}**</font>`, mdt`${route.next}`),
        note(`通知原文：${route.quote}`),
        note('如果前面选错了，请点“上一步”修改。'),
      ];
    case 'choice':
      return [md(mdt`${route.why}`)];
    default: {
      const to = route.kind === 'direct' ? '国家知识产权局公共服务司（直接提交）' : nameOf(route.code);
      const cc = route.cc.length ? mdt`**抄送**：${route.cc.map(nameOf).join('、')}` : mdt`**抄送**：无`;
      return [md(mdt`**材料提交给**：${to}`, cc, mdt`${route.why}`), note(`通知原文：${route.quote}`)];
    }
  }
};

/** Two people wrote different texts: both are shown and one is chosen. */
const conflictPart = (filing: Filing, key: string, step: Step): Element[] => {
  const conflict = filing.conflicts[key]?.[0];
  if (!conflict) return [];
  const by = clip(conflict.by.name, NAME_LENGTH);
  const differing = Object.entries(conflict.values).filter(([name, value]) => filing.answers[key]?.[name] !== value);
  const choose = (label: string, mine: boolean) =>
    button(label, 'conflict.choose', { filing: filing.id, step: key, mine }, mine ? {} : { style: 'primary' });
  return [
    md(mdt`<font color='red'>**两个人的内容不一样，两份都已保留，请选一份**</font>`),
    ...differing.map(([name, value]) =>
      md(
        mdt`**${step.fields[name]?.label ?? name}**`,
        mdt`现在的：${excerpt(filing.answers[key]?.[name])}`,
        mdt`${by}后存的：${excerpt(value)}`,
      ),
    ),
    buttons(choose('保留现在的', false), choose(`改用${by}的`, true)),
  ];
};

/** Several fields may differ at once, and each shows both texts. */
const EXCERPT_LENGTH = 100;

const excerpt = (raw: Raw | undefined): string => {
  if (typeof raw !== 'string') return raw ? `${raw.length} 项` : '（空）';
  return raw.length > EXCERPT_LENGTH ? `${clip(raw, EXCERPT_LENGTH)}（共 ${raw.length} 字符）` : raw;
};
