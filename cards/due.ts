import { institutionName, memberOf, referenceOf } from '../services/filing/filing.ts';
import type { NoticeOf } from '../services/notice.ts';
import { callOf } from '../services/rounds/calls.ts';
import { dueOf, dueOfDepartment } from '../services/rounds/deadlines.ts';
import type { Department, Round } from '../services/rounds/round.ts';
import { addWorkingDays, longDay } from '../services/time.ts';
import type { FilingView, Views } from '../services/view.ts';
import { button, submit } from './actions.ts';
import { deadlineLine, filingDeadline } from './deadline.ts';
import {
  buttons,
  type Card,
  card,
  clip,
  datePicker,
  type Element,
  errorText,
  flashPart,
  form,
  hr,
  INPUT_MAX_LENGTH,
  type Inner,
  input,
  md,
  mdt,
  note,
  row,
  text,
} from './kit/index.ts';

/** Rows of each kind on the list; a card holds 200 nodes. */
const ROWS = 10;
/** Names of departments and institutions in a list. */
const NAME_LENGTH = 40;

/** One department's dates: its own, set by it or by the operator, and the national office's extension for it. */
export const dueCard = (notice: NoticeOf<'due'>, { round, department, operator, now }: Views['due']): Card => {
  const { flash, typed = {}, errors = {} } = notice;
  const { code, dueOn = null } = department;
  const at = { round: round.id, department: code };
  const { last } = dueOfDepartment(round, department);
  const lead = callOf(round.call).deadlines.internalLeadWorkingDays;
  const suggested = addWorkingDays(last, -lead, round.holidays);
  const was = { ...at, was: dueOn ?? '' };
  return card({
    title: `截止日期：${clip(department.name, NAME_LENGTH)}`,
    subtitle: round.title,
    elements: [
      flashPart(flash),
      deadlineLine(round, now, department),
      form('due', [
        ...datePicker({
          name: 'dueOn',
          label: '内部截止（申报单位提交给本部门）',
          value: typed.dueOn ?? dueOn ?? suggested,
        }),
        ...fault(errors.due_on),
        note(
          `建议 ${longDay(suggested)}，比材料填报截止早 ${lead} 个工作日，给审核、盖章留时间。过期的材料仍能提交，由推荐部门决定是否受理。`,
        ),
        buttons(submit('保存内部截止', 'due.set', was, { style: 'primary' })),
      ]),
      dueOn && buttons(button('取消内部截止', 'due.clear', was)),
      operator && extensionPart(round, department, typed, errors),
      buttons(
        operator
          ? button('返回延期与部门截止', 'extend.list', { round: round.id })
          : button('返回审核列表', 'desk.open', at),
      ),
    ],
  });
};

type Typed = Record<string, string>;

const extensionPart = (round: Round, department: Department, typed: Typed, errors: Typed): Element[] => {
  const at = { round: round.id, department: department.code, was: department.extendedTo ?? '' };
  return [
    hr(),
    form('extension', [
      md(mdt`**给这个部门延期**　原来的截止 ${longDay(round.materialsDueOn)}`),
      ...extensionInputs(typed, errors, department),
      note('延期后本部门的内部截止会取消，由联系人重新设置；联系人和还没提交的申报单位都会收到通知。'),
      buttons(submit('延期', 'extend.department', at, { style: 'primary' })),
    ]),
    ...(department.extendedTo ? [buttons(button('取消延期', 'extend.endDepartment', at))] : []),
  ];
};

const extensionInputs = (
  typed: Typed,
  errors: Typed,
  { extendedTo, extendedWhy }: Pick<Department, 'extendedTo' | 'extendedWhy'>,
): Inner[] => [
  ...datePicker({ name: 'to', label: '延期到', value: typed.to ?? extendedTo ?? undefined }),
  ...fault(errors.extension_to),
  input({ name: 'why', label: '原因', value: clip(typed.why ?? extendedWhy ?? '', INPUT_MAX_LENGTH - 2) }),
  ...fault(errors.extension_why),
];

const fault = (words: string | undefined): Inner[] => (words ? [errorText(words)] : []);

