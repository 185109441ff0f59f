import type { Command } from '../../../services/filing/decision.ts';
import { institutionSlots } from '../../../services/filing/seal-commands.ts';
import type { FileRef } from '../../../services/form/define.ts';
import { comes, picked } from './file-moves.ts';
import { complete, FILES } from './journey-answers.ts';
import { dropScans, isFrozen, isOpen, type Model, PAGES, SCANS, unseal } from './journey-model.ts';
import { asked, type Make, refusedUnless, same } from './journey-move.ts';

export const freeze: Make = (_dice, card) => {
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
export const reopen = turn((version) => ({ type: 'reopen', version }), ['frozen', 'inst_sealed'], opened);
const hasScans = ({ scans, pages }: Model) => scans.length > 0 && !pages.length;
export const seal = turn(
  (version) => ({
    type: 'seal',
    version,
    slots: Object.keys(institutionSlots),
    code: 'ab12',
    hash: 'ab12'.padEnd(64, '0'),
  }),
  ['frozen'],
  () => 'inst_sealed',
  hasScans,
);
export const submit = turn(
  (version) => ({ type: 'submit', version }),
  ['inst_sealed'],
  () => 'submitted',
);
export const withdraw = turn((version) => ({ type: 'withdraw', version }), AT_REVIEW, opened);
export const open = turn(
  (version) => ({ type: 'open', version }),
  ['submitted'],
  () => 'under_review',
  undefined,
  true,
);
export const sendBack = turn(
  (version) => ({ type: 'return', version, remarks: '请补充。' }),
  AT_REVIEW,
  () => 'returned',
  undefined,
  true,
);

export const scan: Make = (dice, card) => {
  const { version } = card.model;
  if (!version) return undefined;
  const file = picked(dice);
  const [type, place] = file.kind === 'jpeg' ? (['page', PAGES] as const) : (['scan', SCANS] as const);
  return asked({ type, version, file }, `${type} ${file.id}`, (model) =>
    refusedUnless(isFrozen(model) && model.version === version, () => comes(model, place, file)),
  );
};

export const finishScan: Make = (_dice, card, key) => {
  const { version, pages } = card.model;
  if (!pages.length) return undefined;
  const ids = pages.map(({ id }) => id);
  const file: FileRef = { ...FILES[0]!, id: key, source: key, sha256: key, name: '扫描件.pdf' };
  return asked({ type: 'finishScan', version, pages: ids, file }, `finishScan ${ids}`, (model) =>
    refusedUnless(
      isFrozen(model) &&
        model.version === version &&
        same(
          model.pages.map(({ id }) => id),
          ids,
        ),
      () => {
        model.pages = [];
        unseal(model);
        model.scans.push(file);
        return 'done';
      },
    ),
  );
};

export const abandon: Make = (_dice, card) => {
  const { rev } = card.model;
  return asked({ type: 'abandon', rev: card.filing.rev, reason: '今年不报' }, 'abandon', (model) => {
    if (model.status === 'abandoned') return 'unchanged';
    return refusedUnless(model.rev === rev, () => {
      model.status = 'abandoned';
      return 'done';
    });
  });
};

export const resume: Make = () =>
  asked({ type: 'resume' }, 'resume', (model) => {
    if (model.status !== 'abandoned') return 'unchanged';
    model.status = opened(model);
    dropScans(model);
    return 'done';
  });
