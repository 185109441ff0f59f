import type { FaultKind, Kind } from './protocol.ts';

export const KINDS: Record<Kind, string> = { api: '接口', event: '事件', callback: '回调', violation: '违规' };

/** Every fault by its name, what it does, and in what it is counted. */
export const FAULTS: { kind: FaultKind; name: string; tip: string; unit: string }[] = [
  { kind: 'serverError', name: '接口报 500', tip: '平台内部出错，没有生效', unit: '次调用' },
  { kind: 'reset', name: '连接中断', tip: '生效之前断开连接', unit: '次调用' },
  { kind: 'lostReply', name: '应答丢失', tip: '已经生效，应答没有送到', unit: '次调用' },
  { kind: 'rateLimit', name: '频率限制', tip: 'HTTP 429，99991400，1 秒后再试', unit: '次调用' },
  { kind: 'revoked', name: '凭证失效', tip: '吊销所有 token，应答 99991663', unit: '次调用' },
  { kind: 'storage', name: '存储已满', tip: '上传、下载应答 234042', unit: '个文件' },
  { kind: 'duplicate', name: '事件重复', tip: '机器人应答 200 之后再推一遍', unit: '个事件' },
  {
    kind: 'lostAnswer',
    name: '事件应答丢失',
    tip: '平台没收到 200，按 15 秒、5 分、1 小时、6 小时重推',
    unit: '个事件',
  },
  { kind: 'disorder', name: '事件乱序', tip: '攒够这么多个事件，换个顺序推送', unit: '个事件' },
];

/** What the log calls a fault that struck. */
export function faultWords(fault: string): string {
  return FAULTS.find(({ kind }) => kind === fault)?.name ?? '计划的故障';
}

const stamp = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

/** "2026-11-22 周日 14:03:09", Beijing time. */
export function stampWords(at: number): string {
  const parts = Object.fromEntries(stamp.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${parts.year}-${parts.month}-${parts.day} ${parts.weekday} ${parts.hour}:${parts.minute}:${parts.second}`;
}

/** "11-22 14:03:09", Beijing time. */
export function shortStamp(at: number): string {
  return stampWords(at).replace(/^\d+-/, '').replace(/ \S+ /, ' ');
}

/** A body as people read it: indented, and JSON that stands in a string of it (the content of a message) unfolded. */
export function bodyWords(body: string): string {
  const value = parsed(body);
  return value === undefined ? body : JSON.stringify(value, (_, inner) => parsed(inner) ?? inner, 2);
}

function parsed(text: unknown): unknown {
  if (typeof text !== 'string' || !/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
