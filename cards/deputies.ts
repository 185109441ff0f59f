import { type Acting, isOnDuty } from '../services/departments/acting.ts';
import type { NoticeOf } from '../services/notice.ts';
import { dayOf, longDay } from '../services/time.ts';
import type { Views } from '../services/view.ts';
import { button, submit } from './actions.ts';
import { momentWords } from './author-part.ts';
import { contactInputs } from './contact-fields.ts';
import {
  buttons,
  type Card,
  card,
  clip,
  datePicker,
  type Element,
  errorText,
  form,
  type HeaderColor,
  heading,
  hr,
  type Inner,
  md,
  mdt,
  note,
  row,
  text,
} from './kit/index.ts';

const daysWords = ({ fromOn, toOn }: { fromOn: string; toOn: string }): string =>
  `${longDay(fromOn)}至 ${longDay(toOn)}`;
/** Who works for a department now: its contact, and whoever stands in for them today. */
export const actingWords = ({ contact, deputies }: Acting, now: Date): string => {
  const onDuty = deputies.filter((one) => isOnDuty(one, now));
  const names = onDuty.map((one) => `，代理 ${clip(one.name, 20)}（${daysWords(one)}，新的材料先发给代理）`);
  return `联系人 ${contact ? clip(contact.name, 20) : '还没有'}${names.join('')}`;
};

/** Deputies listed on a department's card. */
const ROWS = 4;

/** Those who stand in for the contact, for whoever may name them. */
export const deputiesPart = ({ department, round, operator, me, now }: Views['department']): Element[] => {
  const { contact, deputies, codes, registrations } = department;
  const at = { round: round.id, department: department.code };
  const self = contact !== null && me !== null && contact.openId === me.openId && contact.tenantKey === me.tenantKey;
  const leads = operator || self;
  const coming = deputies.filter(({ toOn }) => toOn >= dayOf(now));
  return [
    heading('代理'),
    ...(coming.length ? [] : [note('没有代理。联系人出差、休假时，可以指定一位代理几天。')]),
    ...coming.slice(0, ROWS).map((one) => {
      const state = one.trouble ?? (one.openId ? (isOnDuty(one, now) ? '代理中' : '未到日期') : '正在查找');
      const words = md(mdt`**${clip(one.name, 20)}**（${clip(one.position, 30)}）${state}`, mdt`${daysWords(one)}`);
      return leads ? row(words, button('提前结束', 'deputy.end', { ...at, deputy: one.id })) : words;
    }),
    ...(leads && !operator
      ? registrations
          .filter(({ role }) => role === 'deputy')
          .slice(0, ROWS)
          .map((one) =>
            row(
              md(mdt`**${clip(one.name, 20)}** 登记为代理，等待确认`),
              button('去确认', 'contact.look', { registration: one.id }, { style: 'primary' }),
            ),
          )
      : []),
    ...(leads
      ? codes
          .filter(({ endsAt, role }) => endsAt > now && role === 'deputy')
          .map(({ id, code, endsAt }) =>
            row(
              md(mdt`代理邀请码 **${code}**，${momentWords(endsAt, now)} 前有效`),
              button('收回', 'contact.withdraw', { ...at, code: id }),
            ),
          )
      : []),
    ...(leads && contact ? [buttons(button('指定代理', 'deputy.form', at))] : []),
  ];
};

/** Names a deputy: the days, and then either a code to hand on or the columns of 附件2 for a look-up. */
export const deputyFormCard = (
  { departmentCode, typed = {}, errors = {} }: NoticeOf<'deputyForm'>,
  { round, departments }: Views['deputyForm'],
): Card => {
  const department = departments.find(({ code }) => code === departmentCode);
  const at = { round: round.id, department: departmentCode };
  const day = (name: string, label: string): Inner[] => [
    ...datePicker({ name, label, value: typed[name] || undefined }),
    ...(errors[name] ? [errorText(errors[name])] : []),
  ];
  return card({
    title: '指定代理联系人',
    subtitle: department?.name ?? round.title,
    elements: [
      text('代理期内，代理可以办理联系人能办的全部审核，新的材料先发给代理；联系人自己也仍可办理。'),
      form('deputy', [
        day('fromOn', '从哪天'),
        day('toOn', '到哪天（含当天）'),
        buttons(submit('生成代理邀请码', 'deputy.code', at, { style: 'primary' })),
        note('邀请码转给代理本人，由本人登记，再由您确认。或者直接填写，按手机和邮箱在飞书里查找：'),
        hr(),
        contactInputs(typed, errors),
        buttons(submit('按手机和邮箱指定', 'deputy.name', at)),
      ]),
      buttons(button('返回', 'department.open', at)),
    ],
  });
};

type Event = NoticeOf<'deputyNews'>['event'];
const titles: Record<Event, [title: string, color: HeaderColor]> = {
  named: ['代理联系人已指定', 'green'],
  failed: ['没有找到这位代理', 'orange'],
  begun: ['代理从今天开始', 'green'],
  over: ['代理已结束', 'grey'],
  ended: ['代理已提前结束', 'grey'],
};

/** What becomes of a deputy, to the deputy themselves and to those they stand in for. */
export const deputyNewsCard = ({ event }: NoticeOf<'deputyNews'>, { deputy, me, now }: Views['deputyNews']): Card => {
  const { department, roundId, departmentCode } = deputy;
  const self = me?.openId === deputy.openId && me?.tenantKey === deputy.tenantKey;
  const [title, color] = titles[event];
  const at = { round: roundId, department: departmentCode };
  const desk = button('打开审核列表', 'desk.open', at, { style: 'primary' });
  const who = self ? '您' : clip(deputy.name, 40);
  const words: Record<Event, string> = {
    named: `${who}是${department.name}的代理联系人，代理期 ${daysWords(deputy)}。代理期内可以办理全部审核，新的材料先发给代理。`,
    failed: `${who}：${deputy.trouble ?? ''}。请核对手机和邮箱，或改用邀请码。`,
    begun: `从今天到 ${longDay(deputy.toOn)}，${who}代理${department.name}的联系人，可以审核、退回补正和拟推荐。`,
    over: `${who}代理${department.name}联系人的日期（${daysWords(deputy)}）已过，没有办完的由联系人接着办。`,
    ended: `${who}不再代理${department.name}的联系人，没有办完的由联系人接着办。`,
  };
  const acts = self && isOnDuty(deputy, now) && (event === 'named' || event === 'begun');
  return card({
    title: self && event === 'named' ? '您是代理联系人' : title,
    subtitle: department.round.title,
    color,
    elements: [
      text(words[event]),
      buttons(
        acts && desk,
        event === 'failed' && button('重新指定', 'deputy.form', at, { style: 'primary' }),
        !self && button('联系人与代理', 'department.open', at),
        self && !acts && button('回首页', 'home', {}),
      ),
    ],
  });
};
