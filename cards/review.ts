import { contextOf, DIRECT, type Filing, formOf, institutionName, referenceOf } from '../services/filing/filing.ts';
import { isEditable, isOpenForReview, statusNames } from '../services/filing/status.ts';
import { countWords } from '../services/form/count.ts';
import { blocking, entriesOf, itemsAt, problemsOf, textAt } from '../services/form/read.ts';
import type { NoticeOf } from '../services/notice.ts';
import { callOf } from '../services/rounds/calls.ts';
import { departmentIn, dueOf } from '../services/rounds/deadlines.ts';
import { addWorkingDays, dayOf, longDay } from '../services/time.ts';
import { allFiles, type FilingView } from '../services/view.ts';
import { button, submit } from './actions.ts';
import { deadlineLine, lateLine } from './deadline.ts';
import { fitting, type Room } from './fitting.ts';
import {
  buttons,
  type Card,
  card,
  clip,
  datePicker,
  type Element,
  errorText,
  facts,
  form,
  type Inner,
  input,
  md,
  mdt,
  note,
  panel,
  text,
} from './kit/index.ts';
import { maskEmail, maskMobile } from './mask.ts';

/** To the department: the essentials, what the checks found, every section in full, and the decisions. */
export const reviewCard = ({ version }: NoticeOf<'review'>, { filing, now }: FilingView): Card =>
  fitting((room) => reviewOf(filing, version, now, room));

const reviewOf = (filing: Filing, version: number, now: Date, room: Room): Card => {
  const live = filing.version === version && isOpenForReview(filing);
  return card({
    title: `审核：${institutionName(filing)}`,
    subtitle: `第 ${version} 版　查询号 ${referenceOf(filing)}`,
    color: live ? 'blue' : 'grey',
    tags: [{ text: statusNames[filing.status], color: live ? 'blue' : 'neutral' }],
    elements: [
      deadlineLine(filing.round, now, departmentIn(filing)),
      lateLine(filing, now),
      filing.version === version
        ? essentials(filing)
        : text(`申报单位已更新，现在是第 ${filing.version} 版，这张卡片不再有效。`),
      filing.version === version && earlierRemarks(filing),
      filing.version === version && sections(filing, room),
      live ? decisions(filing, version) : outcome(filing, version, room),
    ],
  });
};

/** Files named on the card; all of them can be asked for with a button. */
const FILES_NAMED = 12;

export const essentials = (filing: Filing): Element[] => {
  // A little above what the form takes: the longest wrong answer must not keep the card from being shown.
  const at = (step: string, field: string, length = 100) => clip(textAt(filing.answers, step, field), length);
  const { length } = allFiles(filing);
  const warns = problemsOf(formOf(filing.round), contextOf(filing)).filter(({ severity }) => severity === 'warn');
  const proof = at('standing', 'outletYear') ? `省级网点（${at('standing', 'outletYear')} 年）` : '';
  return [
    facts([
      ['名称', at('basics', 'name')],
      ['机构性质', [at('basics', 'legalNature'), at('identity', 'category'), proof].filter(Boolean).join('，')],
      ['地址', at('basics', 'address', 200)],
      ['主要负责人及职务', `${at('basics', 'principalName')}，${at('basics', 'principalTitle')}`],
      [
        '人数',
        `总 ${at('staff', 'staffTotal')}，专职 ${at('staff', 'staffFulltime')}，兼职 ${at('staff', 'staffParttime')}`,
      ],
      [
        '联系人',
        `${at('staff', 'contactName')}　${maskMobile(at('staff', 'contactMobile'))}　${maskEmail(at('staff', 'contactEmail'))}`,
      ],
      ['服务对象', at('services', 'serviceTargets', 300)],
      [
        '附件与扫描件',
        allFiles(filing)
          .slice(0, FILES_NAMED)
          .map(({ name }) => clip(name, 40))
          .join('；') + (length > FILES_NAMED ? `；等 ${length} 份` : ''),
      ],
    ]),
    warns.length
      ? md(
          mdt`<font color='orange'>**自动检查提示 ${warns.length} 处**</font>`,
          ...warns.slice(0, 8).map(({ words }) => mdt`· ${clip(words, 100)}`),
        )
      : text('自动检查没有发现问题。', { color: 'green' }),
  ];
};

