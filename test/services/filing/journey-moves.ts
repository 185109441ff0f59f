import { isDeepStrictEqual } from 'node:util';
import type { Scene } from '../../../bot/handlers/handler.ts';
import { onClick } from '../../../bot/handlers/index.ts';
import type { Decoded } from '../../../cards/actions.ts';
import type { Tx } from '../../../prisma/client.ts';
import { keepBrought } from '../../../services/filing/brought.ts';
import type { Command } from '../../../services/filing/decision.ts';
import type { Filing, Who } from '../../../services/filing/filing.ts';
import { fingerprint } from '../../../services/filing/fill-commands.ts';
import { perform } from '../../../services/filing/perform.ts';
import { endBatch, loadBatch, proposeText, textOf } from '../../../services/filing/text-batch.ts';
import type { FileRef, RawItem } from '../../../services/form/define.ts';
import { Refusal } from '../../../services/refusal.ts';
import type { Dice } from './dice.ts';
import { complete, FILES, LISTS, newRow, rowTexts, SECTIONS, typedIn, whole } from './journey-answers.ts';
import {
  changesOf,
  dropScans,
  FILE_PLACES,
  filesAt,
  isOpen,
  layOut,
  type Model,
  type Outcome,
  PAGES,
  type Place,
  rowsAt,
  type Said,
  SCANS,
  setFiles,
  takeBack,
  twin,
  WAITING,
  whereIs,
  write,
} from './journey-model.ts';

/** What a person has before them: a filing as it was when their card was drawn. */
export type Card = { filing: Filing; model: Model };
/** One transaction of the product; `note` and `noted` carry the ids it gave to what lies beside a filing. */
export type At = {
  tx: Tx;
  target: string | Filing;
  id: string;
  now: Date;
  actor: Who & { name: string };
  note: (key: string, id: string) => void;
  noted: (key: string) => string;
};
/** One thing somebody does: in words, what must come of it, and the doing. */
export type Move = {
  words: string;
  expected: (model: Model, now: Date, actor: string) => Outcome;
  act: (at: At) => Promise<Outcome>;
  /** Files come by a job that runs again, not by a click. */
  reviewer?: boolean;
};
/** From a card, which may be an old one; `latest` says how things stand by now. */
type Make = (dice: Dice, card: Card, key: string, latest: Model) => Move | undefined;

const enqueue = async () => {};

const asked = (command: Command, words: string, expected: Move['expected'], reviewer = false): Move => ({
  words,
  expected,
  reviewer,
  act: async ({ tx, target, now, actor }) =>
    (await perform(tx, enqueue, target, command, { now, actor, operators: [] })).outcome,
});

/** A button of the product itself, where more than one table is changed by it. */
const clicked = async (at: At, decoded: Decoded, form: Record<string, unknown> = {}) => {
  const { tx, now, actor, id } = at;
  const scene: Scene = { tx, enqueue, now, who: actor, operators: [] };
  const { toast, show } = await onClick(scene, decoded, form);
  if (toast?.type === 'warning') throw new Refusal('warned', toast.content);
  const written = await tx.journal.count({ where: { subject: `filing:${id}`, at: now } });
  const outcome: Outcome = written ? 'done' : 'unchanged';
  return { outcome, show };
};

const refusedUnless = (is: boolean, go: () => Outcome): Outcome => (is ? go() : 'refused');
const same = isDeepStrictEqual;
const revOf = ({ filing }: Card, step: string) => filing.revs[step] ?? 0;
const short = (value: unknown) => JSON.stringify(value)?.slice(0, 60);

const LONGEST = 6000;
const MOST_RIVALS = 5;