/** For the operator: who has a date of their own, and the way to give one to somebody else. */
export const extensionsCard = (
  { error, typed }: NoticeOf<'extensions'>,
  { round, departments, filings, now }: Views['extensions'],
): Card => {
  const dated = departments.filter(({ dueOn, extendedTo }) => dueOn || extendedTo);
  return card({
    title: '延期与部门截止',
    subtitle: round.title,
    elements: [
      deadlineLine(round, now),
      md(mdt`**有自己日期的部门**（${dated.length} 个）`),
      dated
        .slice(0, ROWS)
        .map((department) =>
          row(
            md(mdt`${clip(department.name, NAME_LENGTH)}　${datesOf(department)}`),
            button('打开', 'due.open', { round: round.id, department: department.code }),
          ),
        ),
      more(dated),
      buttons(button(dated.length ? '选其他部门' : '选一个部门', 'department.list', { round: round.id })),
      hr(),
      md(mdt`**延期的单位**（${filings.length} 个）`),
      filings
        .slice(0, ROWS)
        .map((filing) =>
          row(
            md(mdt`${clip(institutionName(filing), NAME_LENGTH)}　延至 ${longDay(filing.extendedTo!)}`),
            button('打开', 'extend.open', { filing: filing.id }),
          ),
        ),
      more(filings),
      form('find', [
        input({
          name: 'code',
          label: '给一家单位延期：统一社会信用代码或查询号',
          value: typed && clip(typed, 100),
          maxLength: 40,
        }),
        ...fault(error),
        buttons(submit('查找', 'extend.find', { round: round.id })),
      ]),
      buttons(button('返回截止日期', 'round.deadlines', { round: round.id }), button('回首页', 'home', {})),
    ],
  });
};

const datesOf = ({ dueOn, extendedTo }: Department): string =>
  [dueOn && `内部截止 ${longDay(dueOn)}`, extendedTo && `延至 ${longDay(extendedTo)}`].filter(Boolean).join('，');

const more = (all: unknown[]): Element | false => all.length > ROWS && note(`另有 ${all.length - ROWS} 个没有列出。`);

/** For the operator: one institution's extension. */
export const extensionCard = (notice: NoticeOf<'extension'>, { filing, now }: FilingView): Card => {
  const { flash, typed = {}, errors = {} } = notice;
  const at = { filing: filing.id, was: filing.extendedTo ?? '' };
  const usual = dueOf({ ...filing, extendedTo: null }).on;
  return card({
    title: `延期：${institutionName(filing)}`,
    subtitle: `查询号 ${referenceOf(filing)}`,
    elements: [
      flashPart(flash),
      filingDeadline(filing, now),
      form('extension', [
        md(mdt`**给这家单位延期**　原来的截止 ${longDay(usual)}`),
        ...extensionInputs(typed, errors, filing),
        note('申报单位和推荐部门都会收到通知。'),
        buttons(submit('延期', 'extend.filing', at, { style: 'primary' })),
      ]),
      filing.extendedTo && buttons(button('取消延期', 'extend.endFiling', at)),
      buttons(button('返回延期与部门截止', 'extend.list', { round: filing.roundId })),
    ],
  });
};

/** To the institution and its department: the day that counts has changed. */
export const dueChangedCard = ({ event }: NoticeOf<'dueChanged'>, { filing, me, now }: FilingView): Card =>
  card({
    title: { extended: '截止日期延期了', ended: '延期取消了', department: '截止日期有变化' }[event],
    subtitle: institutionName(filing),
    color: event === 'extended' ? 'green' : 'orange',
    elements: [
      filingDeadline(filing, now),
      me && memberOf(filing, me)
        ? buttons(button('看进度', 'filing.open', { filing: filing.id }, { style: 'primary' }))
        : text('由主办方决定，告知贵部门，无需办理。'),
    ],
  });

const departmentTitles: Record<NoticeOf<'departmentDue'>['event'], string> = {
  set: '主办方设置了本部门的内部截止',
  cleared: '主办方取消了本部门的内部截止',
  extended: '主办方给本部门延期了',
  ended: '本部门的延期取消了',
};

/** To the department's contact: the operator has changed its dates. */
export const departmentDueCard = (
  { event }: NoticeOf<'departmentDue'>,
  { round, department, now }: Views['departmentDue'],
): Card =>
  card({
    title: departmentTitles[event],
    subtitle: department.name,
    color: event === 'extended' ? 'green' : 'orange',
    elements: [
      deadlineLine(round, now, department),
      (event === 'extended' || event === 'ended') && note('内部截止需要按新的日期重新设置。'),
      buttons(
        button('设置内部截止', 'due.open', { round: round.id, department: department.code }, { style: 'primary' }),
        button('打开审核列表', 'desk.open', { round: round.id, department: department.code }),
      ),
    ],
  });
