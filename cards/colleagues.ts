import type { NoticeOf } from '../services/notice.ts';
import type { Views } from '../services/view.ts';
import { button, submit } from './actions.ts';
import { momentWords } from './author-part.ts';
import {
  buttons,
  type Card,
  card,
  clip,
  type Element,
  errorText,
  flashPart,
  form,
  heading,
  hr,
  type Inner,
  input,
  md,
  mdt,
  note,
  row,
  text,
} from './kit/index.ts';
import { soughtWords } from './sought.ts';

/** Colleagues listed on a card. */
const ROWS = 14;
const SEARCHES = 4;
const NAME_LENGTH = 20;
const SOUGHT_LENGTH = 100;

/** How many there are, and the way to them, on the card of their department. */
export const colleaguesPart = ({ department, round, operator }: Views['department']): Element[] => {
  const { colleagues } = department;
  const names = colleagues.slice(0, 5).map(({ name }) => clip(name, NAME_LENGTH));
  const more = colleagues.length > names.length ? `等 ${colleagues.length} 人` : '';
  return [
    heading('同事'),
    note(names.length ? `${names.join('、')}${more}` : '可以请同事协助：把一份材料转交审核，或征求意见。'),
    ...(operator
      ? []
      : [buttons(button('部门同事', 'colleague.open', { round: round.id, department: department.code }))]),
  ];
};

/** Those whom the contact has let in, the codes that are out, and the way to let in another. */
export const colleaguesCard = (
  { flash, typed = {}, errors = {} }: NoticeOf<'colleagues'>,
  { department, round, now }: Views['colleagues'],
): Card => {
  const at = { round: round.id, department: department.code };
  const { colleagues, codes, searches } = department;
  return card({
    title: '部门同事',
    subtitle: department.name,
    elements: [
      flashPart(flash),
      text('同事可以接手您转交的材料、答复您征求的意见；部门负责人也由这里加入。没有转交或征求的材料，同事看不到。'),
      colleagues.slice(0, ROWS).map(({ id, name }) =>
        row(
          md(mdt`**${clip(name, NAME_LENGTH)}**`),
          button(
            '移出名单',
            'colleague.end',
            { ...at, colleague: id },
            {
              confirm: { title: `把${clip(name, NAME_LENGTH)}移出名单？`, text: '对方不能再看和办理本部门的材料。' },
            },
          ),
        ),
      ),
      colleagues.length > ROWS && note(`另有 ${colleagues.length - ROWS} 人没有列出。`),
      codes
        .filter(({ role, endsAt }) => role === 'colleague' && endsAt > now)
        .map(({ id, name, code, endsAt }) =>
          row(
            md(mdt`${clip(name ?? '', NAME_LENGTH)}的邀请码 **${code}**，${momentWords(endsAt, now)} 前有效`),
            button('收回', 'colleague.withdraw', { ...at, code: id }),
          ),
        ),
      searches
        .slice(0, SEARCHES)
        .map(({ name, trouble, ...sought }) =>
          md(
            mdt`${clip(name, NAME_LENGTH)}（${soughtWords(sought)}）：${clip(trouble ?? '正在飞书里查找，结果马上告诉您', 60)}`,
          ),
        ),
      form('colleague', [
        input({
          name: 'name',
          label: '同事姓名',
          value: clip(typed.name ?? '', NAME_LENGTH),
          placeholder: '例如 顾清禾',
          maxLength: NAME_LENGTH,
        }),
        errors.name && errorText(errors.name),
        buttons(submit('生成同事邀请码', 'colleague.code', at, { style: 'primary' })),
        note('说明里有邀请码和机器人的链接，转给同事本人，把邀请码发给我就加入了。再生成一个，前一个没用的就作废。'),
        hr(),
        soughtLine('mobile', '或者填同事的手机', typed, errors),
        soughtLine('email', '或邮箱', typed, errors),
        buttons(submit('按手机或邮箱加入', 'colleague.find', at)),
      ]),
      buttons(button('返回', 'department.open', at)),
    ],
  });
};

type Words = Record<string, string>;
const soughtLine = (name: 'mobile' | 'email', label: string, typed: Words, errors: Words): Inner[] => [
  input({ name, label, value: clip(typed[name] ?? '', SOUGHT_LENGTH), maxLength: SOUGHT_LENGTH }),
  ...(errors[name] ? [errorText(errors[name])] : []),
];

/** To whoever looked for a colleague in vain: why, and the way to try again with what was typed. */
export const colleagueSoughtCard = (
  { roundId, departmentCode, searchId }: NoticeOf<'colleagueSought'>,
  { search }: Views['colleagueSought'],
): Card => {
  const at = { round: roundId, department: departmentCode };
  return card({
    title: '同事没有加入',
    color: 'orange',
    elements: [
      text(
        search
          ? `${clip(search.name, NAME_LENGTH)}（${soughtWords(search)}）：${clip(search.trouble ?? '', 200)}。请核对手机和邮箱，或改用邀请码。`
          : '这次查找已经结束。如仍需加入，请重新填写，或改用邀请码。',
      ),
      buttons(
        button('重新查找', 'colleague.open', { ...at, ...(search && { search: searchId }) }, { style: 'primary' }),
        button('回首页', 'home', {}),
      ),
    ],
  });
};

/** To the colleague, and when they have come to whoever let them in. */
export const colleagueNewsCard = (
  { event }: NoticeOf<'colleagueNews'>,
  { colleague, me }: Views['colleagueNews'],
): Card => {
  const { department, roundId, departmentCode } = colleague;
  const self = me?.openId === colleague.openId && me?.tenantKey === colleague.tenantKey;
  const joined = event === 'joined';
  const name = clip(colleague.name, NAME_LENGTH);
  const own = joined
    ? `您已加入${department.name}的备案审核。联系人转交材料或征求意见时，会发到这里，现在不用做什么。`
    : `您已不在${department.name}的同事名单里，不能再看和办理这个部门的材料。`;
  return card({
    title: joined ? (self ? '您已加入部门同事' : '同事已加入') : '已移出部门同事',
    subtitle: department.round.title,
    color: joined ? 'green' : 'grey',
    elements: [
      text(self ? own : `${name}已加入${department.name}的同事名单。打开一份材料，点“转交与征求意见”就能选择。`),
      buttons(
        self
          ? button('回首页', 'home', {})
          : button('部门同事', 'colleague.open', { round: roundId, department: departmentCode }),
      ),
    ],
  });
};
