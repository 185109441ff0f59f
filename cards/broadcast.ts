import { type AudienceKey, audiences, offered } from '../services/broadcasts/audiences.ts';
import { type Broadcast, MOST_WORDS, PER_MINUTE } from '../services/broadcasts/broadcasts.ts';
import type { NoticeOf } from '../services/notice.ts';
import { isOfficeTime, nextSending, officeUntil } from '../services/reminders/windows.ts';
import { callOf } from '../services/rounds/calls.ts';
import { dayOf, longDay, timeOf, weekday } from '../services/time.ts';
import { reasonWords, SPENT } from '../services/undelivered.ts';
import type { Views } from '../services/view.ts';
import { button, submit } from './actions.ts';
import {
  type Button,
  buttons,
  type Card,
  card,
  clip,
  type Element,
  errorText,
  facts,
  flashPart,
  form,
  hr,
  input,
  md,
  mdt,
  type Nest,
  note,
  row,
  select,
  text,
} from './kit/index.ts';

/** What an operator has written, to one of many: their words as they are, and why one gets them. */
export const broadcastCard = (_notice: NoticeOf<'broadcast'>, { broadcast }: Views['broadcast']): Card =>
  card({
    title: messageTitle(broadcast),
    subtitle: broadcast.round.title,
    elements: [messagePart(broadcast), buttons(button('打开首页', 'home', {}, { style: 'primary' }))],
  });

const messageTitle = ({ text: words }: Pick<Broadcast, 'text'>): string => `通知：${clip(words.split('\n')[0]!, 20)}`;

const messagePart = ({ text: words, audience, round }: Broadcast): Nest<Element> => [
  text(words),
  note(`${callOf(round.call).nationalOffice}发。为什么收到：${audiences[audience].because}。`),
];

/** 群发通知 as it is written: to whom, and what. */
export const broadcastFormCard = (
  { typed = {}, errors = {} }: NoticeOf<'broadcastForm'>,
  { round }: Views['broadcastForm'],
): Card =>
  card({
    title: '群发通知',
    subtitle: round.title,
    elements: [
      form('broadcast', [
        ...select({
          name: 'audience',
          label: '发给谁',
          options: offered.map((value) => ({ value, text: audiences[value].name })),
          value: typed.audience,
        }),
        errors.audience && errorText(errors.audience),
        input({
          name: 'text',
          label: `内容（不超过 ${MOST_WORDS} 字）`,
          value: clip(typed.text ?? '', 900),
          multiline: true,
          rows: 8,
          maxLength: MOST_WORDS,
        }),
        errors.text
          ? errorText(clip(errors.text, 200))
          : note('只支持文字。请不要写手机号和邮箱，飞书可能不予发送。先预览，确认后才发。'),
        buttons(submit('预览', 'broadcast.look', { round: round.id }, { style: 'primary' })),
      ]),
      buttons(button('返回', 'broadcast.list', { round: round.id })),
    ],
  });

/** What was sent to many in a round, the newest first. */
export const broadcastsCard = (_notice: NoticeOf<'broadcasts'>, { round, sent }: Views['broadcasts']): Card =>
  card({
    title: '群发通知',
    subtitle: round.title,
    elements: [
      sent.length === 0 && text('还没有群发过。', { color: 'grey' }),
      sent.map(({ id, audience, text: words, createdAt, state, _count }) =>
        row(
          md(
            mdt`**${nameOf(audience as AudienceKey)}**　${sizeWords(audience, state, _count.recipients)}　${stateWords[state] ?? ''}`,
            mdt`${momentWords(createdAt)}　${clip(words || '年度开启通知', 30)}`,
          ),
          button('查看', 'broadcast.open', { round: round.id, broadcast: id }),
        ),
      ),
      buttons(
        button('写一条', 'broadcast.form', { round: round.id }, { style: 'primary' }),
        button('回首页', 'home', {}),
      ),
    ],
  });

/** Whom an opening is for is listed when it begins. */
const sizeWords = (audience: string, state: string, people: number): string =>
  audience === 'opening' && state === 'scheduled' ? '人数在发送时统计' : `${people} 人`;
const nameOf = (audience: AudienceKey): string => audiences[audience].name;
const momentWords = (at: Date): string => `${longDay(dayOf(at))} ${timeOf(at)}`;
const stateWords: Record<string, string> = {
  scheduled: '待发送',
  listing: '发送中',
  sending: '发送中',
  stopped: '已停止',
};

/** Before it is sent: to how many, what they see, how long it takes; then how far it is; then what came of it. */
export const broadcastSheetCard = (notice: NoticeOf<'broadcastSheet'>, view: Views['broadcastSheet']): Card => {
  const { broadcast, size } = view;
  const { id, roundId, state } = broadcast;
  const counts = countsOf(broadcast);
  const at = { round: roundId, broadcast: id };
  const over = state === 'stopped' || (state === 'written' && counts.waiting === 0);
  const title = size
    ? '预览'
    : over
      ? state === 'stopped'
        ? '已停止'
        : '已发完'
      : state === 'scheduled'
        ? '待发送'
        : '发送中';
  return card({
    title: `群发通知　${title}`,
    subtitle: broadcast.round.title,
    color: size ? 'blue' : over ? (counts.lost ? 'orange' : 'green') : 'blue',
    elements: [
      flashPart(notice.flash),
      size ? previewPart(view, size) : progressPart(broadcast, counts),
      hr(),
      broadcast.text
        ? [note('对方看到的是：'), md(mdt`**${messageTitle(broadcast)}**`), messagePart(broadcast)]
        : note('内容是“年度备案已开启”，按每个人往年的情况说明怎样开始。'),
      hr(),
      buttons(
        ...(size ? sendButtons(view, size.people) : []),
        !size && !over && button('停止发送', 'broadcast.stop', at, stopLook),
        !size && button('刷新', 'broadcast.open', at),
        size && button('修改', 'broadcast.form', at),
        button('群发记录', 'broadcast.list', { round: roundId }),
      ),
    ],
  });
};

