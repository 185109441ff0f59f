import {
  DIRECT,
  type Filing,
  institutionName,
  isOutdated,
  receiverOf,
  referenceOf,
} from '../services/filing/filing.ts';
import { institutionSlots } from '../services/filing/seal-commands.ts';
import { isFrozen } from '../services/filing/status.ts';
import type { NoticeOf } from '../services/notice.ts';
import { callOf } from '../services/rounds/calls.ts';
import type { FilingView } from '../services/view.ts';
import { button, submit } from './actions.ts';
import { outdatedWords, reopenButton } from './correction.ts';
import { filingDeadline } from './deadline.ts';
import { fileRows } from './file-rows.ts';
import {
  buttons,
  type Card,
  card,
  checker,
  datePicker,
  type Element,
  errorText,
  flashPart,
  form,
  hr,
  input,
  linkButton,
  md,
  mdt,
  note,
  text,
} from './kit/index.ts';
import { waitingPart } from './received.ts';
import { statusCard } from './status.ts';

/** Of scans and photographs each, where both stand on the card. */
const BOTH_NODES = 54;

/** After 定稿: print, sign, seal, scan, send back, submit. The five places are those of domain "一个扫描件". */
export const frozenCard = (notice: NoticeOf<'frozen'>, view: FilingView): Card => {
  const { filing, now } = view;
  if (!isFrozen(filing)) return statusCard({ kind: 'status', filingId: filing.id, event: 'frozen' }, view);
  const { scans, pages, version } = filing;
  const place = { filing: filing.id, version };
  const receiver = receiverOf(filing);
  const wanting = isOutdated(filing)
    ? '官方表格有更正，请先点“重新修改”'
    : pages.length
      ? '照片还没有合成，请先点“扫描完成”'
      : scans.length
        ? undefined
        : '请先把扫描件发到聊天里';
  return card({
    title: `第 ${version} 版已定稿`,
    subtitle: institutionName(filing),
    color: 'turquoise',
    tags: [{ text: `查询号 ${referenceOf(filing)}`, color: 'neutral' }],
    elements: [
      flashPart(notice.flash),
      notice.undo && buttons(button('撤销移除', 'file.restore', { filing: filing.id, step: '', file: notice.undo })),
      filingDeadline(filing, now),
      isOutdated(filing) && text(`官方表格有更正：${outdatedWords(filing)}`, { color: 'orange' }),
      md(
        mdt`**1. 打印**聊天里的 Word 备案表，页脚印有版本和校验码。`,
        mdt`**2. 手写签字并盖章**，共五处：封面机构章；第六部分的经办人签字、负责人签字、日期、机构章。第七、八部分留空。`,
        mdt`**3. 扫描**成 PDF，或每页拍一张照片，按页码顺序发到聊天里，每个文件不超过 30 MB。`,
        filing.departmentCode === DIRECT
          ? mdt`**4. 核对**签字盖章，在国家系统提交后，在这里登记提交日期和回执号。`
          : mdt`**4. 核对**签字盖章，**提交**给${receiver}。`,
      ),
      hr(),
      md(mdt`**扫描件**（已收到 ${scans.length} 份）`),
      fileRows(scans, { filing: filing.id, step: '' }, pages.length ? BOTH_NODES : undefined),
      scans.length === 0 && pages.length === 0 && text('还没有收到扫描件。', { color: 'grey' }),
      pages.length > 0 && pagesPart(filing),
      waitingPart(filing),
      wanting ? note(`${wanting}，再核对、提交。`) : nextPart(filing, notice),
      buttons(
        button('再发一次 Word', 'annex.send', place),
        button('国家系统填报文本', 'pack.send', place),
        button('查看全部内容', 'answers.open', { filing: filing.id, page: 1 }),
        reopenButton(filing, isOutdated(filing) ? 'primary' : undefined),
      ),
      note(`这里提交的材料供${receiver}审核；正式申报以国家知识产权公共服务网系统中提交为准。`),
    ],
  });
};

/** Ticked slot by slot by a person, with the check code read off the scan; then handed in, or filed directly. */
const nextPart = (filing: Filing, { error, typed = {} }: NoticeOf<'frozen'>): Element[] => {
  const place = { filing: filing.id, version: filing.version };
  const receiver = receiverOf(filing);
  const fault = error && errorText(error);
  if (filing.status === 'frozen') {
    return [
      form('ticks', [
        text('请对着扫描件逐项勾选，五处都要齐全、清晰：'),
        ...Object.entries(institutionSlots).map(([name, words]) => checker(name, words)),
        input({ name: 'code', label: '扫描件页脚“校验码”的前 4 位', value: typed.code, maxLength: 20 }),
        fault,
        buttons(submit('核对完毕', 'filing.seal', place, { style: 'primary' })),
      ]),
    ];
  }
  if (filing.departmentCode === DIRECT) {
    return [
      form('filed', [
        text('五处签字盖章已核对。请在国家系统填报、上传扫描件并提交，然后登记：'),
        ...datePicker({ name: 'on', label: '在国家系统提交的日期', value: typed.on }),
        input({ name: 'receipt', label: '回执号或受理编号', value: typed.receipt, maxLength: 200 }),
        fault,
        buttons(submit('登记', 'filing.file', place, { style: 'primary' })),
      ]),
      buttons(linkButton('打开国家系统', callOf(filing.round.call).filingUrl)),
    ];
  }
  const confirm = { title: `提交给${receiver}？`, text: '提交后由对方审核；对方决定之前可以撤回。' };
  return [text('五处签字盖章已核对。'), buttons(button('提交', 'filing.submit', place, { style: 'primary', confirm }))];
};

/** Photographs in the order in which they become pages. */
const pagesPart = ({ id, version, pages }: Filing): Element[] => [
  md(mdt`**照片**（${pages.length} 页，按发送的顺序）`),
  ...fileRows(
    pages.map((page, index) => ({ ...page, name: `第 ${index + 1} 页　${page.name}` })),
    { filing: id, step: '' },
    BOTH_NODES,
  ),
  note('都发完后点“扫描完成”，我把照片合成一个 PDF。顺序不对、拍糊了，点“打开”调整或移除。'),
  buttons(button('扫描完成', 'scan.finish', { filing: id, version }, { style: 'primary' })),
];
