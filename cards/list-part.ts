import type { Filing } from '../services/filing/filing.ts';
import type { Field, Files, FormContext } from '../services/form/define.ts';
import { filesAt } from '../services/form/read.ts';
import { fileRows } from './file-rows.ts';
import { type Element, errorText, md, mdt, note } from './kit/index.ts';
import { type ListLook, rosterPart } from './roster-part.ts';

/** What a section holds beside its form: rows of people or cases, received files. */
export const listPart = (
  name: string,
  field: Field,
  filing: Filing,
  key: string,
  context: FormContext,
  look: ListLook = {},
): Element[] => {
  if (field.kind === 'roster') return rosterPart(name, field, filing, key, context, look);
  if (field.kind === 'files') return filesPart(name, field, filing, key, !!look.checked);
  return [];
};

const filesPart = (name: string, field: Files, filing: Filing, key: string, checked: boolean): Element[] => {
  const files = filesAt(filing.answers, key, name);
  return [
    md(mdt`**${field.label}**（已收到 ${files.length} 份）`),
    ...fileRows(files, { filing: filing.id, step: key }),
    ...(checked && files.length < field.min ? [errorText(`请发送“${field.label}”`)] : []),
    ...(field.hint ? [note(field.hint)] : []),
  ];
};
