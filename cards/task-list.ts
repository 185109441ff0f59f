import { contextOf, type Filing, formOf, type Who } from '../services/filing/filing.ts';
import { missingWords } from '../services/form/missing.ts';
import { nextStep, problemsOf, relevantSteps, type StepState, stepState } from '../services/form/read.ts';
import { isAllowed } from '../services/people/roles.ts';
import { button } from './actions.ts';
import { workersWords } from './author-part.ts';
import { clip, type Element, md, mdt, row } from './kit/index.ts';
import { acceptedWords } from './remarks-part.ts';

/** A sign beside the words, because a colour says nothing to many people and to every printer. */
const states: Record<StepState, { sign: string; name: string; color: string }> = {
  untouched: { sign: '○', name: '未开始', color: 'grey' },
  corrected: { sign: '✎', name: '有更正', color: 'orange' },
  open: { sign: '◐', name: '填写中', color: 'orange' },
  faulty: { sign: '⚠', name: '有问题', color: 'red' },
  done: { sign: '✓', name: '完成', color: 'green' },
};
/** Labels are ours and short; what a rule says may hold a name. */
const MISSING_LENGTH = 80;
/** A correction may touch every section at once. */
const CHANGED_LENGTH = 45;

/** One tap to go on where work is left to this person; nothing when all their sections are done. */
export const onwardButton = (filing: Filing, me: Who | null): Element | undefined => {
  const next = nextStep(formOf(filing.round), contextOf(filing), (key) => mayEdit(filing, me, key));
  const look = { style: 'primary', width: 'fill' } as const;
  return next ? button('继续填报', 'step.open', { filing: filing.id, step: next }, look) : undefined;
};

/** Every section with its state, what it lacks and who works on it, in the order of the form, each with its way there. */
export const taskList = (filing: Filing, me: Who | null, now: Date): Element[] => {
  const context = contextOf(filing);
  const form = formOf(filing.round);
  const problems = problemsOf(form, context);
  return relevantSteps(form, context).map(([key, step]) => {
    const state = stepState(key, step, problems, context);
    const { sign, name, color } = states[state];
    const words = mdt`<font color='${color}'>${sign}</font> ${step.part}　**${step.title}**　<font color='${color}'>${name}</font>`;
    const missing = state === 'untouched' ? '' : missingWords(key, step, problems, context);
    const workers = workersWords(filing, key, me, now);
    const label = mayEdit(filing, me, key) ? (state === 'untouched' ? '去填' : '修改') : '查看';
    const accepted = acceptedWords(filing, key);
    return row(
      md(
        words,
        ...(accepted ? [accepted] : []),
        ...(missing || workers
          ? [
              mdt`${clip(missing, state === 'corrected' ? CHANGED_LENGTH : MISSING_LENGTH)}${missing && workers ? '　' : ''}<font color='grey'>${workers ?? ''}</font>`,
            ]
          : []),
      ),
      button(label, 'step.open', { filing: filing.id, step: key }),
    );
  });
};

const mayEdit = (filing: Filing, me: Who | null, step: string): boolean =>
  me === null || isAllowed(filing, me, 'edit', step);
