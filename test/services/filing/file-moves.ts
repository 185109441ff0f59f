import type { FileRef } from '../../../services/form/define.ts';
import type { Dice } from './dice.ts';
import { FILES } from './journey-answers.ts';
import {
  FILE_PLACES,
  filesAt,
  isFrozen,
  isOpen,
  layOut,
  type Model,
  type Outcome,
  PAGES,
  type Place,
  SCANS,
  setFiles,
  twin,
  unseal,
  WAITING,
  whereIs,
} from './journey-model.ts';
import { asked, type Card, type Make, refusedUnless, same } from './journey-move.ts';

export const picked = (dice: Dice) => dice.pick(FILES);

/** A file that stands nowhere yet comes into a place, in the place of another one if that is said and still there. */
export const comes = (model: Model, place: Place, file: FileRef, replaces?: string): Outcome => {
  if (twin(model, file)) return 'unchanged';
  const old = filesAt(model, place).find(({ id }) => id === replaces);
  const rest = filesAt(model, place);
  const files = old ? rest.map((one) => (one === old ? file : one)) : [...rest, file];
  if (old) model.out.push({ file: old, place, at: rest.indexOf(old) });
  setFiles(model, place, files);
  return 'done';
};

export const attach: Make = (dice, card) => {
  const place = dice.pick(FILE_PLACES);
  const there = filesAt(card.model, place);
  const replaces = there.length && dice.below(3) === 0 ? dice.pick(there).id : undefined;
  const file = picked(dice);
  return asked({ type: 'attach', ...place, file, replaces }, `attach ${file.id} ${replaces ?? ''}`, (model) =>
    refusedUnless(isOpen(model), () => comes(model, place, file, replaces)),
  );
};

export const receive: Make = (dice) => {
  const file = picked(dice);
  return asked({ type: 'receive', file }, `receive ${file.id}`, (model) =>
    refusedUnless(isOpen(model) || isFrozen(model), () => comes(model, WAITING, file)),
  );
};

const mayTouch = (model: Model, { step, field }: Place) =>
  step ? isOpen(model) : field === 'waiting' || isFrozen(model);

export const placeFiles: Make = (dice, card) => {
  const { waiting } = card.model;
  if (!waiting.length) return undefined;
  const files = waiting.slice(0, 1 + dice.below(waiting.length)).map(({ id }) => id);
  const to = dice.below(5) ? dice.pick([...FILE_PLACES, SCANS]) : null;
  return asked({ type: 'placeFiles', files, to }, `place ${files} ${to?.field ?? 'nowhere'}`, (model) => {
    const chosen = model.waiting.filter(({ id }) => files.includes(id));
    if (!chosen.length) return 'unchanged';
    if (!to) {
      for (const file of chosen) layOut(model, file);
      return 'done';
    }
    return refusedUnless(mayTouch(model, to), () => {
      const page = (file: FileRef) => !to.step && file.kind === 'jpeg';
      model.waiting = model.waiting.filter((file) => !chosen.includes(file));
      model.pages.push(...chosen.filter(page));
      if (chosen.some(page)) unseal(model);
      const others = chosen.filter((file) => !page(file));
      if (others.length) setFiles(model, to, [...filesAt(model, to), ...others]);
      return 'done';
    });
  });
};

const someFile = (dice: Dice, { model }: Card) => {
  const all = [...FILE_PLACES, SCANS, PAGES, WAITING].flatMap((place) => filesAt(model, place));
  return all.length ? dice.pick(all) : undefined;
};

export const takeOut: Make = (dice, card) => {
  const file = someFile(dice, card);
  if (!file) return undefined;
  return asked({ type: 'takeOut', file: file.id }, `takeOut ${file.id}`, (model) => {
    const found = whereIs(model, ({ id }) => id === file.id);
    if (!found) return 'unchanged';
    return refusedUnless(mayTouch(model, found.place), () => {
      layOut(model, found.file);
      return 'done';
    });
  });
};

export const restore: Make = (dice, card) => {
  if (!card.model.out.length) return undefined;
  const { id } = dice.pick(card.model.out).file;
  return asked({ type: 'restore', file: id }, `restore ${id}`, (model) => {
    const one = model.out.find(({ file }) => file.id === id);
    if (!one || twin(model, one.file)) return 'unchanged';
    return refusedUnless(mayTouch(model, one.place), () => {
      model.out = model.out.filter((other) => other !== one);
      setFiles(model, one.place, filesAt(model, one.place).toSpliced(one.at, 0, one.file));
      return 'done';
    });
  });
};

export const moveFile: Make = (dice, card) => {
  const file = someFile(dice, card);
  if (!file) return undefined;
  const by = dice.below(2) ? 1 : -1;
  return asked({ type: 'moveFile', file: file.id, by }, `moveFile ${file.id} ${by}`, (model) => {
    const found = whereIs(model, ({ id }) => id === file.id);
    if (!found) return 'unchanged';
    const files = filesAt(model, found.place);
    const to = found.at + by;
    if (to < 0 || to >= files.length) return 'unchanged';
    return refusedUnless(mayTouch(model, found.place), () => {
      setFiles(model, found.place, files.toSpliced(found.at, 1).toSpliced(to, 0, found.file));
      return 'done';
    });
  });
};

export const renameFile: Make = (dice, card) => {
  const file = someFile(dice, card);
  if (!file) return undefined;
  const ending = file.name.slice(file.name.lastIndexOf('.'));
  const name = `改名${dice.below(3)}`;
  return asked({ type: 'renameFile', file: file.id, name }, `rename ${file.id} ${name}`, (model) => {
    const found = whereIs(model, ({ id }) => id === file.id);
    return refusedUnless(found !== undefined && mayTouch(model, found.place), () => {
      const renamed = { ...found!.file, name: `${name}${ending}` };
      if (same(renamed, found!.file)) return 'unchanged';
      setFiles(model, found!.place, filesAt(model, found!.place).with(found!.at, renamed));
      return 'done';
    });
  });
};
