import { kindNames } from '../services/departments/departments.ts';
import type { NoticeOf } from '../services/notice.ts';
import type { Views } from '../services/view.ts';
import { button } from './actions.ts';
import { annex2Part } from './annex2.ts';
import { momentWords } from './author-part.ts';
import { colleaguesPart } from './colleagues.ts';
import { contactFacts } from './contact-fields.ts';
import { deadlineLine } from './deadline.ts';
import { deputiesPart } from './deputies.ts';
import {
  buttons,
  type Card,
  card,
  clip,
  type Element,
  facts,
  flashPart,
  heading,
  md,
  mdt,
  note,
  row,
} from './kit/index.ts';
import { roleWords } from './register.ts';

type View = Views['department'];
/** Registrations that wait, listed at most: each has two buttons. */
const ROWS = 4;

/** One department of a round: what it is called, who works for it, and what can be done about it. */
export const departmentCard = ({ flash }: NoticeOf<'department'>, view: View): Card => {
  const { round, department, operator, now } = view;
  const at = { round: round.id, department: department.code };
  return card({
    title: department.name,
    subtitle: round.title,
    elements: [
      flashPart(flash),
      facts([
        ['类别', kindNames[department.kind] ?? department.kind],
        ['公章名称', department.sealName],
        ['推荐名额', `原则上不超过 ${department.softQuota} 个`],
      ]),
      deadlineLine(round, now, department),
      buttons(
        operator && button('修改名称和名额', 'department.form', at),
        button(operator ? '内部截止与延期' : '内部截止日期', 'due.open', at),
      ),
      contactPart(view),
      annex2Part(view),
      deputiesPart(view),
      colleaguesPart(view),
      buttons(
        operator
          ? button('返回推荐部门', 'department.list', { round: round.id })
          : button('返回审核列表', 'desk.open', at),
        button('回首页', 'home', {}),
      ),
    ],
  });
};

const contactPart = (view: View): Element[] => {
  const { round, department, operator, me } = view;
  const { contact } = department;
  const at = { round: round.id, department: department.code };
  const self = contact !== null && me !== null && contact.openId === me.openId && contact.tenantKey === me.tenantKey;
  return [
    heading('联系人（附件2）'),
    contact ? contactFacts(contact) : note('还没有联系人。'),
    ...(contact?.trouble ? [note(`${contact.trouble}，请更换或重新指定。`)] : []),
    ...(self ? [buttons(button('更正我的信息', 'contact.own', at))] : []),
    ...(operator
      ? [
          ...registrationRows(view),
          ...codeRows(view),
          buttons(
            button('生成联系人邀请码', 'contact.code', at, { style: contact ? 'default' : 'primary' }),
            button('直接指定或更换', 'contact.form', at),
          ),
        ]
      : []),
  ];
};

const registrationRows = ({ department: { registrations } }: View): Element[] =>
  registrations
    .slice(0, ROWS)
    .map((one) =>
      row(
        md(mdt`**${clip(one.name, 20)}** 登记为${roleWords(one)}，等待确认`),
        button('去确认', 'contact.look', { registration: one.id }, { style: 'primary' }),
      ),
    );

/** Codes that are out; whoever may give them out may take them back. */
const codeRows = ({ department, round, now }: View): Element[] =>
  department.codes
    .filter(({ endsAt, role }) => endsAt > now && role === 'contact')
    .map(({ id, code, endsAt }) =>
      row(
        md(mdt`联系人邀请码 **${code}**，${momentWords(endsAt, now)} 前有效`),
        button('收回', 'contact.withdraw', { round: round.id, department: department.code, code: id }),
      ),
    );
