import type { Answers } from '../form/define.ts';
import { correctionsAfter, type FormChoice, formAt } from './forms.ts';

/** What of a filing says which revision of the form each of its sections was last looked at under. */
type Looked = {
  answers: Answers;
  /** The revision it was begun or last frozen under. */
  formRevision: number;
  /** Sections looked at since, under which revision. */
  confirmed: Record<string, number>;
  round: FormChoice;
};

/**
 * Sections with answers that a correction has changed since they were last looked at, each with what is different, in
 * words. Computed, never stored: a filing that is opened again after 定稿 meets the corrections of the time between.
 */
export const correctedSteps = ({ answers, formRevision, confirmed, round }: Looked): Record<string, string[]> => {
  if (round.formRevision <= formRevision) return {};
  const { steps } = formAt(round);
  return Object.fromEntries(
    begunSteps(answers)
      .filter((step) => Object.hasOwn(steps, step))
      .map((step): [string, string[]] => {
        const news = correctionsAfter(Math.max(formRevision, confirmed[step] ?? 0), round);
        const mine = news.flatMap(({ changes }) => changes.filter((change) => change.step === step));
        return [step, mine.map(({ words }) => words)];
      })
      .filter(([, words]) => words.length > 0),
  );
};

/** Sections of which anything was asked and answered, if only by leaving it blank. */
export const begunSteps = (answers: Answers): string[] =>
  Object.keys(answers).filter((step) => Object.keys(answers[step]!).length > 0);

/** Sections that are begun only now are answered as the present form asks them: there is nothing in them to look at again. */
export const begunUnder = ({ answers, formRevision, round }: Looked, steps: string[]): Looked['confirmed'] => {
  const fresh = round.formRevision > formRevision ? steps.filter((step) => !begunSteps(answers).includes(step)) : [];
  return Object.fromEntries(fresh.map((step) => [step, round.formRevision]));
};

/** The filing after somebody has looked at a section as the present form asks it; itself when there was nothing new. */
export const looked = <T extends Looked>(filing: T, step: string, revision: number | undefined): T =>
  revision === filing.round.formRevision && correctedSteps(filing)[step]
    ? { ...filing, confirmed: { ...filing.confirmed, [step]: revision } }
    : filing;
