import { isAudience, offered } from '../../services/broadcasts/audiences.ts';
import {
  confirmBroadcast,
  draftBroadcast,
  loadBroadcast,
  MOST_WORDS,
  stopBroadcast,
} from '../../services/broadcasts/broadcasts.ts';
import { mustOperate } from '../../services/people/roles.ts';
import { Refusal } from '../../services/refusal.ts';
import { dayOf, longDay, timeOf } from '../../services/time.ts';
import { textsOf } from './departments.ts';
import { type Handler, saved } from './handler.ts';

export const listBroadcasts: Handler<'broadcast.list'> = async ({ operators, who }, { round }) => {
  mustOperate(operators, who);
  return { show: { kind: 'broadcasts', roundId: round } };
};

export const showBroadcastForm: Handler<'broadcast.form'> = async (
  { tx, operators, who },
  { round, broadcast: id },
) => {
  mustOperate(operators, who);
  if (!id) return { show: { kind: 'broadcastForm', roundId: round } };
  const { audience, text } = await loadBroadcast(tx, id);
  return { show: { kind: 'broadcastForm', roundId: round, typed: { audience, text } } };
};

/** The preview: nothing goes out yet. */
export const lookAtBroadcast: Handler<'broadcast.look'> = async ({ tx, operators, who, now }, { round }, form) => {
  mustOperate(operators, who);
  const typed = textsOf(form);
  const { audience = '', text = '' } = typed;
  const words = text.trim();
  const errors: Record<string, string> = {};
  if (!isAudience(audience) || !offered.includes(audience)) errors.audience = '请选择发给谁。';
  if (!words) errors.text = '请写要通知的内容。';
  else if (words.length > MOST_WORDS)
    errors.text = `内容有 ${words.length} 字，请控制在 ${MOST_WORDS} 字以内，写好的内容还在。`;
  if (!isAudience(audience) || Object.keys(errors).length)
    return { show: { kind: 'broadcastForm', roundId: round, typed, errors } };
  const broadcastId = await draftBroadcast(tx, { roundId: round, audience, text: words }, who, now);
  return { show: { kind: 'broadcastSheet', roundId: round, broadcastId } };
};

/** How far it is and what came of it. */
export const openBroadcast: Handler<'broadcast.open'> = async ({ operators, who }, { round, broadcast }) => {
  mustOperate(operators, who);
  return { show: { kind: 'broadcastSheet', roundId: round, broadcastId: broadcast } };
};

export const confirmSending: Handler<'broadcast.send'> = async (scene, payload) => {
  const { tx, enqueue, operators, who, now } = scene;
  mustOperate(operators, who);
  const { round: roundId, broadcast: id, audience, at, until } = payload;
  if (!isAudience(audience)) throw new Refusal('no_broadcast', '没有找到这次群发，请从“群发通知”重新开始。');
  if (until ? now.getTime() >= until : at && now.getTime() >= at) {
    const flash = '还没有发送：这张卡片上的时间已经过了。请再选一次什么时候发。';
    return { show: { kind: 'broadcastSheet', roundId, broadcastId: id, flash } };
  }
  const startAt = at ? new Date(at) : now;
  const count = await confirmBroadcast(tx, enqueue, { id, roundId, audience, startAt, by: who }, now);
  const flash =
    startAt > now
      ? `已安排：${longDay(dayOf(startAt))} ${timeOf(startAt)} 开始发给 ${count} 人，在那之前可以停止。`
      : `开始发给 ${count} 人。点“刷新”看进度。`;
  return { toast: saved('已确认'), show: { kind: 'broadcastSheet', roundId, broadcastId: id, flash } };
};

export const stopSending: Handler<'broadcast.stop'> = async (
  { tx, operators, who },
  { round: roundId, broadcast: id },
) => {
  mustOperate(operators, who);
  const held = await stopBroadcast(tx, id, roundId);
  const flash = `已停止：还没发出的 ${held} 条不再发送，已经发出的收不回来。`;
  return { toast: saved('已停止'), show: { kind: 'broadcastSheet', roundId, broadcastId: id, flash } };
};
