import { afterEach, expect, test } from 'vitest';
import { annexHash, annexOf } from '../../../services/filing/annex.ts';
import { correctedSteps } from '../../../services/filing/corrected.ts';
import { decide } from '../../../services/filing/decide.ts';
import type { Command } from '../../../services/filing/decision.ts';
import { contextOf, type Filing, formOf, underItsForm } from '../../../services/filing/filing.ts';
import { form2023 } from '../../../services/filing/form-2023.ts';
import { formAt, newestRevision, templateOf } from '../../../services/filing/forms.ts';
import { type Change, type Correction, correctForm } from '../../../services/form/correct.ts';
import type { Form } from '../../../services/form/define.ts';
import { blocking, problemsOf, relevantSteps, stepState } from '../../../services/form/read.ts';
import { correction, issue, secondCorrection } from '../../corrected-forms.ts';
import { createDice, type Dice } from './dice.ts';
import { clerk, noon, sampleFiling } from './sample.ts';

afterEach(() => issue());

const call = 'notice-2023';
const circumstances = { now: noon, actor: { ...clerk, name: '沈若溪' }, operators: [] };
const done = (filing: Filing, command: Command): Filing => decide(filing, command, circumstances).filing;
/** The filing as it is loaded after the operator has taken a revision over. */
const adopted = (filing: Filing, revision: number): Filing =>
  underItsForm({ ...filing, round: { ...filing.round, adopted: revision } });
const states = (filing: Filing) => {
  const [form, context] = [formOf(filing.round), contextOf(filing)];
  const problems = problemsOf(form, context);
  return Object.fromEntries(
    relevantSteps(form, context).map(([key, step]) => [key, stepState(key, step, problems, context)]),
  );
};

test('a correction is a few lines: what it adds, takes out and changes, in its place, the forms before it as they were', () => {
  const before = JSON.stringify(Object.entries(form2023.steps).map(([key, { fields }]) => [key, Object.keys(fields)]));
  issue(correction, secondCorrection);
  expect(newestRevision(call)).toBe(3);
  expect(formAt({ call, formRevision: 1 })).toBe(form2023);
  const [second, third] = [formAt({ call, formRevision: 2 }), formAt({ call, formRevision: 3 })];
  expect(formAt({ call, formRevision: 3 })).toBe(third);
  expect(Object.keys(second.steps.staff!.fields)).toEqual([
    ...['staffTotal', 'staffFulltime', 'staffParttime', 'contactName', 'contactMobile', 'contactFax'],
  ]);
  expect(second.steps.basics).toBe(form2023.steps.basics);
  const keys = Object.keys(third.steps);
  expect(keys.indexOf('digital')).toBe(keys.indexOf('team') - 1);
  expect(JSON.stringify(Object.entries(form2023.steps).map(([key, { fields }]) => [key, Object.keys(fields)]))).toBe(
    before,
  );
  expect(() => formAt({ call, formRevision: 4 })).toThrow('no revision 4 of the form 2023');
});

test('an answer keeps its kind, and its template the newest there is', () => {
  const { opinion } = form2023.steps.opinion!.fields;
  const change: Change = { step: 'staff', field: 'staffTotal', becomes: opinion!, words: '' };
  expect(() => correctForm(form2023, { source: '', changes: [change] }, 'x')).toThrow('keeps its kind');
  issue({ ...correction, template: 'second.docx' }, secondCorrection);
  expect([1, 2, 3].map((formRevision) => templateOf({ call, formRevision }))).toEqual([
    ...['annex1-2023.docx', 'second.docx', 'second.docx'],
  ]);
});

