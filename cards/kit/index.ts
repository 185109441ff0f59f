export {
  type ButtonStyle,
  type ButtonWidth,
  buttons,
  type Confirm,
  callbackButton,
  linkButton,
  submitButton,
} from './buttons.ts';
export { type Bar, barChart } from './chart.ts';
export { CardFault, cardBytes, cardNodes, check, sizeOf } from './check.ts';
export { checker, datePicker, form, INPUT_MAX_LENGTH, input, multiSelect, type Option, select } from './controls.ts';
export { card, hasForm, panel, row } from './layout.ts';
export { esc, type Markdown, mdt } from './markdown.ts';
export type { Nest } from './nest.ts';
export type {
  Button,
  Card,
  Element,
  Form,
  HeaderColor,
  Inner,
  Table,
  TagColor,
  TextColor,
  TextSize,
} from './schema.ts';
export { table } from './table.ts';
export { clip, errorText, facts, flashPart, heading, hr, md, note, text } from './text.ts';
