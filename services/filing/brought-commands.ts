import type { Raw } from '../form/define.ts';
import { Refusal } from '../refusal.ts';
import { type Commands, done, editable } from './decision.ts';
import { type Filing, stepAt } from './filing.ts';

/**
 * Answers that were found in a document or an earlier filing. `adopt` takes any number of sections at once, all or none,
 * each as it stood when it was shown; `unadopt` puts one section's former answers back, absent ones too.
 */
export const broughtCommands: Pick<Commands, 'adopt' | 'unadopt'> = {
  adopt: (filing, { sections }) => {
    editable(filing);
    const changed: string[] = [];
    let next = filing;
    for (const { step, rev, values } of sections) {
      const { title } = stepAt(filing, step);
      if ((filing.revs[step] ?? 0) !== rev) {
        throw new Refusal('changed_since', `没有放进：“${title}”刚被改过，请再看一遍后决定。`);
      }
      const before = filing.answers[step] ?? {};
      const fields = Object.keys(values).filter(
        (field) => JSON.stringify(before[field]) !== JSON.stringify(values[field]),
      );
      if (!fields.length) continue;
      next = withAnswers(next, step, { ...before, ...values });
      changed.push(`${step}: ${fields.join(' ')}`);
    }
    return changed.length
      ? done(next, { what: `adopt ${changed.join('; ')}` })
      : done(filing, { what: 'adopt' }, [], 'unchanged');
  },

  unadopt: (filing, { step, rev, values }) => {
    editable(filing);
    const { title } = stepAt(filing, step);
    if ((filing.revs[step] ?? 0) !== rev) {
      throw new Refusal('changed_since', `没有撤销：“${title}”之后又改过，请在卡片里修改。`);
    }
    const left = { ...filing.answers[step], ...values };
    const answers = Object.entries(left).filter((entry): entry is [string, Raw] => entry[1] !== undefined);
    return done(withAnswers(filing, step, Object.fromEntries(answers)), {
      what: `unadopt ${step}: ${Object.keys(values).join(' ')}`,
    });
  },
};

const withAnswers = (filing: Filing, step: string, answers: Record<string, Raw>): Filing => ({
  ...filing,
  answers: { ...filing.answers, [step]: answers },
  revs: { ...filing.revs, [step]: (filing.revs[step] ?? 0) + 1 },
});
