import {
  DIRECT,
  type Filing,
  institutionName,
  isEditable,
  receiverOf,
  referenceOf,
  statusNames,
} from '../services/filing/filing.ts';
import type { NoticeOf } from '../services/notice.ts';
import { callOf } from '../services/rounds/calls.ts';
import { dayOf, longDay, timeOf } from '../services/time.ts';
import type { FilingView } from '../services/view.ts';
import { button } from './actions.ts';
import { deadlineLine } from './home.ts';
import {
  buttons,
  type Card,
  card,
  type Element,
  type HeaderColor,
  linkButton,
  md,
  mdt,
  note,
  text,
} from './kit/index.ts';

const titles: Record<NoticeOf<'status'>['event'], string> = {
  submitted: '已提交',
  opened: '推荐部门开始审核',
  returned: '材料被退回，请补正',
  recommended: '已推荐',
  frozen: '已定稿',
  withdrawn: '申报单位撤回了材料',
  abandoned: '本次不申报',
  resumed: '重新申报',
  joined: '您可以一起填了',
  none: '办理进度',
};
const colors: Record<Filing['status'], HeaderColor> = {
  draft: 'blue',
  returned: 'orange',
  frozen: 'turquoise',
  submitted: 'blue',
  under_review: 'blue',
  recommended: 'green',
  abandoned: 'grey',
};

/** The states of which an event's card is the present news; later it only says where things stand now. */
const newsIn: Partial<Record<NoticeOf<'status'>['event'], Filing['status'][]>> = {
  submitted: ['submitted'],
  opened: ['under_review'],
  returned: ['returned'],
  recommended: ['recommended'],
  frozen: ['frozen'],
  abandoned: ['abandoned'],
};

/** Where a filing stands, and the one thing to do next. Kept up to date in place while the card lives. */
export const statusCard = ({ event, why }: NoticeOf<'status'>, view: FilingView): Card =>
  (newsIn[event]?.includes(view.filing.status) ?? true) ? fullCard(event, view, why) : pastCard(event, view.filing);

const pastCard = (event: NoticeOf<'status'>['event'], filing: Filing): Card =>
  card({
    title: titles[event],
    subtitle: institutionName(filing),
    color: 'grey',
    elements: [
      md(mdt`之后有了新的进展，现在是 **${statusNames[filing.status]}**。`),
      buttons(button('看进度', 'filing.open', { filing: filing.id })),
    ],
  });

const fullCard = (event: NoticeOf<'status'>['event'], { filing, now }: FilingView, why?: string): Card =>
  card({
    title: titles[event],
    subtitle: institutionName(filing),
    color: colors[filing.status],
    tags: [{ text: statusNames[filing.status], color: filing.status === 'returned' ? 'orange' : 'blue' }],
    elements: [
      md(mdt`查询号 **${referenceOf(filing)}**　第 **${filing.version}** 版`, ...milestones(filing)),
      why && text(`原因：${why}`),
      event !== 'withdrawn' && nextThing(filing),
      filing.status !== 'recommended' && filing.status !== 'abandoned' && deadlineLine(filing.round, now),
      event !== 'withdrawn' && ways(filing),
    ],
  });

const moment = (at: Date): string => `${longDay(dayOf(at))} ${timeOf(at)}`;

const milestones = (filing: Filing) =>
  [
    filing.frozenAt && mdt`定稿：${moment(filing.frozenAt)}`,
    filing.submittedAt && mdt`提交${receiverOf(filing)}：${moment(filing.submittedAt)}`,
    filing.review && filing.status === 'returned' && mdt`退回：${moment(new Date(filing.review.at))}`,
    filing.review && filing.status === 'recommended' && mdt`推荐：${moment(new Date(filing.review.at))}`,
  ].filter((line) => !!line);

/** What happens next, in words. */
export const nextThing = (filing: Filing): Element[] => {
  switch (filing.status) {
    case 'draft':
      return [text('材料在填报中，接着填完后定稿。')];
    case 'frozen':
      return [text('请打印、签字、盖章，把扫描件发到聊天里，然后提交。')];
    case 'submitted':
      return [
        text(
          `已提交给${receiverOf(filing)}，等待对方打开审核。${filing.departmentCode === DIRECT ? '' : '对方若还没有联系人，指定后会自动送达。'}有变化会马上在这里告诉您。`,
        ),
        filing.departmentCode === DIRECT
          ? officialFiling(filing)
          : note('正式申报以国家知识产权公共服务网系统中提交为准。'),
      ];
    case 'under_review':
      return [text(`${receiverOf(filing)}正在审核，有结果会马上在这里告诉您。`)];
    case 'returned':
      return [
        md(mdt`<font color='red'>**退回意见**</font>`, mdt`${filing.review?.remarks ?? ''}`),
        ...(filing.review?.dueOn
          ? [md(mdt`请在 **${longDay(filing.review.dueOn)}** 前补正，改完重新定稿、盖章、提交。`)]
          : []),
      ];
    case 'abandoned':
      return [text('这份材料本次不申报，不再办理，也不再提醒。已填的内容都留着；本年度备案结束前可以重新申报。')];
    case 'recommended':
      return [md(mdt`**第七部分推荐意见**`, mdt`${filing.review?.opinion ?? ''}`), officialFiling(filing)];
  }
};

/** The bot is not the filing: 否则视为无效申请 (填表说明六). */
const officialFiling = (filing: Filing): Element =>
  md(
    mdt`**还有一步**：${filing.status === 'recommended' ? '请向推荐部门取得签字盖章的第七部分，与本单位盖章的备案表合在一起扫描；再到' : '请在'}国家知识产权公共服务网公共服务管理系统中完成填报，并上传签字盖章的扫描件，否则视为无效申请（填表说明六）。截止 ${longDay(filing.round.materialsDueOn)}。`,
  );

/** What can be done now. */
export const ways = (filing: Filing, onReceipt = false): Element[] => {
  const place = { filing: filing.id, version: filing.version };
  if (filing.status === 'abandoned')
    return [buttons(button('重新申报', 'filing.resume', { filing: filing.id }, { style: 'primary' }))];
  const receipt =
    !onReceipt && filing.handedIn > 0 && button('回执', 'receipt.open', { ...place, version: filing.handedIn });
  const site = linkButton('打开国家系统', callOf(filing.round.call).filingUrl);
  if (isEditable(filing)) {
    const label = filing.status === 'returned' ? '去补正' : '继续填报';
    const target = { filing: filing.id };
    return [buttons(button(label, 'check.open', target, { style: 'primary' }))];
  }
  if (filing.status === 'frozen')
    return [buttons(button('去提交', 'filing.open', { filing: filing.id }, { style: 'primary' }))];
  if (filing.status === 'recommended')
    return [
      buttons(
        site,
        button('再发一次 Word', 'annex.send', place),
        button('国家系统填报文本', 'pack.send', place),
        receipt,
      ),
    ];
  return [
    buttons(
      button('撤回修改', 'filing.withdraw', place, {
        confirm: { title: '撤回修改？', text: `${receiverOf(filing)}会收到通知；改完需要重新定稿、签字盖章、提交。` },
      }),
      filing.departmentCode === DIRECT && site,
      button('再发一次 Word', 'annex.send', place),
      button('国家系统填报文本', 'pack.send', place),
      receipt,
    ),
  ];
};
