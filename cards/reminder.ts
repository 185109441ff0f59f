import { contextOf, formOf, institutionName } from '../services/filing/filing.ts';
import { isEditable, statusNames } from '../services/filing/status.ts';
import { nextOf } from '../services/filing/timeline.ts';
import { undoneTitles } from '../services/form/read.ts';
import type { NoticeOf } from '../services/notice.ts';
import type { ReminderLine } from '../services/reminders/lines.ts';
import { isUrgent, ruleAt } from '../services/reminders/rules.ts';
import { isLastDay } from '../services/reminders/wishes.ts';
import {
  addDays,
  type Day,
  dayOf,
  lastWorkingDayOnOrBefore,
  longDay,
  weekday,
  workingDaysLeft,
} from '../services/time.ts';
import type { Views } from '../services/view.ts';
import { button, submit } from './actions.ts';
import {
  type Button,
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
  type Markdown,
  md,
  mdt,
  note,
  text,
} from './kit/index.ts';

/** Groups and names on one card; a card holds 200 nodes. */
const GROUPS = 8;
const NAMED = 5;
const NAME_LENGTH = 40;

/** What somebody has to do by when: why they get this, what is missing, one button to do it, and when the next one comes. */
export const reminderCard = ({ digest, later }: NoticeOf<'reminder'>, { lines, now }: Views['reminder']): Card => {
  const groups = [...Map.groupBy(lines, groupOf).values()];
  const urgent = lines.some(({ milestone }) => isUrgent(milestone));
  const [first] = groups;
  const mayWait = !lines.some(({ dueOn, round }) => isLastDay(dueOn, round, now));
  return card({
    title: groups.length === 1 ? `提醒：${ruleAt(first![0]!.rule).title}` : `提醒：${groups.length} 件事要办`,
    subtitle: lines[0]!.round.title,
    color: urgent ? 'orange' : 'blue',
    elements: [
      flashPart(later && `好的，${longDay(later)}再提醒您。办好了就不会再提醒。`),
      groups.slice(0, GROUPS).flatMap((group, i) => [i > 0 && hr(), groupPart(group, later, now)]),
      groups.length > GROUPS && note(`另有 ${groups.length - GROUPS} 件没有列出，发送“首页”可以看到全部。`),
      hr(),
      buttons(
        mayWait && !later && button('明早再说', 'remind.later', { digest }),
        button('提醒设置', 'remind.settings', {}),
      ),
    ],
  });
};

/** What an institution has to do is told one by one; of what a department or the office has, the number is told. */
const groupOf = ({ rule, round, filing, dueOn }: ReminderLine): string =>
  ruleAt(rule).to === 'members'
    ? `${rule} ${filing?.id}`
    : `${rule} ${round.id} ${filing?.departmentCode ?? ''} ${dueOn}`;

const groupPart = (group: ReminderLine[], later: Day | undefined, now: Date): (Element | false)[] => {
  const [{ rule, dueOn, round, filing }] = group as [ReminderLine];
  const next = later ?? group[0]!.next;
  const { task, because, to } = ruleAt(rule);
  const names = group.slice(0, NAMED).map(nameOf).join('、');
  const title =
    group.length === 1
      ? nameOf(group[0]!)
      : `${group.length} ${filing ? '份' : '个'}：${names}${group.length > NAMED ? '等' : ''}`;
  const state = group.length === 1 && filing ? mdt`　${statusNames[filing.status]}` : mdt``;
  return [
    md(mdt`**${title}**${state}`, mdt`**要办的事**：${task}`, dueLine(dueOn, round, now), ...missingLines(group)),
    note(
      `为什么收到：${because}。${next ? `下次提醒：${longDay(next)}（${weekday(next)}）；办好了就不再提醒。` : '这是最后一次提醒。'}`,
    ),
    buttons(
      actButton(group),
      // On the last days the operators also see who of the others has not been reached.
      to === 'operators' &&
        group.some(({ milestone }) => isUrgent(milestone)) &&
        button('提醒情况', 'remind.unheard', { round: round.id }),
      dayOf(now) <= dueOn &&
        button('加入日历', 'calendar.send', { round: round.id, rule, on: dueOn, ...subjectOf(group) }),
      to === 'members' && rule === 'fill' && filing && button('本次不申报', 'abandon.open', { filing: filing.id }),
    ),
  ];
};

