import { type Admission, DIRECT, type Filing, institutionName, referenceOf } from '../services/filing/filing.ts';
import { isEditable, statusNames } from '../services/filing/status.ts';
import type { NoticeOf } from '../services/notice.ts';
import { departmentName } from '../services/office/batch.ts';
import { FOUND_MOST } from '../services/office/search.ts';
import { BY_PROVINCE } from '../services/office/states.ts';
import { dayOf, longDay } from '../services/time.ts';
import type { FilingView, Views } from '../services/view.ts';
import { button, submit } from './actions.ts';
import {
  buttons,
  type Card,
  card,
  clip,
  type Element,
  errorText,
  facts,
  flashPart,
  form,
  input,
  md,
  mdt,
  note,
  row,
  select,
  text,
} from './kit/index.ts';
import { routePart } from './route-part.ts';

/** 特殊情况: the operator finds a filing in whatever state. */
export const officeSearchCard = ({ words }: NoticeOf<'officeSearch'>, { round, found }: Views['officeSearch']): Card =>
  card({
    title: '特殊情况：查找材料',
    subtitle: round.title,
    elements: [
      form('search', [
        input({ name: 'words', label: '单位名称、统一社会信用代码或查询号', value: words && clip(words, 100) }),
        buttons(submit('查找', 'office.search', { round: round.id }, { style: 'primary' })),
      ]),
      words !== undefined &&
        found.length === 0 &&
        text('没有找到。名称可以只写其中几个字；查询号在填报人的进度卡片上。', { color: 'grey' }),
      found
        .slice(0, FOUND_MOST)
        .map(({ id, name, creditCode, status }) =>
          row(
            md(mdt`**${clip(name, 40)}**`, mdt`${clip(creditCode, 30)}　${statusNames[status]}`),
            button('打开', 'office.case', { filing: id }),
          ),
        ),
      found.length > FOUND_MOST && note('还有更多，请把名称写得完整一些。'),
      buttons(button('收件列表', 'office.list', { round: round.id }), button('回首页', 'home', {})),
    ],
  });

/** One filing as the operator may let it in or send it elsewhere: where it would go now, and why. */
export const officeCaseCard = (notice: NoticeOf<'officeCase'>, { filing }: FilingView): Card =>
  card({
    title: `特殊情况：${institutionName(filing)}`,
    subtitle: `查询号 ${referenceOf(filing)}`,
    color: filing.status === 'ineligible' ? 'orange' : 'blue',
    tags: [{ text: statusNames[filing.status], color: filing.status === 'ineligible' ? 'orange' : 'blue' }],
    elements: [
      flashPart(notice.flash),
      facts([['统一社会信用代码', clip(filing.creditCode, 30)]]),
      md(mdt`**按现在的回答**（填报人看到的）`),
      routePart(filing),
      filing.admission && decidedPart(filing, filing.admission),
      isEditable(filing) ? admitForm(filing, notice) : text(fixedWords(filing)),
      buttons(
        filing.office && button('打开收件', 'office.open', { filing: filing.id }),
        button('再查一份', 'office.find', { round: filing.roundId }),
        button('回首页', 'home', {}),
      ),
    ],
  });

const fixedWords = ({ status }: Filing): string =>
  status === 'abandoned' || status === 'expired'
    ? `这份材料${statusNames[status]}，不用再改去向。`
    : '材料已经定稿或提交，不能再改去向；确需改变，请申报单位先撤回或重新修改。';

const decidedPart = (filing: Filing, { reason, to, by, at }: Admission): Element => {
  const goes = to ? departmentName(filing.round, to) : '所在地省级部门';
  return md(
    mdt`**已决定**（${clip(by, 40)}，${longDay(dayOf(new Date(at)))}）：交${clip(goes, 40)}`,
    mdt`${clip(reason, 200)}`,
  );
};

const admitForm = (filing: Filing, { typed = {}, errors = {} }: NoticeOf<'officeCase'>): Element => {
  const error = (field: string) => !!errors[field] && errorText(clip(errors[field], 200));
  return form('admit', [
    select({
      name: 'to',
      label: '材料交给',
      value: typed.to,
      options: [
        { text: '所在地省级部门', value: BY_PROVINCE },
        { text: '直接申报（不经推荐部门）', value: DIRECT },
        ...filing.round.departments.map(({ code, name }) => ({ text: clip(name, 24), value: code })),
      ],
    }),
    error('to'),
    input({ name: 'reason', label: '理由（填报人会看到）', value: typed.reason, multiline: true, rows: 3 }),
    error('reason'),
    buttons(
      submit(
        filing.status === 'ineligible' ? '准予申报' : '按这个去向办',
        'office.admit',
        { filing: filing.id },
        {
          style: 'primary',
          confirm: { title: '确定？', text: '填报人会马上收到，并在“材料交给谁”里看到去向和理由。' },
        },
      ),
    ),
  ]);
};
