import { type Filing, institutionName, receiverOf, referenceOf, type Urge } from '../services/filing/filing.ts';
import { statusNames } from '../services/filing/status.ts';
import { nextOf } from '../services/filing/timeline.ts';
import { lastUrge, mayUrge, urgeWords } from '../services/filing/urge-commands.ts';
import type { NoticeOf } from '../services/notice.ts';
import { dayOf, longDay, timeOf } from '../services/time.ts';
import type { FilingView } from '../services/view.ts';
import { button } from './actions.ts';
import { filingDeadline } from './deadline.ts';
import { type Button, buttons, type Card, card, clip, type Element, md, mdt, note, text } from './kit/index.ts';

/** One side asks the other to go on; it holds the one button to do so, and says when it is no longer needed. */
export const urgedCard = ({ from, at }: NoticeOf<'urged'>, { filing, now }: FilingView): Card => {
  const open = mayUrge(filing, from);
  const asker = from === 'institution' ? '申报单位' : receiverOf(filing);
  const next = nextOf(filing);
  return card({
    title: `催办：${institutionName(filing)}`,
    subtitle: `查询号 ${referenceOf(filing)}`,
    color: open ? 'orange' : 'grey',
    tags: [{ text: statusNames[filing.status], color: open ? 'orange' : 'neutral' }],
    elements: [
      md(mdt`${longDay(dayOf(new Date(at)))} ${timeOf(new Date(at))}，**${clip(asker, 60)}** 请您尽快办理。`),
      open && next && md(mdt`**要办的事**：${next.words}`),
      open ? filingDeadline(filing, now) : text('之后有了新的进展，这件事不用再办了。'),
      open && buttons(actButton(filing, from)),
    ],
  });
};

const actButton = (filing: Filing, from: Urge['from']): Button => {
  const look = { style: 'primary' } as const;
  if (filing.status === 'dept_sealed') return button('去登记', 'seal.open', { filing: filing.id }, look);
  if (filing.status === 'recommended') return button('去盖章', 'seal.open', { filing: filing.id }, look);
  return from === 'institution'
    ? button('去审核', 'review.open', { filing: filing.id, version: filing.handedIn }, look)
    : button('去补正', 'check.open', { filing: filing.id }, look);
};

/** When this side urged last and whether that was read, what the other side asked for, and the button to urge. */
export const urgePart = (filing: Filing, from: Urge['from'], watching = false): Element[] => {
  const again = !watching && urgeButton(filing, from);
  return [...urgeLines(filing, from), ...(again ? [buttons(again)] : [])];
};

export const urgeLines = (filing: Filing, from: Urge['from']): Element[] => {
  const other = from === 'institution' ? 'department' : 'institution';
  return [lastUrge(filing, from), lastUrge(filing, other)].flatMap((urge) =>
    urge ? [note(`${urge.from === 'institution' ? '申报单位' : '推荐部门'} ${urgeWords(urge, filing)}。`)] : [],
  );
};

export const urgeButton = (filing: Filing, from: Urge['from']): Button | false =>
  mayUrge(filing, from) &&
  button(from === 'institution' ? '催办推荐部门' : '催办申报单位', 'urge.send', { filing: filing.id });
