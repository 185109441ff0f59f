import {
  DIRECT,
  type Filing,
  institutionName,
  memberOf,
  rankOf,
  receiverOf,
  referenceOf,
} from '../services/filing/filing.ts';
import {
  awaitsSeals,
  isChosen,
  isEditable,
  isFrozen,
  isOpenForReview,
  isRecommended,
  statusNames,
} from '../services/filing/status.ts';
import type { NoticeOf } from '../services/notice.ts';
import { callOf } from '../services/rounds/calls.ts';
import { dueOf } from '../services/rounds/deadlines.ts';
import { isOver } from '../services/rounds/round.ts';
import { dayOf, longDay, timeOf } from '../services/time.ts';
import type { FilingView } from '../services/view.ts';
import { button } from './actions.ts';
import { filingDeadline } from './deadline.ts';
import {
  buttons,
  type Card,
  card,
  clip,
  type Element,
  type HeaderColor,
  linkButton,
  md,
  mdt,
  note,
  text,
} from './kit/index.ts';
import { goesToPart, movedAwayPart } from './moved-part.ts';
import { remarkList } from './remarks-part.ts';
import { urgePart } from './urged.ts';

const titleOf = (event: NoticeOf<'status'>['event'], { status, review }: Filing): string =>
  event === 'returned' && status === 'returned' && review?.byOffice ? '国家知识产权局退回，请补正' : titles[event];

const titles: Record<NoticeOf<'status'>['event'], string> = {
  submitted: '已提交',
  opened: '推荐部门开始审核',
  returned: '材料被退回，请补正',
  recommended: '已推荐',
  waiting: '列入候补推荐',
  movedUp: '候补已递补为推荐',
  declined: '推荐部门不予推荐',
  takenBack: '推荐部门撤回了决定',
  deptSealed: '双方签字盖章已核对',
  unsealed: '双方盖章要重新扫描、核对',
  filed: '已在国家系统提交',
  publicity: '公示中',
  objected: '公示期间有异议',
  publicityCorrected: '公示日期已更正',
  numberCorrected: '编号已更正',
  approved: '准予备案',
  refused: '不予备案',
  listed: '已列入名单',
  expired: '本年度已结束',
  admitted: '主办方已准予申报',
  redirected: '主办方改变了材料的去向',
  rerouted: '主办方调整了推荐路径',
  moved: '材料改交其他部门',
  frozen: '已定稿',
  withdrawn: '申报单位撤回了材料',
  abandoned: '本次不申报',
  resumed: '重新申报',
  joined: '您可以一起填了',
  none: '办理进度',
};
/** How a filing's state looks, on each card that is about it. */
export const statusColors: Record<Filing['status'], HeaderColor> = {
  draft: 'blue',
  ineligible: 'orange',
  returned: 'orange',
  frozen: 'turquoise',
  inst_sealed: 'turquoise',
  submitted: 'blue',
  under_review: 'blue',
  waiting: 'blue',
  recommended: 'green',
  dept_sealed: 'green',
  not_recommended: 'grey',
  filed_online: 'green',
  publicity: 'green',
  objection: 'orange',
  approved: 'green',
  not_approved: 'grey',
  listed: 'green',
  abandoned: 'grey',
  expired: 'grey',
};

/** The states of which an event's card is the present news; later it only says where things stand now. */
const newsIn: Partial<Record<NoticeOf<'status'>['event'], Filing['status'][]>> = {
  submitted: ['submitted'],
  opened: ['under_review'],
  returned: ['returned'],
  recommended: ['recommended'],
  waiting: ['waiting'],
  movedUp: ['recommended'],
  declined: ['not_recommended'],
  takenBack: ['under_review'],
  deptSealed: ['dept_sealed'],
  unsealed: ['recommended'],
  filed: ['filed_online'],
  publicity: ['publicity'],
  objected: ['objection'],
  publicityCorrected: ['publicity', 'objection'],
  numberCorrected: ['approved'],
  approved: ['approved'],
  refused: ['not_approved'],
  listed: ['listed'],
  expired: ['expired'],
  frozen: ['frozen', 'inst_sealed'],
  abandoned: ['abandoned'],
};

/** Where a filing stands, and the one thing to do next. Kept up to date in place while the card lives. */
export const statusCard = ({ event, why }: NoticeOf<'status'>, view: FilingView): Card =>
  isGone(event, view)
    ? movedCard(view.filing)
    : (newsIn[event]?.includes(view.filing.status) ?? true)
      ? fullCard(event, view, why)
      : pastCard(event, view);

/** The department from which it went: it fills nothing in, and decides nothing any more. */
const isGone = (event: NoticeOf<'status'>['event'], { filing, me }: FilingView): boolean =>
  event === 'moved' && me !== null && !memberOf(filing, me);

