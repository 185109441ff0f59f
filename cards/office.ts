import { type Filing, institutionName, receiverOf, referenceOf } from '../services/filing/filing.ts';
import { type Status, statusNames } from '../services/filing/status.ts';
import type { NoticeOf } from '../services/notice.ts';
import type { OfficeDeed } from '../services/office/states.ts';
import { type Day, dayOf, daysBetween, longDay } from '../services/time.ts';
import type { FilingView } from '../services/view.ts';
import { button } from './actions.ts';
import { returnedPart } from './earlier-remarks-part.ts';
import { fitting, type Room } from './fitting.ts';
import { type Button, buttons, type Card, card, clip, type Element, facts, md, mdt, note, text } from './kit/index.ts';
import { essentials, sections } from './review-content.ts';

/** To the national office: the filing as its department handed it on, where it stands, and what can be decided now. */
export const officeCard = (_notice: NoticeOf<'office'>, { filing, now }: FilingView): Card =>
  fitting((room) => officeOf(filing, dayOf(now), room));

/** A text as long as the card has room for, and never longer than `most`. */
type Cut = (words: string, most: number) => string;

const officeOf = (filing: Filing, today: Day, room: Room): Card => {
  const cut: Cut = (words, most) => clip(words, Math.min(most, Math.max(room.longest, 40)));
  return card({
    title: `${filing.status === 'filed_online' ? '国家系统已提交' : statusNames[filing.status]}：${institutionName(filing)}`,
    subtitle: `第 ${filing.handedIn} 版　查询号 ${referenceOf(filing)}`,
    color: colors[filing.status] ?? 'grey',
    tags: [
      { text: statusNames[filing.status], color: filing.status === 'objection' ? 'orange' : 'blue' },
      ...(filing.review?.over ? [{ text: '超出名额', color: 'orange' as const }] : []),
    ],
    elements: [
      facts(recorded(filing, today, cut)),
      recommendation(filing, cut),
      objections(filing, cut),
      filing.status === 'returned' && filing.review?.byOffice && returnedPart(filing, filing.review, room),
      essentials(filing),
      sections(filing, room),
      decisions(filing, today),
      buttons(button('办理进度', 'status.open', { filing: filing.id })),
    ],
  });
};

const colors: Partial<Record<Status, 'blue' | 'green' | 'orange'>> = {
  filed_online: 'blue',
  publicity: 'blue',
  objection: 'orange',
  approved: 'green',
  listed: 'green',
};

/** What the national office has in its books; nothing stands there that has not been recorded. */
const recorded = (filing: Filing, today: Day, cut: Cut): [string, string][] => {
  const { filed, publicity, verdict, number, listed } = filing.office ?? {};
  const link = (words: string) => (words ? `　${cut(words, 100)}` : '');
  const rows: [string, string | undefined][] = [
    ['推荐部门', receiverOf(filing)],
    ['国家系统提交日期', filed && `${longDay(filed.on)}（${daysWords(filed.on, today)}）`],
    ['回执号', filed && cut(filed.receipt, 200)],
    ['公示', publicity && `${longDay(publicity.from)}至 ${longDay(publicity.until)}${link(publicity.link)}`],
    [
      '结论',
      verdict && `${verdict.approved ? '准予备案' : '不予备案'}（${longDay(verdict.on)}）${cut(verdict.why, 200)}`,
    ],
    ['编号', number && cut(number, 60)],
    ['名单', listed && `${longDay(listed.on)}发布${link(listed.link)}`],
  ];
  return rows.filter((row): row is [string, string] => row[1] !== undefined);
};

/** How long it has lain with the national office. */
export const daysWords = (on: Day, today: Day): string => {
  const days = daysBetween(on, today);
  return days > 0 ? `已 ${days} 天` : '今天';
};

