import { sendingOf } from '../services/departments/annex2.ts';
import { type ContactForm, contactLabels } from '../services/departments/contacts.ts';
import type { NoticeOf } from '../services/notice.ts';
import { dayOf, lastWorkingDayOnOrBefore, longDay, weekday } from '../services/time.ts';
import type { ContactView, RoundView, Views } from '../services/view.ts';
import { button, submit } from './actions.ts';
import {
  buttons,
  type Card,
  card,
  clip,
  errorText,
  flashPart,
  form,
  INPUT_MAX_LENGTH,
  type Inner,
  input,
  md,
  mdt,
  note,
  panel,
  select,
  text,
} from './kit/index.ts';
import { maskEmail, maskMobile } from './mask.ts';

/** 附件2 at a glance: which departments have named their contact, which have not. */
export const contactsCard = ({ flash }: NoticeOf<'contacts'>, view: Views['contacts']): Card => {
  const { round, departments, contacts, now } = view;
  const nameOf = (code: string) => round.departments.find((department) => department.code === code)?.name ?? code;
  const missing = round.departments.filter(
    ({ code }) => !contacts.some(({ departmentCode }) => departmentCode === code),
  );
  const unsent = departments.filter((department) => ['unsent', 'outdated'].includes(sendingOf(department)));
  const effective = lastWorkingDayOnOrBefore(round.annex2DueOn, round.holidays);
  return card({
    title: '推荐部门联系人（附件2）',
    subtitle: round.title,
    elements: [
      flashPart(flash),
      md(
        mdt`联系人信息截止 **${longDay(round.annex2DueOn)}**（${weekday(round.annex2DueOn)}）${effective === round.annex2DueOn ? '' : `，最后一个工作日是 ${longDay(effective)}`}${dayOf(now) > round.annex2DueOn ? '，已过期' : ''}`,
        mdt`已指定 **${contacts.length}** 个，还缺 **${missing.length}** 个；已发送附件2 **${departments.length - missing.length - unsent.length}** 个，还没有发送 **${unsent.length}** 个`,
      ),
      contacts.length > 0 &&
        md(
          ...contacts.map(
            (one) =>
              mdt`· **${clip(nameOf(one.departmentCode), 40)}**　${clip(one.name, 20)}（${clip(one.position, 30)}）${maskMobile(one.mobile)}　${clip(maskEmail(one.email), 40)}　${one.trouble ?? (one.openId ? '已开通' : '正在查找')}`,
          ),
        ),
      panel(`还没有联系人的部门（${missing.length} 个）`, [text(namesOf(missing))]),
      panel(`有联系人、还没有发送附件2的部门（${unsent.length} 个）`, [text(namesOf(unsent))]),
      buttons(
        button('指定或更换联系人', 'contact.form', { round: round.id }, { style: 'primary' }),
        button('全部联系人表（Excel）', 'annex2.book', { round: round.id }),
        button('推荐部门', 'department.list', { round: round.id }),
        button('提醒情况', 'remind.unheard', { round: round.id }),
        button('回首页', 'home', {}),
      ),
    ],
  });
};

const namesOf = (departments: { name: string }[]): string =>
  departments.map(({ name }) => clip(name, 24)).join('、') || '无';

/** The columns of 附件2, one department. */
export const appointFormCard = ({ typed = {}, errors = {} }: NoticeOf<'appointForm'>, { round }: RoundView): Card => {
  const fault = (field: keyof ContactForm): Inner[] => (errors[field] ? [errorText(errors[field])] : []);
  const lines = Object.entries(contactLabels).filter(([field]) => field !== 'departmentCode') as [
    keyof ContactForm,
    string,
  ][];
  return card({
    title: '指定推荐部门联系人',
    subtitle: round.title,
    elements: [
      form('appoint', [
        ...select({
          name: 'departmentCode',
          label: contactLabels.departmentCode,
          options: round.departments.map(({ code, name }) => ({ value: code, text: name })),
          value: typed.departmentCode,
        }),
        ...fault('departmentCode'),
        ...lines.flatMap(([field, label]) => [
          input({ name: field, label, value: clip(typed[field] ?? '', INPUT_MAX_LENGTH - 2) }),
          ...fault(field),
        ]),
        note(
          '按手机和邮箱在飞书里查找本人；找到后对方会马上收到通知，可以开始审核。每个部门 1 名，新指定的会替换原来的。',
        ),
        buttons(submit('保存', 'contact.appoint', { round: round.id }, { style: 'primary' })),
      ]),
      buttons(button('返回', 'round.contacts', { round: round.id })),
    ],
  });
};

export const appointedCard = (_notice: NoticeOf<'appointed'>, { contact, round, me }: ContactView): Card => {
  const department = round.departments.find(({ code }) => code === contact.departmentCode)!;
  const self = me?.openId === contact.openId;
  return card({
    title: self ? '您是备案工作联系人' : '联系人已开通',
    subtitle: round.title,
    color: 'green',
    elements: self
      ? [
          md(
            mdt`您已被指定为 **${department.name}** 的备案工作联系人（通知三（二））。`,
            mdt`申报单位提交的材料会发到这里，您可以审核、退回补正或拟推荐；推荐名额原则上不超过 **${department.softQuota}** 个。`,
          ),
          buttons(
            button('打开审核列表', 'desk.open', { round: round.id, department: department.code }, { style: 'primary' }),
          ),
          note('如果不是您负责，请联系主办方更换。'),
        ]
      : [text(`${department.name}的联系人 ${contact.name} 已在飞书里找到并收到通知。`)],
  });
};

export const lookUpFailedCard = (_notice: NoticeOf<'lookUpFailed'>, { contact, round }: ContactView): Card => {
  const department = round.departments.find(({ code }) => code === contact.departmentCode);
  return card({
    title: '没有找到这位联系人',
    color: 'orange',
    elements: [
      text(
        `${department?.name ?? ''} ${contact.name}：${contact.trouble ?? ''}。请核对手机和邮箱，请管理飞书的同事确认对方能看到本机器人，再重新指定。`,
      ),
      buttons(button('重新指定', 'contact.form', { round: round.id, contact: contact.id }, { style: 'primary' })),
    ],
  });
};
