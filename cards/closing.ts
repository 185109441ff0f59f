import { type Status, statusNames } from '../services/filing/status.ts';
import type { NoticeOf } from '../services/notice.ts';
import { markOf, shares, type Tally, totalOf } from '../services/rounds/closing.ts';
import type { Views } from '../services/view.ts';
import { button } from './actions.ts';
import { buttons, type Card, card, type Element, flashPart, md, mdt, type Nest, note, text } from './kit/index.ts';

/** 结束本年度: what becomes of which filings, before it is done; then how far it is, and what came of it. */
export const closingCard = ({ flash }: NoticeOf<'closing'>, { round, tally }: Views['closing']): Card => {
  const { closingAt, closedAt } = round;
  const { ends, withOffice } = shares(tally);
  const over = closedAt !== null;
  return card({
    title: over ? '本年度已结束' : closingAt ? '正在结束本年度' : '结束本年度',
    subtitle: round.title,
    color: over ? 'grey' : withOffice.length ? 'orange' : 'red',
    elements: [
      flashPart(flash),
      over ? overPart(tally) : closingAt ? underWayPart(totalOf(ends)) : previewPart(tally),
      buttons(
        !over && !closingAt && withOffice.length === 0 && confirmButton(round, tally),
        !over && button('刷新', 'round.closing', { round: round.id }),
        !over && !closingAt && withOffice.length > 0 && button('收件列表', 'office.list', { round: round.id }),
        !over && !closingAt && button('返回截止日期', 'round.deadlines', { round: round.id }),
        button('回首页', 'home', {}),
      ),
    ],
  });
};

const previewPart = (tally: Tally): Nest<Element> => {
  const { ends, withOffice, stays } = shares(tally);
  return [
    withOffice.length > 0 && [
      text(`还有 ${totalOf(withOffice)} 份材料在国家知识产权局办理，先办完它们才能结束本年度：`, { color: 'orange' }),
      md(
        ...withOffice.map(
          ({ status, count }) => mdt`· ${statusNames[status]} **${count}** 份：${firstDo[status] ?? ''}`,
        ),
      ),
    ],
    md(
      mdt`**没有办完的 ${totalOf(ends)} 份**${ends.length ? `，结束后逐份转为“${statusNames.expired}”，并告诉填报人：` : ''}`,
      ...linesOf(ends),
    ),
    md(mdt`**已有结果的 ${totalOf(stays)} 份**${stays.length ? '，保持不变：' : ''}`, ...linesOf(stays)),
    note('结束后这个年度不能再填报、提交、审核或改日期，也不能恢复；所有材料、回执和历史仍然可以查看、导出。'),
  ];
};

/** What has to be done first with a filing that lies with the national office. */
const firstDo: Partial<Record<Status, string>> = {
  filed_online: '请先公示，或作出不予备案的决定',
  publicity: '公示期满后请作出决定',
  objection: '请先处理异议',
  approved: '请先发布名单',
};

const underWayPart = (left: number): Element =>
  text(
    left
      ? `还有 ${left} 份材料正在逐份转为“${statusNames.expired}”，马上就好，完成后在这里告诉您。`
      : '材料都已处理，马上就好，完成后在这里告诉您。',
  );

const overPart = (tally: Tally): Nest<Element> => [
  md(mdt`共 **${totalOf(tally)}** 份材料：`, ...linesOf(tally)),
  note('不能再改动；所有材料、回执和历史仍然可以查看、导出。'),
];

const linesOf = (tally: Tally) => tally.map(({ status, count }) => mdt`· ${statusNames[status]} **${count}** 份`);

const confirmButton = (round: Views['closing']['round'], tally: Tally) =>
  button(
    '确认结束本年度',
    'round.close',
    { round: round.id, rev: round.rev, seen: markOf(tally) },
    {
      style: 'danger',
      confirm: {
        title: '结束本年度？',
        text: `${totalOf(shares(tally).ends)} 份没有办完的材料会转为“${statusNames.expired}”，不能恢复。`,
      },
    },
  );
