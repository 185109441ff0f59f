import { SECTIONS, typedIn } from './journey-answers.ts';
import { changesOf, isOpen, type Said, takeBack, write } from './journey-model.ts';
import { asked, type Make, refusedUnless, revOf, same, short } from './journey-move.ts';

export const LONGEST = 6000;
const MOST_RIVALS = 5;

export const save: Make = (dice, card, _key, latest) => {
  // Now and then somebody presses twice on a card that was overtaken.
  const [overtaken] = dice.below(3) ? [] : Object.entries(card.model.rivals).filter(([, rivals]) => rivals.length);
  const newer = SECTIONS.filter((one) => changesOf(card.model, one) !== changesOf(latest, one));
  const step = overtaken?.[0] ?? dice.pick(newer.length && dice.below(3) ? newer : SECTIONS);
  const values: Said = overtaken ? { ...overtaken[1].at(-1)?.values } : {};
  const all = overtaken ? {} : typedIn(step);
  const changing = dice.below(3) ? [dice.pick(Object.keys(all))] : Object.keys(all);
  for (const [field, pool] of Object.entries(all))
    values[field] = changing.includes(field) ? dice.pick(pool) : (card.model.said[step]?.[field] ?? null);
  const drawn = changesOf(card.model, step);
  return asked(
    { type: 'save', step, rev: revOf(card, step), values },
    `save ${step} ${short(values)}`,
    (model, now, by) =>
      refusedUnless(isOpen(model), () => {
        const here = model.said[step] ?? {};
        if (Object.keys(values).every((field) => here[field] === values[field])) return 'unchanged';
        if (changesOf(model, step) === drawn) {
          write(model, step, values);
          return 'done';
        }
        const rivals = model.rivals[step] ?? [];
        if (rivals.some((one) => same(one.values, values))) return 'conflict';
        if (rivals.length >= MOST_RIVALS) return 'refused';
        model.rivals[step] = [...rivals, { by, at: now.toISOString(), values }];
        return 'conflict';
      }),
  );
};

export const undo: Make = (dice, card) => {
  const steps = Object.keys(card.model.before);
  if (!steps.length) return undefined;
  const step = dice.pick(steps);
  const drawn = changesOf(card.model, step);
  return asked({ type: 'undo', step, rev: revOf(card, step) }, `undo ${step}`, (model) =>
    refusedUnless(isOpen(model) && changesOf(model, step) === drawn, () => {
      takeBack(model, step);
      return 'done';
    }),
  );
};

export const choose: Make = (dice, card) => {
  const steps = Object.entries(card.model.rivals).filter(([, rivals]) => rivals.length);
  if (!steps.length) return undefined;
  const [step, rivals] = dice.pick(steps);
  const { at, values } = rivals[0]!;
  const field = dice.below(4) ? undefined : dice.pick(Object.keys(values));
  const mine = dice.below(2) === 0;
  const drawn = changesOf(card.model, step);
  const command = { type: 'choose', step, rev: revOf(card, step), at, mine, field } as const;
  return asked(command, `choose ${step} ${mine ? 'second' : 'first'} ${field ?? ''}`, (model) =>
    refusedUnless(isOpen(model), () => {
      const [first, ...rest] = model.rivals[step] ?? [];
      if (!first) return 'unchanged';
      if (first.at !== at || changesOf(model, step) !== drawn) return 'refused';
      if (field && !(field in first.values)) return 'refused';
      const here = model.said[step] ?? {};
      const left = Object.entries(first.values).filter(
        ([name, value]) => field && name !== field && here[name] !== value,
      );
      if (mine) write(model, step, field ? { [field]: first.values[field]! } : first.values);
      model.rivals[step] = left.length ? [{ ...first, values: Object.fromEntries(left) }, ...rest] : rest;
      return 'done';
    }),
  );
};
