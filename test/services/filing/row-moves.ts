import { fingerprint } from '../../../services/filing/fill-commands.ts';
import type { RawItem } from '../../../services/form/define.ts';
import { LISTS, newRow, rowTexts } from './journey-answers.ts';
import { isOpen, rowsAt, write } from './journey-model.ts';
import { asked, clicked, type Make, refusedUnless, same, short } from './journey-move.ts';

export const saveItem: Make = (dice, card, _key, latest) => {
  const place = dice.pick(LISTS);
  const rows = rowsAt(card.model, place);
  const newer = rows.filter((row) => !rowsAt(latest, place).some((one) => same(one, row)));
  const row = rows.length && dice.below(3) ? dice.pick(newer.length && dice.below(3) ? newer : rows) : undefined;
  const id = row?.id ?? `r${dice.below(40)}`;
  const known = rows.find((one) => one.id === id);
  const item: RawItem = { ...known, ...rowTexts(dice, place), id };
  const command = { type: 'saveItem', ...place, item, was: fingerprint(known) } as const;
  return asked(command, `saveItem ${id} ${short(item)}`, (model) =>
    refusedUnless(isOpen(model), () => {
      const now = rowsAt(model, place);
      const current = now.find((one) => one.id === id);
      const kept = now.some(
        (one) => (one.id === id || one.id.startsWith(`${id}~`)) && same({ ...one, id }, { ...item }),
      );
      if (kept) return 'unchanged';
      const collided = current !== undefined && !same(current, known);
      const next = collided
        ? [...now, { ...item, id: `${id}~${model.rev}` }]
        : current
          ? now.map((one) => (one === current ? item : one))
          : [...now, item];
      write(model, place.step, { [place.field]: next });
      return collided ? 'conflict' : 'done';
    }),
  );
};

export const removeItem: Make = (dice, card, key) => {
  const place = dice.pick(LISTS);
  const rows = rowsAt(card.model, place);
  if (!rows.length) return undefined;
  const row = dice.pick(rows);
  const payload = { ...place, item: row.id, was: fingerprint(row) };
  return {
    words: `removeItem ${row.id}`,
    expected: (model) =>
      refusedUnless(isOpen(model), () => {
        const now = rowsAt(model, place);
        const current = now.find(({ id }) => id === row.id);
        if (!current) return 'unchanged';
        if (!same(current, row)) return 'refused';
        model.removed.push({ key, ...place, item: current, order: now.map(({ id }) => id) });
        write(model, place.step, { [place.field]: now.filter((one) => one !== current) });
        return 'done';
      }),
    act: async (at) => {
      const { outcome, show } = await clicked(at, { action: 'item.remove', payload: { ...payload, filing: at.id } });
      if (show?.kind === 'step' && show.removed) at.note(key, show.removed.aside);
      return outcome;
    },
  };
};

export const bringBack: Make = (dice, card) => {
  if (!card.model.removed.length) return undefined;
  const { key, item, order, ...place } = dice.pick(card.model.removed);
  return {
    words: `bringBack ${item.id}`,
    expected: (model) => {
      const at = model.removed.findIndex((one) => one.key === key);
      return refusedUnless(isOpen(model) && at >= 0, () => {
        const now = rowsAt(model, place);
        const present = now.find(({ id }) => id === item.id);
        if (present && !same(present, item)) return 'refused';
        if (!present && now.length >= (place.field === 'cases' ? 2 : 60)) return 'refused';
        model.removed.splice(at, 1);
        if (present) return 'unchanged';
        const before = order.slice(0, order.indexOf(item.id)).filter((id) => now.some((one) => one.id === id));
        const to = before.length ? now.findIndex(({ id }) => id === before.at(-1)) + 1 : 0;
        write(model, place.step, { [place.field]: now.toSpliced(to, 0, item) });
        return 'done';
      });
    },
    act: async (at) =>
      (await clicked(at, { action: 'item.restore', payload: { ...place, filing: at.id, aside: at.noted(key) } }))
        .outcome,
  };
};

export const moveItem: Make = (dice, card) => {
  const place = dice.pick(LISTS);
  const rows = rowsAt(card.model, place);
  if (!rows.length) return undefined;
  const { id } = dice.pick(rows);
  const to = dice.below(rows.length + 1);
  return asked({ type: 'moveItem', ...place, item: id, to }, `moveItem ${id} to ${to}`, (model) => {
    const now = rowsAt(model, place);
    const row = now.find((one) => one.id === id);
    return refusedUnless(isOpen(model) && row !== undefined, () => {
      const next = now.filter((one) => one !== row).toSpliced(to, 0, row!);
      if (same(next, now)) return 'unchanged';
      write(model, place.step, { [place.field]: next });
      return 'done';
    });
  });
};

export const adoptItems: Make = (dice, card, key) => {
  const place = dice.pick(LISTS);
  const known = rowsAt(card.model, place).slice(0, dice.below(2));
  const items = [
    ...known.map((row) => ({ ...row, ...rowTexts(dice, place) })),
    ...Array.from({ length: 1 + dice.below(3) }, (_, n) => newRow(dice, place, `${key}-${n}`)),
  ];
  return asked({ type: 'adoptItems', ...place, items }, `adoptItems ${place.field} ${items.length}`, (model) => {
    const now = rowsAt(model, place);
    const fresh = items.filter(({ id }) => !now.some((one) => one.id === id));
    const fits = now.length + fresh.length <= (place.field === 'cases' ? 2 : 60);
    return refusedUnless(isOpen(model) && fits, () => {
      const next = [...now.map((row) => items.find(({ id }) => id === row.id) ?? row), ...fresh];
      write(model, place.step, { [place.field]: next });
      return 'done';
    });
  });
};
