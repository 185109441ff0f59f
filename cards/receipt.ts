import { institutionName, referenceOf } from '../services/filing/filing.ts';
import type { Receipt } from '../services/filing/receipt.ts';
import { isWithDepartment, isWithOffice, statusNames } from '../services/filing/status.ts';
import type { NoticeOf } from '../services/notice.ts';
import { dayOf, longDay, timeOf } from '../services/time.ts';
import type { ReceiptView } from '../services/view.ts';
import { button } from './actions.ts';
import { buttons, type Card, card, clip, facts, hr, md, mdt, note, text } from './kit/index.ts';
import { nextThing, ways } from './status.ts';

const HASH_SHORT = 12;
/** Earlier submissions with a button each. */
const LISTED = 8;

/** What was handed in when and to whom, what happens next, and the way to the receipts of other versions. */
export const receiptCard = ({ version }: NoticeOf<'receipt'>, { filing, receipts }: ReceiptView): Card => {
  const receipt = receipts.find((one) => one.version === version);
  const others = receipts.filter((one) => one.version !== version).slice(-LISTED);
  const waiting = isWithDepartment(filing) || isWithOffice(filing);
  const present = waiting && filing.version === version;
  return card({
    title: `提交回执（第 ${version} 版）`,
    subtitle: institutionName(filing),
    color: present ? 'blue' : 'grey',
    tags: [{ text: statusNames[filing.status], color: 'blue' }],
    elements: [
      receipt ? facts(rowsOf(receipt, referenceOf(filing))) : text(`第 ${version} 版没有提交过，所以没有回执。`),
      hr(),
      present
        ? [nextThing(filing), ways(filing, true)]
        : [
            md(mdt`现在是 **${statusNames[filing.status]}**。`),
            buttons(button('看进度', 'filing.open', { filing: filing.id })),
          ],
      others.length > 0 &&
        buttons(
          others.map((one) =>
            button(`第 ${one.version} 版的回执`, 'receipt.open', { filing: filing.id, version: one.version }),
          ),
        ),
      note('这份回执随时能再看：发送“回执”即可。'),
    ],
  });
};

const rowsOf = (receipt: Receipt, reference: string): [string, string][] => [
  ['查询号', reference],
  ['版本', `第 ${receipt.version} 版`],
  ['校验码', receipt.hash.slice(0, HASH_SHORT)],
  ['提交时间', `${longDay(dayOf(receipt.submittedAt))} ${timeOf(receipt.submittedAt)}`],
  ['提交给', clip(receipt.receiver, 100)],
  ['提交人', clip(receipt.submittedBy, 40)],
  ['扫描件', `${receipt.scans} 份`],
];
