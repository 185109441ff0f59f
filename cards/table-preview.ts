import { fieldAt, institutionName } from '../services/filing/filing.ts';
import { countWords } from '../services/form/count.ts';
import type { Roster } from '../services/form/define.ts';
import { itemsAt } from '../services/form/read.ts';
import type { NoticeOf } from '../services/notice.ts';
import { type Compared, compared, isSound, remarksOnTable } from '../services/rosters/preview.ts';
import type { TableView } from '../services/view.ts';
import { button } from './actions.ts';
import { buttons, type Card, card, clip, flashPart, type Markdown, md, mdt, note } from './kit/index.ts';

/** Rows and faults a card names; people see all of them in the list afterwards. */
const ROWS_SHOWN = 30;
const FAULTS_SHOWN = 15;
const NAME_LENGTH = 20;
const FAULT_LENGTH = 80;

/** What was understood from a table, row by row, before any of it comes into the list. */
export const tablePreviewCard = (
  { step, aside, same = 'skip', flash }: NoticeOf<'tablePreview'>,
  { filing, table }: TableView,
): Card => {
  const roster = fieldAt(filing, step, table.field, 'roster');
  const rows = compared(table.rows, itemsAt(filing.answers, step, table.field));
  const sound = rows.filter(isSound).length;
  const known = rows.filter((row) => row.known && !row.alike).length;
  const place = { filing: filing.id, step, field: table.field, aside };
  const choice = { ...place, rev: filing.revs[step] ?? 0, same };
  const one = roster.noun === '人' ? '位' : roster.noun;
  return card({
    title: `看一看：${roster.label} ${rows.length} ${one}`,
    subtitle: institutionName(filing),
    elements: [
      flashPart(flash),
      note(`来自：${clip(table.from, 60)}。还没有加入列表，看过再决定。`),
      md(mdt`${rows.slice(0, ROWS_SHOWN).map((row) => rowWords(row, roster, same))}`),
      rows.length > ROWS_SHOWN && note(`另有 ${rows.length - ROWS_SHOWN} ${one}没有列出，会一起处理。`),
      faultsPart(rows),
      ...remarksOnTable(table, roster).map((words) => note(clip(words, 200))),
      known > 0 && [
        note(`有 ${known} ${one}已在列表里。现在的选择：${same === 'skip' ? '跳过，保留列表里的' : '用表里的替换'}。`),
        buttons(
          same === 'skip'
            ? button('重名的改为替换', 'table.same', { filing: filing.id, step, aside, same: 'replace' })
            : button('重名的改为跳过', 'table.same', { filing: filing.id, step, aside, same: 'skip' }),
        ),
      ],
      buttons(
        button('全部加入', 'table.adopt', { ...choice, how: 'all' }, sound === rows.length ? { style: 'primary' } : {}),
        sound > 0 &&
          sound < rows.length &&
          button('只加没有问题的', 'table.adopt', { ...choice, how: 'sound' }, { style: 'primary' }),
        button('不要', 'table.drop', place),
      ),
      sound < rows.length && note('“全部加入”也会加入有问题的，之后可在列表里逐条修改；或改好表格重新发送。'),
    ],
  });
};

const rowWords = (row: Compared, { item }: Roster, same: 'skip' | 'replace'): Markdown => {
  const [first = '', ...others] = Object.entries(item).map(([key]) => key);
  const name = clip(row.values[first] || '（空）', NAME_LENGTH);
  const facts = others.flatMap((key) => {
    const value = row.values[key];
    if (!value) return [];
    return [item[key]?.kind === 'paragraph' ? `${countWords(value)} 字` : clip(value, NAME_LENGTH)];
  });
  const state = row.alike
    ? '与列表里相同，不用加'
    : row.known
      ? `已在列表里，${same === 'skip' ? '跳过' : '替换'}`
      : isSound(row)
        ? '可以加入'
        : '有问题';
  return mdt`第 ${row.line} 行 **${name}**　${[...facts, state].join(' · ')}`;
};

/** By row number and column, in the words of the form. */
const faultsPart = (rows: Compared[]) => {
  const faults = rows.flatMap(({ line, faults }) => faults.map((words) => ({ line, words })));
  if (!faults.length) return undefined;
  const lines = faults
    .slice(0, FAULTS_SHOWN)
    .map(({ line, words }) => mdt`第 ${line} 行：${clip(words, FAULT_LENGTH)}`);
  const more = faults.length - FAULTS_SHOWN;
  return [
    md(mdt`<font color='red'>**⚠ 有 ${faults.length} 处问题**</font>`, mdt`${lines}`),
    more > 0 && note(`另有 ${more} 处没有列出。`),
  ];
};
