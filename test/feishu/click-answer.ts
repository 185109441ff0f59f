import type { Reply } from './delivery.ts';
import { isObject, parseJson } from './http.ts';
import { refusalOf } from './message-content.ts';
import type { Platform } from './platform.ts';
import type { Card, Message } from './types.ts';

export type Toast = { type: 'success' | 'error' | 'info' | 'warning'; content: string };
/** What the client shows after a click; codes are the platform's, 0 is a refusal of the client without a request. */
export type Outcome = { toast?: Toast; error?: { code: number; words: string } };

/** A toast as the bot answers it: its words once for all, or by language. */
type Answered = { type?: Toast['type']; content?: string; i18n?: Record<string, string> };

const WORDS: Record<number, string> = {
  200080: '请求应用服务时出错',
  200340: '回调地址未配置或无效',
  200341: '操作超时，请稍后重试',
  200342: '无法连接到应用服务',
  200343: '无法解析应用服务的地址',
  200530: '表单项缺少标识，无法提交',
  200671: '应用服务返回了错误状态',
  200672: '应用服务返回的内容格式不正确',
  200673: '应用服务返回的卡片无效',
  200810: '正在处理上一次操作，请稍候',
  200830: '新版卡片不能替换为旧版卡片',
};

const UNANSWERED = { 'no url': 200340, late: 200341, unreachable: 200342, 'unknown host': 200343, broken: 200080 };

/** Reads the answer to a click, puts its card into the message, and says what the client shows. */
export function settle(platform: Platform, message: Message, reply: Reply): Outcome {
  const { store } = platform;
  const bad = (code: number, why: string) => {
    store.violate('bad callback answer', `${code} ${why}`);
    return failed(code);
  };
  if ('failed' in reply) return failed(UNANSWERED[reply.failed]);
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
    const fault = refusalOf(platform, card.data);
    if (fault) return bad(200673, fault.message);
    store.replaceCard(message, card.data as Card);
  }
  return toast === undefined ? {} : { toast: shownToast(toast as Answered) };
}

/** The client's words for an error of the platform. */
export function failed(code: number): Outcome {
  return { error: { code, words: `${WORDS[code]}（${code}）` } };
}

/** The client stops the click by itself. */
export function stopped(words: string): Outcome {
  return { error: { code: 0, words } };
}

function isToast(toast: unknown): toast is Answered {
  if (!isObject(toast) || Object.keys(toast).some((key) => !['type', 'content', 'i18n'].includes(key))) return false;
  const { type, content, i18n = {} } = toast;
  if (!isObject(i18n) || !Object.values(i18n).every((words) => typeof words === 'string')) return false;
  const said = typeof content === 'string' || (content === undefined && Object.keys(i18n).length > 0);
  return said && ['info', 'success', 'error', 'warning', undefined].includes(type as string | undefined);
}

function shownToast({ type = 'info', content = '', i18n = {} }: Answered): Toast {
  return { type, content: i18n.zh_cn ?? content };
}
