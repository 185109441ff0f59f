import { keepBrought } from '../../../services/filing/brought.ts';
import { perform } from '../../../services/filing/perform.ts';
import { endBatch, loadBatch, proposeText, textOf } from '../../../services/filing/text-batch.ts';
import { Refusal } from '../../../services/refusal.ts';
import { LONGEST } from './answer-moves.ts';
import { whole } from './journey-answers.ts';
import { changesOf, isOpen, write } from './journey-model.ts';
import { clicked, enqueue, type Make, refusedUnless, revOf, same } from './journey-move.ts';

/** A message for a long question: it waits with the others until its person says so. */
export const say: Make = (dice, _card, key) => {
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

export const land: Make = (dice, card) => {
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

export const offer: Make = (dice, _card, key) => {
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

export const take: Make = (dice, card) => {
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

export const giveBack: Make = (dice, card) => {
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
