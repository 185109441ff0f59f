import type { NoticeKind, NoticeOf } from '../services/notice.ts';
import { dayOf, longDay, timeOf } from '../services/time.ts';
import { PAGE, reasonWords, type Undelivered } from '../services/undelivered.ts';
import type { Views } from '../services/view.ts';
import { button } from './actions.ts';
import { buttons, type Card, card, clip, type Element, flashPart, hr, md, mdt, note, row, text } from './kit/index.ts';

/** What a message was about; the others are cards. */
const about: Partial<Record<NoticeKind, string>> = {
  words: '文字回复',
  annex: '备案表（Word）',
  draft: '备案表草稿（Word）',
  textPack: '文字稿',
  receipt: '回执',
  status: '办理进展',
  review: '审核卡片',
  seals: '双方盖章卡片',
  urged: '催办',
  copied: '抄送材料',
  desk: '审核列表',
  appointed: '联系人任命',
  dueChanged: '截止日期变化',
  departmentDue: '部门截止日期变化',
  invited: '协作邀请',
  opinionAsk: '征求意见',
  reminder: '截止提醒',
  escalated: '没有办的事的提醒',
  broadcast: '群发通知',
  roundOpened: '年度开启通知',
};

/** What the bot could not hand over: to whom, what, why and since when; and what is to become of it. */
export const undeliveredCard = (
  { page = 1, flash }: NoticeOf<'undelivered'>,
  { rows, total, spent, calls }: Views['undelivered'],
): Card => {
  const pages = Math.max(1, Math.ceil(total / PAGE));
  const to = (label: string, there: number) => button(label, 'undelivered.list', { page: there });
  return card({
    title: '没有送达的消息',
    color: total || spent ? 'orange' : 'green',
    elements: [
      flashPart(flash),
      spent > 0 && spentPart(spent),
      total
        ? text('这些消息没有送到对方手里。原因解决以后点“再试一次”；不必再送的点“不再发送”。')
        : text('没有需要处理的消息。', { color: 'grey' }),
      rows.map((one) => rowPart(one, page)),
      note(
        `${pages > 1 ? `共 ${total} 条，第 ${page}/${pages} 页，最近的在前。` : ''}本月已调用飞书接口约 ${calls} 次。`,
      ),
      buttons(
        page > 1 && to('上一页', page - 1),
        page < pages && to('下一页', page + 1),
        total > 1 && button('全部再试一次', 'undelivered.retryAll', { which: 'all' }),
        button('刷新', 'undelivered.list', { page }),
        button('回首页', 'home', {}),
      ),
    ],
  });
};

const spentPart = (spent: number): Element[] => [
  text(`本月的飞书接口次数已用完，${spent} 条可以晚些发的消息（提醒、群发）停在这里，下个月自动继续。`),
  buttons(button('继续发送', 'undelivered.retryAll', { which: 'spent' }, { style: 'primary' })),
  note('增加了次数以后再点“继续发送”；次数没有增加，会再停下来。'),
  hr(),
];

const rowPart = (given: Undelivered, page: number): Element => {
  const what = about[given.kind as NoticeKind] ?? '消息卡片';
  const whose = given.institution ? `（${clip(given.institution, 30)}）` : '';
  const since = `${longDay(dayOf(given.createdAt))} ${timeOf(given.createdAt)} 起`;
  const confirm = { title: '不再发送这一条？', text: '对方不会收到这条消息。材料和办理进度不受影响。' };
  return row(md(mdt`**${whoOf(given)}**　${what}${whose}`, mdt`${clip(reasonWords(given.reason), 120)}。${since}`), [
    button('再试一次', 'undelivered.retry', { message: given.id, page }),
    button('不再发送', 'undelivered.drop', { message: given.id, page }, { confirm }),
  ]);
};

const whoOf = ({ name, department, openId }: Undelivered): string => {
  if (department) return `${clip(department, 30)}的联系人`;
  return name ? clip(name, 24) : `姓名未知（编号尾号 ${openId.slice(-4)}）`;
};

/** To the operators: how much of the month's calls is used, or that none are left. */
export const apiBudgetCard = ({ month, percent, budget }: NoticeOf<'apiBudget'>): Card => {
  const which = `${Number(month.slice(0, 4))} 年 ${Number(month.slice(5))} 月`;
  const left = percent >= 100;
  return card({
    title: left ? '本月的飞书接口次数已用完' : `本月的飞书接口次数已用 ${percent}%`,
    color: left ? 'red' : 'orange',
    elements: [
      text(
        left
          ? `${which}的接口调用次数用完了。提醒和群发已经停下（最后一天和前一天的提醒照常发），下个月自动继续；办理中的消息每分钟试一次，可能会晚到。`
          : `${which}的接口预算是 ${budget} 次，已用 ${percent}%。用完以后提醒和群发会停到下个月，办理中的消息也会变慢。`,
      ),
      note('请管理飞书的同事在飞书管理后台查看用量，需要时增加次数。'),
      buttons(
        button('没有送达的消息', 'undelivered.list', { page: 1 }, { style: 'primary' }),
        button('回首页', 'home', {}),
      ),
    ],
  });
};