const movedCard = (filing: Filing): Card =>
  card({
    title: filing.moved ? '材料已改交其他部门' : '材料仍交贵部门',
    subtitle: institutionName(filing),
    color: 'grey',
    elements: [
      filing.moved
        ? movedAwayPart(filing)
        : text('申报单位又更正了回答，或者主办方又调整了推荐路径，材料仍交贵部门，提交后会发来新的审核卡片。'),
    ],
  });

const pastCard = (event: NoticeOf<'status'>['event'], { filing, me }: FilingView): Card =>
  card({
    title: titles[event],
    subtitle: institutionName(filing),
    color: 'grey',
    elements: [
      md(mdt`之后有了新的进展，现在是 **${statusNames[filing.status]}**。`),
      buttons(button('看进度', me && !memberOf(filing, me) ? 'status.open' : 'filing.open', { filing: filing.id })),
    ],
  });

const fullCard = (event: NoticeOf<'status'>['event'], { filing, now, me }: FilingView, why?: string): Card =>
  card({
    title: titleOf(event, filing),
    subtitle: institutionName(filing),
    color: statusColors[filing.status],
    tags: [{ text: statusNames[filing.status], color: filing.status === 'returned' ? 'orange' : 'blue' }],
    elements: [
      md(mdt`查询号 **${referenceOf(filing)}**　第 **${filing.version}** 版`, ...milestones(filing)),
      why && text(`原因：${why}`),
      event === 'moved' &&
        md(mdt`按现在的回答和本年度的推荐路径，材料改交 **${clip(receiverOf(filing), 60)}**，由它重新审核。`),
      (event === 'admitted' || event === 'redirected' || event === 'rerouted') &&
        isEditable(filing) &&
        goesToPart(filing),
      event !== 'withdrawn' && nextThing(filing),
      (isEditable(filing) || isFrozen(filing) || isOpenForReview(filing)) && filingDeadline(filing, now),
      event !== 'withdrawn' && urgePart(filing, me && !memberOf(filing, me) ? 'department' : 'institution'),
      event !== 'withdrawn' && (me && !memberOf(filing, me) ? reviewerWays(filing) : ways(filing)),
      event !== 'withdrawn' && filing.handedIn > 0 && buttons(button('办理进度', 'status.open', { filing: filing.id })),
    ],
  });

const moment = (at: Date): string => `${longDay(dayOf(at))} ${timeOf(at)}`;

const milestones = (filing: Filing) =>
  [
    filing.frozenAt && mdt`定稿：${moment(filing.frozenAt)}`,
    filing.submittedAt && mdt`提交${receiverOf(filing)}：${moment(filing.submittedAt)}`,
    filing.review && filing.status === 'returned' && mdt`退回：${moment(new Date(filing.review.at))}`,
    filing.review && isRecommended(filing) && filing.review.opinion && mdt`推荐：${moment(new Date(filing.review.at))}`,
  ].filter((line) => !!line);

/** What happens next, in words. */
export const nextThing = (filing: Filing): Element[] => {
  switch (filing.status) {
    case 'draft':
      return [text('材料在填报中，接着填完后定稿。')];
    case 'ineligible':
      return [text('按现在的回答还不能申报，原因写在“填报准备”里。改好回答，或主办方准予后，就能接着办。')];
    case 'inst_sealed':
      return [
        text(
          filing.departmentCode === DIRECT
            ? '签字盖章已核对。请在国家系统填报、上传扫描件并提交，再点“去提交”登记提交日期和回执号。'
            : '签字盖章已核对，请提交。',
        ),
      ];
    case 'waiting':
      return [
        text(
          `${receiverOf(filing)}拟推荐，但名额已满，列为候补第 ${rankOf(filing) ?? ''} 位。有空出的名额会马上递补，并告诉您。`,
        ),
      ];
    case 'dept_sealed':
      return [officialFiling(filing)];
    case 'not_recommended':
      return [md(mdt`**不予推荐的理由**`, mdt`${filing.review?.declined ?? ''}`), text('如有疑问，请联系推荐部门。')];
    case 'filed_online':
      return [text(filedWords(filing))];
    case 'publicity':
      return [text(`正在公示，到 ${longDay(filing.office?.publicity?.until ?? '')}结束。`)];
    case 'objection':
      return [text('公示期间收到异议，国家知识产权局正在处理。')];
    case 'approved':
      return [text(`准予备案${filing.office?.number ? `，编号 ${filing.office.number}` : ''}。名单发布后会告诉您。`)];
    case 'not_approved':
      return [md(mdt`**不予备案的理由**`, mdt`${filing.office?.verdict?.why ?? ''}`)];
    case 'listed':
      return [
        text(`已列入 ${longDay(filing.office?.listed?.on ?? '')}发布的名单，编号 ${filing.office?.number ?? ''}。`),
      ];
    case 'expired':
      return [text('本年度备案工作已经结束，这份材料没有办完。已填的内容都留着，可以查看和导出，明年可以带入。')];
    case 'frozen':
      return [text('请打印、签字、盖章，把扫描件发到聊天里，然后提交。')];
    case 'submitted':
      return [
        text(
          `已提交给${receiverOf(filing)}，等待对方打开审核。对方若还没有联系人，指定后会自动送达。有变化会马上在这里告诉您。`,
        ),
        note('正式申报以国家知识产权公共服务网系统中提交为准。'),
      ];
    case 'under_review':
      return [text(`${receiverOf(filing)}正在审核，有结果会马上在这里告诉您。`)];
    case 'returned':
      return [
        md(mdt`<font color='red'>**${returnedBy(filing)}退回意见**</font>`, mdt`${filing.review?.remarks ?? ''}`),
        ...remarkList(filing),
        text('改完重新定稿、盖章、提交。'),
      ];
    case 'abandoned':
      return [text('这份材料本次不申报，不再办理，也不再提醒。已填的内容都留着；本年度备案结束前可以重新申报。')];
    case 'recommended':
      return [md(mdt`**第七部分推荐意见**`, mdt`${filing.review?.opinion ?? ''}`), officialFiling(filing)];
  }
};

