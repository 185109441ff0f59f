import { contextOf, formOf, institutionName, memberOf } from '../services/filing/filing.ts';
import { isEditable } from '../services/filing/status.ts';
import { neighbours } from '../services/form/read.ts';
import { isAllowed, sectionTitles } from '../services/people/roles.ts';
import type { FilingView } from '../services/view.ts';
import { button } from './actions.ts';
import { authorWords } from './author-part.ts';
import { fitting } from './fitting.ts';
import { buttons, type Card, card, note } from './kit/index.ts';
import { readableSection } from './readable.ts';

/** A section for somebody who may read it and not change it: a colleague of other sections, or the 负责人. */
export const readStepCard = (key: string, { filing, me, now }: FilingView): Card => {
  const context = contextOf(filing);
  const table = formOf(filing.round);
  const step = table.steps[key]!;
  const { before, after } = neighbours(table, context, key);
  const member = me ? memberOf(filing, me) : undefined;
  const author = authorWords(filing, key, me, now);
  const open = (label: string, to: string) => button(label, 'step.open', { filing: filing.id, step: to });
  return fitting((room) =>
    card({
      title: `${step.part}　${step.title}`,
      subtitle: institutionName(filing),
      color: 'grey',
      tags: [{ text: '只看', color: 'neutral' }],
      elements: [
        author && note(author),
        readableSection(filing, key, step, context, room),
        member?.sections &&
          note(`这一部分由其他同事负责，您可以看。您负责：${sectionTitles(filing, member.sections)}。`),
        buttons(
          before && open('上一部分', before),
          after && open('下一部分', after),
          me && isAllowed(filing, me, 'judge') && button('回到意见', 'look.open', { filing: filing.id }),
          isEditable(filing) && button('总览', 'check.open', { filing: filing.id }),
        ),
      ],
    }),
  );
};
