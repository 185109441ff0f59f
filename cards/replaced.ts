import { type Card, check, hasForm, text } from './kit/index.ts';

/**
 * What is left of a card once a newer one has come: its head, and where to look. Undefined where somebody may be typing in it:
 * that card stays as it is.
 */
export const replacedCard = (old: Card): Card | undefined =>
  hasForm(old)
    ? undefined
    : check({
        ...old,
        header: { ...old.header, template: 'grey' },
        body: { ...old.body, elements: [text('这张卡片快满 14 天，就要不能点了。请用下面新的一张，内容都在。')] },
      });
