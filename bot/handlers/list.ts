import { randomUUID } from 'node:crypto';
import { hasArrived, readForm } from '../../cards/form-values.ts';
import { readPick } from '../../cards/roster-part.ts';
import { layAside, takeAside } from '../../services/filing/asides.ts';
import { contextOf, everColumns, everField, type Filing, fieldAt, formOf } from '../../services/filing/filing.ts';
import { blocking, itemsAt, problemsOf } from '../../services/form/read.ts';
import { mayDo } from '../../services/people/roles.ts';
import { Refusal } from '../../services/refusal.ts';
import { timeOf } from '../../services/time.ts';
import { mine } from './fill.ts';
import { act, type Handler, type Reply, type Scene, saved } from './handler.ts';

export const openItem: Handler<'item.open'> = async (scene, { filing: id, step, field, item, back }) => {
  const filing = await mine(scene, id);
  fieldAt(filing, step, field, 'roster');
  mayDo(filing, scene.who, 'edit', step);
  const shown = item === 'new' ? randomUUID().slice(0, 8) : item;
  return { show: { kind: 'item', filingId: id, step, field, item: shown, ...(back && { back }) } };
};

export const pickItem: Handler<'item.pick'> = async (scene, payload, form) => {
  return openItem(scene, { ...payload, item: pickedIn(form).id }, form);
};

export const saveItem: Handler<'item.save'> = async (scene, payload, form) => {
  const { filing: id, step, field, item, was, another } = payload;
  const back = payload.back && { back: true };
  const filing = await mine(scene, id);
  const roster = everField(filing, step, field, 'roster');
  const stored = itemsAt(filing.answers, step, field).find((one) => one.id === item);
  // A card older than a correction may bring columns that are no longer asked: they are kept like what stood there.
  const columns = Object.entries(everColumns(filing, step, field)).filter(
    ([name]) => Object.hasOwn(roster.item, name) || hasArrived(name, form),
  );
  const typed = readForm(columns, form, stored ?? {});
  const retired = Object.entries(stored ?? {}).filter(([name]) => !Object.hasOwn(typed, name));
  const given = Object.entries(typed).filter(([, value]) => typeof value === 'string') as [string, string][];
  if (!given.length) {
    return {
      toast: { type: 'warning', content: '还没有填写任何内容' },
      show: { kind: 'item', filingId: id, step, field, item, checked: true, ...back },
    };
  }
  const values = { ...Object.fromEntries([...retired, ...given]), id: item };
  const performed = await act(scene, filing, { type: 'saveItem', step, field, item: values, was });
  const at = timeOf(scene.now);
  if (performed.outcome === 'conflict') {
    const flash = '这一条刚被同事改过：两份都已保留在列表里，请留下一份，删去另一份。';
    return {
      toast: { type: 'warning', content: '同事也改了这一条，两份都已保留' },
      show: { kind: 'step', filingId: id, step, flash, ...back },
    };
  }
  const faulty = blocking(problemsOf(formOf(filing.round), contextOf(performed.filing))).some(
    (problem) => problem.item === item,
  );
  if (faulty) {
    return {
      toast: { type: 'warning', content: `已保存 ${at}，还有没填完的地方` },
      show: { kind: 'item', filingId: id, step, field, item, checked: true, ...back },
    };
  }
  const toast = saved(`已保存 ${at}`);
  if (another) return { ...(await openItem(scene, { filing: id, step, field, item: 'new', ...back }, {})), toast };
  return { toast, show: { kind: 'step', filingId: id, step, ...back } };
};

/** Both ways to a row's end (the list, the row's own card) leave it beside the list, where 撤销 finds it also after a restart. */
const remove = async (
  scene: Scene,
  filing: Filing,
  { step, field, back }: { step: string; field: string; back?: boolean | undefined },
  { id: item, was }: { id: string; was: string },
): Promise<Reply> => {
  const items = itemsAt(filing.answers, step, field);
  const { outcome } = await act(scene, filing, { type: 'removeItem', step, field, item, was });
  const show = { kind: 'step', filingId: filing.id, step, ...(back && { back }) } as const;
  const gone = items.find(({ id }) => id === item);
  if (outcome === 'unchanged' || !gone) return { toast: { type: 'info', content: '这一条已经删除' }, show };
  const place = { filingId: filing.id, step, field };
  const order = items.map(({ id }) => id);
  const aside = await layAside(scene.tx, place, 'removed', { item: gone, order }, scene.now);
  const name = fieldAt(filing, step, field, 'roster').title(gone);
  return { toast: saved('已删除，可以撤销'), show: { ...show, flash: `已删除“${name}”。`, removed: { field, aside } } };
};

export const removeItem: Handler<'item.remove'> = async (scene, { filing: id, item, was, ...place }) =>
  remove(scene, await mine(scene, id), place, { id: item, was });

export const arrangeItem: Handler<'item.arrange'> = async (scene, { filing: id, step, field, how, back }, form) => {
  const picked = pickedIn(form);
  const filing = await mine(scene, id);
  if (how === 'remove') return remove(scene, filing, { step, field, back }, picked);
  const to = picked.index + (how === 'up' ? -1 : 1);
  const { outcome } = await act(scene, filing, { type: 'moveItem', step, field, item: picked.id, to });
  const toast = outcome === 'done' ? saved(`已移动，已保存 ${timeOf(scene.now)}`) : atTheEnd(how);
  return { toast, show: { kind: 'step', filingId: id, step, picked: picked.id, ...(back && { back }) } };
};

const atTheEnd = (how: 'up' | 'down') =>
  ({ type: 'info', content: how === 'up' ? '已经在这个位置（或在最前面）' : '已经在这个位置（或在最后面）' }) as const;

export const restoreItem: Handler<'item.restore'> = async (scene, { filing: id, step, field, aside, back }) => {
  const filing = await mine(scene, id);
  const roster = fieldAt(filing, step, field, 'roster');
  const { item, order } = await takeAside(scene.tx, aside, { filingId: id, step, field }, 'removed');
  await act(scene, filing, { type: 'restoreItem', step, field, item, order });
  const flash = `已放回“${roster.title(item)}”。`;
  const show = { kind: 'step', filingId: id, step, flash, ...(back && { back }) } as const;
  return { toast: saved(`已放回，已保存 ${timeOf(scene.now)}`), show };
};

const pickedIn = (form: Parameters<Handler<'item.arrange'>>[2]) => {
  const picked = readPick(form.item);
  if (!picked) throw new Refusal('nothing_picked', '请先在列表下面选一条，再点按钮。');
  return picked;
};
