import { type Filing, formOf } from '../services/filing/filing.ts';
import { countWords } from '../services/form/count.ts';
import type { Field, Files, FormContext, RawItem, Roster } from '../services/form/define.ts';
import { filesAt, itemProblems, itemsAt, problemsOf } from '../services/form/read.ts';
import { button, submit } from './actions.ts';
import { problemLine } from './field-part.ts';
import { fileRows } from './file-rows.ts';
import { buttons, clip, type Element, errorText, form, md, mdt, note, row, select, text } from './kit/index.ts';

/** Rows with a button each, as many as a card of at most 200 nodes can hold; a longer list is picked from a menu. */
const ROWS_WITH_BUTTON = 16;
/** Rows of that menu. */
const ROWS_TO_PICK = 60;
/** A row's name: a person may type 1000 characters into any line. */
const NAME_LENGTH = 24;

/** What a section holds beside its form: rows of people or cases, received files. */
export const listPart = (
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
  const items = itemsAt(filing.answers, key, name);
  const place = { filing: filing.id, step: key, field: name };
  const whole = problemsOf(formOf(filing.round), context).filter(
    (problem) => problem.step === key && problem.field === name && !problem.item,
  );
  const full = field.max !== undefined && items.length >= field.max;
  return [
    field.hint && note(field.hint),
    items.length === 0 && text('还没有添加。', { color: 'grey' }),
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
  const files = filesAt(filing.answers, key, name);
  const place = { filing: filing.id, step: key, field: name };
  return [
    md(mdt`**${field.label}**（已收到 ${files.length} 份）`),
    ...fileRows(files, (label, file) => button(label, 'file.remove', { ...place, file })),
    ...(checked && files.length < field.min ? [errorText(`请发送“${field.label}”`)] : []),
    ...(field.hint ? [note(field.hint)] : []),
  ];
};
