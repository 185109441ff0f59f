import { type FormAction, type Payload, submit } from './actions.ts';
import { buttons, type Confirm, errorText, type Inner, input, type Nest } from './kit/index.ts';

type Button = ReturnType<typeof submit>;

/**
 * Beyond 原则上不超过 the department is asked: wait in its order (`instead`), or a reason and a second word (通知二（二）).
 */
export const overQuotaPart = <A extends FormAction>(
  { words, reason }: { words: string; reason: string },
  instead: Nest<Button>,
  again: { action: A; payload: Payload<A>; confirm: Confirm },
): Nest<Inner> => [
  errorText(words),
  input({ name: 'over', label: '超出名额推荐的理由（国家知识产权局会看到）', value: reason, multiline: true, rows: 3 }),
  buttons(instead, submit('仍然推荐', again.action, again.payload, { style: 'danger', confirm: again.confirm })),
];