test('only what is touched is open again, and stays so until somebody has looked', () => {
  issue(correction);
  const filing = sampleFiling('draft');
  const before = states(filing);
  const after = adopted(filing, 2);
  expect(states(after)).toEqual({ ...before, staff: 'corrected', opinion: 'corrected' });
  const old = done(after, {
    type: 'save',
    step: 'staff',
    rev: 0,
    values: { contactEmail: 'old@example.com' },
    looked: 1,
  });
  expect(states(old).staff).toBe('corrected');
  expect(old.answers.staff?.contactEmail).toBe('old@example.com');
  expect(contextOf(old).answers.staff).not.toHaveProperty('contactEmail');
  const skipped = done(old, { type: 'save', step: 'staff', rev: 1, values: { contactFax: '1' } });
  expect(states(skipped).staff).toBe('corrected');
  const looked = done(skipped, { type: 'save', step: 'staff', rev: 2, values: { contactFax: '1' }, looked: 2 });
  expect(states(looked)).toMatchObject({ staff: 'done', opinion: 'corrected' });
  expect(blocking(problemsOf(formOf(looked.round), contextOf(looked))).map(({ step }) => step)).toEqual(['opinion']);
  expect(() => done(looked, { type: 'freeze', rev: looked.rev, declared: true })).toThrow('这几题变了');
  const all = done(looked, { type: 'confirm', step: 'opinion', form: 2 });
  const frozen = done(all, { type: 'freeze', rev: all.rev, declared: true });
  expect(frozen).toMatchObject({ status: 'frozen', formRevision: 2, confirmed: {} });
});

test('what is frozen stands under its form for ever: its cells and its hash do not move', () => {
  const frozen = sampleFiling('frozen');
  const [cells, hash] = [annexOf(frozen, ''), annexHash(frozen)];
  issue(correction);
  const later = adopted(frozen, 2);
  expect([annexOf(later, ''), annexHash(later)]).toEqual([cells, hash]);
  expect(cells).not.toHaveProperty('added');
  expect(() => done({ ...later, status: 'inst_sealed' }, { type: 'submit', version: 1 })).toThrow('重新修改');
  const open = done(later, { type: 'reopen', version: 1 });
  expect(states(open)).toMatchObject({ staff: 'corrected', opinion: 'corrected', basics: 'done' });
  expect(annexOf(open, '')).toMatchObject({ contactEmail: '', added: [{ key: 'contactFax', text: '' }] });
  expect(correctedSteps(adopted(sampleFiling('recommended'), 2))).toEqual({});
});

test('any corrections, looked at in any order: open is what changed since it was last looked at, and no answer is lost', () => {
  for (let seed = 1; seed <= 300; seed++) {
    const { pick, below } = createDice(seed);
    const corrections = Array.from({ length: 1 + below(3) }, () => correctionOf(pick));
    issue(...corrections);
    let filing = sampleFiling('draft');
    const answers = structuredClone(filing.answers);
    const seen: Record<string, number> = {};
    let revision = 1;
    for (let move = 0; move < 12; move++) {
      if (revision <= corrections.length && below(3) === 0) filing = adopted(filing, ++revision);
      const step = pick(Object.keys(filing.answers));
      const drawnBy = 1 + below(revision);
      filing = done(filing, { type: 'save', step, rev: filing.revs[step] ?? 0, values: {}, looked: drawnBy });
      if (drawnBy === revision) seen[step] = revision;
      const expected = Object.keys(filing.answers).filter((key) =>
        corrections
          .slice((seen[key] ?? 1) - 1, revision - 1)
          .some(({ changes }) => changes.some((c) => c.step === key)),
      );
      expect(Object.keys(correctedSteps(filing)).sort(), `seed ${seed}`).toEqual(expected.sort());
      expect(filing.answers).toEqual(answers);
    }
  }
});

/** Takes out or rewrites one or two questions. */
const correctionOf = (pick: Dice['pick']): Correction => ({
  source: '更正',
  changes: ['一', '二'].map((words) => {
    const step = pick(Object.keys(form2023.steps));
    const [field, becomes] = pick(Object.entries((form2023 as Form).steps[step]!.fields));
    return { step, field, becomes: pick([becomes, null]), words };
  }),
});
