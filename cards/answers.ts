import { contextOf, type Filing, formOf, institutionName } from '../services/filing/filing.ts';
import { isEditable } from '../services/filing/status.ts';
import type { Field, FormContext, Raw, RawItem } from '../services/form/define.ts';
import { filesAt, isGiven, itemsAt, relevantFields, relevantSteps } from '../services/form/read.ts';
import type { NoticeOf } from '../services/notice.ts';
import type { FilingView } from '../services/view.ts';
import { button } from './actions.ts';
import { mask } from './form-values.ts';
import { buttons, type Card, card, clip, type Element, md, mdt, note, row, text } from './kit/index.ts';
import { pageAt, pagesOf } from './pages.ts';

/** A long answer goes on over several pieces, so that it can go on over several pages. */
const PIECE_LENGTH = 900;
const LABEL_LENGTH = 60;

/** All that has been filled in, to be read page by page; nothing is left out. */
export const answersCard = ({ page }: NoticeOf<'answers'>, { filing }: FilingView): Card => {
  const pages = pagesOf(piecesOf(filing));
  const at = pageAt(pages, page);
  const turn = (label: string, to: number, primary = false) =>
    button(label, 'answers.open', { filing: filing.id, page: to }, primary ? { style: 'primary' } : {});
  return card({
    title: '全部内容',
    subtitle: institutionName(filing),
    tags: [{ text: `第 ${at}/${pages.length} 页`, color: 'blue' }],
    elements: [
      pages[at - 1],
      buttons(
        at < pages.length && turn('下一页', at + 1, true),
        at > 1 && turn('上一页', at - 1),
        button(isEditable(filing) ? '回到检查' : '看进度', isEditable(filing) ? 'check.open' : 'filing.open', {
          filing: filing.id,
        }),
      ),
      note('手机和邮箱在卡片上只显示一部分，Word 备案表里是完整的。'),
    ],
  });
};

/** What may not be parted: a label with the beginning of its answer, a part of a long answer, a section's heading. */
const piecesOf = (filing: Filing): Element[][] => {
  const context = contextOf(filing);
  return relevantSteps(formOf(filing.round), context).flatMap(([key, step]) => {
    const heading = md(mdt`**${step.part}　${step.title}**`);
    const change = isEditable(filing) && button('修改', 'step.open', { filing: filing.id, step: key, back: true });
    const answers = relevantFields(step, context).flatMap(([name, field]) => answered(field, key, name, context));
    return [
      [change ? row(heading, change) : heading],
      ...answers.flatMap(([label, words]) => answerPieces(label, words)),
    ];
  });
};

const answerPieces = (label: string, words: string): Element[][] => {
  const parts = words.match(new RegExp(`[^]{1,${PIECE_LENGTH}}(?![\\udc00-\\udfff])`, 'g')) ?? [];
  const [first = '', ...rest] = parts;
  return [
    [md(mdt`${clip(label, LABEL_LENGTH)}`), first ? text(first) : text('（未填）', { color: 'grey' })],
    ...rest.map((part) => [text(part)]),
  ];
};

/** Label and words of one answer; of a list, those of each row. */
const answered = (field: Field, key: string, name: string, context: FormContext): [string, string][] => {
  if (field.kind === 'files') {
    return [
      [
        field.label,
        filesAt(context.answers, key, name)
          .map((file) => file.name)
          .join('\n'),
      ],
    ];
  }
  if (field.kind !== 'roster') return [[field.label, wordsOf(field, context.answers[key]?.[name], context)]];
  const items = itemsAt(context.answers, key, name);
  if (!items.length) return [[field.label, '']];
  return items.map((item, index) => [`${field.label} ${index + 1}`, rowWords(field.item, item, context)]);
};

const rowWords = (parts: Record<string, Field>, item: RawItem, context: FormContext): string =>
  Object.entries(parts)
    .map(([key, part]) => `${part.label}：${wordsOf(part, item[key], context) || '（未填）'}`)
    .join('\n');

const wordsOf = (field: Field, raw: Raw | undefined, context: FormContext): string => {
  if (!isGiven(raw) || typeof raw !== 'string') return '';
  if (field.kind === 'choice') return field.options(context).find(({ value }) => value === raw)?.text ?? raw;
  return mask(field, raw) ?? raw;
};
