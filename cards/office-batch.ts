import { usualPublicityDays } from '../services/filing/office-commands.ts';
import type { NoticeOf } from '../services/notice.ts';
import { candidates, departmentName, type OfficeBatch } from '../services/office/batch.ts';
import type { BatchDeed } from '../services/office/states.ts';
import { type Day, dayOf, longDay } from '../services/time.ts';
import type { Views } from '../services/view.ts';
import { button, submit } from './actions.ts';
import {
  buttons,
  type Card,
  card,
  clip,
  datePicker,
  type Element,
  errorText,
  facts,
  form,
  type Inner,
  input,
  md,
  mdt,
  multiSelect,
  type Nest,
  note,
  text,
} from './kit/index.ts';

const titles: Record<BatchDeed, string> = { publicise: '批量公示', approve: '批量准予备案', list: '发布名单' };
/** Names in a select, each a node of the card: more than all departments' places together, 32 by 2 and 8 by 3. */
const NAMED = 96;

/** Several filings at once: what holds for all of them, and which; nothing is done before the preview is confirmed. */
export const officeBatchFormCard = (
  { deed, typed = {}, errors = {}, chosen = [] }: NoticeOf<'officeBatchForm'>,
  { round, rows, now }: Views['officeBatchForm'],
): Card => {
  const today = dayOf(now);
  const possible = candidates(deed, rows, today);
  const named = possible.slice(0, NAMED);
  const error = (field: string): Inner | false => !!errors[field] && errorText(clip(errors[field], 200));
  return card({
    title: titles[deed],
    subtitle: round.title,
    elements: [
      text(`现在可以一起办的有 ${possible.length} 份。`),
      form('batch', [
        named.length > 0 &&
          multiSelect({
            name: 'chosen',
            label: `只办其中几份（不选就是全部 ${possible.length} 份）`,
            options: named.map(({ id, name, departmentCode }) => ({
              text: `${clip(name, 20)}（${clip(departmentName(round, departmentCode), 12)}）`,
              value: id,
            })),
            values: chosen,
          }),
        possible.length > NAMED && note(`这里列出前 ${NAMED} 份；不选就是全部。`),
        shared(deed, { typed, today, days: usualPublicityDays({ round }), error }),
        error(''),
        buttons(submit('预览', 'office.batchLook', { round: round.id, deed }, { style: 'primary' })),
      ]),
      buttons(button('不办，返回', 'office.list', { round: round.id })),
    ],
  });
};

type Shared = {
  typed: Record<string, string>;
  today: Day;
  days: number;
  error: (field: string) => Inner | false;
};
const shared = (deed: BatchDeed, { typed, today, days, error }: Shared): Nest<Inner> => {
  const number = [
    input({
      name: 'number',
      label: deed === 'approve' ? '第一个编号（可以以后再给）' : '第一个编号（都有编号时不用填）',
      value: typed.number,
      placeholder: '例如 WD-2026-001',
    }),
    error('number'),
    note('按推荐部门的顺序依次递增，已经用过的跳过。'),
  ];
  const link = (label: string) => input({ name: 'link', label, value: typed.link });
  if (deed === 'approve') return number;
  if (deed === 'list')
    return [
      datePicker({ name: 'on', label: '名单发布日期', value: typed.on ?? today }),
      error('on'),
      number,
      link('名单网页地址（可以不填）'),
    ];
  return [
    datePicker({ name: 'from', label: '公示开始日期', value: typed.from ?? today }),
    error('from'),
    input({ name: 'days', label: '公示天数（工作日）', value: typed.days ?? String(days), maxLength: 3 }),
    error('days'),
    link('公示网页地址（可以不填）'),
  ];
};

/** By name and number what will be done, a page at a time; then how far it is, and what was left and why. */
export const officeBatchCard = ({ page = 1 }: NoticeOf<'officeBatch'>, { batch }: Views['officeBatch']): Card => {
  const { id, roundId, deed, items, results, state, params } = batch;
  const done = items.filter(({ filingId }) => results[filingId] === '').length;
  const left = items.filter(({ filingId }) => results[filingId]);
  const words = {
    preview: `预览：${items.length} 份`,
    working: `正在办：${items.length} 份中已办 ${done + left.length} 份`,
    done: `已办 ${done} 份${left.length ? `，${left.length} 份没有办` : ''}`,
  }[state];
  const at = { round: roundId, batch: id };
  const pages = Math.max(1, Math.ceil(items.length / LINES));
  const shown = Math.min(Math.max(1, page), pages);
  const turn = (label: string, to: number) => button(label, 'office.batchShow', { ...at, ...(to > 1 && { page: to }) });
  return card({
    title: `${titles[deed]}　${words}`,
    subtitle: params.round,
    color: state === 'done' ? (left.length ? 'orange' : 'green') : 'blue',
    tags: pages > 1 ? [{ text: `名单第 ${shown} 页，共 ${pages} 页`, color: 'blue' }] : [],
    elements: [
      facts(termsOf(batch)),
      left.length > 0 && leftPart(left.map(({ filingId, name }) => [name, results[filingId]!])),
      listPart(items, (shown - 1) * LINES),
      pages > 1 && buttons(shown > 1 && turn('上一页', shown - 1), shown < pages && turn('下一页', shown + 1)),
      state === 'preview' && note('确认后逐份办理，各单位和推荐部门马上收到；这期间变了的会留下，并告诉您是哪几份。'),
      buttons(
        state === 'preview' && button('确认，开始办', 'office.batchDo', at, { style: 'primary' }),
        state === 'preview' && button('返回修改', 'office.batchForm', { round: roundId, deed }),
        state === 'done' &&
          deed === 'list' &&
          button('名单（Word 和 Excel）', 'office.send', { round: roundId, what: 'list' }),
        state === 'working' && turn('刷新', shown),
        button('收件列表', 'office.list', { round: roundId }),
      ),
    ],
  });
};

const termsOf = ({ deed, params, items }: OfficeBatch): [string, string][] => {
  const { from = '', until = '', on = '', link } = params;
  const numbers = items.map(({ number }) => number).filter((one) => one !== undefined);
  const terms: [string, string][] = [];
  if (deed === 'publicise') terms.push(['公示', `${longDay(from)}至 ${longDay(until)}`]);
  if (deed === 'list') terms.push(['名单发布日期', longDay(on)]);
  if (deed === 'approve') {
    terms.push(['编号', numbers.length ? `${clip(numbers[0]!, 60)} 至 ${clip(numbers.at(-1)!, 60)}` : '以后再给']);
  }
  if (link) terms.push(['网页地址', clip(link, 200)]);
  return terms;
};

const LEFT = 12;
const leftPart = (left: [name: string, why: string][]): Element[] => [
  md(
    mdt`<font color='orange'>**没有办的**</font>`,
    ...left.slice(0, LEFT).map(([name, why]) => mdt`· ${clip(name, 30)}：${clip(why, 60)}`),
  ),
  ...(left.length > LEFT ? [note(`另有 ${left.length - LEFT} 份，在收件列表里可以看到。`)] : []),
];

/** Lines of a page: what fits when every name is as long as it can be. */
const LINES = 40;
const listPart = (items: OfficeBatch['items'], from: number): Element =>
  md(
    ...items
      .slice(from, from + LINES)
      .map(
        ({ name, department, number }, index) =>
          mdt`${from + index + 1}　${number ? `${clip(number, 24)}　` : ''}${clip(name, 30)}　${clip(department, 12)}`,
      ),
  );
