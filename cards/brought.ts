import type { Brought } from '../services/filing/brought.ts';
import { contextOf, type Filing, formOf, institutionName } from '../services/filing/filing.ts';
import type { Proposal } from '../services/filing/proposals.ts';
import { isEditable } from '../services/filing/status.ts';
import { countWords } from '../services/form/count.ts';
import type { Field, FormContext, RawItem, Step } from '../services/form/define.ts';
import { isGiven } from '../services/form/read.ts';
import type { NoticeOf } from '../services/notice.ts';
import { isAllowed } from '../services/people/roles.ts';
import type { FilingView, Views } from '../services/view.ts';
import { button } from './actions.ts';
import { mask } from './form-values.ts';
import {
  buttons,
  type Card,
  card,
  clip,
  type Element,
  hr,
  type Markdown,
  md,
  mdt,
  note,
  row,
  text,
} from './kit/index.ts';

/** Things that could not be read, listed in words; the rest is counted. */
const UNREAD_LISTED = 12;
const UNREAD_LENGTH = 120;
/** How much of an answer is shown: enough to know it again. */
const LINE_LENGTH = 40;
const TEXT_LENGTH = 50;
const NAMES_LISTED = 12;

/** What was found in a document or an earlier filing, section by section, each to be taken, left, or taken back. */
export const broughtCard = (_notice: NoticeOf<'brought'>, { filing, brought, me }: Views['brought']): Card => {
  if (!brought || !isEditable(filing)) return goneCard(filing);
  const { steps } = formOf(filing.round);
  const found = Object.entries(steps).filter(([step]) => brought.proposals.some((one) => one.step === step));
  const mine = found.filter(([step]) => me === null || isAllowed(filing, me, 'edit', step));
  const open = mine.map(([step]) => step).filter((step) => !brought.taken[step]);
  const replaced = open.filter((step) => replaces(filing, brought, step)).map((step) => steps[step]!.title);
  return card({
    title: '读出了这些内容',
    subtitle: institutionName(filing),
    tags: [{ text: `${found.length} 个部分`, color: 'blue' }],
    elements: [
      text(`来自${clip(brought.source, 60)}。看过再放进表里；放进后也可以逐部分撤销。`),
      buttons(
        open.length > 0 && takeButton('采用全部', filing, brought, open, replaced),
        Object.keys(brought.taken).length === 0 &&
          button('都不用', 'brought.drop', { filing: filing.id, brought: brought.id }),
        button('总览', 'check.open', { filing: filing.id }),
      ),
      hr(),
      mine.map(([step, table]) => sectionPart(filing, brought, step, table)),
      mine.length < found.length && note(`另有 ${found.length - mine.length} 个部分由其他同事负责，没有列出。`),
      unreadPart(brought.unread),
    ],
  });
};

/** On the first card of a filing: the same institution's answers of another year. */
export const earlierPart = (filing: Filing, { filing: earlier, year }: { filing: string; year: number }): Element[] => [
  text(`找到您填过的本单位 ${year} 年的材料，可以带入后再修改。`),
  buttons(button(`带入 ${year} 年的材料`, 'earlier.open', { filing: filing.id, earlier })),
];

const goneCard = (filing: FilingView['filing']): Card =>
  card({
    title: '这些内容已经处理过',
    subtitle: institutionName(filing),
    color: 'grey',
    elements: [
      text('可能已经选过，或有了更新的文件。如还需要，请把文件再发一次。'),
      buttons(button('总览', 'check.open', { filing: filing.id }, { style: 'primary' })),
    ],
  });

const takeButton = (label: string, filing: Filing, brought: Brought, steps: string[], replaced: string[]) => {
  const revs = Object.fromEntries(steps.map((step) => [step, filing.revs[step] ?? 0]));
  const names = replaced.join('、');
  return button(
    label,
    'brought.take',
    { filing: filing.id, brought: brought.id, revs },
    {
      style: 'primary',
      ...(names && { confirm: { title: '替换现有内容？', text: `已有内容会被替换：${names}。替换后可以撤销。` } }),
    },
  );
};

const sectionPart = (filing: Filing, brought: Brought, step: string, table: Step): Element => {
  const context = contextOf(filing);
  const taken = brought.taken[step];
  const changedSince = taken && taken.rev !== (filing.revs[step] ?? 0);
  const replacing = !taken && replaces(filing, brought, step);
  const state = taken
    ? mdt`<font color='green'>✓ 已放进</font>`
    : replacing
      ? mdt`<font color='orange'>⚠ 会替换现有内容</font>`
      : mdt`<font color='grey'>○ 还没有填</font>`;
  const place = { filing: filing.id, brought: brought.id, step };
  const lines = brought.proposals
    .filter((one) => one.step === step)
    .map((one) => lineOf(table.fields[one.field]!, one, context));
  return row(
    md(mdt`${table.part}　**${table.title}**　${state}`, mdt`${lines}`),
    taken
      ? !changedSince && button('撤销', 'brought.undo', { ...place, rev: taken.rev })
      : takeButton('采用', filing, brought, [step], replacing ? [table.title] : []),
  );
};

/** Whether an answer that is there would become another. */
const replaces = (filing: Filing, brought: Brought, step: string): boolean =>
  brought.proposals.some(({ field, value, ...one }) => {
    const before = filing.answers[step]?.[field];
    return one.step === step && isGiven(before) && JSON.stringify(before) !== JSON.stringify(value);
  });

const lineOf = (field: Field, { value, source }: Proposal, context: FormContext): Markdown =>
  mdt`${field.label}：${shown(field, value, context)}<font color='grey'>（${source}）</font>`;

const shown = (field: Field, value: Proposal['value'], context: FormContext): string => {
  if (Array.isArray(value)) {
    const items = value as RawItem[];
    const names = items
      .slice(0, NAMES_LISTED)
      .map((item) => clip(field.kind === 'roster' ? field.title(item) : '', 20));
    return `${items.length} ${field.kind === 'roster' ? field.noun : '份'}：${names.join('、')}${items.length > NAMES_LISTED ? '等' : ''}`;
  }
  const words = value ?? '';
  if (field.kind === 'choice') return field.options(context).find((option) => option.value === words)?.text ?? words;
  if (field.kind === 'paragraph') return `${countWords(words)} 字，“${clip(words, TEXT_LENGTH)}”`;
  return clip(mask(field, words) ?? words, LINE_LENGTH);
};

const unreadPart = (unread: string[]): Element[] => {
  if (!unread.length) return [];
  const rest = unread.length - UNREAD_LISTED;
  return [
    hr(),
    md(
      mdt`<font color='orange'>**没有读出来，请在卡片里填：${unread.length} 处**</font>`,
      mdt`${unread.slice(0, UNREAD_LISTED).map((words) => mdt`· ${clip(words, UNREAD_LENGTH)}`)}`,
    ),
    ...(rest > 0 ? [note(`另有 ${rest} 处，总览里会列出。`)] : []),
  ];
};
