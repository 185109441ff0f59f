import { type Filing, institutionName, memberOf, receiverOf, referenceOf } from '../services/filing/filing.ts';
import { allSlots } from '../services/filing/seal-commands.ts';
import { awaitsSeals, statusNames } from '../services/filing/status.ts';
import type { NoticeOf } from '../services/notice.ts';
import { callOf } from '../services/rounds/calls.ts';
import { longDay } from '../services/time.ts';
import type { Views } from '../services/view.ts';
import { button, submit } from './actions.ts';
import { deadlineLine } from './deadline.ts';
import { sizeWords } from './file-rows.ts';
import {
  buttons,
  type Card,
  card,
  checker,
  clip,
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
  row,
  text,
} from './kit/index.ts';
import { movedAwayPart } from './moved-part.ts';

/** Of the scans of one filing; whoever sends more than these has photographed page by page and sees the rest named. */
const LISTED = 8;
/** More filings than these wait in no department's chat at once. */
const ASKED = 15;

/** 双方盖章: from 推荐 to 国家系统, the same card for both sides. */
export const sealsCard = (notice: NoticeOf<'seals'>, view: Views['seals']): Card => {
  const { filing, now, me, gone } = view;
  if (gone) return goneCard(filing);
  const department = !me || !memberOf(filing, me);
  const live = awaitsSeals(filing);
  const place = { filing: filing.id, version: filing.version };
  return card({
    title: '双方盖章',
    subtitle: institutionName(filing),
    color: live ? 'turquoise' : 'grey',
    tags: [{ text: statusNames[filing.status], color: live ? 'turquoise' : 'neutral' }],
    elements: [
      flashPart(notice.flash),
      md(mdt`第 **${filing.version}** 版　查询号 **${referenceOf(filing)}**`),
      live && deadlineLine(filing.round, now),
      filing.status === 'recommended' && [
        ...howTo(filing, department),
        hr(),
        ...received(filing),
        ...ticks(filing, notice),
      ],
      filing.status === 'dept_sealed' && [...received(filing), ...online(filing, notice)],
      !live && text(pastWords(filing)),
      buttons(
        filing.status === 'recommended' && button('再发一次第七、八部分', 'seal.page', place),
        filing.status === 'dept_sealed' &&
          button('撤回核对', 'seal.undo', place, {
            confirm: {
              title: '撤回双方盖章的核对？',
              text: '扫描件作废，要重新发一份完整的扫描件，再核对十处。推荐和名额都不变，双方马上收到通知。',
            },
          }),
        button('办理进度', 'status.open', { filing: filing.id }),
      ),
    ],
  });
};

/** Nothing of what the institution has made of it since: it is another department's to see. */
const goneCard = (filing: Filing): Card =>
  card({
    title: '双方盖章',
    subtitle: institutionName(filing),
    color: 'grey',
    tags: [{ text: '已改交其他部门', color: 'neutral' }],
    elements: [movedAwayPart(filing)],
  });

const pastWords = (filing: Filing): string => {
  const { filed } = filing.office ?? {};
  if (filed) return `已于 ${longDay(filed.on)} 在国家系统提交，回执号 ${clip(filed.receipt, 200)}。`;
  return `现在是“${statusNames[filing.status]}”，不需要在这里核对盖章。`;
};

/** What to print, and how the department's page comes behind the sealed original. */
const howTo = (filing: Filing, department: boolean): Element[] => [
  md(
    department
      ? mdt`**1. 打印**聊天里的“第七、八部分”（单独一页，已印好推荐意见），经办人、负责人手写签字，写日期，盖章；第八部分留空。`
      : mdt`**1. 请${clip(receiverOf(filing), 60)}**打印“第七、八部分”（单独一页，已印好推荐意见），签字、写日期、盖章。`,
    mdt`**2. 装订**：${department ? '向申报单位收取' : '把本单位'}已签字盖章的备案表原件${department ? '，' : '交给推荐部门，'}用这一页换下原来空白的第七、八部分，订在后面；封面“推荐部门”处也要盖章。`,
    mdt`**3. 扫描**整份备案表成 PDF，或每页拍一张照片，发到聊天里，每个文件不超过 30 MB。双方谁发都可以。`,
    mdt`**4. 核对**下面十处，都齐全才能报国家系统。`,
  ),
  note(`各页页脚的查询号、版本和校验码要一致：都是第 ${filing.version} 版。`),
];

