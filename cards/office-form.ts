import { type Filing, institutionName } from '../services/filing/filing.ts';
import { openObjections, publicUntil, usualPublicityDays } from '../services/filing/office-commands.ts';
import type { NoticeOf } from '../services/notice.ts';
import type { OfficeDeed } from '../services/office/states.ts';
import { type Day, dayOf, isDay, longDay, workingDaysLeft } from '../services/time.ts';
import type { FilingView } from '../services/view.ts';
import { button, submit } from './actions.ts';
import {
  buttons,
  type Card,
  card,
  clip,
  datePicker,
  errorText,
  form,
  type Inner,
  input,
  md,
  mdt,
  type Nest,
  note,
} from './kit/index.ts';

type Form = { filing: Filing; today: Day; typed: Record<string, string>; error: (field: string) => Inner | false };

/** One decision of the national office on one filing; what was typed comes back with the words beside its field. */
export const officeFormCard = (notice: NoticeOf<'officeForm'>, { filing, now }: FilingView): Card => {
  const { deed, version, typed = {}, errors = {} } = notice;
  const { title, color, parts, submits } = forms[deed];
  const error = (field: string) => !!errors[field] && errorText(clip(errors[field], 300));
  const [objection] = deed === 'settle' ? openObjections(filing) : [];
  const place = { filing: filing.id, version, deed, ...(objection && { objection: objection.id }) };
  return card({
    title: `${title}：${institutionName(filing)}`,
    subtitle: `第 ${version} 版`,
    color,
    elements: [
      form('office', [
        parts({ filing, today: dayOf(now), typed, error }),
        error(''),
        buttons(
          submits.map(({ label, more, style, confirm }) =>
            submit(label, 'office.decide', { ...place, ...more }, { style, confirm }),
          ),
        ),
      ]),
      buttons(button('不办，返回', 'office.open', { filing: filing.id })),
    ],
  });
};

type Submit = {
  label: string;
  more?: { upheld?: boolean; look?: boolean };
  style?: 'primary' | 'danger';
  confirm?: { title: string; text: string };
};
const TOLD = '申报单位和推荐部门会马上收到。';

const forms: Record<
  OfficeDeed,
  { title: string; color: 'blue' | 'orange' | 'green' | 'grey'; parts: (form: Form) => Nest<Inner>; submits: Submit[] }