const earlierRemarks = (filing: Filing): Element[] =>
  filing.review?.remarks && filing.review.version < filing.version
    ? [md(mdt`**上次（第 ${filing.review.version} 版）退回意见**：${clip(filing.review.remarks, 500)}`)]
    : [];

export const sections = (filing: Filing, { longest, rows }: Room): Element[] => {
  const cut = (words: string) => (words.length > longest ? `${clip(words, longest)}（全文见 Word 备案表）` : words);
  const rest = (all: unknown[]) => (all.length > rows ? [note(`另有 ${all.length - rows} 条，见 Word 备案表。`)] : []);
  const paragraph = (title: string, step: string, field: string): Element => {
    const words = textAt(filing.answers, step, field);
    return panel(`${title}（${countWords(words)} 字）`, [text(cut(words))]);
  };
  const items = entriesOf(textAt(filing.answers, 'services', 'serviceItems'));
  const team = itemsAt(filing.answers, 'team', 'members');
  const cases = itemsAt(filing.answers, 'cases', 'cases');
  return [
    panel(`一　服务事项清单（${items.length} 项）`, [
      text(cut(items.map((cells, i) => `${i + 1}. ${cells.join('，')}`).join('\n'))),
    ]),
    paragraph('二　工作基础和优势特点', 'foundation', 'foundation'),
    panel(`三　服务团队人员（${team.length} 人）`, [
      md(
        ...team
          .slice(0, rows)
          .flatMap((one) => [
            mdt`**${clip(one.name ?? '', 40)}**　${clip(one.role ?? '', 20)}`,
            mdt`${cut(one.bio ?? '')}`,
          ]),
      ),
      ...rest(team),
    ]),
    paragraph('四　未来发展思路和支持措施', 'plan', 'plan'),
    panel(`五　典型案例（${cases.length} 个）`, [
      md(
        ...cases
          .slice(0, rows)
          .flatMap((one) => [
            mdt`**${clip(one.name ?? '', 100)}**　${clip(one.period ?? '', 60)}`,
            mdt`${cut(one.content ?? '')}`,
          ]),
      ),
      ...rest(cases),
    ]),
    paragraph('六　申请备案机构意见', 'opinion', 'opinion'),
  ];
};

const decisions = (filing: Filing, version: number): Element[] => {
  const place = { filing: filing.id, version };
  return [
    buttons(
      filing.departmentCode !== DIRECT && button('拟推荐', 'review.recommendForm', place, { style: 'primary' }),
      button('退回补正', 'review.returnForm', place, { style: 'danger' }),
      button('发来全部附件', 'review.files', place),
      filing.status === 'submitted' && button('开始审核', 'review.open', place),
    ),
    note('Word 备案表和扫描件已发到聊天里。决定只对您看到的这一版有效。'),
  ];
};

const outcome = (filing: Filing, version: number, { longest }: Room): Element[] => {
  const whole = (words: string) => clip(words, Math.max(longest, 300));
  if (filing.version !== version) return [];
  const { review } = filing;
  if (filing.status === 'recommended' && review) {
    return [
      md(mdt`<font color='green'>**已推荐**</font>（${review.by}）`, mdt`${whole(review.opinion)}`),
      note(AFTER_RECOMMENDING),
      buttons(button('双方盖章', 'seal.open', { filing: filing.id }, { style: 'primary' })),
    ];
  }
  if (filing.status === 'returned' && review) {
    return [md(mdt`<font color='orange'>**已退回补正**</font>（${review.by}）`, mdt`${whole(review.remarks)}`)];
  }
  return [
    text(isEditable(filing) ? '申报单位已撤回修改，请等待重新提交。' : `当前状态：${statusNames[filing.status]}`),
    ...(filing.status === 'dept_sealed'
      ? [buttons(button('双方盖章', 'seal.open', { filing: filing.id }, { style: 'primary' }))]
      : []),
  ];
};

/** 通知三（一）: the department signs and seals 第七部分 and hands in through the national system. */
const AFTER_RECOMMENDING =
  '接下来：打印聊天里的“第七、八部分”（单独一页），签字、写日期、盖章，订在申报单位盖章的备案表后面，整份扫描后发到这里，点“双方盖章”核对；正式申报以国家系统中审核提交为准（通知三（一））。';