/** Of one filing, or of one department; several of a kind with the same day are one entry. */
const subjectOf = (group: ReminderLine[]): { of?: string; more?: boolean } => {
  const [{ filing, department }, ...others] = group as [ReminderLine];
  return { of: filing?.id ?? department?.code, ...(others.length > 0 && { more: true }) };
};

/** What a line is about. */
export const nameOf = ({ filing, department }: Pick<ReminderLine, 'filing' | 'department'>): string =>
  clip(filing ? institutionName(filing) : (department?.name ?? ''), NAME_LENGTH);

/** The day, and how much time is left. */
export const dueLine = (dueOn: Day, { holidays }: ReminderLine['round'], now: Date): Markdown => {
  const today = dayOf(now);
  const effective = lastWorkingDayOnOrBefore(dueOn, holidays);
  const left = workingDaysLeft(today, dueOn, holidays);
  const early = effective === dueOn ? '' : `（不是工作日，请按 ${longDay(effective)}${weekday(effective)}安排）`;
  const words =
    today > dueOn
      ? '截止日已过，仍可以办理，请尽快'
      : left === 0
        ? '今天是最后一个工作日'
        : today === addDays(effective, -1)
          ? effective === dueOn
            ? '明天截止'
            : '明天是最后一个工作日'
          : `还有 ${left} 个工作日`;
  return mdt`**截止** ${longDay(dueOn)}（${weekday(dueOn)}）${early}，**${words}**`;
};

/** What is missing yet, of a filing that is told by itself. */
const missingLines = (group: ReminderLine[]): Markdown[] => {
  const [{ filing }] = group as [ReminderLine];
  if (!filing || group.length > 1) return [];
  if (!isEditable(filing)) {
    const next = nextOf(filing);
    return next ? [mdt`**还差**：${next.words}`] : [];
  }
  const titles = undoneTitles(formOf(filing.round), contextOf(filing));
  if (!titles.length) return [mdt`**还差**：各部分都填好了，检查后就可以定稿`];
  const rest = titles.length > NAMED ? `等 ${titles.length} 部分` : '';
  return [mdt`**还差**：${titles.slice(0, NAMED).join('、')}${rest}`];
};

const actButton = (group: ReminderLine[]): Button => {
  const [{ rule, round, filing, department }] = group as [ReminderLine];
  const look = { style: 'primary' } as const;
  const at = { round: round.id };
  if (department) {
    return ruleAt(rule).to === 'contact'
      ? button('去办理附件2', 'contact.own', { ...at, department: department.code }, look)
      : ruleAt(rule).to === 'invited'
        ? button('去登记', 'home', {}, look)
        : button('看联系人名单', 'round.contacts', at, look);
  }
  const one = filing!;
  if (ruleAt(rule).to === 'members') return button('现在去办', 'filing.open', { filing: one.id }, look);
  if (rule === 'publicity') return button('打开收件', 'office.list', { ...at, state: 'publicity' }, look);
  if (group.length > 1)
    return button('打开审核列表', 'desk.open', { ...at, department: one.departmentCode ?? '' }, look);
  return rule === 'sealByDepartment'
    ? button('去盖章', 'seal.open', { filing: one.id }, look)
    : button('去审核', 'review.open', { filing: one.id, version: one.handedIn }, look);
};

/** 提醒设置: how somebody wants to be reminded. */
export const quietCard = ({ flash, error }: NoticeOf<'quiet'>, { quietUntil, now }: Views['quiet']): Card => {
  const today = dayOf(now);
  const quiet = quietUntil && quietUntil >= today ? quietUntil : undefined;
  return card({
    title: '提醒设置',
    elements: [
      flashPart(flash),
      text(
        quiet
          ? `${longDay(quiet)}（含）以前不提醒您；最后一天和前一天的提醒照常发送。`
          : '工作日提醒，每天最多一条；办好了就不再提醒。最后一天和前一天另外提醒。',
      ),
      form('quiet', [
        ...datePicker({ name: 'until', label: '这一天以前（含这一天）不提醒我', value: quiet ?? addDays(today, 3) }),
        ...(error ? [errorText(error)] : []),
        buttons(submit('安静几天', 'remind.quiet', {}, { style: 'primary' })),
      ]),
      quiet && buttons(button('恢复提醒', 'remind.resume', {})),
      note('退回、推荐、公示这样的进展会照常告诉您。这份材料今年不办了，可以在材料里点“本次不申报”，之后就不再提醒。'),
      buttons(button('回首页', 'home', {})),
    ],
  });
};
