import { type ContactForm, contactLabels } from '../services/departments/contacts.ts';
import { clip, errorText, facts, INPUT_MAX_LENGTH, type Inner, input } from './kit/index.ts';
import { maskEmail, maskMobile } from './mask.ts';

type Columns = Omit<ContactForm, 'departmentCode'>;
const columns = (Object.keys(contactLabels) as (keyof ContactForm)[]).filter(
  (column): column is keyof Columns => column !== 'departmentCode',
);

/** The columns of 附件2 beside 单位, to be typed; what is wrong stands at its field. */
export const contactInputs = (typed: Record<string, string>, errors: Record<string, string>): Inner[] =>
  columns.flatMap((column) => [
    input({
      name: column,
      label: contactLabels[column],
      value: clip(typed[column] ?? '', INPUT_MAX_LENGTH - 2),
    }),
    ...(errors[column] ? [errorText(errors[column])] : []),
  ]);

/** A row of 附件2 as cards show it. */
export const contactFacts = (row: Columns): Inner => {
  const { name, position, officePhone, mobile, email } = maskedRow(row);
  return facts([
    ['姓名', `${clip(name, 40)}（${clip(position, 60)}）`],
    ['办公电话', clip(officePhone, 30)],
    ['手机', mobile],
    ['邮箱', clip(email, 60)],
  ]);
};

/** The platform may refuse a message for a mobile or an e-mail in full. */
export const maskedRow = <R extends Columns>(row: R): R => ({
  ...row,
  mobile: maskMobile(row.mobile),
  email: maskEmail(row.email),
});

/** What was typed over a masked row: a column that still shows its mask was left as it is. */
export const unmasked = (typed: Record<string, string>, before: ContactForm): ContactForm => {
  const shown = maskedRow(before);
  return {
    ...before,
    ...Object.fromEntries(
      columns.map((column) => {
        const text = (typed[column] ?? '').trim();
        return [column, text === shown[column] ? before[column] : text];
      }),
    ),
  };
};
