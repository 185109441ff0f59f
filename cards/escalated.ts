import { departmentOf } from '../services/filing/filing.ts';
import { statusNames } from '../services/filing/status.ts';
import type { NoticeOf } from '../services/notice.ts';
import type { EscalatedLine } from '../services/reminders/escalated-lines.ts';
import { ruleAt } from '../services/reminders/rules.ts';
import { dayOf } from '../services/time.ts';
import type { Views } from '../services/view.ts';
import { button } from './actions.ts';
import { type Button, buttons, type Card, card, clip, type Element, hr, md, mdt, note } from './kit/index.ts';
import { dueLine, nameOf } from './reminder.ts';

/** Groups and names on one card; a card holds 200 nodes. */
const GROUPS = 10;
const NAMED = 5;
const UNREAD = 6;

/** What others have not done on its last day, to whoever comes next: why they get this, and what they can do. */
export const escalatedCard = (_notice: NoticeOf<'escalated'>, view: Views['escalated']): Card => {
  const { now } = view;
  const lines = oncePerTask(view.lines);
  const groups = [...Map.groupBy(lines, groupOf).values()];
  const late = lines.every(({ dueOn }) => dueOn < dayOf(now));
  return card({
    title: `${late ? '截止日已过' : '今天是最后一个工作日'}，还有 ${lines.length} 件没有办`,
    subtitle: lines[0]!.round.title,
    color: 'red',
    elements: [
      groups.slice(0, GROUPS).flatMap((group, i) => [i > 0 && hr(), groupPart(group, now)]),
      groups.length > GROUPS && note(`另有 ${groups.length - GROUPS} 件没有列出，发送“首页”可以看到全部。`),
    ],
  });
};

/** What both sides of a filing still have to do by the same day, the sealing, is one thing to whoever is asked to telephone. */
const oncePerTask = (lines: EscalatedLine[]): EscalatedLine[] => {
  const key = ({ step, rule, dueOn, round, filing, department }: EscalatedLine) =>
    [step, ruleAt(rule).task, dueOn, round.id, filing?.id ?? department?.code].join(' ');
  return [...Map.groupBy(lines, key).values()].map((same) => ({
    ...same[0]!,
    unread: same.reduce((sum, { unread }) => sum + unread, 0),
    unreadNames: [...new Set(same.flatMap(({ unreadNames }) => unreadNames))],
    reached: same.some(({ reached }) => reached),
    nextTold: same.some(({ nextTold }) => nextTold),
  }));
};

/** An institution's are told one by one, a department's together, and the operators' by what there is to do. */
const groupOf = ({ step, rule, round, filing, department, dueOn }: EscalatedLine): string => {
  if (step === 'heads') return `${step} ${filing?.id}`;
  const code = department?.code ?? filing?.departmentCode;
  return step === 'operators'
    ? `${step} ${round.id} ${ruleAt(rule).task} ${dueOn}`
    : `${step} ${round.id} ${rule} ${code} ${dueOn}`;
};

const groupPart = (group: EscalatedLine[], now: Date): (Element | false)[] => {
  const [{ rule, dueOn, round, filing }] = group as [EscalatedLine];
  const state = group.length === 1 && filing ? mdt`　${statusNames[filing.status]}` : mdt``;
  const act = actButton(group);
  return [
    md(
      mdt`**${titleOf(group)}**${state}`,
      mdt`**要办的事**：${ruleAt(rule).task}`,
      dueLine(dueOn, round, now),
      ...unreadLines(group),
    ),
    note(`为什么收到：${becauseOf(group)}`),
    act ? buttons(act) : false,
  ];
};

/** Who has no rights in a department now learns how many there are, not whose. */
const titleOf = (group: EscalatedLine[]): string => {
  const [{ step, acts, filing, department }] = group as [EscalatedLine];
  const whose = clip(department?.name ?? (filing && departmentOf(filing)?.name) ?? '', 40);
  if (step === 'deputies' && !acts) return department ? whose : `${whose}：${group.length} 份材料`;
  const names = group.slice(0, NAMED).map(nameOf).join('、');
  const named = group.length === 1 ? names : `${group.length} 个：${names}${group.length > NAMED ? '等' : ''}`;
  return step === 'deputies' && !department ? `${whose}：${named}` : named;
};

const unreadLines = (group: EscalatedLine[]) => {
  const names = [...new Set(group.flatMap(({ unreadNames }) => unreadNames))].slice(0, UNREAD);
  const unread = group.filter((line) => line.unread > 0).length;
  if (group[0]!.step === 'heads')
    return names.length ? [mdt`**还没有读到提醒的**：${names.map((name) => clip(name, 20)).join('、')}`] : [];
  return unread ? [mdt`其中 **${unread}** 件的提醒还没有人读到`] : [];
};

const becauseOf = (group: EscalatedLine[]): string => {
  const [{ step, acts, contact }] = group as [EscalatedLine];
  const reached = group.some((line) => line.reached);
  if (step === 'operators') return `您是主办方管理员。${doneSoFar(group)}，仍没有办，请电话联系。`;
  if (step === 'heads')
    return `您是这份备案表的机构负责人或共同填报人。${reached ? '填报人已经提醒过' : '提醒没有送到填报人'}，仍没有办，请您过问。`;
  const who = contact ? `联系人${clip(contact, 20)}` : '联系人';
  return acts
    ? `您可以替这个部门办理。${reached ? '提醒已发给办理人' : '提醒没有送到办理人'}，仍没有办。`
    : `您是指定的代理，只是告知您：请提醒${who}办理。需要由您办理时，请${who}或主办方设好您的代理日期。`;
};

/** What has been done about it before an operator is asked: as the ledger has it. */
const doneSoFar = (group: EscalatedLine[]): string => {
  const reached = group.filter((line) => line.reached).length;
  const next = group.filter((line) => line.nextTold).length;
  if (reached === group.length && next === group.length) return '已经提醒过本人和下一位';
  const part = (many: number) => (many === group.length ? '' : `其中 ${many} 件`);
  const first = reached ? `${part(reached)}已经提醒过本人` : '提醒没有送到本人';
  const second = next ? `${part(next)}告诉了下一位` : '没有能告诉的下一位';
  return `${first}，${second}`;
};

const actButton = (group: EscalatedLine[]): Button | undefined => {
  const [{ step, rule, round, filing, department, acts }] = group as [EscalatedLine];
  const look = { style: 'primary' } as const;
  if (step === 'heads' && filing) return button('打开材料', 'filing.open', { filing: filing.id }, look);
  if (step === 'operators') return button('提醒情况', 'remind.unheard', { round: round.id }, look);
  if (!acts) return undefined;
  if (ruleAt(rule).while === 'annex2' && department)
    return button('去办理附件2', 'contact.own', { round: round.id, department: department.code }, look);
  return button('打开审核列表', 'desk.open', { round: round.id, department: filing?.departmentCode ?? '' }, look);
};