const save: Make = (dice, card, _key, latest) => {
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

const undo: Make = (dice, card) => {
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

const choose: Make = (dice, card) => {
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

const saveItem: Make = (dice, card, _key, latest) => {
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

const removeItem: Make = (dice, card, key) => {
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

const bringBack: Make = (dice, card) => {
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

const moveItem: Make = (dice, card) => {
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

const adoptItems: Make = (dice, card, key) => {
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

const picked = (dice: Dice) => dice.pick(FILES);

/** A file that stands nowhere yet comes into a place, in the place of another one if that is said and still there. */
const comes = (model: Model, place: Place, file: FileRef, replaces?: string): Outcome => {
  if (twin(model, file)) return 'unchanged';
  const old = filesAt(model, place).find(({ id }) => id === replaces);
  const rest = filesAt(model, place);
  const files = old ? rest.map((one) => (one === old ? file : one)) : [...rest, file];
  if (old) model.out.push({ file: old, place, at: rest.indexOf(old) });
  setFiles(model, place, files);
  return 'done';
};

const attach: Make = (dice, card) => {
  const place = dice.pick(FILE_PLACES);
  const there = filesAt(card.model, place);
  const replaces = there.length && dice.below(3) === 0 ? dice.pick(there).id : undefined;
  const file = picked(dice);
  return asked({ type: 'attach', ...place, file, replaces }, `attach ${file.id} ${replaces ?? ''}`, (model) =>
    refusedUnless(isOpen(model), () => comes(model, place, file, replaces)),
  );
};

const receive: Make = (dice) => {
  const file = picked(dice);
  return asked({ type: 'receive', file }, `receive ${file.id}`, (model) =>
    refusedUnless(isOpen(model) || model.status === 'frozen', () => comes(model, WAITING, file)),
  );
};

const mayTouch = (model: Model, { step, field }: Place) =>
  step ? isOpen(model) : field === 'waiting' || model.status === 'frozen';

const placeFiles: Make = (dice, card) => {
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

const takeOut: Make = (dice, card) => {
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

const restore: Make = (dice, card) => {
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

const moveFile: Make = (dice, card) => {
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

const renameFile: Make = (dice, card) => {
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

/** A message for a long question: it waits with the others until its person says so. */
const say: Make = (dice, _card, key) => {
  const step = dice.pick(['foundation', 'plan']);
  const text = dice.below(6) ? `补充${key}。` : `长${'补充的内容'.repeat(700)}${key}`;
  const skew = dice.below(2) ? -90_000 : 0;
  return {
    words: `say ${step} ${text.length}`,
    expected: (model, now, by) => {
      const batch = model.texts[`${by}:${step}`] ?? { key, rev: 0, parts: [] };
      model.texts[`${by}:${step}`] = batch;
      batch.rev += 1;
      batch.parts.push({ at: now.getTime() + skew, text });
      return 'unchanged';
    },
    act: async ({ tx, id, now, actor, note }) => {
      const part = { messageId: key, key: '', source: 'message' as const, sentAtMs: now.getTime() + skew, text };
      const place = { who: actor, filingId: id, step, field: step };
      const notice = await proposeText(tx, enqueue, place, part, now);
      if (notice) note(`${actor.openId}:${step}`, notice.batch);
      return 'unchanged';
    },
  };
};

const land: Make = (dice, card) => {
  const mine = Object.entries(card.model.texts);
  if (!mine.length) return undefined;
  const [whose, { key, rev }] = dice.pick(mine);
  const [by = '', step = ''] = whose.split(':');
  const replace = dice.below(3) === 0;
  return {
    words: `land ${whose} rev ${rev} ${replace ? 'instead' : 'below'}`,
    expected: (model) => {
      const batch = model.texts[whose];
      return refusedUnless(isOpen(model) && batch?.key === key && batch.rev === rev, () => {
        const text = batch!.parts
          .toSorted((a, b) => a.at - b.at)
          .map((part) => part.text)
          .join('\n');
        const before = model.said[step]?.[step];
        const joined = typeof before === 'string' && before && !replace ? `${before}\n${text}` : text;
        if (joined.length > LONGEST) return 'refused';
        delete model.texts[whose];
        write(model, step, { [step]: joined });
        return 'done';
      });
    },
    act: async ({ tx, target, now, actor, noted }) => {
      const batch = await loadBatch(tx, noted(whose));
      if (batch?.rev !== rev || !(await endBatch(tx, batch, batch.parts, 'landed', now)))
        throw new Refusal('outdated', '内容刚有变化');
      const command = { type: 'append', step, field: step, text: textOf(batch.parts), replace } as const;
      const who = { ...actor, openId: by };
      return (await perform(tx, enqueue, target, command, { now, actor: who, operators: [] })).outcome;
    },
  };
};

const offer: Make = (dice, _card, key) => {
  const all = Object.entries(whole());
  const sections = Object.fromEntries(dice.below(2) ? all : all.filter(() => dice.below(3) === 0));
  const proposals = Object.entries(sections).flatMap(([step, said]) =>
    Object.entries(said).map(([field, value]) => ({ step, field, value, source: '第 1 页' })),
  );
  return {
    words: `offer ${Object.keys(sections)}`,
    expected: (model) => {
      model.offer = { key, sections, taken: {} };
      return 'unchanged';
    },
    act: async ({ tx, id, now, note }) => {
      note(key, await keepBrought(tx, { filingId: id, source: '去年的备案表', found: { proposals, unread: [] } }, now));
      return 'unchanged';
    },
  };
};

const take: Make = (dice, card) => {
  const { offer: shown } = card.model;
  if (!shown) return undefined;
  const steps = Object.keys(shown.sections).filter((step) => !shown.taken[step] && dice.below(3));
  const drawn = Object.fromEntries(steps.map((step) => [step, changesOf(card.model, step)]));
  const revs = Object.fromEntries(steps.map((step) => [step, revOf(card, step)]));
  return {
    words: `take ${steps}`,
    expected: (model) => {
      const { offer: now } = model;
      return refusedUnless(isOpen(model) && now?.key === shown.key, () => {
        const open = steps.filter((step) => !now!.taken[step]);
        if (open.some((step) => changesOf(model, step) !== drawn[step])) return 'refused';
        let changed = false;
        for (const step of open) {
          const here = { ...model.said[step] };
          const values = now!.sections[step]!;
          const differs = Object.entries(values).some(([field, value]) => !same(here[field], value));
          if (differs) write(model, step, values);
          changed ||= differs;
          const absent = Object.keys(values).filter((field) => !(field in here));
          const before = Object.fromEntries(Object.keys(values).flatMap((f) => (f in here ? [[f, here[f]!]] : [])));
          now!.taken[step] = { changes: changesOf(model, step), before, absent };
        }
        return changed ? 'done' : 'unchanged';
      });
    },
    act: async (at) => {
      const payload = { filing: at.id, brought: at.noted(shown.key), revs };
      return (await clicked(at, { action: 'brought.take', payload })).outcome;
    },
  };
};

const giveBack: Make = (dice, card) => {
  const { offer: shown, changes } = card.model;
  const steps = Object.keys(shown?.taken ?? {}).filter((step) => shown!.taken[step]!.changes === (changes[step] ?? 0));
  if (!shown || !steps.length) return undefined;
  const step = dice.pick(steps);
  const rev = revOf(card, step);
  const drawn = changesOf(card.model, step);
  return {
    words: `giveBack ${step}`,
    expected: (model) => {
      const taken = model.offer?.key === shown.key ? model.offer.taken[step] : undefined;
      return refusedUnless(isOpen(model) && taken !== undefined && changesOf(model, step) === drawn, () => {
        write(model, step, taken!.before);
        for (const field of taken!.absent) delete model.said[step]![field];
        delete model.offer!.taken[step];
        return 'done';
      });
    },
    act: async (at) => {
      const payload = { filing: at.id, brought: at.noted(shown.key), step, rev };
      return (await clicked(at, { action: 'brought.undo', payload })).outcome;
    },
  };
};

const freeze: Make = (_dice, card) => {
  const { rev } = card.model;
  return asked({ type: 'freeze', rev: card.filing.rev, declared: true }, `freeze at ${rev}`, (model) =>
    refusedUnless(
      isOpen(model) && model.rev === rev && complete(model) && !Object.values(model.rivals).some((all) => all.length),
      () => {
        dropScans(model);
        model.status = 'frozen';
        model.version += 1;
        model.sealed[model.version] = structuredClone(model.said);
        return 'done';
      },
    ),
  );
};

/** A step of the state machine: from which states, and what it makes of the filing. */
const turn =
  (
    of: (version: number) => Command,
    from: string[],
    to: (model: Model) => string,
    also: (model: Model) => boolean = () => true,
    reviewer = false,
  ): Make =>
  (_dice, card) => {
    const { version } = card.model;
    if (!version) return undefined;
    const command = of(version);
    return asked(
      command,
      `${command.type} v${version}`,
      (model) => {
        const right = model.version === version && from.includes(model.status) && also(model);
        if (!right && command.type === 'open') return 'unchanged';
        return refusedUnless(right, () => {
          model.status = to(model);
          if (command.type === 'return') model.returned = true;
          if (['reopen', 'withdraw', 'return'].includes(command.type)) dropScans(model);
          return 'done';
        });
      },
      reviewer,
    );
  };

const opened = ({ returned }: Model) => (returned ? 'returned' : 'draft');
const AT_REVIEW = ['submitted', 'under_review'];
const reopen = turn((version) => ({ type: 'reopen', version }), ['frozen'], opened);
const hasScans = ({ scans, pages }: Model) => scans.length > 0 && !pages.length;
const submit = turn(
  (version) => ({ type: 'submit', version }),
  ['frozen'],
  () => 'submitted',
  hasScans,
);
const withdraw = turn((version) => ({ type: 'withdraw', version }), AT_REVIEW, opened);
const open = turn(
  (version) => ({ type: 'open', version }),
  ['submitted'],
  () => 'under_review',
  undefined,
  true,
);
const sendBack = turn(
  (version) => ({ type: 'return', version, remarks: '请补充。' }),
  AT_REVIEW,
  () => 'returned',
  undefined,
  true,
);

const scan: Make = (dice, card) => {
  const { version } = card.model;
  if (!version) return undefined;
  const file = picked(dice);
  const [type, place] = file.kind === 'jpeg' ? (['page', PAGES] as const) : (['scan', SCANS] as const);
  return asked({ type, version, file }, `${type} ${file.id}`, (model) =>
    refusedUnless(model.status === 'frozen' && model.version === version, () => comes(model, place, file)),
  );
};

const finishScan: Make = (_dice, card, key) => {
  const { version, pages } = card.model;
  if (!pages.length) return undefined;
  const ids = pages.map(({ id }) => id);
  const file: FileRef = { ...FILES[0]!, id: key, source: key, sha256: key, name: '扫描件.pdf' };
  return asked({ type: 'finishScan', version, pages: ids, file }, `finishScan ${ids}`, (model) =>
    refusedUnless(
      model.status === 'frozen' &&
        model.version === version &&
        same(
          model.pages.map(({ id }) => id),
          ids,
        ),
      () => {
        model.pages = [];
        model.scans.push(file);
        return 'done';
      },
    ),
  );
};

const abandon: Make = (_dice, card) => {
  const { rev } = card.model;
  return asked({ type: 'abandon', rev: card.filing.rev, reason: '今年不报' }, 'abandon', (model) => {
    if (model.status === 'abandoned') return 'unchanged';
    return refusedUnless(model.rev === rev, () => {
      model.status = 'abandoned';
      return 'done';
    });
  });
};

const resume: Make = () =>
  asked({ type: 'resume' }, 'resume', (model) => {
    if (model.status !== 'abandoned') return 'unchanged';
    model.status = opened(model);
    dropScans(model);
    return 'done';
  });

/** How often each kind comes while answers can be changed, and while they cannot. */
const kinds: [Make, number, number][] = [
  [save, 20, 3],
  [undo, 10, 1],
  [choose, 18, 1],
  [saveItem, 10, 1],
  [removeItem, 6, 1],
  [bringBack, 6, 1],
  [moveItem, 4, 0],
  [adoptItems, 3, 0],
  [attach, 5, 1],
  [receive, 5, 2],
  [placeFiles, 6, 3],
  [takeOut, 6, 4],
  [restore, 6, 4],
  [moveFile, 2, 1],
  [renameFile, 2, 1],
  [say, 7, 1],
  [land, 7, 1],
  [offer, 4, 0],
  [take, 7, 1],
  [giveBack, 7, 0],
  [freeze, 9, 1],
  [reopen, 1, 6],
  [scan, 0, 9],
  [finishScan, 0, 3],
  [submit, 0, 8],
  [withdraw, 0, 3],
  [open, 0, 3],
  [sendBack, 0, 4],
  [abandon, 1, 1],
  [resume, 0, 3],
];

/** Something that can be done from this card, or from what the dice make of it. */
export const someMove = (dice: Dice, card: Card, key: string, latest: Model): Move => {
  const column = isOpen(card.model) ? 0 : 1;
  const likely = kinds.flatMap(([make, ...often]) => Array.from({ length: often[column]! }, () => make));
  for (;;) {
    const move = dice.pick(likely)(dice, card, key, latest);
    if (move) return move;
  }
};