/** 退回补正: remarks in words and a date, by default five working days on and never past the round's deadline. */
export const returnFormCard = (notice: NoticeOf<'returnForm'>, { filing, now }: FilingView): Card => {
  const { version, remarks, error } = notice;
  const { last } = dueOf(filing);
  const { holidays } = filing.round;
  const allowed = callOf(filing.round.call).deadlines.returnWorkingDays;
  const usual = addWorkingDays(dayOf(now), allowed, holidays);
  const dueOn = notice.dueOn ?? (usual > last && dayOf(now) <= last ? last : usual);
  const place = { filing: filing.id, version };
  return card({
    title: `退回补正：${institutionName(filing)}`,
    subtitle: `第 ${version} 版`,
    color: 'orange',
    elements: [
      form('return', [
        input({ name: 'remarks', label: '请写明哪里需要补正、怎样改', value: remarks, multiline: true, rows: 6 }),
        error && errorText(error),
        ...datePicker({ name: 'dueOn', label: '补正期限', value: dueOn }),
        note(`默认 ${allowed} 个工作日；材料填报截止 ${longDay(last)}。`),
        buttons(
          submit('退回', 'review.return', place, {
            style: 'danger',
            confirm: { title: '退回补正？', text: '申报单位会马上收到退回意见，改完需要重新定稿、签字盖章、提交。' },
          }),
        ),
      ]),
      buttons(button('不退回，返回', 'review.open', place)),
    ],
  });
};

/** 拟推荐 with the text of 第七部分. */
export const recommendFormCard = (notice: NoticeOf<'recommendForm'>, { filing }: FilingView): Card => {
  const { version, opinion, error, over } = notice;
  const place = { filing: filing.id, version };
  return card({
    title: `拟推荐：${institutionName(filing)}`,
    subtitle: `第 ${version} 版`,
    color: 'green',
    elements: [
      form('recommend', [
        ...recommendInputs(opinion, error),
        ...(over ? overQuestion(place, over) : [recommendButton(place)]),
      ]),
      buttons(button('不推荐，返回', 'review.open', place)),
    ],
  });
};

const recommendInputs = (opinion?: string, error?: string): Inner[] => [
  input({ name: 'opinion', label: '第七部分　推荐部门意见', value: opinion, multiline: true, rows: 8 }),
  error ? errorText(error) : note('含资源、人员实力等评价和支持措施，是否同意推荐等情况；会印进备案表第七部分。'),
];

type Place = { filing: string; version: number };
const recommendButton = (place: Place): Inner =>
  buttons(
    submit('确认推荐', 'review.recommend', place, {
      style: 'primary',
      confirm: { title: '确认推荐？', text: '申报单位会马上收到推荐结果；双方盖章、报国家系统之前可以撤销。' },
    }),
  );

/** Beyond 原则上不超过 the department is asked: wait in its order, or a reason and a second word (通知二（二）). */
const overQuestion = (place: Place, { words, reason }: { words: string; reason: string }): Inner[] => [
  errorText(words),
  input({ name: 'over', label: '超出名额推荐的理由（国家知识产权局会看到）', value: reason, multiline: true, rows: 3 }),
  buttons(
    submit('列为候补', 'review.recommend', { ...place, wait: true }, { style: 'primary' }),
    submit(
      '仍然推荐',
      'review.recommend',
      { ...place, over: true },
      {
        style: 'danger',
        confirm: { title: '超出名额，仍然推荐？', text: '推荐名额原则上有限，理由会告诉国家知识产权局。' },
      },
    ),
  ),
];

const listedPart = ({ status, office }: Filing): Element | undefined =>
  status === 'listed' && office?.listed
    ? text(`已列入 ${longDay(office.listed.on)}发布的名单，编号 ${office.number ?? ''}。`, { color: 'green' })
    : undefined;

/** 抄送所在地省级知识产权管理部门: for information, nothing to decide. */
export const copiedCard = ({ version }: NoticeOf<'copied'>, { filing }: FilingView): Card =>
  card({
    title: `抄送：${institutionName(filing)}`,
    subtitle: `第 ${version} 版　查询号 ${referenceOf(filing)}`,
    color: 'grey',
    elements: [
      essentials(filing),
      text('本省单位按通知二（一）向上述部门或国家知识产权局提交材料，抄送贵单位知悉，无需办理。'),
      listedPart(filing),
      blocking(problemsOf(formOf(filing.round), contextOf(filing))).length > 0 && note('申报单位正在修改这份材料。'),
    ],
  });
