import {
  assigneeOf,
  DIRECT,
  type Filing,
  institutionName,
  rankOf,
  referenceOf,
  sameWho,
  type Who,
} from '../services/filing/filing.ts';
import { isChosen, isEditable, isOpenForReview, statusNames } from '../services/filing/status.ts';
import type { NoticeOf } from '../services/notice.ts';
import { departmentIn } from '../services/rounds/deadlines.ts';
import type { ChangedView } from '../services/view.ts';
import { button } from './actions.ts';
import { changesPart } from './changes-part.ts';
import { deadlineLine, lateLine } from './deadline.ts';
import { earlierRemarksPart, returnedPart } from './earlier-remarks-part.ts';
import { fitting, type Room } from './fitting.ts';
import {
  type Button,
  buttons,
  type Card,
  card,
  clip,
  type Element,
  md,
  mdt,
  type Nest,
  note,
  text,
} from './kit/index.ts';
import { isMovedAway, movedAwayPart } from './moved-part.ts';
import { essentials, sections } from './review-content.ts';
import { peopleButton, peopleLines } from './review-people.ts';
import { urgeButton, urgeLines } from './urged.ts';

/** To the department: the essentials, what the checks found, every section in full, and the decisions. */
export const reviewCard = ({ version }: NoticeOf<'review'>, view: ChangedView): Card =>
  fitting((room) => reviewOf(view, version, room));

const reviewOf = ({ filing, changes, now, me }: ChangedView, version: number, room: Room): Card => {
  if (isMovedAway(filing, version)) return movedReview(filing, version);
  const live = filing.version === version && isOpenForReview(filing);
  return card({
    title: `审核：${institutionName(filing)}`,
    subtitle: `第 ${version} 版　查询号 ${referenceOf(filing)}`,
    color: live ? 'blue' : 'grey',
    tags: [{ text: statusNames[filing.status], color: live ? 'blue' : 'neutral' }],
    elements: [
      deadlineLine(filing.round, now, departmentIn(filing)),
      lateLine(filing, now),
      !live && filing.version === version && outcome(filing, room),
      filing.version === version
        ? essentials(filing, room)
        : text(`申报单位已更新，现在是第 ${filing.version} 版，这张卡片不再有效。`),
      filing.version === version && earlierRemarksPart(filing, changes, room),
      filing.version === version && changes && changesPart(changes, room),
      filing.version === version && sections(filing, room),
      filing.version === version && peopleLines(filing),
      live && decisions(filing, version),
      filing.version === version && urgeLines(filing, 'department'),
      buttons(
        filing.version === version && [
          undoButtons(filing, version),
          peopleButton(filing, version),
          urgeButton(filing, 'department'),
        ],
        toDesk(filing, me),
        button('办理进度', 'status.open', { filing: filing.id }),
      ),
    ],
  });
};

/** Nothing of what the institution has written since: it is another department's to read. */
const movedReview = (filing: Filing, version: number): Card =>
  card({
    title: `审核：${institutionName(filing)}`,
    subtitle: `第 ${version} 版　查询号 ${referenceOf(filing)}`,
    color: 'grey',
    tags: [{ text: '已改交其他部门', color: 'neutral' }],
    elements: [movedAwayPart(filing)],
  });

const decisions = (filing: Filing, version: number): Element[] => {
  const place = { filing: filing.id, version };
  const direct = filing.departmentCode === DIRECT;
  return [
    buttons(
      button('看全文', 'review.section', { ...place, page: 1 }),
      button('发来全部附件', 'review.files', place),
      button('逐份附件', 'review.fileList', place),
    ),
    buttons(
      !direct && button('拟推荐', 'review.recommendForm', place, { style: 'primary' }),
      button('退回补正', 'review.returnForm', place, { style: 'danger' }),
      !direct && button('不予推荐', 'review.turnDownForm', place),
      filing.status === 'submitted' && button('开始审核', 'review.open', place),
    ),
    note('Word 备案表和扫描件已发到聊天里。决定只对您看到的这一版有效。'),
  ];
};

/** The list is for those who act for the department, not for the one to whom this filing was handed. */
const toDesk = (filing: Filing, me: Who | null) => {
  const { roundId, departmentCode } = filing;
  const assignee = assigneeOf(filing);
  if (me && assignee && sameWho(assignee, me)) return false;
  return button('审核列表', 'desk.open', { round: roundId, department: departmentCode ?? DIRECT });
};

const outcome = (filing: Filing, room: Room): Element[] => {
  const whole = (words: string) => clip(words, Math.max(room.longest, 300));
  const { review } = filing;
  if (filing.status === 'recommended' && review) {
    return [
      md(mdt`<font color='green'>**已推荐**</font>（${review.by}）`, mdt`${whole(review.opinion)}`),
      note(AFTER_RECOMMENDING),
      buttons(button('双方盖章', 'seal.open', { filing: filing.id }, { style: 'primary' })),
    ];
  }
  if (filing.status === 'waiting' && review) {
    return [
      md(mdt`<font color='orange'>**候补推荐**</font>（${review.by}），现在排第 ${rankOf(filing) ?? ''} 位`),
      // In full, however full the card is: 递补 sends it.
      text(review.opinion),
      note('有名额空出时，按排序自动递补。'),
    ];
  }
  if (filing.status === 'not_recommended' && review) {
    return [md(mdt`**不予推荐**（${review.by}）`, mdt`${whole(review.declined ?? '')}`)];
  }
  if (filing.status === 'returned' && review) {
    return [returnedPart(filing, review, room)];
  }
  return [
    text(isEditable(filing) ? '申报单位已撤回修改，请等待重新提交。' : `当前状态：${statusNames[filing.status]}`),
    ...(filing.status === 'dept_sealed'
      ? [buttons(button('双方盖章', 'seal.open', { filing: filing.id }, { style: 'primary' }))]
      : []),
  ];
};

/** What can still be made of a decision, and what comes of taking it back. */
const undoButtons = (filing: Filing, version: number): Nest<Button> => {
  const place = { filing: filing.id, version };
  const waits = filing.status === 'waiting';
  return [
    waits &&
      button('递补为推荐', 'review.moveUp', place, {
        style: 'primary',
        confirm: {
          title: `递补“${clip(institutionName(filing), 40)}”？`,
          text: '上面的推荐意见会印进备案表第七部分，申报单位会马上收到推荐结果。',
        },
      }),
    waits && button('退回补正', 'review.returnForm', place, { style: 'danger' }),
    (isChosen(filing) || filing.status === 'not_recommended') &&
      button('撤销决定', 'review.takeBack', place, {
        confirm: { title: `撤销对“${clip(institutionName(filing), 40)}”的决定？`, text: undoneWords(filing) },
      }),
  ];
};

const undoneWords = (filing: Filing): string => {
  const then = '回到审核中，申报单位会马上收到通知，您可以重新决定。';
  if (filing.status === 'dept_sealed') return `名额空出，候补会自动递补；双方盖章的扫描件作废，要重新核对。${then}`;
  return filing.placed ? `名额空出，候补会自动递补。${then}` : then;
};

/** 通知三（一）: the department signs and seals 第七部分 and hands in through the national system. */
const AFTER_RECOMMENDING =
  '接下来：打印聊天里的“第七、八部分”（单独一页），签字、写日期、盖章，订在申报单位盖章的备案表后面，整份扫描后发到这里，点“双方盖章”核对；正式申报以国家系统中审核提交为准（通知三（一））。';
