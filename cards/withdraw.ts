import { type Filing, institutionName, rankOf, receiverOf } from '../services/filing/filing.ts';
import { isChosen, isOpenForReview, statusNames } from '../services/filing/status.ts';
import type { NoticeOf } from '../services/notice.ts';
import type { FilingView } from '../services/view.ts';
import { button } from './actions.ts';
import { buttons, type Card, card, clip, type Element, md, mdt, text } from './kit/index.ts';
import { urgePart } from './urged.ts';

/** Before 撤回修改: what it would do, so that nobody loses seals or a place by a click; once it is decided, what to do instead. */
export const withdrawCard = (_notice: NoticeOf<'withdrawAsk'>, { filing }: FilingView): Card => {
  const open = isOpenForReview(filing);
  return card({
    title: open ? '撤回修改？' : '现在不能撤回',
    subtitle: institutionName(filing),
    color: open ? 'orange' : 'grey',
    tags: [{ text: statusNames[filing.status], color: 'blue' }],
    elements: [...(open ? effects(filing) : instead(filing))],
  });
};

const effects = (filing: Filing): Element[] => {
  const receiver = clip(receiverOf(filing), 60);
  const place = { filing: filing.id, version: filing.version };
  return [
    text('撤回以后：'),
    md(
      mdt`· 第 **${filing.version}** 版作废，它的签字盖章扫描件不再有效，已填的内容和附件都留着`,
      mdt`· 改完要重新定稿（第 **${filing.version + 1}** 版）、打印、签字、盖章、扫描、提交`,
      mdt`· 在审核列表里的先后，按重新提交的时间排；截止日期不变`,
      mdt`· ${receiver}马上收到通知${filing.status === 'under_review' ? '，正在进行的审核到此为止' : ''}`,
    ),
    buttons(
      button('确认撤回', 'filing.withdraw', place, { style: 'danger' }),
      button('不撤回，返回', 'status.open', { filing: filing.id }),
    ),
  ];
};

/** After the department has decided, only the department can open it again. */
const instead = (filing: Filing): Element[] => {
  const receiver = clip(receiverOf(filing), 60);
  const rank = rankOf(filing);
  const back = buttons(button('返回', 'status.open', { filing: filing.id }));
  if (!isChosen(filing)) return [text(`材料现在是“${statusNames[filing.status]}”，没有提交中的版本可以撤回。`), back];
  return [
    md(
      mdt`${receiver}已经作出决定（**${statusNames[filing.status]}**${rank ? `，排序第 ${rank} 位` : ''}），名额和第七部分意见都按第 **${filing.version}** 版定下，所以不能直接撤回。`,
      mdt`**需要修改时**：请联系${receiver}，由联系人“撤销决定”，再退回补正。撤销后名额空出，双方盖章的扫描件作废。`,
      mdt`不再申报的，可以直接发送“本次不申报”。`,
    ),
    ...urgePart(filing, 'institution'),
    back,
  ];
};
