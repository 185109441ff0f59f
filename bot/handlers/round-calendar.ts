import { filingsIn } from '../../services/filing/store.ts';
import { mustOperate } from '../../services/people/roles.ts';
import { Refusal } from '../../services/refusal.ts';
import { dropOwnDay, setOwnDay, setWindows, windowsIn } from '../../services/rounds/calendar.ts';
import { loadRound } from '../../services/rounds/store.ts';
import { isDay, longDay } from '../../services/time.ts';
import { textsOf } from './departments.ts';
import { type Handler, type Reply, type Scene, saved } from './handler.ts';
import { dayIn } from './operate.ts';

export const showRoundCalendar: Handler<'round.calendar'> = async ({ operators, who }, { round }) => {
  mustOperate(operators, who);
  return { show: { kind: 'roundCalendar', roundId: round } };
};

export const keepWindows: Handler<'round.windows'> = async ({ tx, operators, who, now }, { round: id, rev }, form) => {
  mustOperate(operators, who);
  const typed = textsOf(form);
  const read = windowsIn(typed);
  if ('errors' in read) return { show: { kind: 'roundCalendar', roundId: id, typed, errors: read.errors } };
  await setWindows(tx, { id, rev, windows: read.windows }, who, now);
  const flash = '已保存，提醒已按新的时段重新安排。';
  return { toast: saved('已保存'), show: { kind: 'roundCalendar', roundId: id, flash } };
};

export const keepDay: Handler<'round.day'> = async (scene, { round: id, rev, work }, form) => {
  const { tx, operators, who, now } = scene;
  mustOperate(operators, who);
  const on = dayIn(form, 'on');
  const name = (textsOf(form).name ?? '').trim();
  const typed = { ...(isDay(on) && { on }), name };
  return changed(scene, id, { field: 'day', typed, flash: `已记下 ${isDay(on) ? longDay(on) : ''}` }, async () =>
    setOwnDay(tx, await loadRound(tx, id), rev, { on, work, name }, who, now),
  );
};

export const dropDay: Handler<'round.dropDay'> = async (scene, { round: id, rev }, form) => {
  const { tx, operators, who, now } = scene;
  mustOperate(operators, who);
  const { gone = '' } = textsOf(form);
  return changed(scene, id, { field: 'drop', typed: {}, flash: '已删掉' }, async () =>
    dropOwnDay(tx, await loadRound(tx, id), rev, gone, who, now),
  );
};

type Change = { field: string; typed: Record<string, string>; flash: string };

/** What is wrong with the day stands at its field; else everybody's cards count with the new days. */
const changed = async (
  { tx, enqueue }: Scene,
  roundId: string,
  { field, typed, flash }: Change,
  change: () => Promise<void>,
): Promise<Reply> => {
  try {
    await change();
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'day') throw error;
    return { show: { kind: 'roundCalendar', roundId, typed, errors: { [field]: error.words } } };
  }
  await enqueue(tx, 'courier', await filingsIn(tx, roundId));
  const words = `${flash}，工作日和提醒已重新计算。`;
  return { toast: saved('已保存'), show: { kind: 'roundCalendar', roundId, flash: words } };
};