const stopLook = {
  style: 'danger',
  confirm: { title: '停止发送？', text: '还没发出的不再发送；已经发出的收不回来。' },
} as const;

type Counts = {
  all: number;
  sent: number;
  waiting: number;
  lost: number;
  spent: number;
  needless: number;
  held: number;
};

const countsOf = ({ tally, state }: Broadcast): Counts => {
  const sum = (which: (state: string, reason: string | null) => boolean) =>
    tally.filter((one) => which(one.state, one.reason)).reduce((total, { count }) => total + count, 0);
  const unwritten = sum((one) => one === '');
  const stopped = state === 'stopped';
  // What waits for the next month's calls goes on by itself.
  const spent = sum((one, reason) => one === 'parked' && !!reason?.startsWith(SPENT));
  return {
    all: sum(() => true),
    sent: sum((one) => one === 'sent' || one === 'retired'),
    waiting: sum((one) => one === 'waiting') + spent + (stopped ? 0 : unwritten),
    lost: sum((one) => one === 'parked') - spent,
    spent,
    needless: sum((one, reason) => one === 'dropped' && reason !== 'stopped'),
    held: sum((one, reason) => one === 'dropped' && reason === 'stopped') + (stopped ? unwritten : 0),
  };
};

const previewPart = (
  { broadcast, now }: Views['broadcastSheet'],
  { people, unheld }: { people: number; unheld: number },
): Nest<Element> => {
  const { round } = broadcast;
  return [
    facts([
      ['发给', nameOf(broadcast.audience)],
      ['人数', `${people} 人，每人一条`],
      ['预计用时', minutesWords(people)],
    ]),
    people === 0 && text('现在没有符合条件的人，请换一个范围。', { color: 'orange' }),
    unheld > 0 && text(`另有 ${unheld} 个部门还没有能收到消息的联系人，请电话告知。`, { color: 'orange' }),
    !isOfficeTime(round, now) &&
      text(`现在不是工作时间。建议 ${openingWords(nextSending(round, now))} 开始发送。`, { color: 'orange' }),
    note('名单按确认的那一刻算；发出之前已经办好的人不会收到。'),
  ];
};

const minutesWords = (people: number): string => {
  const minutes = Math.ceil(people / PER_MINUTE);
  return minutes <= 1
    ? '不到 1 分钟（有人等着的消息优先）'
    : `大约 ${minutes} 分钟（每分钟约 ${PER_MINUTE} 条，有人等着的消息优先）`;
};

const openingWords = (at: Date): string => `${longDay(dayOf(at))}（${weekday(dayOf(at))}）${timeOf(at)}`;

const sendButtons = ({ broadcast, now }: Views['broadcastSheet'], people: number): Button[] => {
  if (people === 0) return [];
  const { id, roundId, audience, round } = broadcast;
  const at = { round: roundId, broadcast: id, audience };
  const confirm = { title: `发给 ${people} 人？`, text: '发出以后收不回来。' };
  const until = officeUntil(round, now)?.getTime();
  if (until)
    return [button(`确认发送（${people} 人）`, 'broadcast.send', { ...at, until }, { style: 'primary', confirm })];
  const start = nextSending(round, now).getTime();
  return [
    button('下一个工作时间发送', 'broadcast.send', { ...at, at: start }, { style: 'primary' }),
    button('现在就发', 'broadcast.send', at, { confirm }),
  ];
};

const progressPart = ({ audience, state, startAt, lost }: Broadcast, counts: Counts): Nest<Element> => [
  facts([
    ['发给', nameOf(audience)],
    ['一共', sizeWords(audience, state, counts.all)],
    ['已发送', `${counts.sent} 人`],
    ...(counts.waiting ? [['等待发送', `${counts.waiting} 人`] as const] : []),
    ...(counts.lost ? [['没有送到', `${counts.lost} 人`] as const] : []),
    ...(counts.needless ? [['不用再发（已经办好，或不再负责）', `${counts.needless} 人`] as const] : []),
    ...(counts.held ? [['停止后没有发', `${counts.held} 人`] as const] : []),
  ]),
  state === 'scheduled' && startAt && text(`将于 ${openingWords(startAt)} 开始发送。`),
  counts.spent > 0 &&
    text(`本月的飞书接口次数已用完，${counts.spent} 条停在这里，下个月自动继续。`, { color: 'orange' }),
  state === 'listing' && text('正在列名单，马上开始发。'),
  lost.length > 0 && [
    md(
      mdt`**没有送到的**：`,
      ...lost.map(({ name, reason }) => mdt`· ${clip(name || '（没有姓名）', 20)}：${clip(reasonWords(reason), 80)}`),
    ),
    counts.lost > lost.length && note(`另有 ${counts.lost - lost.length} 人没有列出。`),
    note('请电话告知；原因解决以后，可以在首页的“没有送达的消息”里再试。'),
  ],
];
