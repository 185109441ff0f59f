import type { FormContext, Problem, Step } from './define.ts';
import { blocking, isGiven, relevantFields } from './read.ts';

/** Labels named one by one; the rest is counted. */
const NAMED = 3;

/**
 * What a begun section still lacks, in a few words for a list of sections: 缺 手机、邮箱；还差 2 位专职. Empty when nothing
 * blocks, and for a section nobody has begun: there everything is missing.
 */
export const missingWords = (key: string, step: Step, problems: Problem[], context: FormContext): string => {
  const here = context.answers[key] ?? {};
  const faults = blocking(problems).filter((problem) => problem.step === key);
  const labelsOf = (given: boolean) =>
    relevantFields(step, context)
      .filter(([name]) => isGiven(here[name]) === given && faults.some((one) => one.field === name && own(one)))
      .map(([, field]) => field.label);
  const rows = new Set(faults.flatMap(({ item }) => item ?? [])).size;
  return [
    named('缺 ', labelsOf(false)),
    named('要改 ', labelsOf(true)),
    ...faults.flatMap(({ lacks }) => lacks ?? []),
    rows ? `${rows} 条没填完` : '',
  ]
    .filter(Boolean)
    .join('；');
};

/** A row's fault and one with short words of its own are told apart from the field's. */
const own = ({ item, lacks }: Problem): boolean => !item && !lacks;

const named = (verb: string, labels: string[]): string => {
  if (!labels.length) return '';
  const rest = labels.length > NAMED ? `等 ${labels.length} 项` : '';
  return `${verb}${labels.slice(0, NAMED).join('、')}${rest}`;
};
