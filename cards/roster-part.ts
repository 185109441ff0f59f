import { type Filing, formOf } from '../services/filing/filing.ts';
import { fingerprint } from '../services/filing/fill-commands.ts';
import { countWords, lengthBand } from '../services/form/count.ts';
import type { FormContext, RawItem, Roster } from '../services/form/define.ts';
import { blocking, fieldProblems, isGiven, itemsAt, problemsOf } from '../services/form/read.ts';
import { button, submit } from './actions.ts';
import { problemLine } from './field-part.ts';
import { buttons, clip, type Element, form, type Markdown, md, mdt, note, row, select, text } from './kit/index.ts';

/** Rows with a button each; a longer list is read as lines, and a row is chosen from the menu below it. */
const ROWS_WITH_BUTTON = 12;
/** Rows of a list that a card shows. */
const ROWS_SHOWN = 60;
/** A row's name: a person may type 1000 characters into any line. */
const NAME_LENGTH = 24;

/** `back`: opened from the check. `checked`: what is missing is named though nothing has been added. `picked`: the row that was just moved. */
export type ListLook = { checked?: boolean | undefined; picked?: string | undefined; back?: boolean | undefined };

/** A list of people or cases: each row with its state in words, and what can be done with it. */
export const rosterPart = (
  name: string,
  field: Roster,
  filing: Filing,
  key: string,
  context: FormContext,
  { checked, picked, back }: ListLook,
): Element[] => {
  const items = itemsAt(filing.answers, key, name);
  const shown = items.slice(0, ROWS_SHOWN);
  const words = shown.map((item, index) => rowWords(item, index, field, context));
  const place = { filing: filing.id, step: key, field: name, ...(back && { back }) };
  const problems = problemsOf(formOf(filing.round), context).filter(
    (problem) => problem.step === key && problem.field === name,
  );
  const whole = problems.filter(({ item }) => !item);
  // Of a list that is complete the way on is the next thing to do.
  const look = blocking(problems).length ? ({ style: 'primary' } as const) : {};
  const withButtons = items.length <= ROWS_WITH_BUTTON;
  const open = items.filter((item) => stateOf(item, field, context) !== DONE).length;
  const one = counted(field);
  return [
    field.hint && note(field.hint),
    items.length === 0 && text('还没有添加。', { color: 'grey' }),
    items.length > 0 &&
      note(`共 ${items.length} ${one}，${open ? `其中 ${open} ${one}还没有填完` : '都已填完'}，按这个顺序写进备案表。`),
    withButtons
      ? shown.map((item, at) => row(md(words[at]!), button('修改', 'item.open', { ...place, item: item.id })))
      : md(mdt`${words}`),
    items.length > shown.length && note(`另有 ${items.length - shown.length} ${one}没有列出；删去上面的，会接着列出。`),
    (checked || items.length > 0) && whole.map(({ severity, words }) => problemLine(severity, words)),
    (field.max === undefined || items.length < field.max) &&
      buttons(
        button(`添加一${one}`, 'item.open', { ...place, item: 'new' }, look),
        button('下载 Excel 模板', 'table.template', place),
      ),
    note(TABLE_HINT),
    items.length > 1 && arrangePart(shown, field, place, picked, withButtons),
  ]
    .flat()
    .filter((element) => !!element);
};

const TABLE_HINT = '多条可以一次加入：把填好的 Excel 发到聊天里，或把表格直接粘贴到聊天里，看过预览再决定。';

type Place = { filing: string; step: string; field: string; back?: boolean };

/** 位 for people, else the form's own word. */
const counted = ({ noun }: Roster): string => (noun === '人' ? '位' : noun);

/** One menu for all rows instead of four buttons in each: a card holds 200 nodes, and a row on a phone two things. */
const arrangePart = (
  shown: RawItem[],
  field: Roster,
  place: Place,
  picked: string | undefined,
  withButtons: boolean,
) => {
  const options = shown.map((item, index) => ({
    value: pickValue(item, index),
    text: `${index + 1}. ${clip(field.title(item), NAME_LENGTH)}`,
  }));
  const at = shown.findIndex(({ id }) => id === picked);
  return form('pick', [
    select({
      name: 'item',
      label: withButtons ? '调整顺序或删除：先选一条' : '先选一条，再点下面的按钮',
      options,
      value: options[at]?.value ?? '',
    }),
    buttons(
      !withButtons && submit('修改', 'item.pick', place),
      submit('上移', 'item.arrange', { ...place, how: 'up' }),
      submit('下移', 'item.arrange', { ...place, how: 'down' }),
      submit('删除', 'item.arrange', { ...place, how: 'remove' }, { style: 'danger' }),
    ),
  ]);
};

/** What the menu says of a row: which it is, its content and its place as they were shown. */
const pickValue = (item: RawItem, index: number): string => `${item.id} ${fingerprint(item)} ${index}`;

/** The row chosen in the menu, or undefined when none was. Of a card from an older release only the id is known. */
export const readPick = (chosen: unknown): { id: string; was: string; index: number } | undefined => {
  if (typeof chosen !== 'string' || !chosen) return undefined;
  const [id = '', was = '', index = '0'] = chosen.split(' ');
  return { id, was, index: Number(index) };
};

/** Colour only repeats what the words say. */
const rowWords = (item: RawItem, index: number, field: Roster, context: FormContext): Markdown => {
  const state = stateOf(item, field, context);
  const name = clip(field.title(item), NAME_LENGTH);
  const aside = [...factsOf(item, field), ...lengthsOf(item, field)].join(' · ');
  return state === DONE
    ? mdt`${index + 1}. **${name}**　${aside}　<font color='green'>${state}</font>`
    : mdt`${index + 1}. **${name}**　${aside}　<font color='red'>${state}</font>`;
};

/** What stands beside the name: the role of a person, the time of a case. */
const factsOf = (item: RawItem, field: Roster): string[] =>
  Object.entries(field.item)
    .filter(([, part]) => part.kind !== 'paragraph')
    .slice(1)
    .map(([key]) => clip(item[key] ?? '', NAME_LENGTH))
    .filter(Boolean);

const bands = { empty: '', far_short: '，明显偏短', short: '，略短', fine: '', long: '，偏长' };

const lengthsOf = (item: RawItem, field: Roster): string[] =>
  Object.entries(field.item).flatMap(([key, part]) => {
    if (part.kind !== 'paragraph' || !isGiven(item[key])) return [];
    const count = countWords(item[key] ?? '');
    return [`${count} 字${part.guideline === undefined ? '' : bands[lengthBand(count, part.guideline)]}`];
  });

const DONE = '完成';

/** 完成, what is missing (缺个人简介), or what is wrong. */
const stateOf = (item: RawItem, field: Roster, context: FormContext): string => {
  const parts = Object.entries(field.item);
  const lacking = parts.filter(([key, part]) => !part.optional && !isGiven(item[key])).map(([, part]) => part.label);
  if (lacking.length) return `缺${lacking.join('、')}`;
  const wrong = parts.filter(([key, part]) =>
    fieldProblems(part, item[key], context).some(({ severity }) => severity === 'block'),
  );
  return wrong.length ? `${wrong.map(([, part]) => part.label).join('、')}要改` : DONE;
};