/** Who gave it back: the national office, which decides after the department, or the department itself. */
const returnedBy = ({ review, round }: Filing): string => (review?.byOffice ? callOf(round.call).nationalOffice : '');

/** What comes after the national system (通知二（三）), told once everything that the institution could do is done. */
const filedWords = (filing: Filing): string => {
  const { nationalOffice, deadlines } = callOf(filing.round.call);
  const { filed } = filing.office ?? {};
  const when = filed ? `已于 ${longDay(filed.on)} 在国家系统提交，回执号 ${clip(filed.receipt, 200)}。` : '';
  const course = `通过后公示 ${deadlines.publicityWorkingDays} 个工作日，无异议的准予备案并列入名单。`;
  return `${when}接下来由${nationalOffice}审核，${course}现在不用再做什么，有变化会马上在这里告诉您。`;
};

/** The bot is not the filing: 否则视为无效申请 (填表说明六). */
const officialFiling = (filing: Filing): Element =>
  md(
    mdt`**还有一步**：${filing.status === 'recommended' ? '请向推荐部门取得签字盖章的第七、八部分，订在本单位盖章的备案表后面，整份扫描，点“双方盖章”核对；再到' : '请在'}国家知识产权公共服务网公共服务管理系统中完成填报，并上传签字盖章的扫描件，否则视为无效申请（填表说明六），然后点“双方盖章”登记。截止 ${longDay(dueOf(filing).last)}。`,
  );

/** The same for whoever decides: nothing of the institution's own. */
export const reviewerWays = (filing: Filing): Element[] => {
  if (!filing.handedIn) return [];
  const sealing = awaitsSeals(filing) && filing.departmentCode !== DIRECT;
  const place = { filing: filing.id, version: filing.handedIn };
  return [
    buttons(
      sealing && button('双方盖章', 'seal.open', { filing: filing.id }, { style: 'primary' }),
      button('看材料', 'review.open', place),
    ),
  ];
};

/** What can be done now. */
export const ways = (filing: Filing, onReceipt = false): Element[] => {
  const place = { filing: filing.id, version: filing.version };
  if (isOver(filing.round) || filing.status === 'expired') return [readWays(filing, onReceipt)];
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
  if (isFrozen(filing)) return [buttons(button('去提交', 'filing.open', { filing: filing.id }, { style: 'primary' }))];
  if (!isOpenForReview(filing))
    return [
      buttons(
        awaitsSeals(filing) && button('双方盖章', 'seal.open', { filing: filing.id }, { style: 'primary' }),
        isRecommended(filing) && site,
        isChosen(filing) && button('怎样撤回', 'withdraw.open', { filing: filing.id }),
        filing.version > 0 && button('再发一次 Word', 'annex.send', place),
        filing.version > 0 && button('国家系统填报文本', 'pack.send', place),
        receipt,
      ),
    ];
  return [
    buttons(
      button('撤回修改', 'withdraw.open', { filing: filing.id }),
      button('再发一次 Word', 'annex.send', place),
      button('国家系统填报文本', 'pack.send', place),
      receipt,
    ),
  ];
};

/** Once the round is over, or the filing has ended with it: everything can still be read and taken along. */
const readWays = ({ id, version, handedIn }: Filing, onReceipt: boolean): Element =>
  buttons(
    button('查看全部内容', 'answers.open', { filing: id, page: 1 }, { style: 'primary' }),
    version > 0
      ? button('再发一次 Word', 'annex.send', { filing: id, version })
      : button('导出 Word 草稿', 'draft.send', { filing: id }),
    version > 0 && button('国家系统填报文本', 'pack.send', { filing: id, version }),
    !onReceipt && handedIn > 0 && button('回执', 'receipt.open', { filing: id, version: handedIn }),
  );
