import { CARD_LIFE_MS } from './api-messages.ts';
import { formValue, type Part, refusedByClient } from './card-parts.ts';
import { type Deliveries, type Reply, tenantKey } from './delivery.ts';
import { isObject, parseJson } from './http.ts';
import { faultsOf } from './message-content.ts';
import type { Platform } from './platform.ts';
import { newId } from './store.ts';
import type { Card, Message, Person } from './types.ts';

export type Toast = { type: 'success' | 'error' | 'info' | 'warning'; content: string };
/** What the client shows after a click; codes are the platform's, 0 is a refusal of the client without a request. */
export type Outcome = { toast?: Toast; error?: { code: number; words: string } };

/** A click as the client makes it: the part as drawn on the card the person sees, which may be older than the message. */
export type Click = {
  part: Part;
  /** What was entered in the form, by control name, in the shape of form_value. */
  entered?: Record<string, unknown>;
  /** For controls outside a form: input_value, option, options or checked. */
  chosen?: { input_value?: string; option?: string; options?: string[]; checked?: boolean };
};

const WORDS: Record<number, string> = {
  200340: '回调地址未配置或无效',
  200341: '操作超时，请稍后重试',
  200342: '无法连接到应用服务',
  200671: '应用服务返回了错误状态',
  200672: '应用服务返回的内容格式不正确',
  200673: '应用服务返回的卡片无效',
  200810: '正在处理上一次操作，请稍候',
  200830: '新版卡片不能替换为旧版卡片',
};

/** Makes one click: the client's own checks, the callback, and what its answer does to the card. */
export async function click(
  platform: Platform,
  deliveries: Deliveries,
  person: Person,
  message: Message,
  { part, entered = {}, chosen }: Click,
): Promise<Outcome> {
  const { store } = platform;
  const { element, form } = part;
  const profile = platform.options.profile ?? 'kind';
  if (message.recalled) return stopped('消息已撤回');
  if (store.now().getTime() - message.at > CARD_LIFE_MS) return stopped('卡片已过期，无法操作');
  if (element.disabled) return stopped(element.disabled_tips?.content ?? '该按钮不可点击');
  const inForm = form !== undefined && element.tag === 'button';
  if (form && !inForm) return stopped('表单里的控件随提交按钮一起发送');
  if (inForm && element.form_action_type !== 'submit') return {};
  const callback = callbackOf(element);
  const silent = ['button', 'checker', 'interactive_container'].includes(element.tag) && !inForm && !callback;
  if (silent) return {};

  const values = form ? formValue(form, entered, profile) : undefined;
  const refused = form && refusedByClient(form, values!);
  if (refused) return stopped(refused);
  if (store.locked.has(message.messageId)) return failed(200810);

  const value = inForm && profile === 'harsh' ? undefined : callback?.value;
  const action = {
    tag: element.tag,
    name: element.name,
    value,
    timezone: 'Asia/Shanghai',
    form_value: values,
    ...chosen,
  };
  const event = {
    operator: {
      tenant_key: person.tenantKey ?? tenantKey(platform.options),
      open_id: person.openId,
      union_id: person.unionId,
    },
    token: newId('c-'),
    action,
    host: 'im_message',
    context: { open_message_id: message.messageId, open_chat_id: message.chatId },
  };
  store.locked.add(message.messageId);
  try {
    const reply = await deliveries.callback(event, `${person.name}: ${element.name ?? element.tag}`);
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

function settle(platform: Platform, message: Message, reply: Reply): Outcome {
  const { store } = platform;
  const bad = (code: number, why: string) => {
    store.violate('bad callback answer', `${code} ${why}`);
    return failed(code);
  };
  if ('failed' in reply) return failed({ 'no url': 200340, late: 200341, unreachable: 200342 }[reply.failed]);
  if (reply.status !== 200) return bad(200671, `HTTP ${reply.status}`);
  const answer = parseJson(reply.text);
  if (!isObject(answer)) return bad(200672, 'not a JSON object');
  const unknown = Object.keys(answer).find((key) => key !== 'toast' && key !== 'card');
  if (unknown) return bad(200672, `unknown key ${unknown}`);
  const { toast, card } = answer;
  if (toast !== undefined && !isToast(toast)) return bad(200672, 'malformed toast');
  if (card !== undefined) {
    if (!isObject(card) || card.type !== 'raw' || !isObject(card.data))
      return bad(200673, 'card is not {type: raw, data}');
    if (card.data.schema !== '2.0') return bad(200830, 'the card has no schema 2.0');
    const faults = faultsOf(platform, card.data);
    for (const { code, message: words, path } of faults) store.violate('bad card', `${code} ${words} (${path})`);
    if (faults.length > 0) return bad(200673, faults[0]!.message);
    store.replaceCard(message, card.data as Card);
  }
  return toast === undefined ? {} : { toast: toast as Toast };
}

function isToast(toast: unknown): boolean {
  return (
    isObject(toast) &&
    typeof toast.content === 'string' &&
    ['info', 'success', 'error', 'warning', undefined].includes(toast.type as string | undefined)
  );
}

function callbackOf(element: Card): Card | undefined {
  return (element.behaviors ?? []).find((behavior: Card) => behavior.type === 'callback');
}

function failed(code: number): Outcome {
  return { error: { code, words: `${WORDS[code]}（${code}）` } };
}

function stopped(words: string): Outcome {
  return { error: { code: 0, words } };
}
