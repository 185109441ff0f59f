import { contextOf, type Filing, formOf, institutionName } from '../services/filing/filing.ts';
import { remarksAt } from '../services/filing/questions.ts';
import { blocking, neighbours, problemsOf, progressOf, relevantFields } from '../services/form/read.ts';
import type { NoticeOf } from '../services/notice.ts';
import { isAllowed } from '../services/people/roles.ts';
import type { FilingView } from '../services/view.ts';
import { button, type Go, submit } from './actions.ts';
import { authorWords } from './author-part.ts';
import { earlierPart } from './brought.ts';
import { conflictPart } from './conflict-part.ts';
import { changedPart } from './correction.ts';
import { crossingPart, fieldPart } from './field-part.ts';
import { fitting } from './fitting.ts';
import { isTyped } from './form-values.ts';
import { buttons, type Card, card, clip, flashPart, form, type Inner, md, mdt, note } from './kit/index.ts';
import { listPart } from './list-part.ts';
import { readStepCard } from './read-step.ts';
import { remarkPart } from './remarks-part.ts';
import { routePart } from './route-part.ts';
import { undoPart } from './undo-part.ts';

/** One section of the form: its fields with guidance and faults, what is in its lists, and the ways on. */
export const stepCard = (notice: NoticeOf<'step'>, view: FilingView): Card =>
  view.me && isAllowed(view.filing, view.me, 'edit', notice.step)
    ? fitting(({ longest }) => editStepCard(notice, view, longest))
    : readStepCard(notice.step, view);

/** The whole of the remarks stands on the card that brought them; beside a long text of one's own there is less room. */
const REMARKS_LENGTH = 500;

const editStepCard = (
  { step: key, flash, checked, earlier, back, removed, picked, undo }: NoticeOf<'step'>,
  { filing, me, now }: FilingView,
  longest: number,
): Card => {
  const context = contextOf(filing);
  const table = formOf(filing.round);
  const step = table.steps[key]!;
  const fields = relevantFields(step, context);
  const { done, total } = progressOf(table, context);
  const typed = fields.filter(([, field]) => isTyped(field));
  const rev = filing.revs[key] ?? 0;
  const { formRevision } = filing.round;
  const drawnBy = formRevision > 1 ? { form: formRevision } : {};
  const save = (label: string, where: Go, primary = false) =>
    submit(
      label,
      'step.save',
      { filing: filing.id, step: key, rev, go: where, ...drawnBy },
      primary ? { style: 'primary' } : {},
    );
  const open = (label: string, to: string | undefined, primary = false) =>
    button(
      label,
      to ? 'step.open' : 'check.open',
      { filing: filing.id, step: to ?? '' },
      primary ? { style: 'primary' } : {},
    );
  // Nine more sections for nothing would be a poor service.
  const mayFile = key !== 'route' || context.facts.routeKind !== 'ineligible';
  // One button of a card weighs more than the others: of a list that lacks somebody it is the one that adds.
  const lacksRows = fields.some(
    ([name, { kind }]) =>
      kind === 'roster' &&
      blocking(problemsOf(table, context)).some((problem) => problem.step === key && problem.field === name),
  );
  const { before, after } = neighbours(table, context, key);
  const author = authorWords(filing, key, me, now);
  const said = Math.min(longest, REMARKS_LENGTH);
  return card({
    title: `${step.part}　${step.title}`,
    subtitle: institutionName(filing),
    tags: [{ text: `已完成 ${done}/${total}`, color: done === total ? 'green' : 'blue' }],
    elements: [
      flashPart(flash),
      earlier && earlierPart(filing, earlier),
      undo && buttons(button('撤销移除', 'file.restore', { filing: filing.id, step: key, file: undo })),
      removed &&
        buttons(
          button('撤销删除', 'item.restore', { filing: filing.id, step: key, ...removed, ...(back && { back }) }),
        ),
      filing.review?.remarks && filing.status === 'returned' && !remarksAt(filing, key).length && remarks(filing, said),
      remarkPart(filing, key, '', said),
      author && note(author),
      conflictPart(filing, key, step, now),
      changedPart(filing, key, typed.length > 0, longest),
      step.guidance && note(step.guidance),
      key === 'route' && routePart(filing),
      typed.length > 0 &&
        form('step', [
          ...typed.flatMap(([name, field]) => [
            ...remarkPart(filing, key, name, said),
            ...fieldPart(name, field, filing, key, context, checked),
          ]),
          crossingPart(
            filing,
            key,
            typed.map(([name]) => name),
          ),
          buttons(
            back && save('保存，回到检查', 'check', true),
            save(after ? '保存，下一步' : '保存，去检查', 'next', !back),
            before && save('上一步', 'back'),
            save('保存', 'stay'),
            save('先跳过', 'skip'),
            !back && save('总览', 'check'),
          ),
        ]),
      fields.map(([name, field]) => [
        isTyped(field) ? [] : remarkPart(filing, key, name, said),
        listPart(name, field, filing, key, context, { checked, picked, back }),
      ]),
      typed.length === 0 &&
        buttons(
          back && open('回到检查', undefined, !lacksRows),
          mayFile && open('下一步', after, !back && !lacksRows),
          before && open('上一步', before, !mayFile),
          !back && open('总览', undefined),
        ),
      !removed && undoPart(filing, key, step, me, now),
    ],
  });
};

const remarks = (filing: Filing, length: number): Inner =>
  md(mdt`<font color='red'>退回意见</font>：${clip(filing.review?.remarks ?? '', length)}`);