> = {
  refuse: {
    title: '不予备案',
    color: 'grey',
    parts: ({ typed, error }) => [area('reason', '不予备案的原因（申报单位会看到）', typed), error('reason')],
    submits: [{ label: '不予备案', style: 'danger', confirm: { title: '不予备案？', text: `${TOLD}不能撤销。` } }],
  },
  publicise: {
    title: '公示',
    color: 'blue',
    parts: ({ filing, today, typed, error }) => [
      datePicker({ name: 'from', label: '公示开始日期', value: typed.from ?? today }),
      error('from'),
      input({
        name: 'days',
        label: '公示天数（工作日）',
        value: typed.days ?? String(usualPublicityDays(filing)),
        maxLength: 3,
      }),
      error('days'),
      lastDay(filing, typed.from ?? today, typed.days ?? String(usualPublicityDays(filing))),
      input({ name: 'link', label: '公示网页地址（可以不填）', value: typed.link }),
    ],
    submits: [
      { label: '公示', style: 'primary', confirm: { title: '记为公示？', text: TOLD } },
      { label: '算一下哪天结束', more: { look: true } },
    ],
  },
  object: {
    title: '登记异议',
    color: 'orange',
    parts: ({ typed, error }) => [
      area('words', '异议的内容', typed),
      error('words'),
      note('登记后公示停在这里，处理完才能准予备案。内容只有主办方看得到，申报单位和推荐部门只知道有异议。'),
    ],
    submits: [{ label: '登记', style: 'primary' }],
  },
  settle: {
    title: '处理异议',
    color: 'orange',
    parts: ({ filing, typed, error }) => [
      openObjections(filing)
        .slice(0, 1)
        .map(({ words, at }) => md(mdt`**异议**（${longDay(dayOf(new Date(at)))}）　${clip(words, 200)}`)),
      area('why', '成立或不成立的理由', typed),
      error('why'),
      openObjections(filing).length > 1 &&
        note(`一条一条处理：这一条之后还有 ${openObjections(filing).length - 1} 条，都不成立才继续公示。`),
    ],
    submits: [
      { label: '异议不成立', more: { upheld: false }, style: 'primary' },
      {
        label: '异议成立，不予备案',
        more: { upheld: true },
        style: 'danger',
        confirm: { title: '异议成立，不予备案？', text: `${TOLD}不能撤销。` },
      },
    ],
  },
  correctPublicity: {
    title: '更正公示',
    color: 'orange',
    parts: ({ filing, today, typed, error }) => {
      const { from = today, until = today, link = '' } = filing.office?.publicity ?? {};
      const days = typed.days ?? String(workingDaysLeft(from, until, filing.round.holidays));
      return [
        note(`现在记的是 ${longDay(from)}至 ${longDay(until)}。`),
        datePicker({ name: 'from', label: '公示开始日期', value: typed.from ?? from }),
        error('from'),
        input({ name: 'days', label: '公示天数（工作日）', value: days, maxLength: 3 }),
        error('days'),
        lastDay(filing, typed.from ?? from, days),
        input({ name: 'link', label: '公示网页地址（可以不填）', value: typed.link ?? link }),
        input({ name: 'reason', label: '为什么更正（申报单位和推荐部门会看到）', value: typed.reason }),
        error('reason'),
      ];
    },
    submits: [
      { label: '更正', style: 'primary', confirm: { title: '更正公示？', text: TOLD } },
      { label: '算一下哪天结束', more: { look: true } },
    ],
  },
  correctNumber: {
    title: '更正编号',
    color: 'orange',
    parts: ({ filing, typed, error }) => [
      input({ name: 'number', label: '正确的编号', value: typed.number ?? filing.office?.number }),
      error('number'),
      input({ name: 'reason', label: '为什么更正（申报单位和推荐部门会看到）', value: typed.reason }),
      error('reason'),
    ],
    submits: [{ label: '更正', style: 'primary', confirm: { title: '更正编号？', text: TOLD } }],
  },
  approve: {
    title: '准予备案',
    color: 'green',
    parts: ({ typed, error }) => [
      input({ name: 'number', label: '编号（可以以后再给）', value: typed.number, placeholder: '例如 WD-2026-001' }),
      error('number'),
    ],
    submits: [{ label: '准予备案', style: 'primary', confirm: { title: '准予备案？', text: TOLD } }],
  },
  list: {
    title: '列入名单',
    color: 'green',
    parts: ({ filing, today, typed, error }) => [
      datePicker({ name: 'on', label: '名单发布日期', value: typed.on ?? today }),
      error('on'),
      input({ name: 'number', label: '编号', value: typed.number ?? filing.office?.number }),
      error('number'),
      input({ name: 'link', label: '名单网页地址（可以不填）', value: typed.link }),
    ],
    submits: [
      {
        label: '列入名单',
        style: 'primary',
        confirm: { title: '列入名单？', text: `${TOLD}所在地省级部门也会收到。` },
      },
    ],
  },
};

const area = (name: string, label: string, typed: Record<string, string>): Inner =>
  input({ name, label, value: typed[name], multiline: true, rows: 5 });

/** The last day as the values in the form give it, once they are values. */
export const lastDay = (filing: Pick<Filing, 'round'>, from: string, days: string): Inner | false =>
  isDay(from) &&
  /^[1-9]\d?$/.test(days) &&
  note(`按上面的日期和天数，公示到 ${longDay(publicUntil(from, Number(days), filing))}结束。`);