const received = (filing: Filing): Element[] => {
  const { complete } = filing;
  const open = filing.status === 'recommended';
  const place = { filing: filing.id };
  if (!complete.length) return [text('还没有收到双方盖章的扫描件。直接把文件发到聊天里即可。', { color: 'grey' })];
  return [
    md(mdt`**双方盖章的扫描件**（${complete.length} 份）`),
    ...complete.slice(0, LISTED).map((file) =>
      row(
        md(mdt`${clip(file.name, 60)}　${sizeWords(file)}`),
        buttons(
          button('发给我', 'seal.send', { ...place, file: file.id }),
          open &&
            button(
              '移除',
              'seal.remove',
              { ...place, file: file.id },
              {
                confirm: { title: '移除这份扫描件？', text: '要换一份，移除后把新的发到聊天里。' },
              },
            ),
        ),
      ),
    ),
    ...(complete.length > LISTED ? [note(`另有 ${complete.length - LISTED} 份已收到；移除上面的，会接着列出。`)] : []),
  ];
};

/** The ten places, as they stand on the paper; what was ticked stays ticked when something is wrong. */
const ticks = (filing: Filing, { error, ticked = [], typed = {} }: NoticeOf<'seals'>): Element[] => {
  if (!filing.complete.length) return error ? [errorText(error)] : [];
  return [
    form('ticks', [
      text('请对着扫描件逐项勾选，十处都要齐全、清晰：'),
      ...Object.entries(allSlots).map(([name, words]) => checker(name, words, ticked.includes(name))),
      input({ name: 'code', label: '扫描件页脚“校验码”的前 4 位', value: typed.code, maxLength: 20 }),
      error && errorText(error),
      buttons(
        submit('十处核对完毕', 'seal.check', { filing: filing.id, version: filing.version }, { style: 'primary' }),
      ),
    ]),
  ];
};

/** The bot is not the filing: what was done in the national system is told here by a person. */
const online = (filing: Filing, { error, typed = {} }: NoticeOf<'seals'>): Element[] => [
  form('online', [
    text(
      '请在国家系统填报、上传这份扫描件，由推荐部门审核后提交（通知三（一）），再在这里登记。双方谁登记都可以，登记一次即可。',
    ),
    ...datePicker({ name: 'on', label: '在国家系统提交的日期', value: typed.on }),
    input({ name: 'receipt', label: '回执号或受理编号', value: typed.receipt, maxLength: 200 }),
    error && errorText(error),
    buttons(
      submit('登记国家系统提交', 'filing.online', { filing: filing.id, version: filing.version }, { style: 'primary' }),
    ),
  ]),
  buttons(linkButton('打开国家系统', callOf(filing.round.call).filingUrl)),
];

/** A file came from a department and nothing says of which filing it is: it is never guessed. */
export const scanAskCard = ({ messageId, files }: NoticeOf<'scanAsk'>, { filings }: Views['scanAsk']): Card =>
  card({
    title: '这份文件属于哪一份材料？',
    subtitle: clip(files.map(({ name }) => clip(name, 60)).join('、'), 120),
    color: 'orange',
    elements: filings.length
      ? [
          text('只有“已推荐、等双方盖章”的材料收扫描件。点一下，文件就放进去；不点就不保存。'),
          filings
            .slice(0, ASKED)
            .map((filing) =>
              row(
                md(mdt`**${institutionName(filing)}**　第 ${filing.version} 版`),
                button('放这里', 'seal.place', { filing: filing.id, version: filing.version, message: messageId }),
              ),
            ),
          filings.length > ASKED && note(`另有 ${filings.length - ASKED} 份，请先从审核列表打开那一份，再发文件。`),
        ]
      : [text('现在没有已推荐、等双方盖章的材料，文件没有保存。')],
  });
