import { closeClick } from './api-card-update.ts';
import { CARD_LIFE_MS } from './api-messages.ts';
import { formValue, isControl, type Part, partsOf, refusedByClient } from './card-parts.ts';
import { failed, type Outcome, settle, stopped } from './click-answer.ts';
import { type Deliveries, tenantKey } from './delivery.ts';
import type { Platform } from './platform.ts';
import { newId } from './store.ts';
import type { Card, Message, Person, UpdateToken } from './types.ts';

export type { Outcome, Toast } from './click-answer.ts';

/** A click as the client makes it: the part as drawn on the card the person sees, which may be older than the message. */
export type Click = {
  part: Part;
  /** What was entered in the form, by control name, in the shape of form_value. */
  entered?: Record<string, unknown>;
  /** For controls outside a form: input_value, option, options or checked. */
  chosen?: { input_value?: string; option?: string; options?: string[]; checked?: boolean };
};

/** The controls whose values depend on where their user is: with them the callback tells the time zone. */
const IN_TIME = ['date_picker', 'picker_time', 'picker_datetime'];

/** Makes one click: the client's own checks, the callback, and what its answer does to the card. */
export async function click(
  platform: Platform,
  deliveries: Deliveries,
  person: Person,
  message: Message,
  { part, entered = {}, chosen }: Click,
): Promise<Outcome> {
  const { store, options } = platform;
  const { element, form } = part;
  const profile = options.profile ?? 'kind';
  const original = message.forwardedFrom === undefined ? undefined : store.messages.get(message.forwardedFrom);
  if (message.recalled) return stopped('消息已撤回');
  if (store.now().getTime() - (original ?? message).at > CARD_LIFE_MS) return stopped('卡片已过期，无法操作');
  if (element.disabled) return stopped(element.disabled_tips?.content ?? '该按钮不可点击');
  const inForm = form !== undefined && element.tag === 'button';
  if (form && !inForm) return stopped('表单里的控件随提交按钮一起发送');
  if (inForm && element.form_action_type !== 'submit') return {};
  const callback = callbackOf(element);
  const silent = ['button', 'checker', 'interactive_container'].includes(element.tag) && !inForm && !callback;
  if (silent) return {};
  if (original && !message.card?.config?.enable_forward_interaction) return stopped('转发的卡片不支持操作');

  if (form && !everyNamed(form)) return failed(200530);
  const values = form ? formValue(form, entered, profile) : undefined;
  const refused = form && refusedByClient(form, values!, profile);
  if (refused) return stopped(refused);
  if (store.locked.has(message.messageId)) return failed(200810);

  const token = newId('c-');
  const update: UpdateToken = { messageId: message.messageId, at: store.now().getTime(), uses: 0, answered: false };
  // Whether the callback of a forwarded card names the copy or the original is not documented; only the latter the bot knows.
  const named = original && profile === 'kind' ? original : message;
  const event = {
    operator: {
      tenant_key: person.tenantKey ?? tenantKey(options),
      open_id: person.openId,
      union_id: person.unionId,
    },
    token,
    action: {
      tag: element.tag,
      name: element.name,
      value: inForm && profile === 'harsh' ? undefined : (callback?.value ?? element.value),
      timezone: hasTime(part) ? 'Asia/Shanghai' : undefined,
      form_value: values,
      ...chosen,
    },
    host: 'im_message',
    context: { open_message_id: named.messageId, open_chat_id: named.chatId },
  };
  store.updateTokens.set(token, update);
  store.locked.add(message.messageId);
  try {
    const reply = await deliveries.callback(event, `${person.name}: ${element.name ?? element.tag}`);
    closeClick(store, message, update);
    return settle(platform, message, reply);
  } finally {
    store.locked.delete(message.messageId);
  }
}

/** How the callback names the value of a control that stands in no form. */
export function chosenAs(element: Card, value: unknown): Click['chosen'] {
  if (element.tag === 'input') return { input_value: String(value) };
  if (element.tag === 'checker') return { checked: Boolean(value) };
  return Array.isArray(value) ? { options: value.map(String) } : { option: String(value) };
}

function everyNamed(form: Card): boolean {
  const controls = partsOf({ elements: form.elements }).map(({ element }) => element);
  return controls.every(
    ({ tag, name }) => tag === 'interactive_container' || (typeof name === 'string' && name !== ''),
  );
}

function hasTime({ element, form }: Part): boolean {
  const controls = form ? partsOf({ elements: form.elements }).map((part) => part.element) : [element];
  return controls.some((control) => isControl(control) && IN_TIME.includes(control.tag));
}

function callbackOf(element: Card): Card | undefined {
  return (element.behaviors ?? []).find((behavior: Card) => behavior.type === 'callback');
}
