import { platformNow } from './platform-time.ts';
import type { Message } from './protocol.ts';

const zone = 'Asia/Shanghai';
const day = new Intl.DateTimeFormat('zh-CN', { timeZone: zone, year: 'numeric', month: 'numeric', day: 'numeric' });
const clock = new Intl.DateTimeFormat('zh-CN', { timeZone: zone, hour: '2-digit', minute: '2-digit', hour12: false });

/** "14:03" today, "11月22日 14:03" otherwise, the year added when it is another one; Beijing time. */
export function momentWords(at: number): string {
  const today = day.format(platformNow());
  const then = day.format(at);
  const time = clock.format(at);
  if (then === today) return time;
  const [year, month, date] = then.split('/');
  const sameYear = today.startsWith(`${year}/`);
  return `${sameYear ? '' : `${year}年`}${month}月${date}日 ${time}`;
}

/** A size in bytes as people read it. */
export function sizeWords(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** The one or two characters Feishu puts in an avatar. */
export function initials(name: string): string {
  return name.trim().slice(-2);
}

/** The beginning of a message, for a place that only refers to it. */
export function excerpt(message: Message): string {
  const kind =
    message.type === 'image' ? '[图片]' : message.type === 'file' ? `[文件] ${message.fileName ?? ''}` : undefined;
  const words = kind ?? message.text ?? message.card?.header?.title?.content ?? '[卡片]';
  return words.length > 40 ? `${words.slice(0, 40)}…` : words;
}

const formats: Record<string, Intl.DateTimeFormatOptions> = {
  date: { year: 'numeric', month: 'long', day: 'numeric' },
  date_short: { month: 'long', day: 'numeric' },
  week: { weekday: 'long' },
  week_short: { weekday: 'short' },
  time: { hour: '2-digit', minute: '2-digit', hour12: false },
  time_sec: { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false },
  timezone: { timeZoneName: 'short' },
};

/** A moment as the `format_type` of a `local_datetime` wants it, 2024-04-01 by default; Beijing time. */
export function momentAs(at: number, format = 'date_num'): string {
  const options = formats[format];
  if (!options) return new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(at);
  return new Intl.DateTimeFormat('zh-CN', { timeZone: zone, ...options }).format(at);
}
