import type { NoticeOf } from '../services/notice.ts';
import type { Half } from '../services/reminders/halves.ts';
import { ruleAt } from '../services/reminders/rules.ts';
import type { Telephone } from '../services/reminders/telephoned.ts';
import type { Unheard, UnheardStep, UnheardThing } from '../services/reminders/unheard.ts';
import { dayOf, longDay, timeOf } from '../services/time.ts';
import { reasonWords } from '../services/undelivered.ts';
import type { Views } from '../services/view.ts';
import { button } from './actions.ts';
import {
  buttons,
  type Card,
  card,
  clip,
  type Element,
  flashPart,
  type Markdown,
  md,
  mdt,
  note,
  row,
  text,
} from './kit/index.ts';
import { maskMobile } from './mask.ts';

type View = Views['unheard'];

/** 提醒情况: whom the reminders of the last days have not reached or who has not read them, why, and what was done about it. */
export const unheardCard = ({ half, flash }: NoticeOf<'unheard'>, view: View): Card => {
  const { round, found } = view;
  const { counts, page, pages, rows } = found;
  const go = (label: string, to: number, of?: Half) =>
    button(label, 'remind.unheard', { round: round.id, ...(of && { half: of }), ...(to > 1 && { page: to }) });
  return card({
    title: half ? `提醒情况：${halfNames[half]}` : '提醒情况',
    subtitle: round.title,
    color: counts.unreached + counts.unread ? 'orange' : 'green',
    tags: pages > 1 ? [{ text: `第 ${page} 页，共 ${pages} 页`, color: 'blue' }] : [],
    elements: [
      flashPart(flash),
      counts.unreached + counts.unread
        ? buttons(
            go(`全部 ${counts.unreached + counts.unread}`, 1),
            go(`${halfNames.unreached} ${counts.unreached}`, 1, 'unreached'),
            go(`${halfNames.unread} ${counts.unread}`, 1, 'unread'),
          )
        : text('最近 7 天的提醒都送到、读到了，或者事情已经办好。', { color: 'grey' }),
      rows.map((one) => rowPart(one, view, half)),
      rows.length > 0 &&
        note(
          '只列事情还没有办的，联系不上的在前。办好了、读到了，就不再列出。手机的完整号码在“全部联系人表（Excel）”和材料里。',
        ),
      buttons(
        page > 1 && go('上一页', page - 1, half),
        page < pages && go('下一页', page + 1, half),
        go('刷新', page, half),
        button('全部联系人表（Excel）', 'annex2.book', { round: round.id }),
        button('回首页', 'home', {}),
      ),
    ],
  });
};

const halfNames: Record<Half, string> = { unreached: '联系不上', unread: '没有读' };

const rowPart = (one: Unheard, view: View, half: Half | undefined): Element => {
  const { round, found } = view;
  const at = { ...(half && { half }), ...(found.page > 1 && { page: found.page }) };
  return row(
    md(
      mdt`**${whoOf(one, view)}**　${thingsOf(one)}`,
      mdt`${whyOf(one)}`,
      ...telephoneLine(one, view),
      ...one.steps.map((step) => mdt`· ${stepWords(step, view)}`),
    ),
    button('已电话联系', 'remind.called', { round: round.id, recipient: one.recipient, ...at }),
  );
};

const placeOf = (one: Unheard, { departments }: View) => {
  const [kind, , code] = one.recipient.split(':');
  return kind === 'contact' ? departments.find((department) => department.code === code) : undefined;
};

const whoOf = (one: Unheard, view: View): string => {
  const place = placeOf(one, view);
  if (place) return `${clip(place.name, 30)}${one.why === 'unregistered' ? '' : '的联系人'}`;
  if (one.why === 'gone') return clip(one.things[0]?.institution ?? '填报单位', 30);
  return one.name ? clip(one.name, 20) : '姓名未知';
};

/** What they were to be reminded of; the institution stands beside whoever fills. */
const thingsOf = ({ things, count, recipient }: Unheard): string => {
  const titles = [...new Set(things.map(({ rule }) => ruleAt(rule).title))].join('、');
  const names = things.flatMap(({ institution }: UnheardThing) => (institution ? [clip(institution, 24)] : []));
  const whose =
    names.length && !recipient.startsWith('filing:')
      ? `（${names.join('、')}${count > names.length ? `等 ${count} 件` : ''}）`
      : '';
  const due = things[0] ? `，截止 ${longDay(things[0].dueOn)}` : '';
  return `${titles}${whose}${due}`;
};

const whyOf = ({ why, reason, sentAt }: Unheard): string => {
  switch (why) {
    case 'unregistered':
      return '联系不上：还没有能收到消息的联系人，请电话联系部门，请其登记';
    case 'nobody':
      return '联系不上：还没有能收到消息的联系人';
    case 'gone':
      return '联系不上：填报人都已离开，请电话联系单位';
    case 'parked':
      return `联系不上：${clip(reasonWords(reason ?? ''), 60)}`;
    case 'unread':
      return sentAt ? `${moment(sentAt)} 发出，还没有读` : '还没有读';
  }
};

const moment = (at: Date): string => `${longDay(dayOf(at))} ${timeOf(at)}`;

const telephoneLine = (one: Unheard, view: View): Markdown[] => {
  const known = view.telephones.get(one.recipient);
  if (known) {
    return [
      mdt`电话：${clip(known.name, 20)}${sourceWords[known.from]}　办公 ${clip(known.officePhone, 30)}　手机 ${maskMobile(known.mobile)}`,
    ];
  }
  if (placeOf(one, view)) return [mdt`电话：没有登记过，请查找部门的公开电话`];
  const mobile = one.things.find((thing) => thing.mobile)?.mobile;
  return mobile ? [mdt`电话：备案表里的联系人手机 ${maskMobile(mobile)}`] : [];
};

const sourceWords: Record<Telephone['from'], string> = {
  contact: '',
  registered: '（登记待确认）',
  earlier: '（以往年度的联系人）',
};

const places = { heads: '单位的', deputies: '部门的', operators: '主办方的' } as const;

const stepWords = ({ step, person, name, state, reason, at }: UnheardStep, { departments }: View): string => {
  const when = moment(new Date(at));
  if (step === 'call') return `${when} ${name ? clip(name, 20) : '管理员'}已电话联系`;
  const trouble =
    state === 'failed' ? `没有成功：${clip(reasonWords(reason ?? ''), 60)}` : state === 'waiting' ? '正在发送' : '';
  if (step === 'buzz') return `${when} 加急${trouble && `，${trouble}`}`;
  const known = departments
    .flatMap(({ contact, deputies }) => [contact, ...deputies])
    .find((one) => `person:${one?.tenantKey}:${one?.openId}` === person);
  const whom = known?.name ?? name ?? '';
  return `${when} 告诉${places[step]}${clip(whom, 12)}${trouble && `，${trouble}`}`;
};