/** 第七部分 with who gave it, and why beyond the quota (通知二（二）). */
const recommendation = (filing: Filing, cut: Cut): Element[] => {
  const { review } = filing;
  if (!review || review.byOffice || !review.opinion) return [];
  return [
    md(mdt`**第七部分推荐意见**（${cut(review.by, 40)}）`, mdt`${cut(review.opinion, 500)}`),
    ...(review.over ? [md(mdt`<font color='orange'>**超出名额推荐的理由**</font>　${cut(review.over, 200)}`)] : []),
  ];
};

/** Those that wait, and the latest; more than that is a matter for the files. */
const OBJECTIONS = 3;
const objections = (filing: Filing, cut: Cut): Element[] => {
  const all = filing.office?.objections ?? [];
  const open = all.filter(({ settled }) => !settled).slice(0, OBJECTIONS);
  const latest = all.slice(Math.max(0, all.length - OBJECTIONS + open.length));
  const shown = all
    .filter((one) => open.includes(one) || latest.includes(one))
    .flatMap(({ words, at, settled }) => {
      const outcome = settled
        ? mdt`${settled.upheld ? '成立' : '不成立'}：${cut(settled.why, 200)}`
        : filing.status === 'not_approved'
          ? mdt`没有再处理：另一条已经成立`
          : mdt`<font color='orange'>待处理</font>`;
      return [mdt`**异议**（${longDay(dayOf(new Date(at)))}）${cut(words, 200)}`, mdt`**处理**　${outcome}`];
    });
  const rest = all.length - shown.length / 2;
  return shown.length ? [md(...shown), ...(rest > 0 ? [note(`更早的异议 ${rest} 条。`)] : [])] : [];
};

const decisions = (filing: Filing, today: Day): Element[] => {
  const place = { filing: filing.id, version: filing.version };
  const form = (label: string, deed: OfficeDeed) =>
    button(label, 'office.form', { ...place, deed }, { style: FIRST.includes(deed) ? 'primary' : 'default' });
  const { until = '' } = filing.office?.publicity ?? {};
  const over = today > until;
  const corrected = form('更正公示', 'correctPublicity');
  const possible: Partial<Record<Status, Button[]>> = {
    filed_online: [
      form('公示', 'publicise'),
      button('退回补正', 'office.returnForm', place),
      form('不予备案', 'refuse'),
    ],
    publicity: [...(over ? [form('准予备案', 'approve')] : []), form('登记异议', 'object'), corrected],
    objection: [form('处理异议', 'settle'), form('登记异议', 'object'), corrected],
    approved: [form('列入名单', 'list'), ...(filing.office?.number ? [form('更正编号', 'correctNumber')] : [])],
  };
  return [
    filing.status === 'publicity' && !over
      ? text(`公示到 ${longDay(until)}结束，之后没有异议可以准予备案。`)
      : filing.status === 'returned'
        ? text('已退回补正，等待申报单位改好后重新提交。')
        : undefined,
    buttons(
      ...(possible[filing.status] ?? []),
      button('发来全部附件', 'office.files', { filing: filing.id, version: filing.handedIn }),
      button('历史记录', 'history.send', { filing: filing.id }),
      button('收件列表', 'office.list', { round: filing.roundId }),
    ),
    note('决定只对您看到的这一版有效。正式的公示和名单以国家知识产权局发布的为准，这里记录下来并告诉各方。'),
  ].filter((element) => element !== undefined);
};
const FIRST: OfficeDeed[] = ['publicise', 'approve', 'settle', 'list'];

/** To the national office: recommended beyond 原则上不超过 (通知二（二）), with the department's reason. */
export const overQuotaCard = (_notice: NoticeOf<'overQuota'>, { filing }: FilingView): Card =>
  card({
    title: `超出名额推荐：${institutionName(filing)}`,
    subtitle: receiverOf(filing),
    color: 'orange',
    tags: [{ text: statusNames[filing.status], color: 'orange' }],
    elements: [
      filing.review?.over
        ? md(mdt`**理由**：${clip(filing.review.over, 2000)}`)
        : text('现在没有超出名额：推荐已经撤销，或者材料改交其他部门、不再申报。'),
    ],
  });
